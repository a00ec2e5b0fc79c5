"""All state in one SQLite file; the ledger has one row for each finished piece of work."""

from digest.store.codec import pack_briefing, unpack_briefing
from digest.store.database import Database
from digest.store.editions import Editions
from digest.store.ledger import Ledger, key_of
from digest.store.lock import lock
from digest.store.runs import Run, Runs

__all__ = [
    "Database", "Editions", "Ledger", "Run", "Runs", "key_of", "lock", "pack_briefing",
    "unpack_briefing",
]  # fmt: skip
