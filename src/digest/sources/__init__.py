"""Bytes to articles: files, directories, standard input and, where allowed, the web."""

from __future__ import annotations

from digest.sources.limits import Limits
from digest.sources.reading import read

__all__ = ["Limits", "read"]
