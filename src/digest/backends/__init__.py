"""Engines behind the protocols of the stages, one module each, all through one door.

An engine is a class behind an entry point: the built-in ones register in `pyproject.toml` just as
a stranger's would in theirs. Beside what its protocol asks for, it may have

    needs          what it is made with: "model", "checkpoint", "chat" or "server"
    batch          how many articles or sentences it wants at once
    editor         who merges stories and sums up a day, of a summarizer
    untranslated   the words that it did not know, by sentence, of its last call
    is_unusable    that its model could not be loaded: its work is done again another night
    spent()        what it has read and written, in tokens

An engine that fails raises a `Failed` of `digest.errors`; then others do its work.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any

from digest.errors import ModelMissing


def names(kind: str) -> list[str]:
    """Return the names of the installed engines of one kind, sorted."""
    return sorted(entry_points(group=f"digest.{kind}").names)


def engine(kind: str, name: str) -> Any:  # the caller's protocol says what it is
    """Return the class of an engine.

    Raises `ModelMissing` where nobody installed has registered that name.
    """
    found = entry_points(group=f"digest.{kind}", name=name)
    for entry in found:
        return entry.load()
    known = names(kind)
    near = get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ModelMissing(
        f"no engine {name!r} among the {kind}{hint} (installed: {', '.join(known) or 'none'})"
    )
