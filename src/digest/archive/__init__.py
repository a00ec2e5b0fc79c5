"""The archive: a static site of all frozen editions, made for reading offline and for good."""

from digest.archive.build import Built, build
from digest.archive.ledger import Seen, site_of, stats_of
from digest.archive.site import Leaf, Site
from digest.archive.told import Told, path_of, tell

__all__ = [
    "Built",
    "Leaf",
    "Seen",
    "Site",
    "Told",
    "build",
    "path_of",
    "site_of",
    "stats_of",
    "tell",
]
