"""Bytes to articles: files, directories, standard input and, where allowed, the web."""

from __future__ import annotations

from digest.sources.fetch import Fetcher
from digest.sources.gathered import Gathered, Report
from digest.sources.gathering import gather
from digest.sources.limits import Limits
from digest.sources.network import Network
from digest.sources.reading import located, read
from digest.sources.source import Source

__all__ = [
    "Fetcher",
    "Gathered",
    "Limits",
    "Network",
    "Report",
    "Source",
    "gather",
    "located",
    "read",
]
