"""A causal model on this machine, told what to do through its own chat template.

A checkpoint is a directory with safetensors, or a GGUF file. Prompts of about one length go
through it together, padded on the left, where generation begins.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from digest.backends.identity import fingerprint
from digest.backends.llm.briefings import Briefings
from digest.backends.llm.metering import Amount, Meter
from digest.backends.llm.model import Reply
from digest.backends.llm.translations import Translations
from digest.backends.neural import batching
from digest.backends.neural.batching import Budget, OutOfMemory, Tokens
from digest.backends.neural.checkpoint import Checkpoint
from digest.backends.residence import move_in
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.backends.llm.model import Ask
    from digest.backends.prompts import Sampling
    from digest.records import Spent
    from digest.text.glossary import Glossary

BUDGET = 4096  # padded tokens of prompts a batch
_LETTERS = 2  # a token holds at least, on average, in the languages that models know worst


class Chat:
    """One causal model, loaded when first asked."""

    engine: ClassVar[str] = "chat"

    def __init__(self, path: Path | str | None) -> None:
        """Look at a checkpoint without loading it.

        Raises `ConfigError` where none is named, `ModelMissing` where it cannot be used.
        """
        if not path:
            raise ConfigError("the engine chat needs a model: set [chat] model")
        self._path = Path(path).expanduser()
        self.model = self._path.name
        self.revision = self._identity()
        self.letters = _LETTERS * 2048
        self._loaded: tuple[Any, Any] | None = None
        self._budget = Budget(BUDGET)
        self._meter = Meter()

    def spent(self) -> tuple[Spent, ...]:
        """Return what the model has read and written so far, by task."""
        return self._meter.spent(self.engine, self.model)

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return a reply for each prompt, in order."""
        replies: dict[Ask, Reply] = {}
        for sampling in dict.fromkeys(ask.sampling for ask in asks):
            alike = [ask for ask in asks if ask.sampling == sampling]
            replies |= zip(alike, self._sampled(alike, sampling), strict=True)
        return [replies[ask] for ask in asks]

    def close(self) -> None:
        """Release the model; the next call loads it again."""
        self._loaded = None
        gc.collect()

    def _identity(self) -> str:
        if self._path.suffix != ".gguf":
            return Checkpoint(self._path).revision()
        if not self._path.is_file():
            raise ModelMissing(f"there is no model {self._path}; correct [chat] model")
        return fingerprint([self._path])

    def _open(self) -> tuple[Any, Any]:
        if self._loaded is None:
            move_in(self)
            self._loaded = _load(self._path)
        return self._loaded

    def _sampled(self, asks: Sequence[Ask], sampling: Sampling) -> list[Reply]:
        tokenizer, _ = self._open()
        prompts = [encoded(tokenizer, ask.text) for ask in asks]

        def work(batch: list[Tokens]) -> list[Reply]:
            return self._generate(batch, sampling)

        made = batching.run(prompts, work, self._budget)
        for ask, prompt, reply in zip(asks, prompts, made, strict=True):
            self._meter.count(ask.task, Amount(len(prompt), reply.tokens if reply else 0))
        return [reply or Reply(fault="the prompt does not fit into memory") for reply in made]

    def _generate(self, batch: list[Tokens], sampling: Sampling) -> list[Reply]:
        import torch

        tokenizer, model = self._open()
        rows = {"input_ids": [list(tokens) for tokens in batch]}
        padded = tokenizer.pad(rows, padding_side="left", return_tensors="pt").to(model.device)
        torch.manual_seed(sampling.seed)
        try:
            with torch.inference_mode():
                made = model.generate(**padded, **_options(sampling, tokenizer))
        except (MemoryError, torch.OutOfMemoryError) as error:
            raise OutOfMemory from error
        new = made[:, padded["input_ids"].shape[1] :].tolist()
        return [_reply(tokenizer, tokens, sampling) for tokens in new]


class ChatSummarizer(Briefings):
    """Briefings by a causal model."""

    needs: ClassVar[str] = "model"

    def __init__(self, path: Path | str | None) -> None:
        super().__init__(Chat(path))


class ChatTranslator(Translations):
    """Translations by a causal model, between languages that its user vouches for."""

    needs: ClassVar[str] = "model"

    def __init__(
        self, path: Path | str | None, languages: Iterable[str], glossary: Glossary | None = None
    ) -> None:
        super().__init__(Chat(path), languages, glossary)


def encoded(tokenizer: Any, text: str) -> Tokens:
    """Return a prompt in the model's template; only that makes tokens of the template's own."""
    asked = [{"role": "user", "content": harmless(text, special_tokens(tokenizer))}]
    told = tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
    return tuple(tokenizer(told, add_special_tokens=False)["input_ids"])


def special_tokens(tokenizer: Any) -> list[str]:
    """Return what a tokenizer takes for one of its own tokens, the longest first."""
    added = [str(t) for t in tokenizer.added_tokens_decoder.values() if t.special]
    return sorted({*added, *map(str, tokenizer.all_special_tokens)}, key=lambda t: (-len(t), t))


def harmless(text: str, tokens: Sequence[str]) -> str:
    """Return a text in which no token of a tokenizer's own is left: a blank breaks each."""
    for token in tokens:
        text = text.replace(token, f"{token[0]} {token[1:]}") if len(token) > 1 else text
    return text


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


def _load(path: Path) -> tuple[Any, Any]:
    """Read the files alone: no code of theirs, no pickles, no network."""
    try:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging
    except ImportError as error:
        raise ModelMissing(f"{path} needs PyTorch: pip install 'article-digest[torch]'") from error
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    where = {"gguf_file": path.name} if path.suffix == ".gguf" else {"use_safetensors": True}
    folder = path.parent if path.suffix == ".gguf" else path
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    safe = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **safe, **_named(where))
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, **safe, **where)
    except (ImportError, OSError, ValueError) as error:  # a package, a file, a format is missing
        reason = str(error).strip().partition("\n")[0]
        raise ModelMissing(f"{path} cannot be loaded: {reason}") from error
    if tokenizer.chat_template is None:
        raise ModelMissing(f"{path} has no chat template: use an instruction-tuned model")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token_id = tokenizer.eos_token_id
    return tokenizer, model.to(device).eval()


def _named(where: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in where.items() if key == "gguf_file"}
