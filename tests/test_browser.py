"""What a browser makes of the documents: Debian's Chromium, driven over its own protocol."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from digest.deliver.body import inlined
from digest.records import Digest, Point, Section, Story
from digest.render import Letters, render
from test_render import DIGEST_BE, LIBRARY_BE, with_title
from web import CHROMIUM, serious
from xss_vectors import TEXTS, URLS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium (Debian: apt install chromium)")
OUTPUTS = ("page", "mail")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def written(digest: Digest, output: str) -> str:
    if output == "mail":
        return inlined(Letters(digest).html(10_000))
    (document,) = render(digest, [{"feed": "jsonfeed", "book": "epub"}.get(output, "html")])
    if output == "feed":  # as a reader of feeds puts it on a page of its own
        items = json.loads(document.content)["items"]
        return "<!doctype html>" + "".join(item["content_html"] for item in items)
    if output == "book":
        chapter = zipfile.ZipFile(io.BytesIO(document.content)).read("book/s1.xhtml").decode()
        return chapter.replace('<link rel="stylesheet" href="book.css"/>', "")  # the book's own
    return document.content.decode()


def shown(browser: Any, html: str, folder: Path, **context: Any) -> tuple[Any, list[str]]:
    """Open a document as a file; return its page, and what it asked for beside itself."""
    file = folder / ("page.xhtml" if html.startswith("<?xml") else "page.html")
    file.write_text(html, "utf-8")
    page = browser.new_context(**context).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    return page, [url for url in asked if url != file.as_uri()]


def hostile() -> Digest:
    """Return an edition with a story for each vector, in each place that takes a string."""
    urls = [*URLS, *("https://good.example/" for _ in TEXTS)]
    stories = []
    for text, url in zip([*TEXTS, *URLS], reversed(urls), strict=True):
        article = replace(
            LIBRARY_BE.article, title=text, source=text, byline=text, url=url, text=(text,)
        )
        points = (Point(text, (0,)),)
        briefing = replace(LIBRARY_BE, article=article, headline=text, points=points)
        translated = replace(briefing, route=("ru", "be"))
        stories.append(Story(translated, briefing, others=(briefing,)))
    return replace(DIGEST_BE, edition=TEXTS[0], sections=(Section(TEXTS[1], tuple(stories)),))


@pytest.mark.parametrize("output", [*OUTPUTS, "feed", "book"])
def test_r01_r02_no_vector_runs(browser: Any, output: str, tmp_path: Path) -> None:
    assert len({*TEXTS, *URLS}) >= 250
    # without its policy, so that the escaping alone is what is tested
    page, asked = shown(browser, written(hostile(), output), tmp_path, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("document.querySelectorAll('a').forEach(a => a.focus())")
    assert page.evaluate("document.xss") is None
    schemes = page.evaluate("[...new Set([...document.links].map(a => a.protocol))]")
    assert set(schemes) <= {"http:", "https:", "mailto:", "file:"}
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
    assert not [name for name in page.evaluate(handlers) if name.startswith("on")]
    assert asked == []


def test_the_vectors_run_where_nothing_escapes_them(browser: Any, tmp_path: Path) -> None:
    page, _ = shown(browser, f"<!doctype html>{''.join(TEXTS[:96])}", tmp_path)
    page.wait_for_function("document.xss === 1")


@pytest.mark.parametrize("width", [320, 600, 1200])
@pytest.mark.parametrize("output", OUTPUTS)
def test_r05_no_word_makes_a_page_scroll_sideways(
    browser: Any, output: str, width: int, tmp_path: Path
) -> None:
    digest = with_title("ж" * 500, "https://long.example/" + "a" * 500)
    page, _ = shown(
        browser, written(digest, output), tmp_path, viewport={"width": width, "height": 700}
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("output", OUTPUTS)
def test_r06_nothing_is_requested(browser: Any, output: str, tmp_path: Path) -> None:
    _, asked = shown(browser, written(DIGEST_BE, output), tmp_path)
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("output", OUTPUTS)
def test_axe_finds_nothing_serious(browser: Any, output: str, scheme: str, tmp_path: Path) -> None:
    html = written(DIGEST_BE, output)
    page, _ = shown(browser, html, tmp_path, color_scheme=scheme, bypass_csp=True)
    assert serious(page) == []


# Every text's colour and the colour behind it, after a filter; canvas applies it as a page does.
_COLOURS = """filter => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const filtered = colour => {
    canvas.filter = filter;
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = {};
  while (texts.nextNode()) {
    const {parentElement, data} = texts.currentNode;
    if (!data.trim()) continue;
    const pair = [getComputedStyle(parentElement).color, behind(parentElement)];
    found[pair] = pair.map(filtered);
  }
  return Object.entries(found);
}"""


@pytest.mark.parametrize("effect", ["none", "invert(1) hue-rotate(180deg)"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_text_has_contrast_even_where_colours_are_inverted(
    browser: Any,
    output: str,
    scheme: str,
    effect: str,
    tmp_path: Path,
) -> None:
    page, _ = shown(browser, written(DIGEST_BE, output), tmp_path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = page.evaluate(_COLOURS, effect)
    assert len(found) >= 3  # ink, quiet, link
    low = {name: pair for name, pair in found if contrast(*pair) < 4.5}
    assert low == {}


def contrast(one: list[int], other: list[int]) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    dark, bright = sorted(map(luminance, (one, other)))
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: list[int]) -> float:
    parts = [value / 255 for value in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_measure_of_contrast_knows_what_cannot_be_read(browser: Any, tmp_path: Path) -> None:
    html = "<body style='background:#fff'><p style='color:#999'>x</p><p style='color:#767676'>y"
    page, _ = shown(browser, html, tmp_path)
    found = {name: contrast(*pair) for name, pair in page.evaluate(_COLOURS, "none")}
    assert sorted(round(ratio, 2) for ratio in found.values()) == [2.85, 4.54]
