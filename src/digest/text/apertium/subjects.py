"""What is said of a subject whose gender is another in the other language.

Источник сообщил: крыніца паведаміла. After the bilingual dictionary the stream is
`^source/target$` a word; one that Apertium does not know is the same on both sides, and only the
lexicon translates it.
"""

from __future__ import annotations

import re

from digest.text.lexicon import NEUTER

# быть, a verb or a participle, or an unknown word.
_SAID = (
    r"\^[^<^$]+<(?:vb\w+>[^$]*(?:<past>|<pasv>)|pred>)<(?:m|f|nt)>[^$]*\$"
    r"(?: \^(?:быть|быць)<[^$]*<inf>[^$]*\$)?"
    r"|\^\*[^/$]+/[^$]*\$"
)
_SUBJECT = (
    r"\^[^<^$]+<n><(?P<was>m|f|nt)>[^/$]*<sg><nom>/"
    r"[^<^$]+<n><(?P<now>m|f|nt)>[^$]*\$"
)
_SAID_OF = re.compile(
    rf"({_SUBJECT})"
    r"(?P<said>(?: \^[^<^$]+<(?:n|np|adj)>[^/$]*<gen>/[^$]*\$){0,2}(?: \^[^<^$]+<adv>[^$]*\$)?"
    rf"(?: (?!\^\*[А-ЯЁІЎ])(?:{_SAID})){{1,2}})"  # a name is nothing said
)
_BEFORE = re.compile(  # образовалась пробка
    rf"(?P<said>{_SAID})(?P<subject>(?: \^[^<^$]+<(?:adj|det)>[^$]*\$){{0,2}}"
    rf" {_SUBJECT})"
)
_WHICH = re.compile(  # совещание, которое: нарада, якая
    r"(?P<noun>\^[^<^$]+<n><(?P<was>m|f|nt)>[^/$]*<sg>[^/$]*/[^<^$]+<n><(?P<now>m|f|nt)>[^$]*\$"
    r"(?: \^[^<^$]+<(?:n|np|adj)>[^/$]*<gen>/[^$]*\$){0,2}"
    r"\^,<cm>[^$]*\$ (?:\^[^<^$]+<pr>[^$]*\$ )?)"
    r"(?P<which>\^(?:котор|як)\w+<(?:prn>[^$]*<sg>[^$]*\$"
    r"|det><itg>[^$]*<sg>[^$]*\$(?! \^[^<^$]+<(?:n|adj)>)))"  # яке місто asks
)
_GENDER = re.compile(r"(?:<past>|<pasv>|<pred>)<(?:m|f|nt)>")
_UNKNOWN = re.compile(r"\^\*([^/$]+)/[^$]*\$")
_RUSSIAN = {  # by the gender in which it is said
    gender: re.compile(rf"([А-ЯЁа-яё]{{2,}}(?:л|[аяеё]н|(?:ня|[рбштк]ы|ну|ду)т)){ending}(с[яь])?")
    for gender, ending in (("m", ""), ("f", "а"), ("nt", "о"))
}
_ENDS_IN_A = re.compile("(?:ла|лася|[нт]а)$")  # стала is feminine and neuter
_BELARUSIAN = re.compile(r"([А-ЯЁІЎа-яёіў]{2,}?)(?:ў|ла)(ся)?")


def said_of_subjects(stream: str, source: str) -> str:
    """Return the stream with the verbs and participles in the gender of the translated subject."""
    stream = _SAID_OF.sub(lambda found: found[1] + _agreeing(found, source), stream)
    stream = _BEFORE.sub(lambda found: _agreeing(found, source) + found["subject"], stream)
    return _WHICH.sub(_which, stream)


def _which(found: re.Match[str]) -> str:
    was, now = f"<{found['was']}>", f"<{found['now']}>"
    return found["noun"] + found["which"].replace(was, now)


def _agreeing(found: re.Match[str], source: str) -> str:
    """Return what is said in the gender that its subject has now."""
    was, now, said = f"<{found['was']}>", f"<{found['now']}>", found["said"]
    if was == now != "<nt>":
        return said
    said = _GENDER.sub(lambda m: m[0].replace(was, now), said)
    return _UNKNOWN.sub(
        lambda m: "^*{0}/*{0}$".format(_turned(m[1], found["was"], found["now"], source)), said
    )


def _turned(word: str, was: str, gender: str, source: str) -> str:
    """Return the form of an unknown verb that the lexicon has in the other gender."""
    if source == "ru" and (found := _RUSSIAN[was].fullmatch(word)):
        ending = {"m": "", "f": "а", "nt": "о"}[gender]
        if not ending and found[1].endswith("шл"):  # прошло, прошёл
            return found[1].removesuffix("л") + ("ёлся" if found[2] else "ёл")
        itself = ("сь" if ending else "ся") if found[2] else ""
        stem = re.sub("ён$", "ен", found[1]) if ending else found[1]
        return stem + ending + itself
    if source == "be" and gender == "nt" and _ENDS_IN_A.search(word):
        return word + NEUTER
    if source == "be" and gender != "nt" and (found := _BELARUSIAN.fullmatch(word)):
        return found[1] + {"m": "ў", "f": "ла"}[gender] + (found[2] or "")
    return word
