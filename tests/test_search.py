"""Stories are found in the ledger, and no query does anything but find."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from digest.cli import cli
from digest.errors import DigestError, InputError
from digest.records import Article, Briefing, Digest, Point, Section, Signature, Story
from digest.store import Database, Editions, retention
from digest.store.query import parse
from digest.store.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def story(language: str, headline: str, *points: str, title: str = "", original: str = "") -> Story:
    article = Article(
        headline[:8], title or headline, points, original or language, "http://n.example/1", "Нёман"
    )
    said = tuple(Point(text, (n,)) for n, text in enumerate(points))
    briefing = Briefing(article, language, headline, said, Signature("extractive"))
    return Story(briefing, briefing)


def edition(key: str, day: int, *stories: Story) -> tuple[str, Digest]:
    sections = (Section("Навіны", stories),)
    return key, Digest("Раніца", date(2026, 11, day), "UTC", key, sections)


EDITIONS = [
    edition(
        "be", 23,
        story("be", "Мост у Гомелі закрылі", "Рух па мосце спынены на два тыдні."),
        story("be", "Снег у Мінску", "Выпаў першы снег.", title="First snow", original="en"),
    ),
    edition("be", 24, story("be", "Новыя аўтобусы", "Аўтобусы пойдуць па старым мосце.")),
    edition("ru", 24, story("ru", "Мост закрыт", "Движение по мосту остановлено.")),
]  # fmt: skip


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        for key, digest in EDITIONS:
            Editions(database).save(key, digest, NOW)
    return path


@pytest.fixture(scope="module")
def search() -> Iterator[Search]:
    with Database(None) as database:
        for key, digest in EDITIONS:
            Editions(database).save(key, digest, NOW)
        found = Search(database)
        found.update()
        yield found


def headlines(search: Search, query: str, **limits: object) -> list[str]:
    return [hit.headline for hit in search.find(query, **limits)]  # type: ignore[arg-type]


def test_a_word_is_found_in_its_other_forms(search: Search) -> None:
    assert headlines(search, "мосце") == ["Мост у Гомелі закрылі", "Новыя аўтобусы"]
    assert headlines(search, "мосту", language="ru") == ["Мост закрыт"]
    assert headlines(search, "МОСТАМІ старога") == ["Новыя аўтобусы"]
    assert headlines(search, "гомель") == ["Мост у Гомелі закрылі"]


def test_the_original_title_is_found_in_its_own_language(search: Search) -> None:
    assert headlines(search, "snows") == ["Снег у Мінску"]


def test_all_words_must_be_there_and_excluded_ones_must_not(search: Search) -> None:
    assert headlines(search, "мост снег") == []
    assert headlines(search, "мост -аўтобус", language="be") == ["Мост у Гомелі закрылі"]
    assert headlines(search, '"старым мосце"') == ["Новыя аўтобусы"]
    assert headlines(search, '"мосце старым"') == []
    assert headlines(search, "аўтоб*") == ["Новыя аўтобусы"]
    assert headlines(search, "тыдзень*") == ["Мост у Гомелі закрылі"]


def test_language_and_day_limit_what_is_found(search: Search) -> None:
    assert headlines(search, "мост", language="ru") == ["Мост закрыт"]
    assert headlines(search, "мост", language="be-tarask") == headlines(
        search, "мост", language="be"
    )
    assert len(headlines(search, "мост", since=date(2026, 11, 24))) == 2
    assert headlines(search, "мост", language="pl") == []
    assert len(headlines(search, "мост", limit=1)) == 1


@pytest.mark.parametrize("query", ["", "  ", "-мост", '""', "*", "- -", "!?"])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    with pytest.raises(InputError):
        parse(query)


SYNTAX = st.sampled_from(
    ['"', "*", "-", "(", ")", "AND", "OR", "NOT", "NEAR", "NEAR(", "headline:", "{", "}", "^", "+",
     "'", ";", "--", "DROP TABLE edition", "мост", "\0", "_", "́", "ʼ", "\ud800", "हिन्दी", "日本"]
)  # fmt: skip


@given(st.lists(SYNTAX | st.text(max_size=6), max_size=8).map(" ".join))
@example("a" * 1001)
@example('мост" OR "снег')
def test_no_query_is_syntax(search: Search, query: str) -> None:
    try:
        found = search.find(query)
    except InputError:
        return
    assert len(found) <= len(EDITIONS) + 1


@given(st.text(alphabet='мостснег "*-():', min_size=1, max_size=30))
def test_more_words_find_no_more(search: Search, query: str) -> None:
    try:
        narrow = set(search.find(f"{query} мост"))
    except InputError:
        return
    assert narrow <= set(search.find("мост"))


def test_operators_of_fts5_are_words(search: Search) -> None:
    assert headlines(search, "мост OR снег") == []
    assert headlines(search, "headline:мост") == headlines(search, '"headline мост"') == []


def test_the_index_keeps_up_with_the_editions(state: Path) -> None:
    with Database(state) as database:
        search = Search(database)
        assert search.update() == len(EDITIONS)
        assert search.update() == 0
        retention.prune(database, NOW, date(2026, 11, 24))
        assert headlines(search, "Гомель") == []
        assert len(headlines(search, "мост")) == 2
        assert database.rows("SELECT count(*) FROM searchable_words") == [(2,)]
        database.rows("UPDATE searchable_edition SET stems = 'of an older program' RETURNING 1")
        assert search.update() == 2
        assert database.rows("SELECT count(*) FROM searchable_words") == [(2,)]


def invoke(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if isinstance(done.exception, DigestError):
        return done.exception.exit_code, str(done.exception)
    return done.return_value or done.exit_code, done.output


def test_search_by_command(state: Path) -> None:
    code, output = invoke("search", "мосце", "Гомель", "--state", state)
    assert code == 0
    assert output.splitlines() == [
        "2026-11-23 be (be)  Мост у Гомелі закрылі",
        "    Рух па мосце спынены на два тыдні.",
        "    Нёман  http://n.example/1",
    ]


def test_search_is_json_lines_for_programs(state: Path) -> None:
    _, output = invoke("search", "мост", "--language", "be", "--json", "--state", state)
    hits = [json.loads(line) for line in output.splitlines()]
    assert [hit["day"] for hit in hits] == ["2026-11-23", "2026-11-24"]
    assert {hit["schema"] for hit in hits} == {"digest/hit/1"}


def test_search_codes(state: Path, tmp_path: Path) -> None:
    assert invoke("search", "слон", "--state", state) == (0, "digest: nothing found\n")
    assert invoke("search", "мост", "--state", tmp_path / "none.db")[0] == 66
    assert invoke("search", "?", "--state", state)[0] == 65
    assert invoke("search", "--state", state)[0] == 2


def test_a_title_with_terminal_escapes_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        key, digest = edition("be", 24, story("be", "Мост \x1b[2J\u202eзнік", "Мост\ud800 знік."))
        Editions(database).save(key, digest, NOW)
    code, output = invoke("search", "мост", "--state", path)
    assert code == 0
    assert "\x1b" not in output
    assert "\u202e" not in output
