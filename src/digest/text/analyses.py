"""What Apertium's morphological analysis says of a text, mended before it is translated.

Its stream is `^surface/reading/reading$` a word, each reading a lemma with tags. Debian's rus-bel
(0.1.0) knows some readings that its transfer rules drop without a sign (`мост закрыт` becomes
`мост`) or put into another tense (`будет` becomes `ёсць`). Without those readings a word counts as
unknown, and an unknown word is never lost.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"\^((?:[^\\^/$]|\\.)+)/((?:[^\\$]|\\.)*)\$")
_READING = re.compile(r"(?<!\\)/")
# Short passive participles are dropped by the transfer; the future of быть becomes its present.
BAD = {("ru", "be"): re.compile(r"<pp><pasv><short>|<vbser><(?:fut|imp)>")}
_MOVED = re.compile(r"\bчи\b", re.IGNORECASE)  # Ukrainian for "whether", which becomes a suffix
_GAP = re.compile(r" {2}| (?=[.,;:!?)»]|\[\n|$)")


def mended(analysis: str, source: str, target: str) -> str:
    """Return an analysis without the readings that this direction of Apertium spoils."""
    bad = BAD.get((source, target))
    return _UNIT.sub(lambda found: _unit(found, bad), analysis) if bad else analysis


def lost(sent: str, came: str) -> bool:
    """Tell whether a word was lost on the way: the blanks around it then stand together."""
    return len(_GAP.findall(came)) > len(_GAP.findall(sent)) + len(_MOVED.findall(sent))


def _unit(found: re.Match[str], bad: re.Pattern[str]) -> str:
    surface, readings = found[1], _READING.split(found[2])
    good = [reading for reading in readings if not bad.search(reading)]
    if len(good) == len(readings):
        return found[0]
    return f"^{surface}/{'/'.join(good) or '*' + surface}$"
