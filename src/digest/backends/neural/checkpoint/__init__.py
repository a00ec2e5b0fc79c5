"""A model's directory on disk, and the sums that it must have."""

from digest.backends.neural.checkpoint.directory import SMALL, Checkpoint

__all__ = ["SMALL", "Checkpoint"]
