"""Which articles report the same event, across languages, and how it is told once."""

from digest.stories.copies import distinct
from digest.stories.stage import Encoder, group
from digest.stories.telling import tell

__all__ = ["Encoder", "distinct", "group", "tell"]
