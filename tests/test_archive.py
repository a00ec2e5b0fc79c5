"""The archive: a static site that is right, safe, incremental, and searched without a server."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from digest.archive import build, site_of
from digest.archive.build import _OURS, MANIFEST
from digest.archive.told import shorten, slug, tell
from digest.cli import cli
from digest.cli.commands import archive
from digest.errors import DigestError
from digest.records import (
    Article,
    Briefing,
    Digest,
    Earlier,
    Point,
    Section,
    Signature,
    Story,
    article_id,
)
from digest.store import Database, Editions, Runs, retention
from digest.text.belarusian import to_latin
from digest.text.light_stems import light_stems
from web import CHROMIUM, invalid, serious

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
EVIL = '"><script>document.title="x"</script><img src=x onerror=document.title="x">'


def story(language: str, headline: str, point: str, *earlier: Earlier) -> Story:
    article = Article(article_id(language, (headline,)), headline, (point,), language)
    said = Briefing(article, language, headline, (Point(point, (0,)),), Signature("extractive"))
    return Story(said, said, earlier=earlier)


def freeze(database: Database, key: str, day: date, *stories: Story) -> None:
    digest = Digest("Раніца", day, "Europe/Minsk", key, (Section("Навіны", stories),))
    Editions(database).save(key, digest, NOW)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "state" / "ledger.db"
    first = story("be", "Мост у Гомелі закрылі", "Рух па мосце спынены.")
    before = Earlier(date(2026, 10, 31), first.lead.headline, first.lead.article.id)
    with Database(path) as database:
        freeze(database, "be", date(2026, 10, 31), first)
        freeze(database, "be", date(2026, 11, 1), story("be", "Мост адкрылі", "Рух ідзе.", before))
        freeze(database, "be", date(2026, 11, 2), story("be", f"Снег {EVIL}", f"Выпаў {EVIL}"))
        freeze(database, "ru", date(2026, 11, 2), story("ru", "Снег", "Выпал снег."))
        runs = Runs(database)
        report = {
            "day": "2026-11-02", "editions": ["be"], "counts": {"articles": 4, "failed": 1},
            "stages": [{"stage": "language", "pieces": 4, "known": 0, "failed": 0, "seconds": 1.5}],
            "sources": [{"source": EVIL, "new": 4, "known": 0, "failed": 0, "error": ""}],
            "failures": [{"subject": "x", "stage": "summarize", "error": "e"}],
        }  # fmt: skip
        runs.end(runs.begin(NOW), NOW + timedelta(seconds=9), 3, report)
    return path


@pytest.fixture
def place(state: Path, tmp_path: Path) -> Path:
    make(state, tmp_path / "site")
    return tmp_path / "site"


def make(state: Path, place: Path) -> tuple[int, int, int]:
    with Database(state) as database:
        built = build(site_of(database, "be", 30), place)
    return built.written, built.unchanged, built.removed


def links(path: Path) -> list[str]:
    found = html.fromstring(path.read_bytes()).xpath("//@href | //@src | //@action")
    return [str(link) for link in found]


def test_every_link_leads_to_a_file_of_the_archive(place: Path) -> None:
    pages = list(place.rglob("*.html"))
    assert (
        len(pages) == 1 + 2 + 4 + 1 + 2
    )  # index, by language, editions, a thread, search and stats
    for page in pages:
        for link in links(page):
            target, _, anchor = link.partition("#")
            found = (page.parent / target).resolve() if target else page
            assert found.is_relative_to(place)
            assert found.is_file(), f"{page}: {link}"
            if anchor and found.suffix == ".html":
                assert html.fromstring(found.read_bytes()).xpath("//*[@id = $id]", id=anchor)


def test_editions_know_their_neighbours(place: Path) -> None:
    middle = links(place / "2026" / "2026-11-01-be.html")
    assert "../2026/2026-10-31-be.html" in middle
    assert "../2026/2026-11-02-be.html" in middle


def test_a_story_is_followed_over_its_days(place: Path) -> None:
    (page,) = (place / "stories").iterdir()
    text = html.fromstring(page.read_bytes()).text_content()
    first, second = "Мост у\u00a0Гомелі закрылі", "1\u00a0лістапада"
    assert text.index(first) < text.index("Рух па мосце спынены.") < text.index(second)
    assert text.index(second) < text.index("Рух ідзе.")
    assert f"../stories/{page.name}" in links(place / "2026" / "2026-10-31-be.html")


def test_no_word_of_strangers_is_markup(place: Path) -> None:
    for page in place.rglob("*.html"):
        tree = html.fromstring(page.read_bytes())
        scripts = [script.get("src") for script in tree.xpath("//script")]
        assert scripts == (["search/tables.js", "search.js"] if page.name == "search.html" else [])
        assert not tree.xpath("//img | //@onerror | //@style")
        (policy,) = tree.xpath("//meta[@http-equiv = 'Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
    shard = (place / "search" / "be-2026-11.js").read_text("utf-8")
    assert "<" not in shard


def test_the_feed_is_atom_and_does_not_move(state: Path, place: Path, tmp_path: Path) -> None:
    content = (place / "feed.xml").read_bytes()
    etree.fromstring(content)
    found: Any = feedparser.parse(content)
    assert not found.bozo
    assert len(found.entries) == 4
    assert [entry.title_detail.language for entry in found.entries] == ["ru", "be", "be", "be"]
    assert found.entries[1].title.startswith("Раніца — панядзелак, 2 лістапада 2026")
    done = CliRunner().invoke(
        cli, ["archive", "build", "--state", str(state), "-o", str(tmp_path / "w"), "--url", "https://d.example"]
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    moved: Any = feedparser.parse((tmp_path / "w" / "feed.xml").read_bytes())
    assert [e.id for e in moved.entries] == [e.id for e in found.entries]
    assert moved.entries[0].link.startswith("https://d.example/2026/2026-11-02-")


def test_links_to_the_web_version_lead_to_the_page_in_the_archive(
    state: Path, place: Path, tmp_path: Path
) -> None:
    config = tmp_path / "digest.toml"
    config.write_text(
        '[run]\nstate = "state/ledger.db"\n[render]\nurl = "https://d.example/news"\n', "utf-8"
    )
    command = ["render", "2026-11-02", "--edition", "ru", "-f", "atom", "--config", str(config)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    web = feedparser.parse(done.output.encode()).feed.link
    assert (place / web.removeprefix("https://d.example/news/")).is_file()
    done = CliRunner().invoke(
        cli, ["archive", "build", "--config", str(config), "-o", str(tmp_path / "w")]
    )
    assert done.exit_code == 0, done.output
    archive_feed: Any = feedparser.parse((tmp_path / "w" / "feed.xml").read_bytes())
    assert web in [entry.link for entry in archive_feed.entries]


def test_the_archive_has_the_templates_of_its_editions(state: Path, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    config = tmp_path / "digest.toml"
    settings = (
        '[run]\nstate = "state/ledger.db"\noutput = "out"\n[render]\ntemplates = "templates"\n'
    )
    config.write_text(settings, "utf-8")
    for colour in ("teal", "navy"):  # the second is a change of the template alone
        (templates / "page.css").write_text(f"h1 {{ color: {colour}; }}", "utf-8")
        done = CliRunner().invoke(cli, ["archive", "build", "--config", str(config)])
        assert done.exit_code == 0, done.output
        page = (tmp_path / "out" / "archive" / "2026" / "2026-11-02-be.html").read_text("utf-8")
        assert f"color: {colour}" in page


def test_what_has_not_changed_is_not_written(state: Path, place: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    assert make(state, place)[::2] == (0, 0)
    assert {p: p.stat().st_mtime_ns for p in place.rglob("*") if p.is_file()} == before


def test_a_new_edition_changes_only_what_tells_of_it(state: Path, place: Path) -> None:
    with Database(state) as database:
        freeze(database, "ru", date(2026, 11, 3), story("ru", "Ветер", "Сильный ветер."))
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    make(state, place)
    changed = {
        str(p.relative_to(place)) for p in place.rglob("*")
        if p.is_file() and p.stat().st_mtime_ns != before.get(p)
    }  # fmt: skip
    assert changed == {
        MANIFEST, "index.html", "feed.xml", "ru/index.html", "ru/feed.xml", "stats.html",
        "search/ru-2026-11.js", "2026/2026-11-02-ru.html", "2026/2026-11-03-ru.html",
    }  # fmt: skip


def test_what_the_ledger_forgot_is_removed_and_nothing_else(state: Path, place: Path) -> None:
    (place / "CNAME").write_text("d.example", "ascii")
    told = json.loads((place / MANIFEST).read_text("utf-8"))
    told["files"] |= {"../../state/ledger.db": "", "CNAME": "", "/etc/passwd": ""}
    (place / MANIFEST).write_text(json.dumps(told), "utf-8")
    with Database(state) as database:
        retention.prune(database, NOW, date(2026, 11, 1))
    assert make(state, place)[2] == 3  # the edition, its thread and its shard
    assert not (place / "2026" / "2026-10-31-be.html").exists()
    assert (place / "CNAME").exists()
    assert state.exists()


def test_a_lost_manifest_or_page_is_made_again(state: Path, place: Path) -> None:
    page = place / "2026" / "2026-11-01-be.html"
    content = page.read_bytes()
    page.unlink()
    assert make(state, place)[0] == 1
    assert page.read_bytes() == content
    (place / MANIFEST).write_text("[", "ascii")
    assert make(state, place)[0] == 0


@pytest.mark.parametrize("name", ["index.html", "notes.txt"])
def test_somebody_elses_folder_is_left_alone(state: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / name).write_text("mine", "ascii")
    with pytest.raises(DigestError, match="not ours"):
        make(state, tmp_path / "other")
    assert [path.name for path in (tmp_path / "other").iterdir()] == [name]


def test_a_first_build_that_is_killed_is_gone_on_with(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("digest.archive.site.stats_page", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            make(state, tmp_path / "site")
    assert (tmp_path / "site" / "index.html").is_file()
    written, unchanged, _ = make(state, tmp_path / "site")
    assert written
    assert unchanged


def test_an_empty_ledger_is_an_empty_archive(tmp_path: Path) -> None:
    make(tmp_path / "ledger.db", tmp_path / "site")
    text = html.fromstring((tmp_path / "site" / "index.html").read_bytes()).text_content()
    assert "Тут пакуль нічога няма." in text


def test_a_story_in_brief_is_found_where_it_stands(tmp_path: Path) -> None:
    short = story("be", "Снег ідзе", "Ідзе снег.")
    digest = Digest("Раніца", date(2026, 11, 3), "Europe/Minsk", "be", (), brief=(short,))
    with Database(tmp_path / "ledger.db") as database:
        Editions(database).save("be", digest, NOW)
    make(tmp_path / "ledger.db", tmp_path / "site")
    (edition,) = (tmp_path / "site" / "2026").iterdir()
    (shard,) = (tmp_path / "site" / "search").glob("be-*.js")
    assert f"2026/{edition.name}#{short.lead.article.id}" in shard.read_text("utf-8")
    (line,) = html.fromstring(edition.read_bytes()).xpath("//li[@id]")
    assert (line.get("id"), line.text_content()[:9]) == (short.lead.article.id, "Снег ідзе")


def test_a_language_that_a_translation_kept_is_named_everywhere(tmp_path: Path) -> None:
    made = story("uk", "Хліб за ніч", "Хліб печуть уночі.")
    points = (Point("[uk] Хліб печуть уночі.", (0,)),)
    lead = replace(
        made.lead, language="be", route=("uk", "be"), headline="[uk] Хліб за ніч", points=points
    )
    translated = replace(made, lead=lead)
    with Database(tmp_path / "ledger.db") as database:
        freeze(database, "be", date(2026, 10, 31), translated)
    make(tmp_path / "ledger.db", tmp_path / "site")
    for file in (path for path in (tmp_path / "site").rglob("*") if path.is_file()):
        assert "[uk]" not in file.read_text("utf-8"), file
    (shard,) = (tmp_path / "site" / "search").glob("be-*.js")
    assert "[украінская] Хліб печуть уночі." in shard.read_text("utf-8")


@given(st.text(alphabet="абв ,—", max_size=400))
def test_what_is_shortened_ends_with_a_word(text: str) -> None:
    short = shorten(text)
    assert short == text or (len(short) <= 240 and short.endswith("…") and short[-2:-1] not in " ,")
    assert text.startswith(short.removesuffix("…"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_file_names_are_our_own_and_differ(one: str, other: str) -> None:
    day = Digest("x", date(2026, 1, 2), "UTC", "be", ())
    assert _OURS.fullmatch(tell(one, day, NOW).path)
    assert (slug(one) == slug(other)) == (one == other)


def test_plots_have_names_and_tables(place: Path) -> None:
    tree = html.fromstring((place / "stats.html").read_bytes())
    for plot in tree.xpath("//svg"):
        named = plot.get("aria-labelledby").split()
        assert [plot.xpath("*[@id = $id]", id=name)[0].tag for name in named] == ["title", "desc"]
        assert plot.xpath("ancestor::figure//table")
    assert len(tree.xpath("//svg")) == 4
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_archive(place: Path, browser: Any, scheme: str) -> None:
    for path in sorted(place.rglob("*.html")):
        page = browser.new_context(color_scheme=scheme, bypass_csp=True).new_page()
        page.goto(path.as_uri())
        assert serious(page) == [], path
        page.close()


def test_html_validate_has_nothing_to_say_of_the_archive(place: Path) -> None:
    assert invalid(sorted(place.rglob("*.html"))) == []


def searched(page: Any, place: Path, query: str) -> list[str]:
    page.goto(f"{(place / 'search.html').as_uri()}?q={query}")
    page.wait_for_function("document.documentElement.dataset.searched == 'done'")
    return [str(text).replace("\u00a0", " ") for text in page.locator("#hits a").all_inner_texts()]


def test_search_from_a_disk_finds_forms_of_words(place: Path, browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert searched(page, place, "мастамі") == ["Мост адкрылі", "Мост у Гомелі закрылі"]
    assert searched(page, place, "мост -гомель") == ["Мост адкрылі"]
    assert searched(page, place, "закр*") == ["Мост у Гомелі закрылі"]
    assert sorted(searched(page, place, "снегом")) == ["Снег", f"Снег {EVIL}"]
    assert searched(page, place, "слон") == []
    assert page.locator("#count").inner_text() == "Нічога не знойдзена."
    assert searched(page, place, "constructor __proto__") == []
    page.locator("#q").fill("гомель")
    page.wait_for_function("document.querySelectorAll('#hits a').length == 1")
    when = "субота, 31 кастрычніка 2026\u202fг. · Раніца"  # as the search of a server says it
    assert page.locator("#hits .quiet").inner_text() == when
    page.locator("#hits a").click()
    assert page.locator("article:target h3").inner_text() == "Мост у\u00a0Гомелі закрылі"
    assert all(url.startswith(place.as_uri()) for url in asked)
    page.close()


def test_no_page_runs_or_fetches_anything_of_strangers(place: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in place.rglob("*.html"):
        page.goto(path.as_uri())
        assert page.title() != "x"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    searched(page, place, "снег")
    assert page.title() != "x"
    assert said == []
    page.close()


def test_the_browser_stems_as_the_ledger_does(place: Path, browser: Any, eval_data: Path) -> None:
    page = browser.new_page()
    page.goto((place / "search.html").as_uri())
    lines = (eval_data / "translation_ntrex" / "ntrex.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in random.Random(7).sample(lines, 200)]
    pairs = [(row[tag], tag) for row in rows for tag in ("be", "ru", "uk", "pl", "en", "de")]
    pairs += [(to_latin(row["be"]), "be-Latn") for row in rows]
    pairs += [("日本語の文 ไทย сям’я д’Артаньян За́мак Éireann", tag) for tag in ("be", "ja", "ga")]
    made = page.evaluate("pairs => pairs.map(([text, tag]) => digestStems(text, tag))", pairs)
    assert made == [light_stems(text, tag) for text, tag in pairs]
    assert sum(map(len, made)) > 10_000
    page.close()


def test_the_action_in_contrib_calls_what_exists() -> None:
    text = (Path(__file__).parents[1] / "contrib" / "github" / "edition.yml").read_text("utf-8")
    (call,) = re.findall(r"digest archive build.*", text)
    known = {name for parameter in archive.build.params for name in parameter.opts}
    assert set(re.findall(r"(?<= )--?[a-z]+", call)) <= known
