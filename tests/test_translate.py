from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from digest.backends.orthography import Orthography
from digest.errors import NoRoute, Unavailable
from digest.records import (
    MULTIPLE,
    UNDETERMINED,
    Article,
    Briefing,
    Caveat,
    Failure,
    Point,
    Signature,
    caveat,
)
from digest.translate import Desk, best_route, routes, translate

if TYPE_CHECKING:
    from collections.abc import Sequence


class Scripted:
    """An engine that writes the target before each sentence, and remembers what it was asked."""

    def __init__(
        self, *pairs: tuple[str, str], name: str = "scripted", rank: int = 10, draft: bool = False
    ) -> None:
        self.name, self.pairs, self.rank, self.draft = name, frozenset(pairs), rank, draft
        self.asked: list[list[str]] = []
        self.error: Exception | None = None
        self.short = False
        self.untranslated: dict[str, list[str]] = {}

    def signature(self, source: str, target: str) -> Signature:
        return Signature(self.name, f"{source}-{target}")

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        if self.error:
            raise self.error
        self.asked.append(list(sentences))
        return [f"{target}:{sentence}" for sentence in sentences][: -1 if self.short else None]


def briefing(language: str, *texts: str, headline: str = "Head") -> Briefing:
    article = Article("id", headline, texts, language, url=f"http://x/{language}")
    points = tuple(Point(text, (at,)) for at, text in enumerate(texts))
    return Briefing(article, language, headline, points, Signature("made"))


def fine(*_: str) -> tuple[str, ...]:
    return ()


def way(engines: Sequence[Scripted], source: str, target: str) -> list[tuple[str, str, str]]:
    return [(h.engine.name, h.source, h.target) for h in best_route(engines, source, target)]


def test_fewest_hops_win_over_better_ranks() -> None:
    good = Scripted(("en", "ru"), ("ru", "be"), name="good", rank=1)
    direct = Scripted(("en", "be"), name="direct", rank=90)
    assert way([good, direct], "en", "be") == [("direct", "en", "be")]


def test_the_better_engine_takes_a_pair_and_the_better_sum_a_pivot() -> None:
    worse = Scripted(("en", "ru"), ("en", "uk"), ("uk", "be"), name="worse", rank=9)
    better = Scripted(("en", "ru"), ("ru", "be"), name="better", rank=2)
    assert routes([better, worse])["en", "ru"].engine is better
    assert way([worse, better], "en", "be") == [("better", "en", "ru"), ("better", "ru", "be")]


def test_three_hops_are_the_most() -> None:
    chain = Scripted(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("b", "a"))
    assert len(way([chain], "a", "d")) == 3
    with pytest.raises(NoRoute, match="nothing installed translates a to e"):
        best_route([chain], "a", "e")


def test_no_route_says_what_would_add_one() -> None:
    with pytest.raises(NoRoute, match=r"apt install apertium-bel-rus.*models list --pair ru-be"):
        best_route([], "ru", "be")


def test_variants_go_in_as_belarusian() -> None:
    engine = Scripted(("be", "ru"))
    assert way([engine], "be-tarask", "ru") == [("scripted", "be", "ru")]
    (done,) = translate([briefing("be-tarask", "a")], "ru", Desk([engine], fine))
    assert isinstance(done, Briefing)
    assert done.warnings == (caveat("orthography", language="be-tarask"),)


def test_taraskievica_is_normalised_before_an_engine_sees_it() -> None:
    engine = Scripted(("be", "ru"))
    text = "Сьнег у Менску, ня больш."
    (done,) = translate([briefing("be-tarask", text)], "ru", Desk([engine, Orthography()], fine))
    assert isinstance(done, Briefing)
    assert engine.asked == [["Head", "Снег у Мінску, не больш."]]
    assert (done.language, done.route, done.warnings) == ("ru", ("be-tarask", "ru"), ())
    assert ("hop", "orthography be-tarask→be") in done.made_by.settings


def test_lacinka_is_read_and_a_variant_is_never_asked_of_an_engine() -> None:
    engine = Scripted(("be", "ru"), ("ru", "be"))
    found = translate([briefing("be-Latn", "Śnieh.")], "ru", Desk([engine, Orthography()], fine))
    assert isinstance(found[0], Briefing)
    assert found[0].points[0].text == "ru:Снег."
    with pytest.raises(NoRoute, match="writes be as be-Latn"):
        best_route([engine], "ru", "be-Latn")


def test_the_readers_orthography_is_written_after_the_check() -> None:
    seen: list[tuple[str, ...]] = []

    def check(*asked: str) -> tuple[str, ...]:
        seen.append(asked)
        return ()

    class Snow(Scripted):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
            return ["снег" for _ in sentences]

    for reader, text in {"be-Latn": "snieh", "be-tarask": "сьнег", "be": "снег"}.items():
        desk = Desk([Snow(("ru", "be")), Orthography()], check)
        (done,) = translate([briefing("ru", "a")], reader, desk)
        assert isinstance(done, Briefing)
        assert (done.language, done.points[0].text, done.route) == (reader, text, ("ru", reader))
    assert {asked[:4] for asked in seen} == {
        ("a", "снег", "ru", "be"),
        ("Head", "снег", "ru", "be"),
    }


def test_an_article_of_another_orthography_is_respelled_without_a_check() -> None:
    desk = Desk([Orthography()], lambda *_: ("never asked",))
    (done,) = translate([briefing("be-tarask", "Сьнег.", headline="Жыцьцё")], "be", desk)
    assert isinstance(done, Briefing)
    assert (done.headline, done.points[0].text) == ("Жыццё", "Снег.")
    assert (done.route, done.warnings) == (("be-tarask", "be"), ())


def test_L04_a_transliterated_text_is_not_fed_to_an_engine() -> None:
    engine = Scripted(("ru", "be"))
    for reader in ("be", "ru"):
        (done,) = translate([briefing("ru-Latn-x-translit", "Eto")], reader, Desk([engine], fine))
        assert isinstance(done, Failure)
        assert "transliterated" in done.error
    assert engine.asked == []


def test_words_that_an_engine_left_and_addresses_are_not_respelled() -> None:
    text = "Снег [снегопад] на https://снег.бел"
    assert Orthography().translate([text], "be", "be-Latn") == [
        "Snieh [снегопад] na https://снег.бел"
    ]


def test_a_region_is_no_orthography() -> None:
    own = briefing("ru", "a")
    assert translate([own], "ru-BY", Desk([], fine)) == [own]


TONGUES = {"по-русски": "ru", "па-беларуску": "be", "по-українськи": "uk", "123": UNDETERMINED}


def mixed(*texts: str) -> Briefing:
    return replace(briefing(MULTIPLE, *texts, headline="по-русски"), language=MULTIPLE)


def test_L02_each_part_of_a_mixed_article_goes_its_own_way() -> None:
    engine = Scripted(("ru", "be"), ("uk", "be"))
    desk = Desk([engine], fine, tell=TONGUES.__getitem__)
    whole = mixed("па-беларуску", "по-українськи", "по-русски", "123")
    (done,) = translate([whole], "be", desk)
    assert isinstance(done, Briefing)
    assert done.headline == "be:по-русски"
    shown = ["па-беларуску", "be:по-українськи", "be:по-русски", "123"]
    assert [point.text for point in done.points] == shown
    assert (done.language, done.route, done.warnings) == ("be", (MULTIPLE, "be"), ())


def test_L02_a_part_without_a_route_stays_marked() -> None:
    desk = Desk([Scripted(("ru", "be"))], fine, tell=TONGUES.__getitem__)
    (done,) = translate([mixed("по-українськи", "по-русски")], "be", desk)
    assert isinstance(done, Briefing)
    assert [point.text for point in done.points] == ["[uk] по-українськи", "be:по-русски"]
    assert done.warnings[0].kind == "kept"
    assert dict(done.warnings[0].values)["kept"] == "1"


def test_L02_a_part_whose_language_nothing_tells_stays_marked() -> None:
    desk = Desk([Scripted(("ru", "be"))], fine, tell=lambda text: TONGUES.get(text, UNDETERMINED))
    (done,) = translate([mixed("ktož heta", "123", "по-русски")], "be", desk)
    assert isinstance(done, Briefing)
    shown = ["[und] ktož heta", "123", "be:по-русски"]
    assert [point.text for point in done.points] == shown
    assert dict(done.warnings[0].values)["kept"] == "1"


def test_L02_a_mixed_article_without_any_route_is_a_failure() -> None:
    desk = Desk([], fine, tell=TONGUES.__getitem__)
    (done,) = translate([mixed("по-русски")], "be", desk)
    assert isinstance(done, Failure)


def test_L02_the_language_of_a_sentence_is_that_of_its_paragraph() -> None:
    def tell(text: str) -> str:
        return "ru" if "абзац" in text else "uk"

    engine = Scripted(("ru", "be"), ("uk", "be"))
    article = Article("id", "", ("Целый абзац. Да.",), MULTIPLE)
    whole = Briefing(article, MULTIPLE, "", (Point("Да.", (1,)),), Signature("made"))
    (done,) = translate([whole], "be", Desk([engine], fine, tell=tell))
    assert isinstance(done, Briefing)
    assert engine.asked == [["Да."]]
    assert ("hop", "scripted ru→be") in done.made_by.settings


def test_what_is_repaired_is_what_is_checked() -> None:
    def check(_: str, translated: str, *__: str) -> tuple[str, ...]:
        return () if translated.endswith("!") else ("no mark",)

    def repair(translated: str, _: str) -> str:
        return translated + "!"

    (done,) = translate([briefing("ru", "a")], "be", Desk([Scripted(("ru", "be"))], check, repair))
    assert isinstance(done, Briefing)
    assert done.points[0].text == "be:a!"


def test_a_text_is_translated_once_and_everything_else_is_kept() -> None:
    engine = Scripted(("ru", "be"))
    first, second = briefing("ru", "a", "b"), briefing("ru", "b", "c")
    done = translate([first, second], "be", Desk([engine], fine))
    assert engine.asked == [["Head", "a", "b", "c"]]
    assert isinstance(done[1], Briefing)
    assert [point.text for point in done[1].points] == ["be:b", "be:c"]
    assert [point.evidence for point in done[1].points] == [(0,), (1,)]
    assert (done[1].article, done[1].language) == (second.article, "be")
    assert done[1].route == ("ru", "be")
    assert done[1].made_by == Signature("scripted", "ru-be", settings=(("hop", "scripted ru→be"),))
    assert done[1].warnings == ()


def test_the_readers_language_passes_and_blank_texts_stay() -> None:
    engine = Scripted(("ru", "be"))
    own = briefing("be", "a")
    done = translate([own, briefing("ru", " ", headline="")], "be", Desk([engine], fine))
    assert done[0] is own
    assert isinstance(done[1], Briefing)
    assert (done[1].headline, done[1].points[0].text) == ("", " ")


def test_a_pivot_names_every_language_and_drafts_are_marked() -> None:
    rough = Scripted(("ru", "be"), name="apertium", draft=True)
    rough.untranslated = {"ru:a": ["слово"]}
    (done,) = translate([briefing("en", "a")], "be", Desk([Scripted(("en", "ru")), rough], fine))
    assert isinstance(done, Briefing)
    assert done.points[0].text == "be:ru:a"
    assert done.route == ("en", "ru", "be")
    assert done.warnings == (
        caveat("draft", engine="apertium", source="ru", target="be"),
        caveat("words", words="слово"),
    )


def test_a_faulty_sentence_is_shown_as_it_was() -> None:
    def check(_: str, translated: str, source: str, target: str, __: str) -> tuple[str, ...]:
        assert (source, target) == ("ru", "be")
        return ("number 5 lost",) if translated == "be:a" else ()

    (done,) = translate([briefing("ru", "a", "b")], "be", Desk([Scripted(("ru", "be"))], check))
    assert isinstance(done, Briefing)
    assert [point.text for point in done.points] == ["[ru] a", "be:b"]
    assert done.warnings == (
        caveat("kept", kept=1, total=3, language="ru", faults="number 5 lost"),
    )


def test_a_text_of_several_sentences_goes_sentence_by_sentence() -> None:
    def check(_: str, translated: str, *__: str) -> tuple[str, ...]:
        return ("number 5 lost",) if "Вторая" in translated else ()

    engine = Scripted(("ru", "be"))
    whole = briefing("ru", "Первая фраза. Вторая фраза. Третья фраза.")
    (done,) = translate([whole], "be", Desk([engine], check))
    assert isinstance(done, Briefing)
    assert engine.asked == [["Head", "Первая фраза.", "Вторая фраза.", "Третья фраза."]]
    assert done.points[0].text == "be:Первая фраза. [ru] Вторая фраза. be:Третья фраза."
    assert dict(done.warnings[0].values)["kept"] == "1"


def test_a_sentence_is_checked_beside_its_article() -> None:
    seen = {}

    def check(text: str, *rest: str) -> tuple[str, ...]:
        seen[text] = rest[-1]
        return ()

    whole = briefing("ru", "a")
    translate([whole], "be", Desk([Scripted(("ru", "be"))], check))
    assert seen["a"] == "\n".join((whole.article.title, *whole.article.text))


def test_the_next_engine_tries_what_the_first_one_got_wrong() -> None:
    def check(_: str, translated: str, *__: str) -> tuple[str, ...]:
        return ("number 5 lost",) if translated == "be:a" else ()

    class Rough(Scripted):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
            return [f"rough {text}" for text in super().translate(sentences, source, target)]

    good, rough = Scripted(("ru", "be")), Rough(("ru", "be"), name="rough", rank=90)
    (done,) = translate([briefing("ru", "a", "b")], "be", Desk([rough, good], check))
    assert isinstance(done, Briefing)
    assert [point.text for point in done.points] == ["rough be:a", "be:b"]
    assert rough.asked == [["a"]]
    assert done.warnings == (caveat("stand_in", engine="rough", count=1),)


def test_the_next_engine_stands_in_for_one_that_is_out_of_order() -> None:
    broken, good = Scripted(("ru", "be"), rank=1), Scripted(("ru", "be"), name="good")
    broken.error = Unavailable("the server is down")
    (done,) = translate([briefing("ru", "a")], "be", Desk([broken, good], fine))
    assert isinstance(done, Briefing)
    assert done.made_by.engine == "good"


def test_an_engine_that_fails_costs_only_its_own_language() -> None:
    broken, good = Scripted(("ru", "be")), Scripted(("en", "be"))
    broken.error = Unavailable("it died")
    done = translate([briefing("ru", "a"), briefing("en", "b")], "be", Desk([broken, good], fine))
    assert done[0] == Failure("http://x/ru", "translate", "it died", 69)
    assert isinstance(done[1], Briefing)


class Loaded(Scripted):
    """An engine that notes in a common book when it is asked, as a model that is loaded then."""

    book: ClassVar[list[str]] = []

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        if Loaded.book[-1:] != [self.name]:
            Loaded.book.append(self.name)
        return super().translate(sentences, source, target)


def test_an_engine_waits_until_all_that_pass_through_it_have_come() -> None:
    """One model is in memory at a time, so that each turn of an engine is a load."""
    Loaded.book.clear()
    hub = Loaded(("ru", "be"), name="ru-be")
    ways = [Loaded((tag, "ru"), name=f"{tag}-ru") for tag in ("en", "de", "pl")]
    many = Loaded(("fr", "en"), ("it", "en"), name="many-en")
    day = [briefing(tag, f"{tag} a", headline=tag) for tag in ("en", "fr", "de", "ru", "it", "pl")]
    done = translate(day, "be", Desk([hub, *ways, many], fine))
    assert [one.route for one in done if isinstance(one, Briefing)] == [
        ("en", "ru", "be"), ("fr", "en", "ru", "be"), ("de", "ru", "be"), ("ru", "be"),
        ("it", "en", "ru", "be"), ("pl", "ru", "be"),
    ]  # fmt: skip
    assert sorted(Loaded.book) == ["de-ru", "en-ru", "many-en", "pl-ru", "ru-be"]
    assert Loaded.book[-1] == "ru-be"


def test_engines_that_need_each_other_take_turns() -> None:
    one = Scripted(("a", "b"), ("c", "d"), name="one")
    other = Scripted(("b", "x"), ("e", "c"), ("d", "x"), name="other")
    done = translate([briefing("a", "1"), briefing("e", "2")], "x", Desk([one, other], fine))
    assert [b.points[0].text for b in done if isinstance(b, Briefing)] == ["x:b:1", "x:d:c:2"]


def test_a_missing_sentence_is_a_failure() -> None:
    engine = Scripted(("ru", "be"))
    engine.short = True
    (done,) = translate([briefing("ru", "a")], "be", Desk([engine], fine))
    assert isinstance(done, Failure)
    assert done.error == "scripted returned 1 texts for 2"


def test_a_model_of_a_hundred_languages_leaves_the_ways_short() -> None:
    tags = [f"x{number}" for number in range(100)]
    many = Scripted(*((a, b) for a in tags for b in tags if a != b), name="many")
    to_be = Scripted(("x1", "be"), name="bel", rank=50)
    assert way([many, to_be], "x0", "x99") == [("many", "x0", "x99")]
    assert way([many, to_be], "x0", "be") == [("many", "x0", "x1"), ("bel", "x1", "be")]


def test_m19_a_doubt_is_told_and_the_translation_shown() -> None:
    def doubt(_: str, translated: str, *__: str) -> tuple[Caveat, ...]:
        return (caveat("negation_lost"),) if translated == "be:a" else ()

    desk = Desk([Scripted(("ru", "be"))], fine, doubt=doubt)
    (done,) = translate([briefing("ru", "a", "b")], "be", desk)
    assert isinstance(done, Briefing)
    assert [point.text for point in done.points] == ["be:a", "be:b"]
    assert done.warnings == (caveat("negation_lost"),)


QUOTATION = "«Мы пришли сюда утром.\u00a0Дом стоял пустой. Окна были выбиты», — сказал он."


def test_a_quotation_is_translated_sentence_by_sentence_and_put_together() -> None:
    engine = Scripted(("ru", "be"))
    (made,) = translate([briefing("ru", QUOTATION)], "be", Desk([engine], fine))
    assert isinstance(made, Briefing)
    assert len(engine.asked[0]) == 4
    assert made.points[0].text == (
        "be:«Мы пришли сюда утром.\u00a0be:Дом стоял пустой. be:Окна были выбиты», — сказал он."
    )
    assert made.points[0].evidence == (0,)


def test_a_quotation_of_which_a_sentence_fails_stays_whole() -> None:
    def no_windows(sentence: str, *_: str) -> tuple[str, ...]:
        return ("dropped",) if "Окна" in sentence else ()

    (made,) = translate(
        [briefing("ru", QUOTATION)], "be", Desk([Scripted(("ru", "be"))], no_windows)
    )
    assert isinstance(made, Briefing)
    assert made.points[0].text == f"[ru] {QUOTATION}"
    assert made.warnings[-1] == caveat("kept", kept=1, total=2, language="ru", faults="dropped")
