"""Translation by an encoder-decoder checkpoint in a directory, whatever runs it.

Sentences are encoded together; those too long are taken in parts; all go through the runtime in
batches. What the model does not end by itself, or what overflows, is tried once more in halves,
and else left empty for the check of translations to see: never a part of a sentence, silently.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from digest.backends.neural import batching, clauses
from digest.backends.neural.families import TRANSLATORS
from digest.backends.neural.generation import Request, cost, longest, room
from digest.backends.neural.languages import pairs_of
from digest.backends.neural.model import LocalModel
from digest.errors import NoRoute
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from digest.backends.neural.batching import Tokens
    from digest.backends.neural.generation import Runtime
    from digest.backends.neural.vocabulary import Prompt, Vocabulary


class NeuralTranslator(LocalModel):
    """Translator for one checkpoint of any family in `families.TRANSLATORS`."""

    rank: ClassVar[int]
    draft: ClassVar[bool] = False
    batch: ClassVar[int] = 1024  # sentences recorded at once: about a minute of a CPU

    def __init__(
        self,
        path: Path | str,
        pairs: Iterable[tuple[str, str]] | None = None,
        beams: int = 4,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        """Look at a checkpoint's directory without loading it; `pairs` overrides what it says.

        Raises `ModelMissing` or `ConfigError` where the directory cannot be used.
        """
        super().__init__(path, TRANSLATORS, device, dtype)
        self.pairs = frozenset(pairs or pairs_of(self._checkpoint, self._family, self._languages))
        self._beams = beams
        self._longest = longest(self._positions, self._family.longest)

    def signature(self, source: str, target: str) -> Signature:  # noqa: ARG002  # one model for all
        """Return the checkpoint and how it is searched; `revision` tells two of one name apart."""
        settings = {"beams": str(self._beams), "longest": str(self._longest), **self._asked}
        asked = tuple(settings.items())
        return Signature(self.name, self._checkpoint.name, self._revision, settings=asked)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return one translation for each sentence, in order; "" for one that did not succeed."""
        if (source, target) not in self.pairs:
            raise NoRoute(f"{self._checkpoint.path} does not translate {source} to {target}")
        vocabulary, runtime = self._open(source, target)
        texts = [" ".join(sentence.split()) for sentence in sentences]
        distinct = [text for text in dict.fromkeys(texts) if text]
        work = _Work(vocabulary, runtime, vocabulary.prompt(source, target), self._beams)
        made = dict(zip(distinct, work.translated(distinct, self._longest), strict=True))
        return [made.get(text, "") for text in texts]


class _Work:
    """One call: texts of one pair of languages through one model."""

    def __init__(
        self, vocabulary: Vocabulary, runtime: Runtime, prompt: Prompt, beams: int
    ) -> None:
        self._vocabulary, self._runtime = vocabulary, runtime
        self._prompt, self._beams = prompt, beams
        self._tokens: dict[str, Tokens] = {}

    def translated(self, texts: Sequence[str], most: int) -> list[str]:
        """Translate each text, those of more than `most` tokens in parts."""
        self._encode(texts)
        parts = [
            list(clauses.parts(text, lambda part: self._length(part) <= most)) for text in texts
        ]
        return self._joined(parts, again=True)

    def _joined(self, parts: list[list[str]], *, again: bool) -> list[str]:
        """Translate parts; "" for what is made of them where one of them did not succeed."""
        made = iter(self._pieces([part for whole in parts for part in whole], again=again))
        wholes = [list(islice(made, len(whole))) for whole in parts]
        return [" ".join(whole) if all(whole) else "" for whole in wholes]

    def _pieces(self, texts: list[str], *, again: bool) -> list[str]:
        self._encode(texts)
        tokens = [self._tokens[text] for text in texts]
        self._vocabulary.check(tokens, self._runtime.rows)
        found = batching.run(tokens, self._batch, self._runtime.budget, room, cost)
        made = [text or "" for text in found]
        wrong = [n for n, text in enumerate(made) if not text and clauses.clausal(texts[n])]
        if again and wrong:
            halves = [list(clauses.halves(texts[number])) for number in wrong]
            for number, text in zip(wrong, self._joined(halves, again=False), strict=True):
                made[number] = text
        return made

    def _batch(self, batch: list[Tokens]) -> list[str]:
        """Return texts at once: as numbers they take ten times the memory."""
        request = Request(room(len(batch[0])), self._beams, self._prompt.forced)
        outputs = self._runtime.generate(batch, request)
        return self._vocabulary.decode(out.tokens if out.whole else () for out in outputs)

    def _encode(self, texts: Sequence[str]) -> None:
        new = [text for text in texts if text not in self._tokens]
        self._tokens |= zip(new, self._vocabulary.encode(new, self._prompt), strict=True)

    def _length(self, text: str) -> int:
        self._encode([text])
        return len(self._tokens[text])
