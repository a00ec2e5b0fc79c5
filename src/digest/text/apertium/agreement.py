"""The last mend before the generator: forms that Apertium leaves as the other language has them."""

from __future__ import annotations

from digest.text.apertium import agreement_be, agreement_ru
from digest.text.apertium.stream import joined

_AGREED = {
    ("ru", "be"): agreement_be.agreed,
    ("be", "ru"): agreement_ru.agreed,
    ("uk", "ru"): agreement_ru.agreed,
}


def agreed(stream: str, source: str, target: str) -> str:
    """Return the stream with its forms as the target has them; of other directions as it is."""
    mend = _AGREED.get((source, target))
    return mend(joined(stream)) if mend else stream
