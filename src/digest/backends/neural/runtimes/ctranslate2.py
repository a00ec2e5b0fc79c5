"""Encoder-decoder models under CTranslate2, converted by `digest models convert`.

On a CPU each core runs a replica with one thread, on weights that they share: two threads on one
batch are slower than one. A request is cut into so many equal batches that all replicas end
together: else a fifth of their time went by in waiting for the last one (bench/RESULTS.md). What a
text becomes does not depend on its batch in float32, and hardly in int8.

Beams stop as soon as there are as many finished outputs as beams, which transformers calls
`early_stopping=True`; it has no other way.
"""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.neural.batching import Budget
from digest.backends.neural.generation import Output
from digest.backends.neural.runtimes.memory import tried

if TYPE_CHECKING:
    from digest.backends.models.converted import Converted
    from digest.backends.neural.batching import Tokens
    from digest.backends.neural.generation import Request

CPU_BATCH = 4096  # tokens of a replica's batch, sources only, in each beam; see bench/RESULTS.md
GPU_BATCH = 32768  # not measured
BATCHES = 8  # of each replica in a request, at most
WRITTEN = 4  # tokens that the budget counts for one of the source: it, and all it may become
# Options of generation, by the names that transformers has for them, which are CTranslate2's too.
_OPTIONS = ("no_repeat_ngram_size", "repetition_penalty", "length_penalty")


class CTranslate2:
    """One model in memory."""

    def __init__(self, checkpoint: Converted, device: str = "auto", dtype: str = "auto") -> None:
        """Load the weights; raise `ModelMissing`, in one line, where that cannot be done.

        `dtype` is one of CTranslate2's types (int8, float32, …); auto is that of the weights.
        """
        self._model = _load(checkpoint, device, dtype)
        self._source, self._target = checkpoint.words()
        self._numbers = {word: number for number, word in enumerate(self._target)}
        self._said = checkpoint.config | checkpoint.settings("generation_config.json")
        self.rows = len(self._source)
        batch = GPU_BATCH if self._model.device == "cuda" else CPU_BATCH
        self._replicas: int = self._model.num_translators
        self._share: int = WRITTEN * BATCHES * self._replicas
        self.budget = Budget(batch * self._share)

    def close(self) -> None:
        """Release the weights."""
        self._model.unload_model()

    def generate(self, batch: list[Tokens], request: Request) -> list[Output]:
        """Return an output for each source."""
        forced = self._said.get("forced_bos_token_id") if request.forced is None else request.forced
        prefix = None if forced is None else [[self._target[forced]]] * len(batch)
        sources = [[self._source[number] for number in text] for text in batch]
        options = self._options(request) | {"max_batch_size": self._together(batch, request.beams)}
        made = tried(lambda: self._model.translate_batch(sources, prefix, **options))
        return [self._output(one.hypotheses[0], one.scores[0]) for one in made]

    def score(self, source: Tokens, target: Tokens) -> float:
        """Return the log-probability of an output, a token; an end is added where there is none."""
        words = [self._target[number] for number in target]
        (made,) = self._model.score_batch(
            [[self._source[number] for number in source]],
            [words[:-1] if target[-1] in _ends(self._said) else words],
            max_input_length=0,
        )
        return math.fsum(made.log_probs) / len(made.log_probs)

    def _together(self, batch: list[Tokens], beams: int) -> int:
        """Return how many texts a replica takes at once: as many as fit, and as the others do."""
        tokens = len(batch) * max(map(len, batch)) * beams
        fit = self.budget.tokens / self._share
        rounds = max(1, math.ceil(tokens / (fit * self._replicas)))
        return math.ceil(len(batch) / (rounds * self._replicas))

    def _options(self, request: Request) -> dict[str, Any]:
        said = self._said | request.options
        options = {name: said[name] for name in _OPTIONS if said.get(name) is not None}
        never = self._never()
        return {
            "beam_size": request.beams,
            "max_decoding_length": request.room,  # the forced token counts
            "min_decoding_length": 0,
            "max_input_length": 0,  # else sources are cut at 1024 tokens, silently
            "return_end_token": True,  # else nobody could tell what was cut off
            "return_scores": True,
            "suppress_sequences": never or None,
            **options,
        }

    def _never(self) -> list[list[str]]:
        """Return the outputs that the checkpoint rules out; Marian's padding is not even known."""
        words = self._said.get("bad_words_ids") or []
        known = [ids for ids in words if max(ids) < len(self._target)]
        return [[self._target[number] for number in ids] for ids in known]

    def _output(self, words: list[str], score: float) -> Output:
        tokens = tuple(self._numbers[word] for word in words)
        ended = bool(tokens) and tokens[-1] in _ends(self._said)
        return Output(tokens, ended=ended, sound=math.isfinite(score))


def _ends(said: dict[str, Any]) -> tuple[int, ...]:
    end = said["eos_token_id"]
    return tuple(end) if isinstance(end, list) else (end,)


def _load(checkpoint: Converted, device: str, dtype: str) -> Any:
    checkpoint.weights()
    advice = "convert it again, or mend [models]"
    with libraries.loading(checkpoint.folder, "ctranslate2", advice):
        from ctranslate2 import Translator

        return Translator(
            str(checkpoint.folder),
            device=device,
            compute_type="default" if dtype == "auto" else dtype,
            inter_threads=cores(),
            intra_threads=1,
        )


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
