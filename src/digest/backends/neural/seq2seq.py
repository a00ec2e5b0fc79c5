"""Translation and summaries by checkpoints in directories on this machine, with PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.backends.neural.runtimes.pytorch import PyTorch
from digest.backends.neural.summarizer import NeuralSummarizer
from digest.backends.neural.translator import NeuralTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digest.backends.neural.generation import Runtime


class Seq2Seq(NeuralTranslator):
    """Translator for one checkpoint of any family."""

    name = "seq2seq"
    rank = 10

    def __init__(
        self,
        path: Path | str,
        pairs: Iterable[tuple[str, str]] | None = None,
        beams: int = 4,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        """Look at a checkpoint's directory without loading it; `pairs` overrides what it says."""
        super().__init__(path, pairs, beams)
        self._device, self._dtype = device, dtype

    def _start(self) -> Runtime:
        return PyTorch(self._checkpoint, self._device, self._dtype)


class Seq2SeqSummarizer(NeuralSummarizer):
    """Summarizer for one checkpoint of any family."""

    name = "seq2seq"

    def __init__(
        self,
        path: Path | str | None = None,
        beams: int | None = None,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        """Look at a checkpoint's directory without loading it; `beams` overrides what it says."""
        super().__init__(path, beams)
        self._device, self._dtype = device, dtype

    def _start(self) -> Runtime:
        return PyTorch(self._checkpoint, self._device, self._dtype)
