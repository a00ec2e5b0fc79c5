"""Whether what sources answer in one night is what the world says, or what stands in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import Failed, Unavailable
from digest.sources.nightly.listing import Listing, NotAFeed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.sources.source import Source
    from digest.store.sources import SourceState

Answer = Listing | Failed | None  # None: it is not its turn


def sees_nothing(answers: Sequence[Answer]) -> bool:
    """Tell whether all sources whose turn it was have failed (N14)."""
    asked = [answer for answer in answers if answer is not None]
    return bool(asked) and all(isinstance(answer, Failed) for answer in asked)


def is_captive(sources: Sequence[Source], answers: Sequence[Answer]) -> bool:
    """Tell whether more than half of the web's answers were pages where feeds should be (N15)."""
    pairs = zip(sources, answers, strict=True)
    asked = [answer for source, answer in pairs if source.is_remote and answer is not None]
    return 2 * sum(isinstance(answer, NotAFeed) for answer in asked) > len(asked)


def has_lost_sight(
    sources: Sequence[Source], states: Sequence[SourceState], answers: Sequence[Answer]
) -> bool:
    """Tell whether nothing is to be sent: all has failed, or what was a feed is a page now.

    What has been a page before tonight is no portal's: a domain that was sold stays one, and must
    not keep from readers, night after night, what other sources have.
    """
    known = [
        None if state.failing_since else answer
        for state, answer in zip(states, answers, strict=True)
    ]
    return sees_nothing(answers) or is_captive(sources, known)


def distrusted(answer: Answer) -> Answer:
    """Return no answer for a page, where most feeds were answered with one."""
    if not isinstance(answer, Listing):
        return answer
    return Unavailable("most feeds were answered with a page, so no page is trusted: try later")
