"""The letter: small enough for Gmail, readable without its head; it names what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import lxml.html
import pytest

from desk import SENDER
from digest.deliver import body, message
from digest.pipeline.mail import mailing
from digest.records import Digest, Failure, Line, Section, Story
from digest.render import Layout, Letters, render
from digest.text.writing.typography import bound
from test_render import DIGEST_BE, EVIL, LIBRARY_BE, TRAM_BE, TRAM_RU, with_title

FORTY = replace(DIGEST_BE, sections=(Section("Усё", (Story(TRAM_BE, TRAM_RU),) * 40),))


def inlined(digest: Digest, most: int = 99, layout: Layout = Layout()) -> str:  # noqa: B008
    return body.inlined(Letters(digest, layout).html(most))


def test_forty_stories_are_not_clipped() -> None:
    assert len(inlined(FORTY).encode()) <= 80_000


def test_R09_what_is_left_out_is_named_then_counted() -> None:
    big = replace(FORTY, sections=(Section("Усё", (Story(TRAM_BE, TRAM_RU),) * 500),))
    page = lxml.html.fromstring(
        inlined(big, 30, Layout(url="https://paper.example/2026/2026-11-24-be.html"))
    )
    assert len(page.xpath("//h3")) == 30
    assert len(page.xpath("//h2[.='Коратка']/following-sibling::ul[1]/li")) == 40
    assert "І\u00a0яшчэ 430\u00a0матэрыялаў" in page.text_content()
    assert page.xpath("//a/@href[. = 'https://paper.example/2026/2026-11-24-be.html']")
    assert len(inlined(big, 30).encode()) <= 80_000


def test_R09_a_text_that_is_too_long_tells_fewer_stories_and_leads_to_the_rest() -> None:
    big = replace(FORTY, sections=(Section("Усё", (Story(TRAM_BE, TRAM_RU),) * 500),))
    url = "https://paper.example/2026/2026-11-24-be.html"
    made = mailing("main", big, datetime(2026, 11, 24, 2, tzinfo=UTC), Layout(url=url))
    text = text_of(message.compose(SENDER, made).content)
    assert text in made.text[1:]
    assert "І яшчэ" in text
    assert f": {url}\n\nКаб адпісацца" in text
    small = mailing("main", FORTY, datetime(2026, 11, 24, 2, tzinfo=UTC), Layout(url=url))
    assert text_of(message.compose(SENDER, small).content) == small.text[0]


def test_E31_a_text_says_how_to_leave_however_long_it_is() -> None:
    url = "https://paper.example/2026/2026-11-24-be.html"
    letters = Letters(FORTY, Layout(url=url))
    for most in (40, 3, 0):
        *_, web, leave = letters.text(most).rstrip().split("\n\n")
        assert (web.partition(": ")[2], leave[:16]) == (url, "Каб адпісацца, с"), most


def test_R09_a_letter_that_tells_all_names_all_that_is_in_brief() -> None:
    brief = tuple(
        replace(story, lead=replace(story.lead, headline=f"Коратка №{n}"))
        for n, story in enumerate(FORTY.stories * 3)
    )
    letters = Letters(replace(FORTY, brief=brief[:100]))
    whole, shorter = letters.html(len(FORTY.stories)), letters.html(1)
    assert len(set(re.findall(r"Коратка №\d+", whole))) == 100
    assert len(set(re.findall(r"Коратка №\d+", shorter))) < 40


def test_R09_a_text_that_tells_fewer_stories_names_a_few_failures_and_says_so() -> None:
    failures = tuple(Failure(f"{n}.txt", "read", "gone", 65) for n in range(7))
    letters = Letters(replace(FORTY, failures=failures))
    assert re.findall(r"- (.+)", letters.text(40))[-7:] == [f"{n}.txt" for n in range(7)]
    assert re.findall(r"  - (.+)", letters.text(39)) == [*(f"{n}.txt" for n in range(5)), "…"]


def text_of(content: bytes) -> str:
    part = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_letter_is_one_column_without_what_mail_programs_lack() -> None:
    page = lxml.html.fromstring(inlined(DIGEST_BE))
    (table,) = page.xpath("//table")
    assert table.get("role") == "presentation"
    assert not page.xpath("//details | //img | //script | //form | //link | //iframe | //svg")
    assert [e.get("lang") for e in page.xpath("//html | //td")] == ["be", "be"]
    assert page.xpath("//h3[contains(., 'Vilnius')]/@lang") == ["en"]
    assert not re.search(r"var\(|flex|grid|position|url\(|@import", inlined(DIGEST_BE))
    assert "prefers-color-scheme: dark" in inlined(DIGEST_BE)
    assert "font:16px/1.5" in page.xpath("//td")[0].get("style")


@pytest.mark.parametrize("digest", [DIGEST_BE, FORTY, with_title("ж" * 500)])
def test_the_preheader_is_short_and_of_whole_words(digest: Digest) -> None:
    (said,) = lxml.html.fromstring(inlined(digest)).xpath("//div[@class='preheader']") or [None]
    if digest is DIGEST_BE:
        assert said.text.startswith(bound(TRAM_BE.headline))
    assert said is None or len(said.text) <= 112


@pytest.mark.parametrize("digest", [DIGEST_BE, replace(DIGEST_BE, sections=())])
def test_R10_the_host_below_a_headline_leads_to_its_article(digest: Digest) -> None:
    page = lxml.html.fromstring(inlined(digest))
    told = [story.original.article.url for story in digest.stories]
    found = page.xpath("//h3/following-sibling::div[1]//a")
    assert [a.get("href") for a in found] == [url for url in told if url]
    assert all(f"//{a.text}/" in f"{a.get('href')}/" for a in found)


def test_r01_markup_in_a_letter_stays_text() -> None:
    page = lxml.html.fromstring(inlined(with_title(EVIL, "https://good.example/")))
    assert not page.xpath("//script | //@onerror")
    assert "<script>alert(1)</script>" in page.text_content()


def test_the_days_lines_lead_to_their_stories_on_the_web() -> None:
    line = Line(TRAM_BE.headline, "be", 2, TRAM_BE.article.id)
    edition = replace(DIGEST_BE, overview=(line,))
    layout = Layout(url="https://paper.example/2026/2026-11-24-be.html")
    page = lxml.html.fromstring(inlined(edition, layout=layout))
    (address,) = page.xpath("//ul[@class='lines']//a/@href")
    web, _, anchor = address.partition("#")
    (document,) = render(edition, ["html"])
    story = lxml.html.fromstring(document.content).get_element_by_id(anchor)
    assert (web, story.xpath("string(h3)")) == (layout.url, bound(TRAM_BE.headline))
    assert not lxml.html.fromstring(inlined(edition)).xpath("//ul[@class='lines']//a")


def test_a_letter_has_no_brackets_around_nothing_and_no_line_of_nothing() -> None:
    nobody = replace(LIBRARY_BE.article, source="", byline="", url="", published=None)
    story = Story(replace(LIBRARY_BE, article=nobody), replace(LIBRARY_BE, article=nobody))
    edition = replace(DIGEST_BE, sections=(Section("Усё", (story, story)),))
    page = lxml.html.fromstring(inlined(edition, 1))
    assert "()" not in page.text_content()
    assert not [p for p in page.xpath("//p | //li") if not p.text_content().strip()]
    assert not page.xpath("//p[not(normalize-space(text()[1])) and *[1][self::br]]")


def test_a_letter_says_languages_and_directions_only_where_they_change() -> None:
    letter = inlined(DIGEST_BE)
    page = lxml.html.fromstring(letter)
    assert page.xpath("//ul[contains(., 'bridge closes')]/@lang") == ["en"]
    assert not page.xpath("//h3[contains(., 'трамвая')]/@lang")
    assert 'dir="auto"' not in letter


@pytest.mark.parametrize("title", ["שלום עולם", "Мінск مرحبا", "𞤀𞤣𞤤𞤢𞤥"])
def test_R04_one_word_from_the_right_and_each_passage_has_its_own_direction(title: str) -> None:
    page = lxml.html.fromstring(inlined(with_title(title)))
    assert page.xpath("//h3/@dir") == ["auto"]
    assert set(page.xpath("//li/@dir")) == {"auto"}


def test_a_letter_leaves_room_for_forty_stories_of_any_language() -> None:
    """Less than 560 bytes a story are not text, links apart; a letter with all its marks."""
    one, forty = (
        len(inlined(replace(FORTY, sections=(Section("Усё", (Story(TRAM_BE, TRAM_RU),) * n),))))
        for n in (1, 41)
    )
    said = lxml.html.fromstring(inlined(FORTY)).text_content()
    assert (forty - one) / 40 - len(said) / 40 < 560


@pytest.mark.parametrize("url", ["", "https://paper.example/2026/2026-11-24-be.html"])
def test_a_letter_has_contents_that_lead_to_the_web_version_where_there_is_one(url: str) -> None:
    page = lxml.html.fromstring(inlined(DIGEST_BE, layout=Layout(url=url)))
    (contents,) = page.xpath("//div[starts-with(., 'Змест')]")
    assert contents.text_content() == "Змест: Грамадства\u00a02\u00a0· Культура\u00a01"
    assert contents.xpath(".//a/@href") == ([f"{url}#s1", f"{url}#s2"] if url else [])
