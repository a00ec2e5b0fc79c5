"""Stories to a `Digest`: which, under which headings, in which order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from digest.records import Digest, Section, primary
from digest.wording import topic, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from digest.records import Article, Failure, Story


def assemble(  # noqa: PLR0913  # an edition has this many properties
    stories: Sequence[Story],
    failures: Sequence[Failure],
    *,
    name: str,
    day: date,
    timezone: str,
    language: str,
    articles: int,
) -> Digest:
    """Group the stories by topic, or by source where an article names no topic we know."""
    grouped: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        grouped[_heading(story.original.article, language)].append(story)
    sections = tuple(
        Section(heading, tuple(sorted(grouped[heading], key=_newest_first)))
        for heading in _by_size(grouped, wording(language).text("other"))
    )
    counts = {
        "articles": articles,
        "stories": len(stories),
        "translated": sum(_is_translated(story) for story in stories),
        "untranslated": sum(_is_untranslated(story, language) for story in stories),
        "failed": len(failures),
    }
    return Digest(name, day, timezone, language, sections, tuple(failures), counts)


def _is_translated(story: Story) -> bool:
    """Tell whether the lead is in another language than its article, not just respelled."""
    return len({primary(tag) for tag in story.lead.route}) > 1


def _is_untranslated(story: Story, language: str) -> bool:
    return primary(story.lead.language) != primary(language)


def _heading(article: Article, language: str) -> str:
    words = wording(language)
    for tag in article.tags:
        key = topic(tag)
        if key is not None:
            return words.text(f"topic_{key}")
    return article.source or words.text("other")


def _by_size(grouped: dict[str, list[Story]], last: str) -> Iterable[str]:
    return sorted(grouped, key=lambda h: (h == last, -len(grouped[h]), h))


def _newest_first(story: Story) -> tuple[float, str]:
    published = story.original.article.published
    return (-published.timestamp() if published else 0.0, story.original.article.id)
