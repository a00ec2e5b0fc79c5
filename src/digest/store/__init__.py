"""The ledger: one row for each finished piece of work, addressed by its content."""

from digest.store.codec import pack_briefing, unpack_briefing
from digest.store.ledger import Ledger, key_of

__all__ = ["Ledger", "key_of", "pack_briefing", "unpack_briefing"]
