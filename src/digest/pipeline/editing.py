"""What a language model does for a whole edition: stories told once, and the day in five lines.

Both are extras. Where the model fails, or the gate refuses what it wrote, the edition is what it is
without one. Finished work is in the ledger, like that of any stage: it is paid for once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from digest import stories
from digest.pipeline.gated import passed, refused
from digest.pipeline.work import Stage, once
from digest.records import Article, Briefing, Failure, Story
from digest.store import key_of, pack_briefing, unpack_briefing

if TYPE_CHECKING:
    from digest.gate import Detect
    from digest.pipeline.work import Watch
    from digest.records import Digest, Signature
    from digest.store import Ledger

Parts = tuple[Briefing, ...]
Translate = Callable[[Sequence[Briefing], str], Sequence[Briefing | Failure]]
_MORE = 2  # points of a merged story, beyond those of a single report


class Editor(stories.Merger, Protocol):
    """An engine that also sums up a day."""

    @property
    def signatures(self) -> tuple[Signature, Signature]:
        """Say what is needed to tell the same stories, and to write the same overview."""
        ...

    def overview(self, days: Sequence[Sequence[str]], language: str) -> Sequence[tuple[str, ...]]:
        """Return for each day a line for each of its stories, "" for one that it has none for."""
        ...


@dataclass(frozen=True, slots=True)
class Editing:
    """An editor at work: who checks, where finished work lies, who translates."""

    editor: Editor
    detect: Detect
    ledger: Ledger
    points: int
    batch: int
    watch: Watch
    translate: Translate

    def merged(self, told: Sequence[Story], reader: str, edition: str) -> tuple[Story, ...]:
        """Return the stories, those with several reports told once in the reader's language."""
        several = [story for story in told if stories.reports(story)]
        results = once(self._merging(edition), several, self.ledger, self.batch, self.watch)
        merged = {
            id(story): parts
            for story, parts in zip(several, results, strict=True)
            if not isinstance(parts, Failure)
        }
        shown = iter(self._shown([part for parts in merged.values() for part in parts], reader))
        pairs = {name: [next(shown) for _ in parts] for name, parts in merged.items()}
        return tuple(_retold(story, pairs.get(id(story), [])) for story in told)

    def summed_up(self, digest: Digest) -> Digest:
        """Return an edition with its overview in new words; a line that is refused stays."""
        if not digest.overview:
            return digest
        (lines,) = once(self._overview(digest.edition), [digest], self.ledger, 1, self.watch)
        assert not isinstance(lines, Failure), "a day without a line is a day of empty ones"
        pairs = zip(digest.overview, lines, strict=True)
        return replace(
            digest, overview=tuple(replace(old, text=text or old.text) for old, text in pairs)
        )

    def _shown(
        self, parts: Sequence[Briefing], reader: str
    ) -> list[tuple[Briefing, Briefing | Failure]]:
        """Return each part with its translation, whose route begins in its article's language."""
        turned = self.translate(parts, reader) if reader else parts
        return [
            (part, replace(made, route=(part.route[0], *made.route)))
            if isinstance(made, Briefing) and part.route and made is not part
            else (part, made)
            for part, made in zip(parts, turned, strict=True)
        ]

    def _merging(self, edition: str) -> Stage[Story, Parts]:
        signature, points = self.editor.signatures[0], self.points + _MORE

        def work(batch: Sequence[Story]) -> list[Parts | Failure]:
            made = self.editor.merge([stories.reports(story) for story in batch], points)
            return [m if isinstance(m, Failure) else passed(m, self.detect) for m in made]

        return Stage(
            f"merge {edition}",
            key=lambda story: key_of("merge", _content(story), asdict(signature), points),
            work=work,
            subject=lambda story: story.original.article.id,
            pack=lambda parts: [[part.article.id, pack_briefing(part)] for part in parts],
            unpack=_unpacked,
        )

    def _overview(self, edition: str) -> Stage[Digest, tuple[str, ...]]:
        signature = self.editor.signatures[1]

        def work(days: Sequence[Digest]) -> list[tuple[str, ...]]:
            (digest,) = days
            told = _leads(digest)
            texts = [" ".join((b.headline, *(p.text for p in b.points))) for b in told]
            (lines,) = self.editor.overview([texts], digest.language)
            pairs = zip(told, lines, strict=True)
            return [tuple("" if refused(line, b, self.detect) else line for b, line in pairs)]

        def key(digest: Digest) -> bytes:
            told = [(b.headline, [point.text for point in b.points]) for b in _leads(digest)]
            return key_of("overview", told, digest.language, asdict(signature))

        return Stage(
            f"overview {edition}",
            key=key,
            work=work,
            subject=lambda digest: digest.edition,
            pack=list,
            unpack=_lines,
            keep=any,  # a model that wrote no line may have been out of reach
        )


def _retold(story: Story, pairs: Sequence[tuple[Briefing, Briefing | Failure]]) -> Story:
    """Return the story as it was merged, if what the lead says could be translated."""
    good = [(part, shown) for part, shown in pairs if isinstance(shown, Briefing)]
    return stories.retold(story, good) if good and good[0][0] is pairs[0][0] else story


def _content(story: Story) -> list[tuple[object, ...]]:
    return [(a.id, a.title, a.text, a.language) for a in stories.reports(story)]


def _unpacked(value: Any, story: Story) -> Parts:
    articles: dict[str, Article] = {a.id: a for a in stories.reports(story)}
    return tuple(unpack_briefing(packed, articles[name]) for name, packed in value)


def _lines(value: Any, _: Digest) -> tuple[str, ...]:
    return tuple(value)


def _leads(digest: Digest) -> list[Briefing]:
    """Return the briefings that the lines of the overview tell of, in their order."""
    leads = {story.lead.article.id: story.lead for story in digest.stories}
    return [leads[line.article] for line in digest.overview]
