"""Translation by an encoder-decoder checkpoint in a directory, whatever runs it.

Sentences are encoded together; those too long are taken in parts; all go through the runtime in
batches. What the model does not end by itself, or what overflows, is tried once more in halves,
and else left empty for the check of translations to see: never a part of a sentence, silently.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from digest.backends import batching, clauses
from digest.backends.checkpoint import Checkpoint
from digest.backends.families import TRANSLATORS, family_of, languages, pairs_of
from digest.backends.generation import STEP, Output, Request, Runtime, longest, room
from digest.backends.residence import move_in
from digest.backends.vocabulary import Prompt, Vocabulary
from digest.errors import ModelMissing, NoRoute
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.backends.batching import Tokens

KNOWN = "0 1 2 3 4 5 6 7 8 9 10 20 100 2000."  # a text in every language, for the self-test
UNLIMITED = 1 << 16  # positions of a family that counts them relatively


class NeuralTranslator(ABC):
    """Translator for one checkpoint of any family in `families.TRANSLATORS`."""

    name: ClassVar[str]
    rank: ClassVar[int]
    draft: ClassVar[bool] = False

    def __init__(
        self, path: Path | str, pairs: Iterable[tuple[str, str]] | None = None, beams: int = 4
    ) -> None:
        """Look at a checkpoint's directory without loading it; `pairs` overrides what it says.

        Raises `ModelMissing` or `ConfigError` where the directory cannot be used.
        """
        self._checkpoint = Checkpoint(Path(path).expanduser())
        self._family = family_of(self._checkpoint, TRANSLATORS)
        self._languages = languages(self._checkpoint, self._family)
        self.pairs = frozenset(pairs or pairs_of(self._checkpoint, self._family, self._languages))
        self._beams = beams
        positions = self._checkpoint.number("max_position_embeddings", default=UNLIMITED)
        self._longest = longest(positions, self._family.longest)
        self._revision = self._checkpoint.revision()
        self._loaded: tuple[Vocabulary, Runtime] | None = None

    @abstractmethod
    def _start(self) -> Runtime:
        """Load the model."""

    def __enter__(self) -> Self:
        """Return the engine."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the model."""
        self.close()

    def close(self) -> None:
        """Release the model; the next call loads it again."""
        loaded, self._loaded = self._loaded, None
        if loaded:
            loaded[1].close()

    def signature(self, source: str, target: str) -> Signature:  # noqa: ARG002  # one model for all
        """Return the checkpoint and how it is searched; `revision` tells two of one name apart."""
        asked = (("beams", str(self._beams)), ("longest", str(self._longest)))
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

    def _open(self, source: str, target: str) -> tuple[Vocabulary, Runtime]:
        """Load what is not loaded, and see that it works before a night's texts go through it."""
        if self._loaded is None:
            move_in(self)
            runtime = self._start()
            vocabulary = Vocabulary(self._checkpoint, self._family, self._languages)
            prompt = vocabulary.prompt(source, target)
            _test(vocabulary, runtime, prompt, self._checkpoint)
            self._loaded = vocabulary, runtime
        return self._loaded


def _test(vocabulary: Vocabulary, runtime: Runtime, prompt: Prompt, checkpoint: Checkpoint) -> None:
    """Raise `ModelMissing` where tokenizer and model don't belong together, or weights are bad."""
    tokens = vocabulary.encode([KNOWN], prompt)
    vocabulary.check(tokens, runtime.rows)
    if 2 * tokens[0].count(vocabulary.unknown or -1) > len(tokens[0]):
        raise ModelMissing(
            f"the tokenizer of {checkpoint.path} does not know digits, so it is not that of its "
            "model: download all of its files again"
        )
    (output,) = runtime.generate(tokens, Request(STEP, forced=prompt.forced))
    if not output.sound:
        raise ModelMissing(
            f"the weights of {checkpoint.path} give no numbers (NaN): download them again"
        )


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
        outputs = self._outputs(texts)
        made = self._vocabulary.decode(out.tokens if out and out.whole else () for out in outputs)
        wrong = [n for n, text in enumerate(made) if not text and clauses.clausal(texts[n])]
        if again and wrong:
            halves = [list(clauses.halves(texts[number])) for number in wrong]
            for number, text in zip(wrong, self._joined(halves, again=False), strict=True):
                made[number] = text
        return made

    def _outputs(self, texts: list[str]) -> list[Output | None]:
        self._encode(texts)
        tokens = [self._tokens[text] for text in texts]
        self._vocabulary.check(tokens, self._runtime.rows)
        return batching.run(tokens, self._batch, self._runtime.budget, room)

    def _batch(self, batch: list[Tokens]) -> list[Output]:
        request = Request(room(len(batch[0])), self._beams, self._prompt.forced)
        return self._runtime.generate(batch, request)

    def _encode(self, texts: Sequence[str]) -> None:
        new = [text for text in texts if text not in self._tokens]
        self._tokens |= zip(new, self._vocabulary.encode(new, self._prompt), strict=True)

    def _length(self, text: str) -> int:
        self._encode([text])
        return len(self._tokens[text])
