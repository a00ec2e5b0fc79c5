"""Translation by an encoder-decoder checkpoint in a directory on this machine, with PyTorch."""

from __future__ import annotations

import re
import warnings
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.backends.checkpoint import Checkpoint
from digest.backends.families import TRANSLATORS, Language, Lead, family_of, languages, pairs_of
from digest.errors import ModelMissing, NoRoute
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BATCH_TOKENS = 2048  # padded source tokens; sorted by length, 4 times as fast as one by one
STEP = 16  # lengths of output are multiples of it, so that texts of about one length share a batch
CLAUSE = re.compile(r"[,;:…)»”]\s+|\s+(?=[—–(«“])")
SPACE = re.compile(r"\s+")


class Seq2Seq:
    """Translator for one checkpoint: Marian and M2M100, see `families`."""

    name = "seq2seq"
    rank = 10
    draft = False

    def __init__(
        self,
        path: Path | str,
        pairs: Sequence[tuple[str, str]] | None = None,
        beams: int = 4,
        device: str = "cpu",
    ) -> None:
        """Look at a checkpoint's directory without loading it; `pairs` overrides what it says."""
        self._path = Path(path).expanduser()
        checkpoint = Checkpoint(self._path)
        self._revision = checkpoint.revision()
        self._family = family_of(checkpoint, TRANSLATORS)
        self._languages = languages(checkpoint, self._family)
        self.pairs = frozenset(pairs or pairs_of(checkpoint, self._family, self._languages))
        self._beams, self._device = beams, device
        self._positions = checkpoint.number("max_position_embeddings", default=512)

    def signature(self, source: str, target: str) -> Signature:  # noqa: ARG002  # one model for all
        """Return the checkpoint and how it is searched; `revision` tells two of one name apart."""
        asked = (("beams", str(self._beams)), ("max_new_tokens", str(_room(self._longest))))
        return Signature(self.name, self._path.resolve().name, self._revision, settings=asked)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return one translation for each sentence, in order; nothing is cut off at the end."""
        if (source, target) not in self.pairs:
            raise NoRoute(f"{self._path} does not translate {source} to {target}")
        encode = self._encoder(source, target)
        texts = enumerate(" ".join(sentence.split()) for sentence in sentences)
        pieces = [(i, ids) for i, text in texts for ids in _split(text, encode, self._longest)]
        made = self._generate([ids for _, ids in pieces], target)
        parts: list[list[str]] = [[] for _ in sentences]
        for (index, _), text in zip(pieces, made, strict=True):
            parts[index].append(text)
        return [" ".join(part for part in whole if part) for whole in parts]

    @property
    def _longest(self) -> int:
        """The longest source whose output, twice as long and a little, has positions too."""
        return (self._positions // STEP - 2) // 2 * STEP

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        return _load(self._path, self._device)

    @cached_property
    def _tokens(self) -> frozenset[int]:
        """Every language's token: not all checkpoints call them special, to be left out of text."""
        return frozenset(self._id(language) for language in self._languages.values())

    def _language(self, tag: str) -> Language:
        """Return a language as this checkpoint writes it; one it would read as `<unk>` is none."""
        tokenizer, _ = self._loaded
        language = self._languages.get(tag)
        if language is None or self._id(language) == tokenizer.unk_token_id:
            raise ModelMissing(f"the vocabulary of {self._path} has no token for {tag}")
        return language

    def _id(self, language: Language) -> int:
        number: int = self._loaded[0].convert_tokens_to_ids(language.token)
        return number

    def _encoder(self, source: str, target: str) -> Callable[[str], list[int]]:
        tokenizer, _ = self._loaded
        if self._family.lead is Lead.SOURCE:
            tokenizer.src_lang = self._language(source).code
        several = self._family.lead is Lead.TEXT and self._languages
        lead = f"{self._language(target).token} " if several else ""
        return lambda text: list(tokenizer(lead + _quoted(text)).input_ids)

    def _generate(self, sources: list[list[int]], target: str) -> list[str]:
        forced = self._id(self._language(target)) if self._family.forced else None
        made: dict[int, str] = {}
        for batch in _batches(sources):
            made |= zip(batch, self._batch([sources[i] for i in batch], forced), strict=True)
        return [made[index] for index in range(len(sources))]

    def _batch(self, sources: list[list[int]], forced: int | None) -> list[str]:
        import torch  # takes seconds

        tokenizer, model = self._loaded
        padded = tokenizer.pad({"input_ids": sources}, return_tensors="pt").to(self._device)
        with torch.inference_mode():
            outputs = model.generate(
                **padded,
                forced_bos_token_id=forced,
                max_new_tokens=_room(len(sources[0])),
                min_length=0,
                num_beams=self._beams,
                do_sample=False,
            )
        return [self._text(output) for output in outputs.tolist()]

    def _text(self, output: list[int]) -> str:
        tokenizer, _ = self._loaded
        words = [number for number in output if number not in self._tokens]
        text: str = tokenizer.decode(words, skip_special_tokens=True)
        return text.strip()


def _load(path: Path, device: str) -> tuple[Any, Any]:
    """Load tokenizer and model; raise `ModelMissing`, in one line, where that cannot be done."""
    try:
        tokenizer, model = _read(path)
    except ImportError as error:
        raise ModelMissing(f"{path} needs PyTorch: pip install 'article-digest[torch]'") from error
    except Exception as error:  # each library has its own for a damaged file
        reason = str(error).strip().partition("\n")[0]
        raise ModelMissing(f"{path} cannot be loaded: {reason}") from error
    model.generation_config.max_length = None  # old checkpoints have one, and it causes a warning
    return tokenizer, model.to(device).eval()


def _read(path: Path) -> tuple[Any, Any]:
    """Read the directory alone, without its code, pickles or the network."""
    import torch  # takes seconds
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
    local = {"local_files_only": True, "use_safetensors": True}
    return tokenizer, AutoModelForSeq2SeqLM.from_pretrained(path, dtype=torch.float32, **local)


def _room(length: int) -> int:
    """Return how many tokens a translation may have: twice the source's, rounded up, and some.

    It depends on nothing but the source, so that no text's translation depends on its batch.
    """
    return 2 * -(-length // STEP) * STEP + STEP


def _batches(sources: list[list[int]]) -> Iterator[list[int]]:
    """Yield indices of sources with equal room for output, within the budget of tokens."""
    order = sorted(range(len(sources)), key=lambda index: len(sources[index]))
    for _, group in groupby(order, key=lambda index: _room(len(sources[index]))):
        same = list(group)
        size = max(1, BATCH_TOKENS // len(sources[same[-1]]))
        yield from (same[start : start + size] for start in range(0, len(same), size))


def _split(text: str, encode: Callable[[str], list[int]], longest: int) -> Iterator[list[int]]:
    """Yield the tokens of the text, halved at clauses until each part fits the model."""
    if not text:
        return
    ids = encode(text)
    if len(ids) <= longest or len(text) == 1:
        yield ids
        return
    cut = _middle(text)
    yield from _split(text[:cut].strip(), encode, longest)
    yield from _split(text[cut:].strip(), encode, longest)


def _middle(text: str) -> int:
    """Return the end of a clause nearest to the middle; of a word where there is no clause."""
    half = len(text) // 2
    for boundary in (CLAUSE, SPACE):
        if ends := [match.end() for match in boundary.finditer(text) if match.end() < len(text)]:
            return min(ends, key=lambda end: abs(end - half))
    return half


def _quoted(text: str) -> str:
    """Return the text without `>>` and `<<`, which Marian's tokenizer takes for a language's."""
    return text.replace("<<", "«").replace(">>", "»")
