"""Encoder-decoder models under PyTorch and transformers, on a CPU or a CUDA GPU."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.neural.batching import Budget, Tokens
from digest.backends.neural.generation import Output, Request
from digest.backends.neural.runtimes.loading import load, require_own_process
from digest.backends.neural.runtimes.memory import budget, free, tried

if TYPE_CHECKING:
    from digest.backends.models.checkpoint import Checkpoint

log = logging.getLogger(__name__)


class PyTorch:
    """One model in memory."""

    def __init__(self, checkpoint: Checkpoint, device: str = "auto", dtype: str = "auto") -> None:
        """Load the weights; raise `ModelMissing`, in one line, where that cannot be done."""
        checkpoint.weights()  # none but safetensors
        with libraries.loading(checkpoint.path, "torch"):
            self._model = load("AutoModelForSeq2SeqLM", checkpoint.path, device, dtype)
        told = self._model.generation_config
        told.max_length = None  # old checkpoints have one, and it causes a warning at each call
        told.forced_eos_token_id = None  # it hides that an output was cut off
        self._process = os.getpid()
        self.rows: int = self._model.get_input_embeddings().num_embeddings
        self.budget = Budget(budget(self._model))

    def close(self) -> None:
        """Release the weights."""
        self._model = None
        free()

    def generate(self, batch: list[Tokens], request: Request) -> list[Output]:
        """Return an output for each source; what overflowed is tried again, in other ways."""
        made = self._generate(batch, request)
        if not all(output.sound for output in made) and self._widened():
            made = self._generate(batch, request)
        unsound = [number for number, output in enumerate(made) if not output.sound]
        if unsound and request.beams > 1:
            log.warning("%d outputs were not a number; searching greedily", len(unsound))
            again = self._generate([batch[n] for n in unsound], replace(request, beams=1))
            for number, output in zip(unsound, again, strict=True):
                made[number] = output
        return made

    def _generate(self, batch: list[Tokens], request: Request) -> list[Output]:
        require_own_process(self._process)
        return tried(lambda: self._searched(batch, request))

    def _searched(self, batch: list[Tokens], request: Request) -> list[Output]:
        import torch  # takes seconds

        sources, mask = self._padded(batch)
        finite = _Finite()
        with torch.inference_mode():
            made = self._model.generate(
                input_ids=sources,
                attention_mask=mask,
                logits_processor=[finite],
                **self._options(request),
            )
        sound = finite.of(len(batch))
        return [
            self._output(tuple(ids[1:]), request, good)
            for ids, good in zip(made.tolist(), sound, strict=True)
        ]

    def _options(self, request: Request) -> dict[str, Any]:
        options = {
            "max_new_tokens": request.room,
            "min_length": 0,
            "num_beams": request.beams,
            "do_sample": False,
            **request.options,
        }
        return (
            options if request.forced is None else options | {"forced_bos_token_id": request.forced}
        )

    def _padded(self, batch: list[Tokens]) -> tuple[Any, Any]:
        import torch  # takes seconds

        pad = self._model.config.pad_token_id
        longest = max(len(text) for text in batch)
        rows = [list(text) + [pad] * (longest - len(text)) for text in batch]
        mask = [[1] * len(text) + [0] * (longest - len(text)) for text in batch]
        return (
            torch.tensor(rows, device=self._model.device),
            torch.tensor(mask, device=self._model.device),
        )

    def _output(self, ids: Tokens, request: Request, sound: bool) -> Output:
        """Cut the padding off. An end that the room forced would be no end; none is forced here."""
        end = self._model.generation_config.eos_token_id
        ends = end if isinstance(end, list) else [end]
        first = 1 if request.forced is not None else 0
        for place, number in enumerate(ids[first:], first):
            if number in ends:
                return Output(ids[: place + 1], ended=True, sound=sound)
        return Output(ids, ended=False, sound=sound)

    def _widened(self) -> bool:
        """Go on in 32 bits if it was fewer: half precision overflows where single does not."""
        import torch  # takes seconds

        if self._model.dtype == torch.float32:
            return False
        log.warning("an output overflowed in %s; going on in float32", self._model.dtype)
        self._model.float()
        self.budget.tokens = max(1, self.budget.tokens // 2)
        return True


class _Finite:
    """A logits processor that changes nothing and notes which rows were not a number."""

    def __init__(self) -> None:
        self._wrong: Any = None

    def __call__(self, input_ids: Any, scores: Any) -> Any:  # noqa: ARG002  # the library's protocol
        wrong = ~scores.amax(-1).isfinite()  # the greatest of a row with a NaN in it is NaN
        self._wrong = wrong if self._wrong is None else self._wrong | wrong
        return scores

    def of(self, texts: int) -> list[bool]:
        """Return for each text whether all of its beams were numbers."""
        sound: list[bool] = (~self._wrong.view(texts, -1).any(-1)).tolist()
        return sound
