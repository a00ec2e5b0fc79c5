"""Bytes to articles: files, directories, standard input and, where allowed, the web."""

from __future__ import annotations

from digest.sources.limits import Limits
from digest.sources.nightly.gathered import Gathered, Report
from digest.sources.nightly.gathering import gather
from digest.sources.reading import located, read
from digest.sources.source import Source
from digest.sources.web.fetch import Fetcher
from digest.sources.web.network import Network

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
