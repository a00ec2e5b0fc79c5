"""The last mend before the generator: forms that Apertium leaves as the other language has them."""

from __future__ import annotations

import re

from digest.text.apertium import (
    agreement_be,
    agreement_ru,
    agreement_uk,
    from_ukrainian,
    prepositions_uk,
)
from digest.text.apertium.from_belarusian import from_belarusian
from digest.text.apertium.lexemes import inflected
from digest.text.apertium.stream import joined
from digest.text.apertium.surnames import in_belarusian, in_russian

# The generator has the accusative there, реку; the prepositional is the same word as the dative.
_TO_HER = re.compile(r"(\^[^<^$]+<n><f><\w+><sg>)<dat>(?=\$)")


def agreed(stream: str, source: str, target: str) -> str:
    """Return the stream with its forms as the target has them; of other directions as it is."""
    if (source, target) == ("ru", "be"):
        return in_belarusian(agreement_be.agreed(joined(stream)))
    if (source, target) in {("be", "ru"), ("uk", "ru")}:
        stream = joined(stream)
        stream = from_ukrainian.turned(stream) if source == "uk" else stream
        stream = agreement_ru.agreed(stream)
        stream = (
            from_belarusian(stream) if source == "be" else joined(prepositions_uk.settled(stream))
        )
        stream = inflected(in_russian(stream, source), source, target)
        return _TO_HER.sub(r"\1<prp>", stream) if source == "be" else stream
    if (source, target) == ("ru", "uk"):
        return inflected(agreement_uk.agreed(stream), source, target)
    return stream
