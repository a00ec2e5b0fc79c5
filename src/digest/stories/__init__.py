"""Which articles report the same event, across languages, and how it is told once."""

from digest.stories.copies import distinct
from digest.stories.merging import Merger, reports, retold
from digest.stories.running import DAYS, Past, follow, nothing
from digest.stories.stage import group
from digest.stories.telling import tell
from digest.stories.titles import undecorated

__all__ = [
    "DAYS",
    "Merger",
    "Past",
    "distinct",
    "follow",
    "group",
    "nothing",
    "reports",
    "retold",
    "tell",
    "undecorated",
]
