"""Translation by a language model: numbered sentences in, numbered translations out.

Each translation comes with the number of its sentence and the words that one begins with. Where a
number is missing, given twice or made up, or the words are another sentence's, a model has lost
count, and nobody knows since when: nothing of the answer is used, the sentences are asked for again
in halves, and one that does not come out alone stays empty for the next engine.
"""

from __future__ import annotations

import unicodedata
from itertools import permutations
from typing import TYPE_CHECKING, ClassVar

from digest.backends.llm.answers import Translated, understood
from digest.backends.llm.asking import filled, listed
from digest.backends.prompts import fenced, prompt
from digest.records import Signature
from digest.text.writing.invisible import visible
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.backends.llm.answers import Numbered
    from digest.backends.llm.model import Ask, LanguageModel, Reply
    from digest.records import Spent
    from digest.text.glossary import Glossary

_MARKS = "-–—•*"  # of lists; also of direct speech
TOGETHER = 12  # sentences a prompt: their neighbours help, and an answer is not too long
_LEAST = 4  # letters that tell where a sentence begins; three words have more, but for "Я и ты"

Part = tuple[str, ...]


class Translations:
    """The translator that any language model makes."""

    rank: ClassVar[int] = 30  # after models that were made for translating
    draft: ClassVar[bool] = False
    batch: ClassVar[int] = 12 * TOGETHER  # sentences recorded at once: what they cost is not lost

    def __init__(
        self, model: LanguageModel, languages: Iterable[str], glossary: Glossary | None = None
    ) -> None:
        self.name = model.engine
        self.pairs = frozenset(permutations(sorted(set(languages)), 2))
        self._model = model
        self._glossary = glossary
        self._prompt = prompt("translate")

    def signature(self, source: str, target: str) -> Signature:
        """Return the model and its prompt for a pair of languages."""
        model = self._model
        terms = self._glossary.fingerprint if self._glossary else ""
        settings = (("pair", f"{source}-{target}"), ("glossary", terms))
        return Signature(
            model.engine, model.model, model.revision, self._prompt.fingerprint, settings
        )

    @property
    def is_unusable(self) -> bool:
        """Tell whether the model could not be loaded."""
        return self._model.is_unusable

    def spent(self) -> tuple[Spent, ...]:
        """Return what the model has read and written so far, by task."""
        return self._model.spent()

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return one translation for each sentence, in order; "" for one that did not succeed."""
        distinct = tuple(dict.fromkeys(text for text in sentences if text.strip()))
        parts = [distinct[at : at + TOGETHER] for at in range(0, len(distinct), TOGETHER)]
        made: dict[str, str] = {}
        while parts:
            replies = self._model.answer([self._ask(part, source, target) for part in parts])
            again: list[Part] = []
            for part, reply in zip(parts, replies, strict=True):
                found = _translations(part, reply)
                pairs = zip(part, found, strict=False)
                made |= {text: _unlisted(text, said) for text, said in pairs}
                again += [] if found else _halves(part)
            parts = again
        return [made.get(text, "") for text in sentences]

    def _ask(self, part: Part, source: str, target: str) -> Ask:
        numbered = (f"{n}. {' '.join(text.split())}" for n, text in enumerate(part, 1))
        return filled(
            self._prompt,
            Translated,
            source=wording("en").language_name(source),
            target=wording("en").language_name(target),
            glossary=self._terms(part, source, target),
            sentences=fenced("\n".join(numbered)),
        )

    def _terms(self, part: Part, source: str, target: str) -> str:
        return listed(
            self._glossary.rows("\n".join(part), source, target) if self._glossary else ()
        )


def _translations(part: Part, reply: Reply) -> tuple[str, ...]:
    """Return a translation for each sentence, or none at all where a model has lost count."""
    answer = understood(reply.text, Translated)
    told = sorted(answer.translations, key=lambda one: one.number) if answer else []
    if [one.number for one in told] != list(range(1, len(part) + 1)):
        return ()
    is_right = len(part) == 1 or all(map(_is_of, told, part))  # alone, it is no other's
    return tuple(one.text for one in told) if is_right else ()


def _is_of(one: Numbered, text: str) -> bool:
    """Tell whether a translation says of itself that it is one of this sentence."""
    there, said = _letters(text), _letters(one.begins)
    return there.startswith(said) and len(said) >= min(_LEAST, len(there))


def _letters(text: str) -> str:
    """Return the letters and digits of a text; models have their own accents, quotes and dashes."""
    apart = unicodedata.normalize("NFD", visible(text).casefold())
    return "".join(filter(str.isalnum, apart))


def _unlisted(text: str, said: str) -> str:
    """Return a translation without the mark of a list, where the sentence has none."""
    return said if text[:1] in _MARKS else said.lstrip(_MARKS + " ")


def _halves(part: Part) -> list[Part]:
    middle = len(part) // 2
    return [part[:middle], part[middle:]] if middle else []
