"""Which articles report the same event, across languages."""

from digest.stories.stage import Encoder, group

__all__ = ["Encoder", "group"]
