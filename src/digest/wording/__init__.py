"""Reader-facing words: one catalog a language, plural forms and dates from CLDR through babel."""

from __future__ import annotations

from digest.wording.catalog import Wording, topic, wording
from digest.wording.languages import direction

__all__ = ["Wording", "direction", "topic", "wording"]
