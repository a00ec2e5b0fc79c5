"""Markdown: CommonMark that shows the same text in every reader of it, with no raw HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.render.clean import Link
    from digest.render.view import (
        FailureView,
        HeadlineView,
        LineView,
        Page,
        PointView,
        StoryView,
    )

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")  # a list, a rule, a heading, a table
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)|(@)")


def escape(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    quiet = _MARKUP.sub(r"\\\g<0>", text)
    quiet = _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", quiet)
    return _AUTOLINK.sub(_unlink, quiet)


def _unlink(match: re.Match[str]) -> str:
    word, mark = (match[1] or match[3] or ""), (match[2] or match[4] or match[5])
    return f"{word}\\{mark}"


def anchor(link: Link, label: str) -> str:
    """Return a link; its address is made of characters that cannot end it early."""
    return f"[{escape(label)}](<{link.url.translate(_ADDRESS)}>)"


_ADDRESS = {ord(mark): f"%{ord(mark):02X}" for mark in "<>()[]\\`|\"'"}


def render(page: Page) -> str:
    """Return the page as Markdown."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    if page.date:
        yield f"# {escape(page.title)}"
        yield f"{escape(page.dateline)}  \n{escape(page.counts)}"
        yield from _overview(page)
        yield from _contents(page)
    for section in page.sections:
        if section.heading:
            yield f"## {escape(section.heading)}"
        for story in section.stories:
            yield from _story(story, page)
    yield from _brief(page)
    yield from _failures(page)
    if page.date:
        yield f"*{escape(page.words.text('made_by_machine'))}*"


def _overview(page: Page) -> Iterator[str]:
    if page.overview:
        yield f"**{page.words.text('overview')}**"
        yield "\n".join(_line(line) for line in page.overview)


def _line(line: LineView) -> str:
    note = f" ({line.note})" if line.note else ""
    return f"- {escape(line.text + note)}"


def _brief(page: Page) -> Iterator[str]:
    if page.brief:
        yield f"## {page.words.text('brief')}"
        yield "\n".join(map(_other, page.brief))


def _contents(page: Page) -> Iterator[str]:
    words = page.words
    if not page.sections:
        yield escape(words.text("nothing"))
        return
    yield f"**{words.text('contents')}**"
    entries = [(section.heading, section.size) for section in page.sections]
    if page.brief:
        entries.append((words.text("brief"), words.count("brief", len(page.brief))))
    yield "\n".join(f"- {escape(heading)} — {size}" for heading, size in entries)


def _story(story: StoryView, page: Page) -> Iterator[str]:
    words = page.words
    yield f"### {escape(story.headline)}"
    title = story.original_title and f"{words.text('original_title')}: {story.original_title}"
    about = (
        escape(" · ".join(story.credit)),
        escape(title),
        story.mark and f"*{escape(story.mark)}*",
    )
    if any(about):
        yield "  \n".join(filter(None, about))
    if story.running:
        yield f"*{escape(story.running)}*"
    yield from _points(story)
    if story.figures:
        figures = (f"- {escape(figure)}" for figure in story.figures)
        yield "\n".join([words.text("figures") + ":", "", *figures])
    if story.note:
        yield f"*{escape(story.note)}*"
    if story.link:
        read = anchor(story.link, words.text("read_at", host=story.link.host))
        yield f"{read} · {escape(story.reading)}" if story.reading else read
    if story.copies:
        yield escape(story.copies)
    if story.others:
        yield "\n".join([words.text("also") + ":", "", *map(_other, story.others)])


def _points(story: StoryView) -> Iterator[str]:
    if story.points:
        yield "\n".join(_point(point) for point in story.points)


def _point(point: PointView) -> str:
    evidence = (f"  > {escape(said)}" for said in point.evidence)
    said = "\n  >\n".join(evidence)
    origin = f"*{escape(point.origin)}:* " if point.origin else ""
    return f"- {origin}{escape(point.text)}" + (f"\n{said}" if said else "")


def _other(other: HeadlineView) -> str:
    label = f"{other.text} ({other.origin})" if other.origin else other.text
    shown = anchor(other.link, label) if other.link else escape(label)
    host = f" — {escape(other.host)}" if other.host else ""
    also = (f"\n  {line}" for one in other.also for line in _other(one).split("\n"))
    return f"- {shown}{host}{''.join(also)}"


def _failures(page: Page) -> Iterator[str]:
    if page.failures:
        yield f"## {page.words.text('failures')}"
        yield "\n".join(_failure(item) for item in page.failures)


def _failure(item: FailureView) -> str:
    subjects = "".join(f"\n  - {escape(subject)}" for subject in item.subjects)
    return f"- {escape(item.reason)}:{subjects}"
