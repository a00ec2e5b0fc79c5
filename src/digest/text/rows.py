"""Our own text files of words: a row a line, `here = there` in most; # begins a comment."""

from __future__ import annotations

from importlib.resources import files


def rows(name: str) -> list[str]:
    """Return the rows of a file in `digest.text`, by its path there, without comments."""
    text = files("digest.text").joinpath(name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def pairs(name: str) -> list[tuple[str, str]]:
    """Return the two sides of the rows of a file."""
    return [(here, there) for here, _, there in (row.partition(" = ") for row in rows(name))]
