"""Pages and letters are valid HTML, and letters use what mail programs know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.deliver.body import inlined
from digest.records import Line, Story
from digest.render import Layout, Letters, render
from test_render import BRIDGE, BRIDGE_EN, DIGEST_BE, EVIL, TRAM_BE, with_title
from web import invalid, unsupported

if TYPE_CHECKING:
    from pathlib import Path

    from digest.records import Digest

LINE = Line(TRAM_BE.headline, "be", 3, TRAM_BE.article.id)
BRIEF = replace(BRIDGE_EN, article=replace(BRIDGE, id="feedfeedfeedfeed"))
WHOLE = replace(DIGEST_BE, overview=(LINE,), brief=(Story(BRIEF, BRIEF),))
NOTHING = replace(DIGEST_BE, sections=(), failures=(), counts={})
EDITIONS = {"whole": WHOLE, "empty": NOTHING, "hostile": with_title(EVIL, "https://a.example/")}
LAYOUT = Layout(bilingual=True, url="https://news.example/2026/2026-11-24-be.html")

# What some program lacks, and why the letter is as good without it there.
KNOWN_LACKS = {
    "<style> element": "only the colours of night and of print are left in it",
    "@media": "night and print; every letter has colours that stand inversion",
    "<body> element": "the table cell inside has the same styles",
    "display:none": "the preheader is then a first line",
    "overflow": "one more way to hide the preheader",
    "table-layout": "a long word may widen the column",
    "overflow-wrap": "a long word may widen the column",
    "word-break": "a long word may widen the column",
    "aria-hidden attribute": "the preheader is then read aloud",
    "role attribute": "a reader aloud may say that there is a table of one cell",
}


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> Digest:
    return EDITIONS[request.param]


def test_html_validate_has_nothing_to_say_of_a_page(edition: Digest, tmp_path: Path) -> None:
    (document,) = render(edition, ["html"], LAYOUT)
    (tmp_path / "page.html").write_bytes(document.content)
    assert invalid([tmp_path / "page.html"]) == []


def test_html_validate_has_nothing_to_say_of_a_letter(edition: Digest, tmp_path: Path) -> None:
    letter = inlined(Letters(edition, LAYOUT).html(40))
    (tmp_path / "mail.html").write_text(letter, "utf-8")
    assert invalid([tmp_path / "mail.html"], mail=True) == []


def test_html_validate_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><p><div>x</div></p><img>", "utf-8")
    assert len(invalid([tmp_path / "bad.html"])) >= 2


def test_every_feature_that_a_mail_program_lacks_is_known(edition: Digest) -> None:
    lacks = unsupported(inlined(Letters(edition, LAYOUT).html(40)))
    assert {name: lacks[name] for name in lacks if name not in KNOWN_LACKS} == {}


def test_what_the_letter_no_longer_uses_is_no_longer_excused() -> None:
    assert set(unsupported(inlined(Letters(WHOLE, LAYOUT).html(40)))) == set(KNOWN_LACKS)


def test_caniemail_sees_what_programs_lack() -> None:
    lacks = unsupported("<p style='display: grid; position: fixed'><video></video></p>")
    assert {"<video> element", "position:fixed"} & set(lacks)
