"""What the checks of a translation may use beside the two texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.gate.language import Detect
    from digest.text.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Aids:
    """What tells more than a sentence and its translation.

    `detect` tells the language of a text; without it, letters and small words do. `context` is
    the article that the source text stands in: names from there may be said again, and any
    other new name is a fault. `glossary` knows which names are one in two languages.
    """

    detect: Detect | None = None
    context: str = ""
    glossary: Glossary | None = None


NONE = Aids()
