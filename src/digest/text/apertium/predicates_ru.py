"""Short participles and adjectives of Russian, which say what is so: снимки опубликованы.

Before the generator the stream is `^lemma<tags>$` a word; Belarusian has the long forms only.
"""

from __future__ import annotations

import re

_WORD = r"~?\^[^<^$]+"
_DONE = r"<vblex>(?:<\w+>)+<pp><pasv>"
_WAS = re.compile(
    rf"(\^[Бб]ыть<vbser>(?P<be>[^$]*)\$(?: {_WORD}<adv>\$)? {_WORD}{_DONE})"
    r"<(?P<gender>\w+)><\w+><(?P<number>\w+)><nom>"
)
# Without a verb a participle after its noun is what is said of it, and so is one before a number.
_IS = re.compile(
    rf"({_WORD}<n><(m|f|nt)>(?:<\w+>)*<(sg|pl)><nom>\$(?: {_WORD}<adv>\$)? {_WORD}{_DONE})"
    r"<\w+><\w+><\w+><nom>"
)
_COUNTED = re.compile(rf"({_DONE})<mfn><\w+><pl><nom>(?=\$ ~?\^[\d ]+<num>)")
_READY = re.compile(
    r"(\^(?:готовый|способный)<adj>(?:<sint>)?)<(m|f|nt|mfn)><\w+>(<\w+>)<nom>"
    r"(?=\$ ~?\^(?:[^<^$]+<vb\w+>[^$]*<inf>|\*\w+(?:ць|цца|ти|тися)\$))"
)

_BY_WHAT = (
    r"(?:~?\^[^<^$]+<(?:adj|det)[^$]*\$ )*~?\^"
    r"(?:[^<^$]+<[^$]*<ins>|\*\w+(?:[иыоеё]м|[иы]ми|[ое]ю)\$)"
)
_THERE = re.compile(rf"\^([яЯ])вляться<vblex><impf><iv><pres><p3><sg>\$(?! {_BY_WHAT})")


def predicative(stream: str) -> str:
    """Return the stream with what is said of a subject in its short form."""
    stream = _THERE.sub(lambda m: "Есть" if m[1] == "Я" else "есть", stream)
    stream = _COUNTED.sub(r"\1<short><mfn><pl>", _READY.sub(r"\1<short><\2>\3", stream))
    return _WAS.sub(_was, _IS.sub(_short, stream))


def _was(found: re.Match[str]) -> str:
    """Return a short participle in the number of the verb, where that tells it: былі прыведзены."""
    gender, number = found["gender"], found["number"]
    if "<pl>" in found["be"]:
        gender, number = "mfn", "pl"
    return f"{found[1]}<short><{gender}><{number}>"


def _short(found: re.Match[str]) -> str:
    before, gender, number = found.groups()
    return f"{before}<short><{gender if number == 'sg' else 'mfn'}><{number}>"
