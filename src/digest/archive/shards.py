"""The search index of the archive: a script for each language and month, and the tables of stems.

A page that is opened from a disk may run scripts beside it but read no other file, so the index is
data in the form of scripts. It is split by month, so that a month that is over never changes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from digest.archive.told import slug
from digest.render.data import dumps
from digest.text.belarusian.lacinka import LATIN_LETTERS
from digest.text.light_stems import LONG, PREFIX, SHORTEST, light_stems, tables
from digest.text.writing.typography import composed
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digest.archive.told import Headline, Told
    from digest.records import Digest, Story


def grouped(editions: Iterable[Told]) -> dict[str, list[Told]]:
    """Return the editions by the address of their shard, the newest month first."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for told in sorted(editions, key=lambda told: (told.day, told.key), reverse=True):
        groups[f"search/{slug(told.language)}-{told.day:%Y-%m}.js"].append(told)
    return dict(groups)


def tables_script(groups: dict[str, list[Told]], labels: dict[str, str]) -> bytes:
    """Return the script that tells what there is to search, and how words are stemmed."""
    shards = [[path, group[0].language] for path, group in groups.items()]
    stems = {
        language: {
            "endings": table.endings,
            "reflexive": table.reflexive,
            "folds": table.folds,
            "ends": list(table.ends.items()),
            "fleeting": table.fleeting,
            "irregular": table.irregular,
        }
        for language, table in tables().items()
    }
    told = {
        "shards": shards,
        "stems": stems,
        "shortest": SHORTEST,
        "prefix": PREFIX,
        "long": LONG,
        "latin": LATIN_LETTERS,
        "labels": labels,
    }
    return f"globalThis.digestTables = {dumps(told)};\n".encode()


def shard_script(path: str, group: Sequence[Told], load: Callable[[Told], Digest]) -> bytes:
    """Return a shard: its stories, its editions in words, and in which stories each stem is.

    A number is twice the story's, and one more where the stem is in the headline.
    """
    stories: list[list[str]] = []
    words: dict[str, list[int]] = defaultdict(list)
    for told in group:
        for headline, story in zip(told.headlines, load(told).stories, strict=True):
            for stem, in_headline in sorted(_stems(story).items()):
                words[stem].append(2 * len(stories) + in_headline)
            stories.append(_shown(told, headline))
    editions = {told.path: _named(told) for told in group}
    data = {"stories": stories, "editions": editions, "words": dict(sorted(words.items()))}
    return f"digestShard({dumps(path)}, {dumps(data)});\n".encode()


def _named(told: Told) -> str:
    return f"{wording(told.language).date(told.day)} · {composed(told.name)}"


def _shown(told: Told, one: Headline) -> list[str]:
    href, day = f"{told.path}#{one.article}", told.day.isoformat()
    shown = (composed(one.text), one.language, composed(one.said))
    return [href, day, told.language, *shown, one.source]


def _stems(story: Story) -> dict[str, int]:
    lead, article = story.lead, story.original.article
    said = [*lead.points, *(addition.point for addition in story.additions)]
    found = {stem: 0 for point in said for stem in light_stems(point.text, lead.language)}
    found |= dict.fromkeys(light_stems(article.title, article.language), 1)
    return found | dict.fromkeys(light_stems(lead.headline, lead.language), 1)
