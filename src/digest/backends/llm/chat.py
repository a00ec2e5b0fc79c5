"""A causal model on this machine, told what to do through its own chat template.

Prompts of about one length go through it together, padded on the left, where generation begins.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from digest.backends.llm import causal
from digest.backends.llm.briefings import Briefings
from digest.backends.llm.metering import Amount, Meter
from digest.backends.llm.model import Faults, Reply
from digest.backends.llm.translations import Translations
from digest.backends.neural import batching
from digest.backends.neural.batching import Budget, Tokens
from digest.backends.neural.runtimes import loading, memory
from digest.backends.residence import Resident
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.backends.llm.model import Ask
    from digest.backends.prompts import Sampling
    from digest.records import Spent
    from digest.text.glossary import Glossary

log = logging.getLogger(__name__)

_LETTERS = 2  # a token holds at least, on average, in the languages that models know worst
_ANSWER = 2048  # tokens of a model's positions that its answer may need
_LEAST, _MOST = 2048, 6144  # tokens of a prompt, whatever a model's positions are


class Chat(Resident[tuple[Any, Any]]):
    """One causal model, loaded when first asked."""

    engine: ClassVar[str] = "chat"

    def __init__(self, path: Path | str | None, device: str = "auto", dtype: str = "auto") -> None:
        """Look at a checkpoint without loading it.

        Raises `ConfigError` where none is named, `ModelMissing` where it cannot be used.
        """
        if not path:
            raise ConfigError("the engine chat needs a model: set [chat] model")
        self._path = causal.located(Path(path).expanduser())
        self.model, files = causal.named(self._path)
        self._device = loading.supported("chat", self._path, "device", device, loading.DEVICES)
        self._dtype = loading.supported("chat", self._path, "dtype", dtype, loading.DTYPES)
        self.revision = files if dtype == "auto" else f"{files} {dtype}"
        self._process = os.getpid()
        self._budget = Budget(0)
        self._meter = Meter()
        self._faults = Faults()

    @property
    def letters(self) -> int:
        """How many letters of prompt it can read; only the model can say, so it is loaded."""
        try:
            _, model = self._open()
        except ModelMissing:
            return _LETTERS * _LEAST
        positions = getattr(model.config, "max_position_embeddings", _LEAST)
        return _LETTERS * max(_LEAST, min(_MOST, positions - _ANSWER))

    def spent(self) -> tuple[Spent, ...]:
        """Return what the model has read and written so far, by task."""
        return self._meter.spent(self.engine, self.model)

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return a reply for each prompt, in order."""
        replies: dict[Ask, Reply] = {}
        for sampling in dict.fromkeys(ask.sampling for ask in asks):
            alike = [ask for ask in asks if ask.sampling == sampling]
            try:
                replies |= zip(alike, self._sampled(alike, sampling), strict=True)
            except ModelMissing as error:  # it is told, and others do its work
                replies |= dict.fromkeys(alike, Reply(fault=str(error)))
        return [replies[ask] for ask in asks]

    def close(self) -> None:
        """Release the model; the next call loads it again."""
        super().close()
        memory.free()

    def _open(self) -> tuple[Any, Any]:
        loading.require_own_process(self._process)
        return self._resident(self._load)

    def _load(self) -> tuple[Any, Any]:
        try:
            tokenizer, model = causal.load(self._path, self._device, self._dtype)
        except ModelMissing as error:
            log.warning("%s; the engine chat does nothing in this run", error)
            raise
        self._budget = Budget(memory.budget(model))
        return tokenizer, model

    def _sampled(self, asks: Sequence[Ask], sampling: Sampling) -> list[Reply]:
        tokenizer, _ = self._open()
        prompts = [causal.encoded(tokenizer, ask.text) for ask in asks]

        def work(batch: list[Tokens]) -> list[Reply]:
            return memory.tried(lambda: self._searched(batch, sampling))

        def cost(length: int) -> int:
            return length + sampling.max_tokens

        made = batching.run(prompts, work, self._budget, cost=cost)
        for ask, prompt, reply in zip(asks, prompts, made, strict=True):
            self._meter.count(ask.task, Amount(len(prompt), reply.tokens if reply else 0))
        lost = Reply(fault="a prompt does not fit into the memory")
        return [self._faults.tell(self.model, reply or lost) for reply in made]

    def _searched(self, batch: list[Tokens], sampling: Sampling) -> list[Reply]:
        import torch

        tokenizer, model = self._open()
        rows = {"input_ids": [list(tokens) for tokens in batch]}
        padded = tokenizer.pad(rows, padding_side="left", return_tensors="pt").to(model.device)
        torch.manual_seed(sampling.seed)
        with torch.inference_mode():
            made = model.generate(**padded, **_options(sampling, tokenizer))
        new = made[:, padded["input_ids"].shape[1] :].tolist()
        return [_reply(tokenizer, tokens, sampling) for tokens in new]


class ChatSummarizer(Briefings):
    """Briefings by a causal model."""

    needs: ClassVar[str] = "chat"

    def __init__(
        self,
        path: Path | str | None,
        glossary: Glossary | None = None,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        super().__init__(Chat(path, device, dtype), glossary)


class ChatTranslator(Translations):
    """Translations by a causal model, between languages that its user vouches for."""

    needs: ClassVar[str] = "chat"

    def __init__(
        self,
        path: Path | str | None,
        languages: Iterable[str],
        glossary: Glossary | None = None,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        super().__init__(Chat(path, device, dtype), languages, glossary)


def _options(sampling: Sampling, tokenizer: Any) -> dict[str, Any]:
    options = {"max_new_tokens": sampling.max_tokens, "pad_token_id": tokenizer.pad_token_id}
    if not sampling.temperature:
        return options | {"do_sample": False}
    chance = {"temperature": sampling.temperature, "top_p": sampling.top_p}
    return options | chance | {"do_sample": True}


def _reply(tokenizer: Any, tokens: list[int], sampling: Sampling) -> Reply:
    """Return the text of an answer; one that did not end by itself is of no use."""
    ends = {tokenizer.eos_token_id, tokenizer.pad_token_id}
    length = next((n for n, token in enumerate(tokens, 1) if token in ends), len(tokens))
    if length >= sampling.max_tokens and not ends & set(tokens):
        return Reply(fault=f"cut off at {sampling.max_tokens} tokens", tokens=length)
    return Reply(tokenizer.decode(tokens, skip_special_tokens=True), tokens=length)
