"""Translation and summaries by converted checkpoints, with CTranslate2 and without PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.backends.models.converted import Converted
from digest.backends.neural.model import LocalModel
from digest.backends.neural.runtimes.ctranslate2 import CTranslate2
from digest.backends.neural.runtimes.loading import DEVICES, DTYPES, INTEGERS
from digest.backends.neural.summarizer import NeuralSummarizer
from digest.backends.neural.translator import NeuralTranslator

if TYPE_CHECKING:
    from digest.backends.neural.generation import Runtime


class _UnderCTranslate2(LocalModel):
    name = "ctranslate2"
    layout = Converted
    devices = tuple(name for name in DEVICES if name != "mps")
    dtypes = (*DTYPES, *INTEGERS)

    def _start(self) -> Runtime:
        return CTranslate2(Converted(self._checkpoint.path), self._device, self._dtype)


class CTranslate2Translator(_UnderCTranslate2, NeuralTranslator):
    """Translator for one converted checkpoint of any family."""

    rank = 10


class CTranslate2Summarizer(_UnderCTranslate2, NeuralSummarizer):
    """Summarizer for one converted checkpoint of any family."""
