"""Russian active participles that only the lexicon knows.

Belarusian has none: проект, позволяющий is праект, які дазваляе. Before the generator the stream is
`^lemma<tags>$` a word, an unknown one `^*word$`; after a comma the participle becomes який with the
verb, in the gender of its noun.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from digest.text.lexicon import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"~?\^[^<^$]+"
_DOES = re.compile(
    rf"(?P<noun>{_WORD}<n><(?P<gender>m|f|nt)>[^$]*<(?P<number>sg|pl)><\w+>\$"
    rf"(?: {_WORD}<(?:n|np|adj)>[^$]*<gen>\$| ~?\^\*[А-ЯЁ][^$]*\$){{0,3}})?(?P<comma>\^,<cm>\$ )"
    r"\^\*(?P<stem>[а-яё]+?(?:[уюая]щ|вш))(?P<ending>ий|ая|ее|ие|его|ему|им|ем|ей|ую|их|ими)(?:ся)?\$"
)
_WHO = {"m": "які", "f": "якая", "nt": "якое", "pl": "якія"}
_GENDER = {"ая": "f", "ей": "f", "ую": "f", "ее": "nt", "ие": "pl", "их": "pl", "ими": "pl"}
_PAST = ("m", "f", "nt", "pl")
_SAID = re.compile("л(?:[аои]?|с[ья]|[аои]сь)$")


def active(stream: str) -> str:
    """Return the stream with the participles that are known as verbs."""
    return _DOES.sub(_does, stream)


def _does(found: re.Match[str]) -> str:
    itself = "ся" if found[0].endswith("ся$") else ""
    verb = _participles().get(found["stem"] + itself)
    if verb is None:
        return found[0]
    who = _GENDER.get(found["ending"], "m")
    if found["number"] == "sg" and who != "pl":
        who = found["gender"]
    return f"{found['noun'] or ''}{found['comma']}{_WHO[who]} {verb[who]}"


@cache
def _participles() -> dict[str, dict[str, str]]:
    """Return what each participle does, by the gender or number of who does it."""
    known: dict[str, dict[str, str]] = {}
    for entry in entries("ru-be"):
        for stem, does in _of(entry):
            known.setdefault(stem, does)
    return known


def _of(entry: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the participles of a verb, each with what is said of m, f, nt and pl."""
    forms = list(entry.items())
    if len(forms) <= len(_PAST) or not forms[0][0].endswith(("ть", "ться")):
        return
    (_, single), (plural, several) = forms[1:3]
    itself = "ся" if plural.endswith("ся") else ""
    if present := re.fullmatch(r"(\w+[уюая])т(?:ся)?", plural):
        yield f"{present[1]}щ{itself}", dict(zip(_PAST, [single] * 3 + [several], strict=True))
    pasts = [word for word in entry if _SAID.search(word)]
    if len(pasts) == len(_PAST):
        root = pasts[0].removesuffix("ся").removesuffix("л")
        yield f"{root}вш{itself}", dict(zip(_PAST, map(entry.__getitem__, pasts), strict=True))
