"""All state in one SQLite file; the ledger has one row for each finished piece of work."""

from digest.store.codec import pack_briefing, unpack_briefing
from digest.store.database import Database
from digest.store.ledger import Ledger, key_of

__all__ = ["Database", "Ledger", "key_of", "pack_briefing", "unpack_briefing"]
