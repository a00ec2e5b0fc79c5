"""An edition put together: a front page, sections, and the rest in brief."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from digest.edition.budget import fit, minutes
from digest.edition.countries import country_of
from digest.edition.overview import overview
from digest.edition.policy import Policy
from digest.edition.ranking import outlets, rank, readable
from digest.edition.topics import topic_of
from digest.records import Digest, Section, primary
from digest.wording import topic, wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from digest.edition.ranking import Ranked
    from digest.records import Article, Failure, Story

FRONT = 5  # stories on the front page, at most
TOP, OTHER = "top", "other"


def assemble(  # noqa: PLR0913  # an edition has this many properties
    stories: Sequence[Story],
    failures: Sequence[Failure],
    *,
    name: str,
    day: date,
    timezone: str,
    language: str,
    articles: int,
    policy: Policy | None = None,
) -> Digest:
    """Rank the stories, and group those that fit; what does not is told in brief."""
    policy = policy or Policy()
    topics = [_topic(story.original.article, policy) for story in stories]
    ranked = rank(stories, topics, policy, language)
    told = fit(ranked, policy)
    brief = tuple(one.story for one in ranked[told:])
    counts = {
        "articles": articles,
        "stories": len(stories),
        "translated": sum(_is_translated(story) for story in stories),
        "untranslated": sum(not readable(story, language) for story in stories),
        "brief": len(brief),
        "failed": sum(one.stage != "translate" for one in failures),  # that is "untranslated"
    }
    return Digest(
        name,
        day,
        timezone,
        language,
        _sections(ranked[:told], policy, language),
        tuple(failures),
        counts,
        overview(ranked, language),
        brief,
        minutes(one.story for one in ranked[:told]),
    )


def _topic(article: Article, policy: Policy) -> str:
    return topic_of(article, policy.topics) or policy.meant.get(article.id, "")


def _sections(ranked: Sequence[Ranked], policy: Policy, language: str) -> tuple[Section, ...]:
    front = _front(ranked, language)
    grouped: dict[str, list[Ranked]] = defaultdict(list)
    for one in ranked:
        if one not in front:
            grouped[_key(one, policy)].append(one)
    keys = sorted(grouped, key=lambda key: (key == OTHER, -_worth(grouped[key]), key))
    groups = [(TOP, front)] if front else []
    groups += [(key, grouped[key]) for key in keys]
    return tuple(
        Section(_heading(key, policy, language), tuple(one.story for one in group), key)
        for key, group in groups
    )


def _front(ranked: Sequence[Ranked], language: str) -> list[Ranked]:
    """Return what several outlets tell, the first few; nothing where the day has nothing else."""
    shared = [one for one in ranked if outlets(one.story) > 1 and readable(one.story, language)]
    return shared[:FRONT] if len(ranked) > len(shared[:FRONT]) else []


def _key(one: Ranked, policy: Policy) -> str:
    article = one.story.original.article
    match policy.group:
        case "source":
            return article.outlet or OTHER
        case "country":
            return country_of(article) or OTHER
    return one.topic or OTHER


def _heading(key: str, policy: Policy, language: str) -> str:
    words = wording(language)
    if key in {TOP, OTHER}:
        return words.text(key)
    if policy.group == "country":
        return words.country(key)
    return words.text(f"topic_{key}") if topic(key) == key else key


def _worth(group: Sequence[Ranked]) -> float:
    return sum(one.score for one in group)


def _is_translated(story: Story) -> bool:
    """Tell whether the lead is in another language than its article, not just respelled."""
    return len({primary(tag) for tag in story.lead.route}) > 1
