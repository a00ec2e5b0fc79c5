"""Translation and summaries by converted checkpoints, with CTranslate2 and without PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.backends.neural.checkpoint.converted import Converted
from digest.backends.neural.runtimes.ctranslate2 import CTranslate2
from digest.backends.neural.summarizer import NeuralSummarizer
from digest.backends.neural.translator import NeuralTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digest.backends.neural.generation import Runtime


class CTranslate2Translator(NeuralTranslator):
    """Translator for one converted checkpoint of any family."""

    name = "ctranslate2"
    rank = 10
    layout = Converted

    def __init__(
        self,
        path: Path | str,
        pairs: Iterable[tuple[str, str]] | None = None,
        beams: int = 4,
        device: str = "auto",
        compute: str = "default",
    ) -> None:
        """Look at a directory without loading it; `pairs` overrides what it says."""
        super().__init__(path, pairs, beams)
        self._device, self._compute = device, compute

    def _start(self) -> Runtime:
        return CTranslate2(Converted(self._checkpoint.path), self._device, self._compute)


class CTranslate2Summarizer(NeuralSummarizer):
    """Summarizer for one converted checkpoint of any family."""

    name = "ctranslate2"
    layout = Converted

    def __init__(
        self,
        path: Path | str | None = None,
        beams: int | None = None,
        device: str = "auto",
        compute: str = "default",
    ) -> None:
        """Look at a directory without loading it; `beams` overrides what it says."""
        super().__init__(path, beams)
        self._device, self._compute = device, compute

    def _start(self) -> Runtime:
        return CTranslate2(Converted(self._checkpoint.path), self._device, self._compute)
