"""An event as one `Story`: by the report that the reader can trust most, and what others add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.records import Story, primary
from digest.stories.additions import additions
from digest.stories.copies import fold
from digest.stories.figures import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Briefing


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
        return Story(
            lead=shown(first),
            original=first,
            others=tuple(shown for _, shown in others),
            additions=additions(first, readable),
            figures=figures([(first, shown(first)), *others], language),
        )

    return tuple(told(event) for event in events)


def _distrust(shown: Briefing, language: str) -> tuple[bool, int, int, int]:
    """Order reports: a readable one first, then by hops of translation, doubts, and length."""
    unreadable = primary(shown.language) != primary(language)
    length = sum(map(len, shown.article.text))
    return (unreadable, len(shown.route), len(shown.warnings), -length)
