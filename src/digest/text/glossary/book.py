"""Finding the terms of a text, in whatever case they stand, and mending those written otherwise."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from digest.records import primary
from digest.text.glossary.terms import Term, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from digest.text.glossary.forms import Form

_WORD = re.compile(r"[^\W_]+(?:[-’'ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")

Spelling = tuple[str, ...]  # the words of a form, in lower case


class Entry(NamedTuple):
    """A written form of a term: which ending it has, and whether it is a banned one."""

    term: Term
    text: str
    place: int
    banned: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A term in a text, from `start` to `end`; `place` is the number of its ending."""

    term: Term
    start: int
    end: int
    place: int
    banned: bool


@dataclass(frozen=True)
class Glossary:
    """Terms by name. Languages are BCP 47 tags; `ru-BY` means the house style of ru for Belarus."""

    terms: Mapping[str, Term]

    @classmethod
    def load(cls, paths: Sequence[Path] = ()) -> Glossary:
        """Read the shipped terms and a user's files over them; raise `ConfigError`."""
        return cls(read(paths))

    @cached_property
    def _indexes(self) -> dict[str, dict[str, list[tuple[Spelling, Entry]]]]:
        return {}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all the terms: what was made with another glossary is made again."""
        return hashlib.sha256(repr(sorted(self.terms.items())).encode()).hexdigest()[:16]

    def find(self, text: str, language: str) -> list[Mention]:
        """Return the terms of a text in the order they stand; the longest where several fit."""
        words = list(_WORD.finditer(text))
        lower = [_POSSESSIVE.sub("", word[0].lower().replace("’", "'")) for word in words]
        index = self._index(language)
        found: list[Mention] = []
        at = 0
        while at < len(words):
            match = _longest(index.get(lower[at], ()), text, words[at:], lower[at:])
            if match:
                found.append(match[1])
            at += match[0] if match else 1
        return found

    def preferred(self, term: Term, language: str) -> Form | None:
        """Return the form to write in a language, or None where the glossary has none."""
        tags = (language, primary(language))
        return next((term.preferred[tag] for tag in tags if tag in term.preferred), None)

    def rows(self, text: str, source: str, target: str) -> list[tuple[str, str]]:
        """Return what a prompt needs: each term of a text as it stands there, and what to write."""
        pairs = {}
        for mention in self.find(text, source):
            if form := self.preferred(mention.term, target):
                pairs[text[mention.start : mention.end]] = form.plain
        return list(pairs.items())

    def repair(self, translated: str, target: str) -> str:
        """Return a translation with banned forms replaced by the preferred one, case for case."""
        parts: list[str] = []
        end = 0
        for mention in self.find(translated, target):
            form = self.preferred(mention.term, target)
            if mention.banned and form:
                written = translated[mention.start : mention.end]
                parts += [translated[end : mention.start], _cased(form.at(mention.place), written)]
                end = mention.end
        return "".join((*parts, translated[end:]))

    def _index(self, language: str) -> dict[str, list[tuple[Spelling, Entry]]]:
        """Return the forms of a language by their first word, longest first; made once."""
        if language not in self._indexes:
            index: dict[str, list[tuple[Spelling, Entry]]] = defaultdict(list)
            for entry in every_form(self, language):
                words = _WORD.findall(entry.text.lower().replace("’", "'"))
                spelling = tuple(_POSSESSIVE.sub("", word) for word in words)
                index[spelling[0]].append((spelling, entry))
            for entries in index.values():
                entries.sort(key=lambda pair: len(pair[0]), reverse=True)
            self._indexes[language] = dict(index)
        return self._indexes[language]


def every_form(glossary: Glossary, language: str) -> Iterator[Entry]:
    """Yield every form once; what a reader's own tag bans is banned although `ru` accepts it."""
    for term in glossary.terms.values():
        banned = _of(term.banned, language)
        own = glossary.preferred(term, language)
        good = (*((own,) if own else ()), *_of(term.accepted, language))
        seen: set[str] = set()
        for forms, is_banned in ((banned, True), (good, False)):
            for form in forms:
                for place, text in enumerate(form.spellings):
                    if text not in seen:
                        seen.add(text)
                        yield Entry(term, text, place, is_banned)


def _of(forms: Mapping[str, tuple[Form, ...]], language: str) -> tuple[Form, ...]:
    tags = dict.fromkeys((language, primary(language)))
    return tuple(form for tag in tags for form in forms.get(tag, ()))


def _longest(
    entries: Sequence[tuple[Spelling, Entry]],
    text: str,
    words: Sequence[re.Match[str]],
    lower: Sequence[str],
) -> tuple[int, Mention] | None:
    for spelling, entry in entries:
        size = len(spelling)
        if tuple(lower[:size]) != spelling:
            continue
        start, end = words[0].start(), words[size - 1].start() + len(spelling[-1])
        if not entry.term.case_sensitive or _agrees(text[start:end], entry.text):
            return size, Mention(entry.term, start, end, entry.place, entry.banned)
    return None


def _agrees(written: str, form: str) -> bool:
    """Tell whether the capitals agree: as the form has them, all, or one more at the start."""
    written = written.replace("’", "'")
    return written in {form, form.upper(), form[:1].upper() + form[1:]}


def _cased(form: str, written: str) -> str:
    if written.isupper() and len(written) > 1 and not form.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if written[:1].isupper() else form
