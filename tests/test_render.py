"""What a reader receives: the same stories in each format, and nothing an article smuggled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from digest.errors import ConfigError
from digest.records import (
    Article,
    Briefing,
    Digest,
    Failure,
    Point,
    Section,
    Signature,
    Story,
)
from digest.render import FORMATS, render

READERS = ("md", "html", "txt")

TRAM = Article(
    id="a1b2c3d4e5f60718",
    title="В Гомеле открыли новую линию трамвая",
    text=(
        "В Гомеле 23 ноября открыли трамвайную линию длиной 7,4 км. "
        "Она связала вокзал с микрорайоном Любенский.",
        "Проезд в первую неделю будет бесплатным. «Мы ждали этого десять лет», — "
        "сказала жительница района Анна Ковалёва.",
    ),
    language="ru",
    url="https://gomel-news.example/2026/11/tram?id=7",
    source="Гомельские новости",
    byline="Ирина Петрова",
    credit="БелТА",
    published=datetime(2026, 11, 23, 18, 40, tzinfo=UTC),
    tags=("Общество",),
)
ENGINE = Signature("extractive", "", "1", "")
TRAM_RU = Briefing(
    TRAM,
    "ru",
    "В Гомеле открыли новую линию трамвая",
    (
        Point("В Гомеле 23 ноября открыли трамвайную линию длиной 7,4 км.", (0,)),
        Point("Проезд в первую неделю будет бесплатным.", (2,)),
    ),
    ENGINE,
)
TRAM_BE = Briefing(
    TRAM,
    "be",
    "У Гомелі адкрылі новую лінію трамвая",
    (
        Point("У Гомелі 23 лістапада адкрылі трамвайную лінію даўжынёй 7,4 км.", (0,)),
        Point("Праезд у першы тыдзень будзе бясплатны.", (2,)),
    ),
    Signature("apertium", "rus-bel", "0.2", ""),
    route=("ru", "be"),
    warnings=("draft: rule-based translation",),
)
LIBRARY = Article(
    id="0918273645546372",
    title="Бібліятэка ў Полацку адкрылася пасля рамонту",
    text=(
        "Полацкая гарадская бібліятэка зноў прымае чытачоў. Рамонт доўжыўся паўтара года.",
        "У новай чытальнай зале 120 месцаў.",
    ),
    language="be",
    url="https://polack.example/biblijateka",
    source="Полацкі веснік",
    published=datetime(2026, 11, 24, 6, 5, tzinfo=UTC),
    tags=("Культура",),
)
LIBRARY_BE = Briefing(
    LIBRARY,
    "be",
    "Бібліятэка ў Полацку адкрылася пасля рамонту",
    (
        Point("Полацкая гарадская бібліятэка зноў прымае чытачоў.", (0,)),
        Point("У новай чытальнай зале 120 месцаў.", (2,)),
    ),
    ENGINE,
)
BRIDGE = Article(
    id="1111222233334444",
    title="Vilnius closes the old bridge for two weeks",
    text=("The bridge closes on 1 December. Trolleybuses take another road.",),
    language="en",
    url="https://vilnius.example/bridge",
    source="Vilnius Daily",
)
BRIDGE_EN = Briefing(
    BRIDGE, "en", BRIDGE.title, (Point("The bridge closes on 1 December.", (0,)),), ENGINE
)
DIGEST_BE = Digest(
    edition="Раніца",
    day=date(2026, 11, 24),
    timezone="Europe/Minsk",
    language="be",
    sections=(
        Section("Грамадства", (Story(TRAM_BE, TRAM_RU), Story(BRIDGE_EN, BRIDGE_EN))),
        Section("Культура", (Story(LIBRARY_BE, LIBRARY_BE, others=(TRAM_RU,)),)),
    ),
    failures=(
        Failure("https://weather.example/feed", "sources", "HTTP 503 after 3 tries", 69),
        Failure("notes.pdf", "sources", "not a text: it starts with %PDF", 65),
        Failure(BRIDGE.title, "translate", "no installed engine translates en to be", 69),
    ),
    counts={"articles": 41, "stories": 38, "translated": 22, "untranslated": 1, "failed": 3},
)
DIGEST_RU = replace(
    DIGEST_BE,
    edition="Утро",
    language="ru",
    sections=(
        Section("Общество", (Story(TRAM_RU, TRAM_RU), Story(BRIDGE_EN, BRIDGE_EN))),
        Section("Культура", (Story(LIBRARY_BE, LIBRARY_BE),)),
    ),
)


def text_of(digest: Digest, name: str) -> str:
    (document,) = render(digest, [name])
    return document.content.decode()


def with_title(title: str, url: str = "") -> Digest:
    """Return an edition whose one story carries a stranger's strings everywhere."""
    article = replace(LIBRARY, title=title, source=title, byline=title, url=url)
    briefing = replace(LIBRARY_BE, article=article, headline=title, points=(Point(title, (0,)),))
    return replace(DIGEST_BE, sections=(Section(title, (Story(briefing, briefing),)),))


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_holds_the_same_stories(name: str) -> None:
    text = " ".join(text_of(DIGEST_BE, name).replace("\\", "").split())
    for said in (TRAM_BE.headline, BRIDGE_EN.headline, LIBRARY_BE.headline):
        assert said in text
    for point in (*TRAM_BE.points, *LIBRARY_BE.points):
        assert point.text in text


def test_documents_are_named_by_their_day() -> None:
    documents = render(DIGEST_BE, list(FORMATS))
    assert [document.filename for document in documents] == [
        f"digest-2026-11-24.{name}" for name in ("md", "html", "txt", "json")
    ]
    assert [document.media_type for document in documents] == list(FORMATS.values())


def test_an_unknown_format_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="pdf"):
        render(DIGEST_BE, ["pdf"])
