"""What a browser makes of the documents: Debian's Chromium, driven over its own protocol."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest

from digest.deliver.message import inlined
from digest.records import Digest, Point, Section, Story
from digest.render import render, render_mail
from test_render import DIGEST_BE, LIBRARY_BE, with_title
from xss_vectors import TEXTS, URLS

if TYPE_CHECKING:
    from collections.abc import Iterator

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = which("chromium") or which("chromium-browser")
AXE = Path(__file__).parents[1] / ".cache/web/node_modules/axe-core/axe.min.js"
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
        return inlined(render_mail(digest, 10_000))
    (document,) = render(digest, ["html"])
    return document.content.decode()


def shown(browser: Any, html: str, folder: Path, **context: Any) -> tuple[Any, list[str]]:
    """Open a document as a file; return its page, and what it asked for beside itself."""
    file = folder / "page.html"
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


@pytest.mark.parametrize("output", OUTPUTS)
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
    if not AXE.is_file():
        pytest.skip("no axe-core (npm install --prefix .cache/web axe-core)")
    html = written(DIGEST_BE, output)
    page, _ = shown(browser, html, tmp_path, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run().then(r => r.violations)")
    worst = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in WORST]
    assert worst == []


WORST = ("serious", "critical")
