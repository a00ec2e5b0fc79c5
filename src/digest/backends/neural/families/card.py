"""What a checkpoint's model card (README.md) says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.backends import libraries
from digest.backends.neural.families.languages import primary

if TYPE_CHECKING:
    from digest.backends.neural.checkpoint import Checkpoint
    from digest.backends.neural.families import Family

Tags = frozenset[str]


def reads(checkpoint: Checkpoint, family: Family, known: Tags) -> Tags:
    """Return the languages a model was made for, BCP 47 primary tags; none for "any".

    Those of its card, if it has one; else those that its family was trained on. Only languages
    that its vocabulary has a token for, where it has such tokens.
    """
    said = _said(checkpoint) or family.reads
    return said & known if said and known else said or known


def _said(checkpoint: Checkpoint) -> Tags:
    card = checkpoint.path / "README.md"
    try:
        found = libraries.hub().metadata_load(card) if card.is_file() else None
    except Exception:  # a card is written by hand, YAML has errors of its own; nothing hangs on it
        return frozenset()
    listed = (found or {}).get("language") or []
    tags = [listed] if isinstance(listed, str) else listed
    return frozenset() if "multilingual" in tags else frozenset(primary(str(tag)) for tag in tags)
