"""The tables `[stories]` and `[topics]`: which articles tell of one event, and of what."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from digest.config.tables import Table


class Stories(Table):
    """How the reports of one event are found."""

    encoder: str = Field(default="", description="an engine for vectors of meaning; none is words")


def _named(topics: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for heading, words in topics.items():
        if not heading.strip() or not words or not all(word.strip("$ ") for word in words):
            msg = f"topic {heading!r} needs a heading, and words such as {['вело', 'bike$']}"
            raise ValueError(msg)
    return topics


Topics = Annotated[dict[str, tuple[str, ...]], AfterValidator(_named)]
