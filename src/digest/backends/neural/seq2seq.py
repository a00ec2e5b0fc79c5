"""Translation and summaries by checkpoints in directories on this machine, with PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.backends.neural.model import LocalModel
from digest.backends.neural.runtimes.loading import DEVICES, DTYPES
from digest.backends.neural.runtimes.pytorch import PyTorch
from digest.backends.neural.summarizer import NeuralSummarizer
from digest.backends.neural.translator import NeuralTranslator

if TYPE_CHECKING:
    from digest.backends.neural.generation import Runtime


class _UnderPyTorch(LocalModel):
    name = "seq2seq"
    devices, dtypes = DEVICES, DTYPES

    def _start(self) -> Runtime:
        return PyTorch(self._checkpoint, self._device, self._dtype)


class Seq2Seq(_UnderPyTorch, NeuralTranslator):
    """Translator for one checkpoint of any family."""

    rank = 10


class Seq2SeqSummarizer(_UnderPyTorch, NeuralSummarizer):
    """Summarizer for one checkpoint of any family."""
