"""A checkpoint's tokenizer, told its languages as its family wants; no model, no PyTorch."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.neural.families import Family, Lead
from digest.errors import ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.backends.models.checkpoint import Checkpoint
    from digest.backends.neural.batching import Tokens
    from digest.backends.neural.languages import Language


_NAMED = frozenset(
    f"{name}Tokenizer"
    for name in ("Bart", "M2M100", "MBart", "MBart50", "Marian", "Nllb", "Pegasus", "T5")
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What tells a model its languages beside the text."""

    told: str = ""  # the code that the tokenizer puts among the source tokens
    lead: str = ""  # text before the text
    forced: int | None = None  # the first token of the output


class Vocabulary:
    """Text to tokens and back, for one checkpoint. Not for use by several threads at once."""

    def __init__(
        self, checkpoint: Checkpoint, family: Family, languages: dict[str, Language]
    ) -> None:
        """Load the tokenizer; raise `ModelMissing`, in one line, where that cannot be done."""
        self._checkpoint, self._family, self._languages = checkpoint, family, languages
        self.tokenizer = _load(checkpoint, family)
        self.unknown: int | None = self.tokenizer.unk_token_id
        # Not every checkpoint calls its languages' tokens special, to be left out of text.
        self._codes = frozenset(self._id(one) for one in languages.values())
        self._special = _either(
            *(one.token for one in languages.values()), *self.tokenizer.all_special_tokens
        )

    def prompt(self, source: str, target: str) -> Prompt:
        """Return how this checkpoint is told the pair.

        Raises `ModelMissing` for a language that it would take for an unknown word.
        """
        lead = self._family.lead
        target_token = self._language(target) if self._languages else None
        told = {Lead.SOURCE: source, Lead.TARGET: target}.get(lead)
        return Prompt(
            told=self._language(told).code if told and self._languages else "",
            lead=f"{target_token.token} " if target_token and lead is Lead.TEXT else "",
            forced=self._id(target_token) if target_token and self._family.forced else None,
        )

    def encode(self, texts: Sequence[str], prompt: Prompt) -> list[Tokens]:
        """Return the source tokens of each text, with all that belongs around them.

        What looks like a special token in a text (`</s>`, `ru_RU`) is taken apart, to be text.
        """
        if not texts:
            return []
        if prompt.told:
            self.tokenizer.src_lang = prompt.told
        whole = [prompt.lead + self._plain(text) for text in texts]
        made = self.tokenizer(whole, verbose=False).input_ids
        return [tuple(ids) for ids in made]

    def decode(self, outputs: Iterable[Tokens]) -> list[str]:
        """Return the text of each output, without its special tokens and its languages'."""
        return [self._text(output) for output in outputs]

    def words(self, tokens: Tokens) -> list[str]:
        """Return tokens as the vocabulary writes them, for runtimes that take these."""
        words: list[str] = self.tokenizer.convert_ids_to_tokens(list(tokens))
        return words

    def check(self, tokens: Sequence[Tokens], rows: int) -> None:
        """Raise `ModelMissing` where a token is none of the `rows` that the model knows."""
        if any(max(text, default=0) >= rows for text in tokens):
            raise ModelMissing(
                f"the tokenizer of {self._checkpoint.path} is not that of its model, which knows "
                f"{rows} tokens: download all of its files again"
            )

    def _plain(self, text: str) -> str:
        plain = self._special.sub(lambda match: f"{match[0][0]} {match[0][1:]}", text)
        marian = self._family.lead is Lead.TEXT  # its tokenizer takes any >>word<< for a language
        return plain.replace("<<", "«").replace(">>", "»") if marian else plain

    def _text(self, output: Tokens) -> str:
        words = [number for number in output if number not in self._codes]
        text: str = self.tokenizer.decode(words, skip_special_tokens=True)
        if self._family.newline:
            text = text.replace(self._family.newline, " ")
        return " ".join(text.split())

    def _language(self, tag: str) -> Language:
        language = self._languages.get(tag)
        if language is None or self._id(language) == self.unknown:
            raise ModelMissing(
                f"the vocabulary of {self._checkpoint.path} has no token for {tag}: "
                "download its tokenizer.json too, or use another model"
            )
        return language

    def _id(self, language: Language) -> int:
        number: int = self.tokenizer.convert_tokens_to_ids(language.token)
        return number


def _either(*tokens: str) -> re.Pattern[str]:
    """Return a pattern of any of the tokens, of those that have an inside to be broken at."""
    return re.compile("|".join(re.escape(token) for token in tokens if len(token) > 1) or r"(?!)")


def _load(checkpoint: Checkpoint, family: Family) -> Any:
    """Read the directory alone, without its code or the network."""
    tokenizer = f"the tokenizer of {checkpoint.path}"
    with libraries.loading(tokenizer, "torch", "get it again"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        kind = getattr(libraries.transformers(), family.tokenizer or _kind(checkpoint))
        return kind.from_pretrained(checkpoint.path, local_files_only=True)


def _kind(checkpoint: Checkpoint) -> str:
    """Return the class that a checkpoint names, if it is the library's: that loads no PyTorch."""
    said = str(checkpoint.settings("tokenizer_config.json").get("tokenizer_class"))
    name = said.removesuffix("Fast")
    return name if name in _NAMED else "AutoTokenizer"
