"""The day in five lines: the headlines of the first stories, word for word."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from digest.edition.ranking import outlets, readable
from digest.records import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.edition.ranking import Ranked
    from digest.records import Briefing, Story

LINES = 5
FROM = 8  # stories; of fewer, the contents are overview enough


def overview(ranked: Sequence[Ranked], reader: str) -> tuple[Line, ...]:
    """Return five lines in the reader's language, or none where there are not as many."""
    if len(ranked) < FROM:
        return ()
    told = [
        one.story for one in ranked if readable(one.story, reader) and _is_whole(one.story.lead)
    ]
    first = {id(story) for story in islice(sorted(told, key=_is_draft), LINES)}
    lines = tuple(
        Line(story.lead.headline, story.lead.language, outlets(story), story.lead.article.id)
        for story in told
        if id(story) in first
    )
    return lines if len(lines) == LINES else ()


def _is_draft(story: Story) -> bool:
    """Tell whether rules translated a headline: it stands here only where there is no better."""
    return any(warning.kind == "draft" for warning in story.lead.warnings)


def _is_whole(lead: Briefing) -> bool:
    """Tell whether a headline has no words in it that were left untranslated, in brackets."""
    return bool(lead.headline) and not (lead.route and "[" in lead.headline)
