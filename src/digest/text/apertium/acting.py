"""Verbs that the dictionaries have as nouns alone: Прэзідэнт загадаў is no president of orders.

The stream is that of the analysis, `^surface/reading/reading$` a word. Where a clause with a
subject or an infinitive has no other finite verb, a word that our lexicon has as one is it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.text.lexicon import lexicon


class Clause(NamedTuple):
    """What a language shows of a clause around a word that may be its verb."""

    verb: re.Pattern[str]  # a noun in the genitive plural that looks like a verb in the past
    acts: re.Pattern[str]  # a finite verb, known or not
    to_do: re.Pattern[str]  # an infinitive after the word
    past: re.Pattern[str]  # how a verb of the other language ends in the past


_SUBJECT = re.compile(
    r"<n><m><\w+><sg><nom>|<np>[^$/]*<m>[^$/]*<nom>|<prn><pers><p3><m>[^$/]*<nom>|/\*[А-ЯЁІЎ]"
)
_OF = re.compile(r"(?:<pr>|<num>|<adj>[^$/]*<pl><gen>)[^$]*\$ $")  # ask for the noun
_END = re.compile("<(?:sent|cm|cnjsub|rel)>")
_KNOWN = r"<vb\w+>[^$/]*<(?:past|pres|fut|imp)>|<vbser>|<pred>"
_NOUNS = r"(?:[^$/<]+<n>[^$/]*<pl><(?:gen|acc)>/?)+(?<!/)\$"
_CLAUSES = {
    "be": Clause(
        re.compile(rf"\^(\w+[аіуыя]ў)/{_NOUNS}"),
        re.compile(_KNOWN + r"|/\*\w+(?:[аеіоуыя]ў|ўся|л[аі]|лася|ліся|ць|цца|[аеуіыя]е)\$"),
        re.compile(r" \^(?:[^$]*<inf>|\w+(?:ць|цца|ці|чы)/\*)"),
        re.compile("лс?я?$"),
    ),
    "ru": Clause(
        re.compile(rf"\^(\w+[аеиоуыя]л)/{_NOUNS}"),
        re.compile(_KNOWN + r"|/\*\w+(?:[аеиоуыя]л[аои]?|л[аои]?с[ья]|[аеиуюя]тс?я?)\$"),
        re.compile(r" \^(?:[^$]*<inf>|\w+(?:ть|ться|ти|чь)/\*)"),
        re.compile("[ўл]с?я?$"),
    ),
}


def acting(analysis: str, source: str) -> str:
    """Return an analysis with such verbs unknown, which the lexicon then translates."""
    clause = _CLAUSES[source]
    words = lexicon(source, "ru" if source == "be" else "be")

    def verb(found: re.Match[str]) -> str:
        word = found[1]
        is_past = clause.past.search(words.get(word.lower(), ""))
        return f"^{word}/*{word}$" if is_past and _acts(found, clause) else found[0]

    return clause.verb.sub(verb, analysis)


def _acts(found: re.Match[str], clause: Clause) -> bool:
    """Tell whether the clause of a word lacks a verb that it has a subject or an infinitive for."""
    before = _END.split(found.string[: found.start()])[-1]
    after = _END.split(found.string[found.end() :], maxsplit=1)[0]
    if _OF.search(before) or clause.acts.search(before):
        return False
    to_do = clause.to_do.match(after)
    if clause.acts.search(after[to_do.end() :] if to_do else after):
        return False
    return bool(to_do or _SUBJECT.search(before))
