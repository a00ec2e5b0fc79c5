"""Who was killed or hurt, or that nobody was: what readers of a report on an accident ask first."""

from __future__ import annotations

import re

from digest.text.numbers import read
from digest.text.numbers.counted import FATE, counted, fates

_FATES = frozenset({"killed", "injured", "missing"})
_NOBODY = re.compile(
    r"\b(?:"
    r"(?:пострадавших|раненых|погибших|жертв)(?: и (?:пострадавших|раненых|погибших))? нет\b|"
    r"никто не (?:пострадал|погиб|ранен)|без (?:жертв|пострадавших)\b|"
    r"(?:пацярпелых|параненых|загінулых|ахвяра?ў?)(?: [іы] (?:пацярпелых|параненых))? няма\b|"
    r"ніхто н[ея] (?:пацярпеў|загінуў|паранены)|б[ея]зь? (?:ахвяра?ў?|пацярпелых)\b|"
    r"(?:постраждалих|поранених|загиблих|жертв)(?: (?:і|та) (?:постраждалих|поранених))? немає\b|"
    r"ніхто не (?:постраждав|загинув|поранений)|без постраждалих\b|"
    r"nikt nie (?:ucierpiał|zginął|został ranny)|nie ma (?:ofiar|rannych|poszkodowanych)|"
    r"bez (?:ofiar|rannych|poszkodowanych)\b|nikomu nic się nie stało|"
    r"verletzt wurde niemand|niemand (?:wurde|ist) (?:\w+ )?(?:verletzt|getötet|gestorben)|"
    r"keine (?:verletzten|toten)\b|"
    r"(?:nobody|no[ -]?one)(?: else)? (?:died|(?:was|were) (?:\w+ )?(?:hurt|injured|killed))|"
    r"no (?:injuries|casualties|deaths|fatalities)\b)",
    re.IGNORECASE,
)


def is_untold(sentence: str, language: str) -> bool:
    """Tell whether a sentence tells of nobody's fate, or of a number's that `counted` cannot read.

    "Погибли пятеро": the figures of the sentences around it may be older ones.
    """
    if _NOBODY.search(sentence):
        return True
    if not fates(sentence) or all(one.month for one in read(sentence, language)):
        return False
    return not any(one.kind == FATE for one in counted(sentence, language))


def tells_toll(sentence: str, language: str) -> bool:
    """Tell whether a sentence counts the dead, the hurt or the missing, or says there are none."""
    if _NOBODY.search(sentence):
        return True
    if _FATES.isdisjoint(fates(sentence)):
        return False
    return any(one.kind == FATE and one.what in _FATES for one in counted(sentence, language))
