"""The stages composed: nothing lost, nothing computed twice, failures reach the digest."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from digest.backends.langdetect import Profiles
from digest.cli.logs import Log
from digest.errors import Failed, ModelMissing, NoRoute, StateDamaged, Unavailable, contained
from digest.pipeline import Day, Engines, Plan, assemble, desk, process, translate_lines
from digest.pipeline.day import named
from digest.pipeline.profile import Profile
from digest.records import (
    MULTIPLE,
    Article,
    Briefing,
    Detection,
    Failure,
    Point,
    Signature,
    Step,
    article_id,
    caveat,
)
from digest.store import Database, Ledger
from digest.text.glossary import Glossary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class OneLanguage:
    """A detector that always gives the same answer."""

    def __init__(self, language: str = "ru") -> None:
        self.language = language

    def detect(self, text: str) -> Detection:
        return Detection(self.language, 1.0, "Cyrl")


class FirstSentences:
    """A summarizer that counts what it is asked."""

    signature = Signature("first")

    def __init__(self) -> None:
        self.seen: list[str] = []

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        self.seen += [article.id for article in articles]
        return [self._one(article, points) for article in articles]

    def _one(self, article: Article, points: int) -> Briefing | Failure:
        if "пусто" in article.title:
            return Failure(article.id, "summarize", "no usable sentence")
        chosen = tuple(Point(text, (i,)) for i, text in enumerate(article.text[:points]))
        return Briefing(article, article.language, article.title, chosen, self.signature)


class Shouting:
    """A translator from ru to be that counts, too."""

    name = "shout"
    pairs = frozenset({("ru", "be")})
    rank = 1
    draft = True

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.seen: list[str] = []

    def signature(self, source: str, target: str) -> Signature:
        return Signature(self.name, settings=(("pair", f"{source}-{target}"),))

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        if self.broken:
            raise Unavailable("the engine is not there")
        self.seen += sentences
        return [sentence.replace("и", "і").upper() for sentence in sentences]


def article(title: str, *text: str) -> Article:
    return Article(article_id("src", text), title, text, source="Веснік")


DAY: list[Article | Failure] = [
    article("Мост закрыт", "Мост закрыт на 14 дней.", "Движение пойдет по новой дороге."),
    article("Снег в городе", "Ночью выпало 20 сантиметров снега."),
    Failure("broken.html", "read", "no text without scripts"),
    article("пусто", "Слово."),
]
PLAN = Plan(("be",), points=2, batch=1)


def engines(summarizer: FirstSentences, translator: Shouting) -> Engines:
    return Engines(OneLanguage(), summarizer, (translator,))


def test_every_input_comes_out(tmp_path: Path) -> None:
    with Database(tmp_path / "ledger.db") as database:
        ledger = Ledger(database)
        day = process(DAY, engines(FirstSentences(), Shouting()), ledger, PLAN)
    assert [briefing.headline for briefing in day.originals] == ["Мост закрыт", "Снег в городе"]
    assert [briefing.language for briefing in day.translations["be"]] == ["be", "be"]
    assert [failure.subject for failure in day.failures] == ["broken.html", "пусто"]
    assert day.articles == 4


def test_a_second_run_computes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        ledger = Ledger(database)
        first = process(DAY[:2], engines(FirstSentences(), Shouting()), ledger, PLAN)
    summarizer, translator = FirstSentences(), Shouting()
    with Database(path) as database:
        ledger = Ledger(database)
        second = process(DAY[:2], engines(summarizer, translator), ledger, PLAN)
    assert second == first
    assert (summarizer.seen, translator.seen) == ([], [])


class Fragile(FirstSentences):
    """A summarizer with a bug that a word brings out."""

    def _one(self, article: Article, points: int) -> Briefing | Failure:
        if "бяда" in article.title:
            raise IndexError("no such word")
        return super()._one(article, points)


def test_b22_a_bug_that_one_article_brings_out_costs_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    articles = [article("Мост закрыт", "Раз."), article("бяда", "Два."), article("Снег", "Три.")]
    with Database(None) as database:
        day = process(articles, Engines(OneLanguage(), Fragile()), Ledger(database), Plan())
    assert [one.headline for one in day.originals] == ["Мост закрыт", "Снег"]
    assert [(one.subject, one.stage, one.exit_code) for one in day.failures] == [
        ("бяда", "summarize", 70)
    ]
    assert day.postponed == {articles[1].id}  # it waits until the bug is mended
    assert caplog.text.count("IndexError: no such word") >= 1
    assert "Traceback" in caplog.text


def test_b22_an_article_whose_language_brings_out_a_bug_is_told() -> None:
    class Broken(OneLanguage):
        def detect(self, text: str) -> Detection:
            if "Два" in text:
                raise ValueError("half a letter")
            return super().detect(text)

    articles = [article("Мост закрыт", "Раз."), article("Снег", "Два.")]
    with Database(None) as database:
        day = process(articles, Engines(Broken(), FirstSentences()), Ledger(database), Plan())
    assert [one.headline for one in day.originals] == ["Мост закрыт"]
    assert [(one.subject, one.stage) for one in day.failures] == [("Снег", "language")]
    assert day.articles == 2
    assert day.postponed == {articles[1].id}


def test_b22_what_all_work_rests_on_ends_the_run() -> None:
    class Full(FirstSentences):
        def _one(self, article: Article, points: int) -> Briefing | Failure:
            raise StateDamaged("the disk is full")

    with Database(None) as database, pytest.raises(StateDamaged):
        process([article("Снег", "Раз.")], Engines(OneLanguage(), Full()), Ledger(database), Plan())


def test_a_failure_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        ledger = Ledger(database)
        day = process(DAY[:1], engines(FirstSentences(), Shouting(broken=True)), ledger, PLAN)
        failures = day.untranslated["be"]
        assert [failure.error for failure in failures] == ["the engine is not there"]
        assert len(day.originals) == 1
        again = process(DAY[:1], engines(FirstSentences(), Shouting()), ledger, PLAN)
    assert again.untranslated == {"be": ()}


def test_changed_settings_compute_again(tmp_path: Path) -> None:
    summarizer = FirstSentences()
    with Database(tmp_path / "ledger.db") as database:
        ledger = Ledger(database)
        process(DAY[:1], engines(summarizer, Shouting()), ledger, Plan((), points=1))
        process(DAY[:1], engines(summarizer, Shouting()), ledger, Plan((), points=2))
    assert len(summarizer.seen) == 2


def test_f22_the_same_article_under_two_names_is_one_story() -> None:
    copy = Article("other", "Мост закрыт!", DAY[0].text) if isinstance(DAY[0], Article) else None
    assert copy is not None
    with Database(None) as database:
        ledger = Ledger(database)
        day = process([DAY[0], copy], engines(FirstSentences(), Shouting()), ledger, PLAN)
    assert [briefing.headline for briefing in day.originals] == ["Мост закрыт"]


def test_what_failed_stands_in_the_digest() -> None:
    with Database(None) as database:
        ledger = Ledger(database)
        day = process(DAY, engines(FirstSentences(), Shouting()), ledger, PLAN)
    digest = assemble(day, Profile("main", "Раніца", "be", "Europe/Minsk"), date(2026, 11, 24))
    assert digest.counts["failed"] == 2
    assert digest.counts["stories"] == digest.counts["translated"] == 2
    assert {section.heading for section in digest.sections} == {"Здарэнні", "Надвор’е"}
    assert [failure.stage for failure in digest.failures] == ["read", "summarize"]


def test_what_failed_is_named_though_it_is_one_endless_word() -> None:
    one = Article("1", "", ("словобезпробелов" * 100,), "ru")
    (failed,) = named([Failure("1", "summarize", "no sentence to quote")], [one])
    assert failed.subject.startswith("словобезпробелов")
    assert len(failed.subject) <= 60


def test_a_text_that_may_be_another_language_is_not_passed_off_as_the_readers() -> None:
    belarusian = article(
        "Снег у горадзе", "Уначы выпала 20 сантыметраў снегу, а раніцай яшчэ пяць."
    )
    with Database(None) as database:
        ledger = Ledger(database)
        day = process(
            [belarusian], engines(FirstSentences(), Shouting()), ledger, Plan(("ru",), points=1)
        )
    assert "unsure" in {warning.kind for warning in day.translations["ru"][0].warnings}


def test_lines_keep_their_places() -> None:
    lines = ["Мост закрыт. Снега нет.", "", "Все дома."]
    translated, warnings = translate_lines(
        lines, ["ru"] * 3, "be", desk((Shouting(),), Glossary({}), Profiles())
    )
    assert translated == ["МОСТ ЗАКРЫТ. СНЕГА НЕТ.", "", "ВСЕ ДОМА."]
    assert "draft" in {warning.kind for warning in warnings}


def test_each_line_is_translated_from_its_own_language() -> None:
    lines = ["Мост закрыт. Снега нет.", "Прывітанне, як справы?", "Hello, my friend."]
    translated, warnings = translate_lines(
        lines, ["ru", "be", "en"], "be", desk((Shouting(),), Glossary({}), Profiles())
    )
    assert translated == [
        "МОСТ ЗАКРЫТ. СНЕГА НЕТ.", "Прывітанне, як справы?", "[en] Hello, my friend.",
    ]  # fmt: skip
    kept = next(one for one in warnings if one.kind == "kept")
    assert dict(kept.values)["kept"] == dict(kept.values)["total"] == "1"


def test_a_line_of_no_language_is_marked_where_it_has_words() -> None:
    made = translate_lines(["Hm.", "12", ""], ["und"] * 3, "be", desk((), Glossary({}), Profiles()))
    assert made[0] == ["[und] Hm.", "12", ""]
    assert [one.kind for one in made[1]] == ["kept"]


def test_a_text_that_nothing_translates_is_no_translation() -> None:
    with pytest.raises(NoRoute, match="en"):
        translate_lines(["Hello."], ["en"], "be", desk((Shouting(),), Glossary({}), Profiles()))


class Naming(Shouting):
    """An engine that writes a name as its readers do not want it."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        return ["Гэты мост у Москве" for _ in sentences]


def test_the_glossary_mends_translations_and_another_one_makes_them_anew() -> None:
    with Database(None) as database:
        ledger = Ledger(database)
        made = engines(FirstSentences(), Naming())
        moscow = [article("Мост", "Это мост в Москве.")]
        days = [
            process(moscow, replace(made, glossary=book), ledger, PLAN)
            for book in (Glossary({}), Glossary.load())
        ]
    shown = [day.translations["be"][0].points[0].text for day in days]
    assert shown == ["Гэты мост у Москве", "Гэты мост у Маскве"]


def test_L02_an_article_in_two_languages_is_translated_part_by_part() -> None:
    class Told(Shouting):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
            assert (source, target) == ("ru", "be")
            return [both.text[0].replace("Учора ўвечары", "Учора ўначы") for _ in sentences]

    both = article(
        "Снег у горадзе",
        "Учора ўвечары ў сталіцы адкрылася вялікая выстава, на якую прыйшло шмат людзей.",
        "Вчера вечером в столице открылась большая выставка, на которую пришло много людей.",
    )
    made = replace(engines(FirstSentences(), Told()), detector=Profiles())
    with Database(None) as database:
        day = process([both], made, Ledger(database), PLAN)
    (original,), (translation,) = day.originals, day.translations["be"]
    assert (original.language, translation.language) == (MULTIPLE, "be")
    first, second = (point.text for point in translation.points)
    assert first == both.text[0]
    assert second.startswith("Учора ўначы")
    assert translation.route == (MULTIPLE, "be")


def test_L02_a_new_engine_does_the_parts_of_a_mixed_article_again() -> None:
    class Other(Shouting):
        name = "other"

    both = article(
        "Снег у горадзе",
        "Учора ўвечары ў сталіцы адкрылася вялікая выстава, на якую прыйшло шмат людзей.",
        "Вчера вечером в столице открылась большая выставка, на которую пришло много людей.",
    )
    tried = (Shouting(), Shouting(), Other())
    with Database(None) as database:
        for engine in tried:
            made = replace(engines(FirstSentences(), engine), detector=Profiles())
            process([both], made, Ledger(database), PLAN)
    assert [len(engine.seen) for engine in tried] == [1, 0, 1]


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_pipeline import *
class Dying(FirstSentences):
    def summarize(self, articles, points):
        if len(self.seen) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().summarize(articles, points)
day = [article(f"Тема {n}", f"Это {n}-е предложение.") for n in range(6)]
with Database(Path(sys.argv[1])) as database:
    ledger = Ledger(database)
    process(day, engines(Dying(), Shouting()), ledger, PLAN)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_b01_a_kill_loses_at_most_the_batch_in_hand(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    here = os.path.dirname(__file__)  # noqa: PTH120
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path), here], check=False)
    assert done.returncode == -signal.SIGKILL
    summarizer = FirstSentences()
    day = [article(f"Тема {n}", f"Это {n}-е предложение.") for n in range(6)]
    with Database(path) as database:
        ledger = Ledger(database)
        process(day, engines(summarizer, Shouting()), ledger, PLAN)
    assert len(summarizer.seen) == 3  # of six, in batches of one, three were finished


def test_a_briefing_is_made_once_and_translated_once_a_language(tmp_path: Path) -> None:
    class Two(Shouting):
        pairs = frozenset({("ru", "be"), ("ru", "uk")})

    summarizer, translator = FirstSentences(), Two()
    steps: list[Step] = []
    with Database(None) as database:
        plan = Plan(("be", "uk", "ru"), points=2)
        day = process(
            DAY, engines(summarizer, translator), Ledger(database), plan, watch=steps.append
        )
    assert len(summarizer.seen) == 3
    assert sorted(translator.seen) == sorted(2 * list(dict.fromkeys(translator.seen)))
    assert [len(day.translations[reader]) for reader in ("be", "uk", "ru")] == [2, 2, 0]
    last = {step.stage: (step.done, step.known, step.failed) for step in steps}
    assert last["summarize"] == (3, 0, 1)
    assert last["translate be"] == (2, 0, 0)


class Down(FirstSentences):
    """A summarizer whose server is down: what it makes is a stopgap."""

    needs = "server"

    def _one(self, article: Article, points: int) -> Briefing | Failure:
        made = super()._one(article, points)
        assert isinstance(made, Briefing)
        return replace(made, warnings=(caveat("fallback", engine="down"),))


class Up(FirstSentences):
    """The same summarizer when its server answers."""

    needs = "server"


class Silent(Shouting):
    """A translator of which nothing comes."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        return ["" for _ in super().translate(sentences, source, target)]


class Unreached(Silent):
    """Another one, because its server is down."""

    needs = "server"


def test_M18_what_a_server_that_was_down_left_undone_is_tried_again(tmp_path: Path) -> None:
    with Database(tmp_path / "ledger.db") as database:
        ledger = Ledger(database)
        first = process(DAY[:2], engines(Down(), Shouting()), ledger, PLAN)
        up, again = Up(), Up()
        second = process(DAY[:2], engines(up, Shouting()), ledger, PLAN)
        process(DAY[:2], engines(again, Shouting()), ledger, PLAN)
    assert not first.is_final
    assert second.is_final
    assert up.seen == [article.id for article in DAY[:2] if isinstance(article, Article)]
    assert not any(briefing.warnings for briefing in second.originals)
    assert again.seen == []  # what was paid for and is good stays


@pytest.mark.parametrize(("kind", "asked_again"), [(Silent, False), (Unreached, True)])
def test_M18_only_what_a_server_did_not_translate_is_asked_for_again(
    tmp_path: Path, kind: type[Silent], asked_again: bool
) -> None:
    with Database(tmp_path / "ledger.db") as database:
        ledger = Ledger(database)
        first = process(DAY[:1], engines(FirstSentences(), kind()), ledger, PLAN)
        translator = kind()
        process(DAY[:1], engines(FirstSentences(), translator), ledger, PLAN)
    assert bool(translator.seen) is asked_again
    assert first.is_final is not asked_again


class NotLoaded(Down):
    """A summarizer whose model cannot be loaded today."""

    needs = "checkpoint"
    is_unusable = True


class Missing(Shouting):
    """The best translator, whose library is not installed today."""

    rank, name, batch, is_unusable = 0, "missing", 10, True

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        raise ModelMissing("it needs PyTorch")


class Installed(Shouting):
    """The same one, tomorrow."""

    rank, name, batch = 0, "missing", 10


@pytest.mark.parametrize("summarizes", [NotLoaded, FirstSentences])
def test_M01_what_others_did_for_a_model_is_done_again_once_it_can_be_loaded(
    tmp_path: Path, summarizes: type[FirstSentences]
) -> None:
    """Nothing marks a translation by another engine, which did the whole route."""

    def night(summarizer: FirstSentences, best: Shouting) -> Day:
        made = replace(engines(summarizer, Shouting()), translators=(best, Shouting()))
        with Database(tmp_path / "ledger.db") as database:
            return process(DAY[:2], made, Ledger(database), PLAN)

    first = night(summarizes(), Missing())
    assert not first.is_final
    assert {one.made_by.engine for one in first.translations["be"]} == {"shout"}
    summarizer, translator = FirstSentences(), Installed()
    second = night(summarizer, translator)
    assert second.is_final
    assert len(second.originals) == 2
    assert len(summarizer.seen) == (0 if summarizes is FirstSentences else 2)
    assert {one.made_by.engine for one in second.translations["be"]} == {"missing"}
    third = night(again := FirstSentences(), Installed())
    assert (again.seen, third.originals) == ([], second.originals)


def test_M20_another_result_the_next_time_changes_nothing_that_is_finished(tmp_path: Path) -> None:
    class Moody(FirstSentences):
        def _one(self, article: Article, points: int) -> Briefing | Failure:
            made = super()._one(article, points)
            assert isinstance(made, Briefing)
            return replace(made, headline=f"{made.headline} {len(self.seen)} {id(self)}")

    with Database(tmp_path / "ledger.db") as database:
        ledger = Ledger(database)
        first, later = Moody(), Moody()
        days = [process(DAY[:2], engines(one, Shouting()), ledger, PLAN) for one in (first, later)]
    assert days[0] == days[1]
    assert later.seen == []


def test_b22_the_log_of_a_run_has_the_traceback() -> None:
    stream = io.StringIO()
    with Log(stream).hearing(), suppress(Failed), contained("Wire"):
        raise ValueError("an odd\x1b feed")
    first, *rest = stream.getvalue().splitlines()
    assert first == "digest: Wire: a bug; please report this traceback"
    assert rest[0] == "digest: Traceback (most recent call last):"
    assert rest[-1] == "digest: ValueError: an odd  feed"
