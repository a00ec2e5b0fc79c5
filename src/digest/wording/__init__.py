"""Reader-facing words: one catalog a language, plural forms and dates from CLDR through babel."""

from __future__ import annotations

from digest.wording.catalog import SERVED, Wording, topic, wording
from digest.wording.languages import checked_tag, direction

__all__ = ["SERVED", "Wording", "checked_tag", "direction", "topic", "wording"]
