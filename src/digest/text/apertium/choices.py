"""Which of the meanings of a word is meant in the news, where Apertium's first one is another.

After its bilingual dictionary the stream is `^source/target/target$` a word, the likeliest target
first. Debian's rus-bel (0.1.0) takes the first meaning of a dictionary: `случай` becomes `аказія`,
`ответ` a fracture, and every `директор` a woman.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from digest.text.apertium import agreement_uk, from_ukrainian
from digest.text.apertium.attributes import beside_nouns
from digest.text.apertium.conditions import conditional
from digest.text.apertium.lexemes import translated
from digest.text.apertium.readings import READINGS
from digest.text.apertium.senses_be import apart, by_neighbours, peaceful
from digest.text.apertium.stream import BETWEEN
from digest.text.apertium.subjects import said_of_subjects
from digest.text.belarusian.words import cased
from digest.text.rows import pairs

_UNIT = re.compile(
    r"\^((?:[^\\^/<$]|\\.)+)<(\w+)>((?:[^\\^/$]|\\.)*)/([^<^$]+)((?:[^\\^/$]|\\.)*)[^^$]*\$"
)
_REFLEXIVE = re.compile(
    r"/([^<^/$]+)ць(<vblex>[^/$]*)<pass>((?:<\w+>)*)(?=[/$])"
)  # знаходзіцца, not ць
# Debian's ukr-rus writes a verb twice instead of it and the genitive after it (`Немає грошей` was
# `Является является`), unless a word stands between them; `stream.joined` takes it away again.
_OWNED = re.compile(r"(\^[^/$^]*<vb\w+>[^$]*\$) (\^[^/$^]*<gen>[^$]*\$)")
# Beside a noun гэта would become эта: гэта праўда is это правда.
_THIS = re.compile(
    r"(\^гэты<det><dem><nt><an><sg><(?:nom|acc)>/[^$]*\$) (?=\^[^$]*<(?:m|f)>)", re.IGNORECASE
)
# Паводле жонкі: what she says, and no way along her.
_BY_WHOM = re.compile(
    r"(\^[Пп]аводле<pr>/)([Пп])о(?=<pr>[^$]*\$ (?:\^[^<^$]+<adj>[^$]*\$ )*"
    r"\^(?:[^<^$]+<(?:np>|n><\w+><aa>)|\*[А-ЯЁІЎ]))"
)
# What burns, what is stored and where one is is a warehouse; others are a composition.
_GOODS = "зброя|боепрыпас|снарад|тавар|прадукцыя|прадукт|паліва|лек|нафтапрадукт|быт|гандаль"
_STORE = re.compile(
    r"(?P<on>\^(?:[Нн]а|[Сс]а)<pr>/[^$]*\$ (?:\^[^<^$]+<adj>[^$]*\$ )?)?\^(?P<like>[Сс])клад[¹²]"
    r"(?P<tags><n><m><nn>(?P<many><pl>)?[^/$]*)/[^$]*\$"
    rf"(?P<of>(?= (?:\^[^<^$]+<adj>[^$]*\$ )?\^\*?(?:{_GOODS})))?"
)
_BURNS = re.compile(
    r"\^\*?(?:(?:з|за|па)?гар(?:эл|эў|ыц|аць|эц)|узарва|выбух|пажар|абстраля|тушы)", re.IGNORECASE
)
_GENDER = re.compile(r"<(?:mf|mfn|m|f|nt)>")


class Choice(NamedTuple):
    """The lemma meant, and what its tags are: another gender, or others altogether."""

    lemma: str
    gender: str
    tags: str


Choices = dict[str, Choice]  # by lemma, part of speech, and pl where only the plural means it


def chosen(stream: str, source: str, target: str) -> str:
    """Return the stream with the meanings of `choices-*.txt`, where the direction has some."""
    if (source, target) not in READINGS:
        return stream
    known = choices(source, target)
    stream = translated(stream, source, target)
    stream = agreement_uk.meant(stream) if target == "uk" else stream
    stream = peaceful(stream) if source == "ru" else stream
    stream = by_neighbours(stream) if target == "be" else stream
    stream = _UNIT.sub(lambda found: _unit(found, known), stream)
    stream = apart(stream) if target == "be" else stream
    if source == "be":
        stream = _STORE.sub(_store, stream)
        stream = _BY_WHOM.sub(r"\1\2о²", stream)
        stream = conditional(_THIS.sub(rf"\1 {BETWEEN} ", stream))
    stream = beside_nouns(said_of_subjects(stream, source), source)
    if source == "uk":
        stream = _OWNED.sub(rf"\1 {BETWEEN} \2", from_ukrainian.meant(stream))
    return stream


def _store(found: re.Match[str]) -> str:
    """Return склад as a warehouse where it is one."""
    around = found.string.split("<sent>")[found.string[: found.start()].count("<sent>")]
    if not (found["on"] or found["many"] or found["of"] is not None or _BURNS.search(around)):
        return found[0]
    word, tags = cased(found["like"], "склад"), found["tags"]
    return f"{found['on'] or ''}^{word}{tags}/{word}{tags}$"


@cache
def choices(source: str, target: str) -> Choices:
    """Read the choices of one direction once."""
    rows = pairs(f"apertium/choices-{source}-{target}.txt")
    return {here: _choice(there) for here, there in rows}


def _choice(written: str) -> Choice:
    if written.startswith("<"):
        lemma, _, tags = written[1:].partition(">")
        return Choice(lemma, "", tags)
    lemma, _, gender = written.partition(" ")
    return Choice(lemma, gender, "")


def _unit(found: re.Match[str], known: Choices) -> str:
    lemma, part, tags, meaning, reading = found.groups()
    word = f"{lemma.lower()} {part}"
    choice = known.get(f"{word} pl") if "<pl>" in tags else None
    choice = choice or known.get(word)
    if choice is None:
        return _REFLEXIVE.sub(r"/\1цца\2\3", found[0])
    if choice.gender:
        reading = _GENDER.sub(f"<{choice.gender}>", reading, count=1)
    other = choice.lemma.capitalize() if meaning[0].isupper() else choice.lemma
    return f"^{lemma}<{part}>{tags}/{other}{choice.tags or reading}$"
