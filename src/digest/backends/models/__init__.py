"""Models on this machine: which are worth having, how they get here, and whether they are whole.

`registry` lists those that we recommend, `hub` pulls them, `manifest` keeps their sums.
`checkpoint` reads a directory without loading it, `converted` one with weights for CTranslate2.
Nothing here runs at night: a run never downloads.
"""

from digest.backends.models.hub import Offer, directory, offer, pull, pulled, remove
from digest.backends.models.registry import Entry, better, entries, entry

__all__ = [
    "Entry",
    "Offer",
    "better",
    "directory",
    "entries",
    "entry",
    "offer",
    "pull",
    "pulled",
    "remove",
]
