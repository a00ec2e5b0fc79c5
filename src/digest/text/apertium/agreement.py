"""The last mend before the generator: forms that Apertium leaves as the other language has them."""

from __future__ import annotations

from digest.text.apertium import agreement_be, agreement_ru, agreement_uk
from digest.text.apertium.stream import joined
from digest.text.apertium.surnames import in_belarusian, in_russian


def agreed(stream: str, source: str, target: str) -> str:
    """Return the stream with its forms as the target has them; of other directions as it is."""
    if (source, target) == ("ru", "be"):
        return in_belarusian(agreement_be.agreed(joined(stream)))
    if (source, target) in {("be", "ru"), ("uk", "ru")}:
        return in_russian(agreement_ru.agreed(joined(stream)), source)
    return agreement_uk.agreed(stream) if (source, target) == ("ru", "uk") else stream
