"""What the streams of both languages have: `^lemma<tags>$` a word, before the generator."""

from __future__ import annotations

import re

from digest.text.belarusian.words import cased

MARK = "\ue000"  # follows a participle that is to be short, in a superblank
APART = "\ue001"  # keeps two words from being taken together by a rule of the transfer
BETWEEN = f"^*{APART}/*{APART}$"  # that word, after the bilingual dictionary
_APART = re.compile(rf"~?\^\*{APART}\$ ")
_ANIMATE = re.compile(
    r"(<(?:adj>(?:<sint>)?|det>(?:<(?:dem|pos|ord|def)>)?|pasv>|actv>))"
    r"(<(?:m|f|nt|mfn)>)(<(?:an|nn|aa)>)(<(?:sg|pl)>)(<(?:nom|gen|dat|acc|ins|loc|prp)>)"
)
_CASE = re.compile("<(?:nom|gen|dat|acc|ins|prp)>")


def few(numerals: str) -> str:
    """Return the pattern of a number that ends in two, three or four, or is one of the numerals."""
    return rf"\^(?:\d[\d ]*)?(?<!1)[234]<num>\$|\^(?:{numerals})<num>[^$]*\$"


def preposition(word: str, like: str) -> str:
    """Return the unit of a preposition in the case of the one it stands for."""
    return f"^{cased(like, word)}<pr>$"


def put(phrase: str, case: str) -> str:
    """Return a Russian phrase in a case, but for whose it is: по её словам."""
    *beside, last = phrase.split("$ ")
    others = [unit if "<p3>" in unit else _CASE.sub(f"<{case}>", unit) for unit in beside]
    return "$ ".join([*others, _CASE.sub(f"<{case}>", last)])


def joined(stream: str) -> str:
    """Return the stream without what kept words apart, each animate or not as its gender asks."""
    return _ANIMATE.sub(_animate, _APART.sub("", stream))


def _animate(found: re.Match[str]) -> str:
    """Only the accusative of the masculine and of the plural tells the animate from the others."""
    kind, gender, animacy, number, case = found.groups()
    told = case == "<acc>" and (gender == "<m>" or number == "<pl>")
    right = ("<nn>" if animacy == "<an>" else animacy) if told else "<an>"
    return kind + gender + right + number + case
