"""A Belarusian noun in -ам: many to whom something is done, or one as whom somebody works.

Of people, выдалі ўдзельнікам and стаў удзельнікам look alike; the verb before tells which. In the
news of a treebank (UD_Belarusian-HSE) every second such noun is a dative, and of things hardly any.
The stream is that of the analysis, `^surface/reading/reading$` a word.
"""

from __future__ import annotations

import re

_BOTH = r"\^[^/$]+/[^$]*<sg><ins>[^$]*<pl><dat>[^$]*\$"
_MANY = re.compile(
    rf"(?:{_BOTH} )*\^(?![Чч]ынам/)[^/$]+/[^$]*<n><m><aa><sg><ins>[^$]*<n><m><aa><pl><dat>[^$]*\$"
)
_ONE = re.compile(r"/[^/$]+<(?:m|nt)>(?:<\w+>)*<sg>(?:<ins>|<loc>)(?=[/$])")
_ALL = re.compile(r"/[^/$]+<pl><dat>(?=[/$])")
_AFTER_PREPOSITION = re.compile(r"<pr>\$ (?:\^(?:яго|яе|іх)/[^$]*\$ )?$")
_ACTS = re.compile(r"\^[^/$]+/[^$]*(?:<vb\w+>|<pp>|\*)[^$]*\$")  # an unknown word may be a verb
_AS_WHOM = re.compile(
    r"[/*](?:быць|быў|была|былі|ста[ўл]|стаць|станав|зрабі[ўл]|зрабіцца|з.яўля"
    r"|пра[цч]|прызнач|абра|выбра|абір|назв|назыв|ліч|служ|заста|выступ|аказа|прызна|адчува|уяўля"
    r"|кір|валод|камандв|каманду|ганар|займа|цікав|захапля|вырашы)"
    r"|<pasv>|цца<|\*\w+н(?:ы|ая|ае|ыя|а)\$",
    re.IGNORECASE,
)
_NEAR = 600  # characters of the stream


def to_whom(analysis: str) -> str:
    """Return the analysis in which a noun of people in -ам is either one or many."""
    return _MANY.sub(_decided, analysis)


def _decided(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _NEAR) : found.start()].rpartition("<sent>")[2]
    if _AFTER_PREPOSITION.search(before):
        return found[0]
    after = found.string[found.end() : found.end() + _NEAR].partition("<sent>")[0]
    acts = _ACTS.findall(before)[-1:] or _ACTS.findall(after)[:1]
    as_whom = bool(acts) and _AS_WHOM.search(acts[0])
    return (_ALL if as_whom else _ONE).sub("", found[0])
