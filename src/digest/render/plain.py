"""Plain text of 72 columns, with the addresses as numbered notes at the foot."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from digest.text.writing.typography import NO_BREAK, bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.render.clean import Link
    from digest.render.view import HeadlineView, LineView, Page, PointView, StoryView

WIDTH = 72
_ITS_OWN = "\ue000"  # a no-break space of the text, while ours keep lines from breaking


def render(page: Page) -> str:
    """Return the page as plain text."""
    return _Sheet(page).text()


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """Wrap a paragraph, its first line and the others indented.

    Lines break where a compositor would let them, and the text keeps its very characters.
    """
    lines = textwrap.fill(
        bound(text.replace(NO_BREAK, _ITS_OWN)),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
    )
    return lines.replace(NO_BREAK, " ").replace(_ITS_OWN, NO_BREAK)


class _Sheet:
    """A page in the making: it collects the addresses that its text refers to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = page.words
        self.notes: list[str] = []

    def text(self) -> str:
        body = "\n\n".join(self._blocks())
        notes = "\n".join(f"[{number}] {url}" for number, url in enumerate(self.notes, 1))
        tail = f"\n\n{self.words.text('links')}\n\n{notes}" if notes else ""
        return f"{body}{tail}\n"

    def _note(self, link: Link) -> str:
        self.notes.append(link.url)
        return f"{link.host} [{len(self.notes)}]"

    def _blocks(self) -> Iterator[str]:
        if self.page.date:
            yield from self._head()
        for section in self.page.sections:
            if section.heading:
                yield _ruled(section.heading.upper(), "-")
            for story in section.stories:
                yield from self._story(story)
        if self.page.brief:
            yield _ruled(self.words.text("brief").upper(), "-")
            yield "\n".join(map(self._other, self.page.brief))
        if self.page.failures:
            yield _ruled(self.words.text("failures").upper(), "-")
        for item in self.page.failures:
            subjects = (wrap(subject, "  - ") for subject in item.subjects)
            yield "\n".join((wrap(f"{item.reason}:", "• "), *subjects))
        if self.page.date:
            yield wrap(self.words.text("made_by_machine"))

    def _head(self) -> Iterator[str]:
        page = self.page
        yield _ruled(page.title, "=")
        yield "\n".join((wrap(page.dateline), wrap(page.counts)))
        if page.overview:
            lines = (wrap(f"{one.text}{_noted(one)}", "• ") for one in page.overview)
            yield "\n".join((self.words.text("overview"), *lines))
        if page.sections:
            entries = [wrap(f"{s.heading} — {s.size}", "  ") for s in page.sections]
            if page.brief:
                size = self.words.count("brief", len(page.brief))
                entries.append(wrap(f"{self.words.text('brief')} — {size}", "  "))
            yield "\n".join((self.words.text("contents"), *entries))
        else:
            yield self.words.text("nothing")

    def _story(self, story: StoryView) -> Iterator[str]:
        title = story.original_title
        title = title and f"{self.words.text('original_title')}: {title}"
        about = (" · ".join(story.credit), title, story.mark and f"[{story.mark}]")
        yield "\n".join(wrap(line) for line in (story.headline, *about) if line)
        if story.running:
            yield wrap(story.running)
        for point in story.points:
            yield _point(point)
        if story.figures:
            figures = (wrap(figure, "  • ") for figure in story.figures)
            yield "\n".join((self.words.text("figures") + ":", *figures))
        if story.note:
            yield wrap(story.note, "! ")
        if story.link:
            read = self.words.text("read_at", host=self._note(story.link))
            yield wrap(" · ".join(filter(None, (read, story.reading))))
        if story.copies:
            yield wrap(story.copies)
        if story.others:
            yield "\n".join((self.words.text("also") + ":", *map(self._other, story.others)))

    def _other(self, other: HeadlineView, mark: str = "• ") -> str:
        note = self._note(other.link) if other.link else ""
        origin = other.origin
        if other.link and other.link.host in origin.split(", "):  # an outlet of that name
            origin = origin.replace(other.link.host, note, 1)
        elif note:
            origin = ", ".join(filter(None, (origin, note)))
        text = wrap(f"{other.text} ({origin})" if origin else other.text, mark)
        return "\n".join((text, *(self._other(one, "  ◦ ") for one in other.also)))


def _point(point: PointView) -> str:
    evidence = (wrap(said, "    | ", "    | ") for said in point.evidence)
    text = f"{point.origin}: {point.text}" if point.origin else point.text
    return "\n".join((wrap(text, "  • "), *evidence))


def _noted(line: LineView) -> str:
    return f" ({line.note})" if line.note else ""


def _ruled(text: str, mark: str) -> str:
    heading = wrap(text)
    return f"{heading}\n{mark * max(map(len, heading.splitlines()), default=0)}"
