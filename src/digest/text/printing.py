"""Strangers' text on a terminal or in a log: a line is a line, and nothing moves the cursor."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return text in which nothing ends a line, moves a cursor or turns a direction."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
