"""Russian pronouns where those of Belarusian and Ukrainian are other words or other cases.

Before the generator the stream is `^lemma<tags>$` a word: у мяне is у меня and no в меня, ёй
without a preposition is ею, якія after знает asks какие, and after a preposition его is него, but
where it says whose.
"""

from __future__ import annotations

import re

from digest.text.apertium.stream import preposition
from digest.text.belarusian.words import cased

_P3 = r"\^(?:он|она|оно|они)<prn><pers><p3><\w+><\w+>"
_THEM = re.compile(rf"({_P3})<acc>\$", re.IGNORECASE)
_HAS = re.compile(
    rf"\^([вВ])<pr>\$ (~?(?:{_P3}|\^(?:я|мы|ты|вы|кто|никто)<prn>[^$]*?))"
    r"<(?:acc|gen|(?<=<pl><)(?P<place>prp))>(?:<pprep>)?\$"
)
# An unknown word that is nobody's: на іх выяўлена.
_DONE = r"\w+(?:[нт][ао]|л[аіи]|[ўв]|ць|цца|ть)\$"
_WHOSE = rf"(?! ~?\^(?:\*(?!{_DONE})|[^<^$]+<(?:n|adj|det)>(?![^$]*<nom>)))"
_NEAR_THEM = re.compile(rf"(<pr>\$ ~?{_P3})(<dat>\$|<gen>\${_WHOSE})", re.IGNORECASE)
_BY_HER = re.compile(r"(?<!<pr>\$ )~?\^(он[аи]?)<prn><pers><p3>[^$]*<ins>\$", re.IGNORECASE)
_BY = {"он": "им", "она": "ею", "они": "ими"}
_ASKS = (
    r"<(?:vb\w+|adv|pred)>[^$^]*\$|\^\*(?:(?:вед|зна)\w+|[а-яіў]+(?:ць|цца|ў|лі|ти|ли|ють|ся))\$"
)
_WHICH = re.compile(rf"((?:^|<sent>\$ |(?:{_ASKS})\^,<cm>\$ )~?\^)([кК])оторый<prn><rel>")


def pronominal(stream: str) -> str:
    """Return the stream with its pronouns as Russian has them."""
    stream = _WHICH.sub(r"\1\2акой<prn><itg>", stream)
    stream = _HAS.sub(_having, stream)
    stream = _BY_HER.sub(lambda m: cased(m[1], _BY[m[1].lower()]), stream)
    stream = _THEM.sub(r"\1<gen>$", stream)
    return _NEAR_THEM.sub(lambda m: f"{m[1]}{m[2][:-1]}<pprep>$", stream)


def _having(found: re.Match[str]) -> str:
    """Return who has something; where it looked like a place, it is nobody's: у них."""
    near = "<pprep>" if found["place"] and "<p3>" in found[2] else ""
    return f"{preposition('у', found[1])} {found[2]}<gen>{near}$"
