"""What each family of encoder-decoder checkpoints needs to be told; one row a family.

Both runtimes read it. Adding a family is a row here and a test; where CTranslate2 does not convert
it right, the comparison says so, and `conversion.convert` has what is mended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.backends.models.checkpoint import Checkpoint

_NEVER = re.compile(r"(?!)")


class Lead(Enum):
    """What stands before the source text."""

    NOTHING = auto()
    SOURCE = auto()  # the source language's token, which the tokenizer adds (`src_lang`)
    TARGET = auto()  # the target language's token, added in the same way
    TEXT = auto()  # the target language's token, written as text before the text


def _any(_: Checkpoint) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Family:
    """Checkpoints that are told the languages, and searched, in the same way.

    `token` matches a language's token; its first group is the language's code (ISO 639, perhaps
    with a script or a country). `listed_in` are the files that list them, the first that does
    counts. `longest` is the most source tokens it was trained for, where its positions allow
    more. `is_named` tells that a checkpoint's name says its pair. `defaults` are options of
    generation, for what a checkpoint does not say itself.
    `signs` tells families of one `model_type` apart.
    """

    name: str
    model_type: str
    lead: Lead = Lead.NOTHING
    forced: bool = False  # the target language's token is forced as the output's first
    token: re.Pattern[str] = _NEVER
    listed_in: tuple[str, ...] = ()
    longest: int = 512
    is_named: bool = False
    defaults: dict[str, Any] = field(default_factory=dict)
    tokenizer: str = ""  # its class, where checkpoints name none, or one that is not the library's
    newline: str = ""  # what the vocabulary has for a line's end
    reads: frozenset[str] = frozenset()  # languages, where the checkpoint does not say; all if none
    signs: Callable[[Checkpoint], bool] = _any


_TOKENIZER = ("special_tokens_map.json", "tokenizer_config.json", "tokenizer.json")
_SMALL_100 = re.compile(r"small-?100", re.IGNORECASE)
_UNDERSCORED = re.compile(r"__([a-z]{2,3})__")
_LIKE_MBART = re.compile(r'(?<=")([a-z]{2}_[A-Z]{2})(?=")')
_MADLAD = re.compile(r"<2([a-z]{2,3}(?:_[A-Z][a-z]{3})?)>")
ENGLISH = frozenset(("en",))
# BART's paper (Lewis et al. 2020) and most checkpoints since: beams, and no phrase of three twice.
SUMMARY = {"num_beams": 4, "no_repeat_ngram_size": 3}
# XL-Sum's authors (Hasan et al. 2021) for mT5, whose single sentences repeat shorter phrases.
SHORT_SUMMARY = {"num_beams": 4, "no_repeat_ngram_size": 2}


def _tokenizer(*names: str) -> Callable[[Checkpoint], bool]:
    """Return the sign that the checkpoint names one of these classes for its tokenizer."""
    classes = {f"{name}{suffix}" for name in names for suffix in ("", "Fast")}

    def found(checkpoint: Checkpoint) -> bool:
        return checkpoint.settings("tokenizer_config.json").get("tokenizer_class") in classes

    return found


def _small_100(checkpoint: Checkpoint) -> bool:
    """Tell SMaLL-100, which ships with M2M100's settings, by its name or its shallow decoder."""
    config = checkpoint.config
    origin = f"{checkpoint.name} {config.get('_name_or_path', '')}"
    shallow = config.get("decoder_layers", 1) * 4 == config.get("encoder_layers", 1)
    own = (checkpoint.path / "tokenization_small100.py").is_file()
    return bool(_SMALL_100.search(origin)) or own or shallow


def _nllb(checkpoint: Checkpoint) -> bool:
    own = checkpoint.settings("tokenizer_config.json").get("tokenizer_class")
    return _tokenizer("NllbTokenizer")(checkpoint) or (
        not own and "nllb" in checkpoint.name.lower()
    )


def _madlad(checkpoint: Checkpoint) -> bool:
    return any(_MADLAD.search(checkpoint.text(name)) for name in (*_TOKENIZER, "spiece.model"))


_MBART50 = Family(
    "mbart50",
    "mbart",
    Lead.SOURCE,
    forced=True,
    token=_LIKE_MBART,
    listed_in=_TOKENIZER,
    signs=_tokenizer("MBart50Tokenizer"),
)

TRANSLATORS = (
    Family(
        "marian",
        "marian",
        Lead.TEXT,
        token=re.compile(r">>([a-z]{2,3}(?:_\w+)?)<<"),
        listed_in=("vocab.json",),
        is_named=True,
        tokenizer="MarianTokenizer",
    ),
    Family(
        "nllb",
        "m2m_100",
        Lead.SOURCE,
        forced=True,
        token=re.compile(r'(?<=")([a-z]{3}_[A-Z][a-z]{3})(?=")'),
        listed_in=("tokenizer.json", "special_tokens_map.json", "tokenizer_config.json"),
        signs=_nllb,
    ),
    Family(
        "small100",
        "m2m_100",
        Lead.TARGET,
        token=_UNDERSCORED,
        listed_in=(*_TOKENIZER, "added_tokens.json"),
        tokenizer="M2M100Tokenizer",
        signs=_small_100,
    ),
    Family(
        "m2m100",
        "m2m_100",
        Lead.SOURCE,
        forced=True,
        token=_UNDERSCORED,
        listed_in=(*_TOKENIZER, "added_tokens.json"),
    ),
    _MBART50,
    Family(
        "madlad",
        "t5",
        Lead.TEXT,
        token=_MADLAD,
        listed_in=(*_TOKENIZER, "spiece.model"),
        longest=256,
        signs=_madlad,
    ),
)

SUMMARIZERS = (
    Family("bart", "bart", longest=1024, defaults=SUMMARY, reads=ENGLISH),
    Family("pegasus", "pegasus", defaults=SUMMARY, reads=ENGLISH, newline="<n>"),
    replace(_MBART50, longest=1024, defaults=SUMMARY),
    Family(
        "mbart",
        "mbart",
        Lead.SOURCE,
        token=_LIKE_MBART,
        listed_in=_TOKENIZER,
        longest=1024,
        defaults=SUMMARY,
    ),
    Family("t5", "t5", defaults=SUMMARY, reads=ENGLISH),
    Family("mt5", "mt5", defaults=SHORT_SUMMARY),
)


def family_of(checkpoint: Checkpoint, among: tuple[Family, ...]) -> Family:
    """Return a checkpoint's row; raise `ConfigError` where there is none for it."""
    found = checkpoint.config.get("model_type")
    for family in among:
        if family.model_type == found and family.signs(checkpoint):
            return family
    known = ", ".join(family.name for family in among)
    raise ConfigError(
        f"{checkpoint.path} is a {found} model, which cannot be used here; these can: {known}"
    )
