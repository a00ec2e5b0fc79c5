"""A checkpoint that is looked at when made, loaded when first used, tested, and let go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from digest.backends.models.checkpoint import Checkpoint
from digest.backends.neural.families import Family, family_of
from digest.backends.neural.generation import STEP, Request, Runtime
from digest.backends.neural.languages import languages
from digest.backends.neural.runtimes.loading import supported
from digest.backends.neural.vocabulary import Vocabulary
from digest.backends.residence import Resident
from digest.errors import ModelMissing

if TYPE_CHECKING:
    from digest.backends.neural.vocabulary import Prompt

KNOWN = "0 1 2 3 4 5 6 7 8 9 10 20 100 2000."  # a text in every language, for the self-test
UNLIMITED = 1 << 16  # positions of a family that counts them relatively


class LocalModel(Resident[tuple[Vocabulary, Runtime]], ABC):
    """What engines of one checkpoint share, whatever they make and whatever runs it."""

    name: ClassVar[str]
    layout: ClassVar[type[Checkpoint]] = Checkpoint
    devices: ClassVar[tuple[str, ...]]
    dtypes: ClassVar[tuple[str, ...]]

    def __init__(
        self, path: Path | str, among: tuple[Family, ...], device: str, dtype: str
    ) -> None:
        """Look at a checkpoint's directory without loading it.

        `device` and `dtype` are of those that the engine has. Raises `ModelMissing` or
        `ConfigError` where the directory cannot be used.
        """
        self._checkpoint = self.layout(Path(path).expanduser())
        self._family = family_of(self._checkpoint, among)
        self._languages = languages(self._checkpoint, self._family)
        self._positions = self._checkpoint.number("max_position_embeddings", default=UNLIMITED)
        self._revision = self._checkpoint.revision()
        where = self._checkpoint.path
        self._device = supported(self.name, where, "device", device, self.devices)
        self._dtype = supported(self.name, where, "dtype", dtype, self.dtypes)

    @property
    def _asked(self) -> dict[str, str]:
        """What was asked for, of what changes outputs; nothing where it is left to us."""
        return {} if self._dtype == "auto" else {"dtype": self._dtype}

    @abstractmethod
    def _start(self) -> Runtime:
        """Load the model."""

    def close(self) -> None:
        """Release the model; the next call loads it again."""
        loaded = self._loaded
        super().close()
        if loaded:
            loaded[1].close()

    def _open(self, source: str, target: str) -> tuple[Vocabulary, Runtime]:
        """Load what is not loaded, and see that it works before a night's texts go through it."""
        return self._resident(lambda: self._tested(source, target))

    def _tested(self, source: str, target: str) -> tuple[Vocabulary, Runtime]:
        runtime = self._start()
        vocabulary = Vocabulary(self._checkpoint, self._family, self._languages)
        _test(vocabulary, runtime, vocabulary.prompt(source, target), self._checkpoint)
        return vocabulary, runtime


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
