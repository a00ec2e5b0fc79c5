"""The formats beyond pages: feeds, books, PDF and JSON Lines of the same edition."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import feedparser
import lxml.etree
import pytest

from digest.errors import ConfigError
from digest.records import FORMATS, Addition, Section, Story
from digest.render import Layout, Letters, render
from digest.render.feeds import urn
from digest.text.writing.typography import NO_BREAK
from test_render import (
    BRIDGE_EN,
    DIGEST_BE,
    EVIL,
    LIBRARY,
    LIBRARY_BE,
    TRAM_BE,
    TRAM_RU,
    with_title,
)

if TYPE_CHECKING:
    from digest.records import Digest

EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
TITLES = [TRAM_BE.headline, BRIDGE_EN.headline, LIBRARY_BE.headline]
BILINGUAL = Layout(bilingual=True)
NOTHING = replace(DIGEST_BE, sections=(), failures=(), counts={})


def made(digest: Digest, name: str, layout: Layout = BILINGUAL) -> bytes:
    (document,) = render(digest, [name], layout)
    return document.content


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_a_feed_reader_finds_an_entry_for_each_story(name: str) -> None:
    feed = feedparser.parse(made(DIGEST_BE, name))
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == TITLES
    assert feed.entries[0].id == urn(TRAM_BE.article.id)
    assert feed.entries[0].link == TRAM_BE.article.url
    assert feed.entries[0].updated_parsed[:5] == (2026, 11, 23, 18, 40) if name == "atom" else True
    told = (feed.entries[0].content[0] if name == "atom" else feed.entries[0].summary_detail).value
    assert "Праезд у\u00a0першы тыдзень" in told
    assert feed.feed.language == "be"


@pytest.mark.parametrize("name", ["atom", "rss", "jsonfeed"])
def test_r01_markup_in_a_feed_stays_text(name: str) -> None:
    content = made(with_title(EVIL), name).decode()
    if name == "jsonfeed":
        (item,) = json.loads(content)["items"]
        title, told = item["title"], item["content_html"]
    else:
        (entry,) = feedparser.parse(content, sanitize_html=False).entries
        title = entry.title
        told = (entry.content[0] if name == "atom" else entry.summary_detail).value
    assert "alert" in title
    assert "<script" not in told
    assert "&lt;script" in told


def test_an_atom_feed_has_what_its_standard_asks_for() -> None:
    root = lxml.etree.fromstring(made(DIGEST_BE, "atom"))
    space = {"a": "http://www.w3.org/2005/Atom"}
    for element in (root, *root.iterfind("a:entry", space)):
        for needed in ("id", "title", "updated"):
            (found,) = element.findall(f"a:{needed}", space)
            assert found.text
    assert root.find("a:author/a:name", space) is not None


def test_a_json_feed_has_what_its_standard_asks_for() -> None:
    feed = json.loads(made(DIGEST_BE, "jsonfeed"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == TITLES
    assert all(item["id"] and item["content_html"] for item in feed["items"])
    assert feed["items"][2]["date_published"] == "2026-11-24T06:05:00+00:00"


def test_json_lines_hold_a_story_each_under_its_heading() -> None:
    lines = [json.loads(line) for line in made(DIGEST_BE, "jsonl").decode().splitlines()]
    assert [line["section"] for line in lines] == ["Грамадства", "Грамадства", "Культура"]
    assert all(line["schema"] == "digest/briefing/1" for line in lines)
    assert lines[0]["translations"][0]["headline"] == TRAM_BE.headline
    assert lines[0]["day"] == "2026-11-24"


def test_a_book_begins_with_its_type_and_lists_all_it_holds() -> None:
    book = zipfile.ZipFile(io.BytesIO(made(DIGEST_BE, "epub")))
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"
    opf = lxml.etree.fromstring(book.read("book/book.opf"))
    listed = {f"book/{item.get('href')}" for item in opf.iter("{*}item")}
    assert listed == {name for name in book.namelist() if name.startswith("book/")} - {
        "book/book.opf"
    }
    manifest = {item.get("id") for item in opf.iter("{*}item")}
    assert {item.get("idref") for item in opf.iter("{*}itemref")} <= manifest


@pytest.mark.parametrize("name", ["atom", "rss", "jsonfeed"])
def test_a_feed_names_what_is_in_brief(name: str) -> None:
    digest = replace(DIGEST_BE, brief=(Story(LIBRARY_BE, LIBRARY_BE),))
    text = made(digest, name).decode()
    entries = (
        [(item["title"], item["content_html"]) for item in json.loads(text)["items"]]
        if name == "jsonfeed"
        else [
            (entry.title, entry.get("summary") or entry.content[0].value)
            for entry in feedparser.parse(text).entries
        ]
    )
    assert len(entries) == len(DIGEST_BE.stories) + 1
    title, content = entries[-1]
    assert title == "Коратка"
    assert "polack.example" in content


def test_what_is_in_brief_is_the_last_chapter_of_a_book() -> None:
    digest = replace(DIGEST_BE, brief=(Story(TRAM_BE, TRAM_BE),))
    book = zipfile.ZipFile(io.BytesIO(made(digest, "epub")))
    opf = lxml.etree.fromstring(book.read("book/book.opf"))
    assert [item.get("idref") for item in opf.iter("{*}itemref")][-1] == "brief"
    assert "лінію трамвая" in book.read("book/brief.xhtml").decode()
    assert "Коратка" not in book.read("book/title.xhtml").decode()


@pytest.mark.parametrize(
    "digest", [DIGEST_BE, replace(DIGEST_BE, brief=DIGEST_BE.stories), with_title(EVIL), NOTHING]
)
def test_each_chapter_of_a_book_is_xml_and_the_navigation_leads_to_all(digest: Digest) -> None:
    book = zipfile.ZipFile(io.BytesIO(made(digest, "epub")))
    pages = [name for name in book.namelist() if name.endswith(".xhtml")]
    for name in pages:
        assert not list(lxml.etree.fromstring(book.read(name)).iter("{*}script"))
    nav = lxml.etree.fromstring(book.read("book/nav.xhtml"))
    led = {f"book/{a.get('href')}" for a in nav.iter("{*}a")}
    assert led == set(pages) - {"book/nav.xhtml"}


def test_the_same_edition_is_the_same_book_and_the_same_pdf() -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    for name in ("epub", "pdf"):
        assert made(DIGEST_BE, name) == made(DIGEST_BE, name)


@pytest.mark.slow
@pytest.mark.parametrize("digest", [DIGEST_BE, with_title(EVIL), NOTHING])
def test_epubcheck_has_nothing_to_say(digest: Digest, tmp_path: Path) -> None:
    if not (EPUBCHECK.exists() and which("java")):
        pytest.skip("no epubcheck (Debian: apt install epubcheck)")
    path = tmp_path / "digest.epub"
    path.write_bytes(made(digest, "epub"))
    check = subprocess.run(
        ["java", "-jar", EPUBCHECK, path], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout + check.stderr
    assert "No errors or warnings" in check.stdout


def test_a_pdf_is_tagged_in_its_language_and_holds_every_story() -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(made(DIGEST_BE, "pdf")))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  # pypdf has a class of its own
    assert reader.trailer["/Root"]["/Lang"] == "be"
    assert reader.metadata.title.startswith("Раніца")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for title in TITLES:
        assert title in text
    assert "Проезд в первую неделю будет бесплатным." in text  # the original, beside its point
    assert "Поўны тэкст: polack.example · 1 хвіліна чытання" in text


@pytest.mark.parametrize(
    "digest", [with_title(EVIL), with_title("#panic() $x$ @a <b> *c*"), NOTHING]
)
def test_r01_markup_of_typst_stays_text(digest: Digest) -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    assert made(digest, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("name", ["html", "md", "txt", "atom", "epub", "pdf"])
def test_a_bilingual_layout_sets_the_original_beside_its_translation(name: str) -> None:
    if name == "pdf":
        pytest.skip("read in test_a_pdf_is_tagged")
    content = made(DIGEST_BE, name)
    if name == "epub":
        content = zipfile.ZipFile(io.BytesIO(content)).read("book/s1.xhtml")
    text = content.decode().replace("\u00a0", " ")
    assert TRAM_RU.points[1].text in text.split(TRAM_BE.points[1].text)[1][:300]


@pytest.mark.parametrize("name", ["html", "atom", "mail"])
def test_a_bilingual_layout_shows_the_original_of_what_other_reports_add(name: str) -> None:
    addition = Addition(TRAM_BE.points[1], TRAM_BE)
    story = Story(BRIDGE_EN, BRIDGE_EN, additions=(addition,))
    edition = replace(DIGEST_BE, sections=(Section("", (story,)),))
    text = Letters(edition, BILINGUAL).html(9) if name == "mail" else made(edition, name).decode()
    said = text.replace("\u00a0", " ").replace("&lt;", "<").replace("&gt;", ">")
    before, after = said.replace("&#34;", '"').split(TRAM_BE.points[1].text)[:2]
    assert TRAM_RU.points[1].text in after
    shown = before[before.rindex("<li") :] + after[: after.index(TRAM_RU.points[1].text)]
    assert shown.rindex('lang="ru"') > shown.rindex('lang="be"')
    assert "<details open>" in shown or name != "html"


def test_the_list_of_formats_costs_no_heavy_import() -> None:
    code = (
        "import sys; from digest.records import FORMATS; "
        "print(*({'jinja2', 'pydantic', 'babel', 'typst'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""
    assert len(FORMATS) == 10


def test_pdf_without_typst_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ConfigError, match=r"article-digest\[pdf\]"):
        made(DIGEST_BE, "pdf")


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_of_a_story_in_brief_vanishes(name: str) -> None:
    if name == "pdf":
        pytest.importorskip("typst", reason="the extra pdf is not installed")
    article = replace(LIBRARY, id="other", title="Другая", url="https://other.example/2")
    other = replace(LIBRARY_BE, article=article, headline="Другая вестка")
    digest = replace(DIGEST_BE, brief=(Story(LIBRARY_BE, LIBRARY_BE, others=(other,)),))
    text = "\n".join(_texts(name, made(digest, name))).replace(NO_BREAK, " ")
    assert "Другая вестка" in text
    assert name == "pdf" or "other.example/2" in text


def test_no_report_of_a_story_that_a_letter_only_names_vanishes() -> None:
    story = Story(LIBRARY_BE, LIBRARY_BE, others=(replace(TRAM_BE, headline="Другая вестка"),))
    letters = Letters(replace(DIGEST_BE, sections=(Section("", (story,)),)))
    for letter in (letters.html(0), letters.text(0)):
        assert "Другая вестка" in letter.replace(NO_BREAK, " ")


def _texts(name: str, content: bytes) -> list[str]:
    if name == "pdf":
        pypdf = pytest.importorskip("pypdf")
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    if name == "epub":
        book = zipfile.ZipFile(io.BytesIO(content))
        return [book.read(one).decode() for one in book.namelist() if one.endswith(".xhtml")]
    if name.startswith("json"):  # ASCII-safe
        parts = content.splitlines() if name == "jsonl" else [content]
        return [json.dumps(json.loads(part), ensure_ascii=False) for part in parts]
    return [content.decode()]
