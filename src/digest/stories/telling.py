"""An event as one `Story`: by the report that the reader can trust most, and what others add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.records import Story, primary
from digest.stories.additions import additions
from digest.stories.copies import fold
from digest.stories.figures import figures
from digest.text.statements.corrections import is_correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Article, Briefing


def tell(
    events: Sequence[Sequence[Briefing]], translations: Sequence[Briefing], language: str
) -> tuple[Story, ...]:
    """Return the story of each event, for readers of `language`.

    `events` hold the briefings of each event, in their own languages; a translation takes the
    place of its original.
    """
    translated = {briefing.article.id: briefing for briefing in translations}

    def shown(original: Briefing) -> Briefing:
        made = translated.get(original.article.id, original)
        return replace(made, article=original.article)  # which may name its copies by now

    def told(event: Sequence[Briefing]) -> Story:
        ordered = sorted(event, key=lambda report: _distrust(shown(report), language))
        first, *rest = fold(ordered)
        others = [(report, shown(report)) for report in rest]
        readable = [pair for pair in others if primary(pair[1].language) == primary(language)]
        if _corrects(first.article):  # what the others add may be what it corrects
            return Story(shown(first), first, tuple(shown for _, shown in others))
        return Story(
            lead=shown(first),
            original=first,
            others=tuple(shown for _, shown in others),
            additions=additions(first, readable),
            figures=figures([(first, shown(first)), *others], language),
        )

    return tuple(told(event) for event in events)


def _corrects(article: Article) -> bool:
    return is_correction(article.title, article.text)


def _distrust(shown: Briefing, language: str) -> tuple[bool, bool, int, int, int]:
    """Order reports: readable ones, corrections, by hops of translation, doubts, and length."""
    article = shown.article
    unreadable = primary(shown.language) != primary(language)
    length = sum(map(len, article.text))
    return (unreadable, not _corrects(article), len(shown.route), len(shown.warnings), -length)
