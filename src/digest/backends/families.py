"""What each family of translation checkpoints needs to be told; one row per family.

Everything here is read from the small files of a checkpoint's directory: asking which
languages a model knows must not load the model.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from babel.core import get_global

from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from pathlib import Path

Pairs = frozenset[tuple[str, str]]
POSITIONS = 512  # where a checkpoint does not say
MAX_HEADER = 100_000_000  # bytes; the format's own limit
ISO_639_1 = 2  # letters of a code that names one language, never a group


@dataclass(frozen=True, slots=True)
class Language:
    """A language as a checkpoint writes it: `bel` is its code, `>>bel<<` its token."""

    code: str
    token: str


@dataclass(frozen=True, slots=True)
class Family:
    """Checkpoints that are told the languages in the same way.

    `languages` matches a language's token, its first group is the code; `listed_in` are the
    files that list them. The target's token leads the source text where `prefixed`, else the
    tokenizer is told the source and the token is forced as the first of the output.
    """

    model_type: str
    languages: re.Pattern[str]
    listed_in: tuple[str, ...]
    prefixed: bool


FAMILIES = (
    Family("marian", re.compile(r">>([a-z]{2,3}(?:_\w+)?)<<"), ("vocab.json",), prefixed=True),
    Family(
        "m2m_100",
        re.compile(r"__([a-z]{2,3})__"),
        ("special_tokens_map.json", "tokenizer_config.json"),
        prefixed=False,
    ),
)

# ISO 639-5 codes in the names of OPUS models, with those of their members that news is read in.
GROUPS = {
    "zle": frozenset(("be", "ru", "uk")),
    "zls": frozenset(("bg", "bs", "hr", "mk", "sl", "sr")),
    "zlw": frozenset(("cs", "pl", "sk")),
}
GROUPS["sla"] = frozenset().union(*GROUPS.values())
NAMED = re.compile(r"(?:^|-)([a-z]{2,3})-([a-z]{2,3})$")  # opus-mt-ru-uk, opus-mt-tc-big-zle-en


def family_of(path: Path) -> Family:
    """Return the family of a checkpoint; raise `ConfigError` where there is no row for it."""
    found = settings(path, "config.json").get("model_type")
    for family in FAMILIES:
        if family.model_type == found:
            return family
    known = ", ".join(family.model_type for family in FAMILIES)
    raise ConfigError(f"{path} is a {found} model; only these can be used: {known}")


def settings(path: Path, name: str) -> dict[str, object]:
    """Return one of the checkpoint's JSON files, empty where it is not there."""
    try:
        found = json.loads((path / name).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ConfigError(f"{path / name} is not JSON: {error}") from error
    return found if isinstance(found, dict) else {}


def positions(path: Path) -> int:
    """Return how many tokens a source or a translation can have."""
    found = settings(path, "config.json").get("max_position_embeddings")
    return found if isinstance(found, int) else POSITIONS


def revision(path: Path) -> str:
    """Return a hash of what tells two checkpoints apart without reading all of their weights."""
    files = _weights(path)
    seen = hashlib.sha256(json.dumps(settings(path, "config.json"), sort_keys=True).encode())
    for file in files:
        seen.update(_header(file) + str(file.stat().st_size).encode())
    return seen.hexdigest()[:16]


def _weights(path: Path) -> list[Path]:
    """Return the files of the weights; raise `ModelMissing` where none is safe to load."""
    if not path.is_dir():
        raise ModelMissing(f"there is no model directory {path}")
    found = sorted(path.glob("*.safetensors"))
    if found:
        return found
    if any(path.glob("*.bin")):
        raise ModelMissing(f"{path} has pickled weights only, which can run code: use safetensors")
    raise ModelMissing(f"{path} has no weights: model.safetensors is missing")


def _header(file: Path) -> bytes:
    with file.open("rb") as weights:
        return weights.read(min(int.from_bytes(weights.read(8), "little"), MAX_HEADER))


def languages(path: Path, family: Family) -> dict[str, Language]:
    """Return the languages with a token of their own, by BCP 47 primary tag.

    Where two tokens write one language, the plainer one stays: `>>bel<<`, not `>>bel_Latn<<`.
    """
    files = [path / name for name in family.listed_in if (path / name).is_file()]
    found = {
        match for file in files for match in family.languages.finditer(file.read_text("utf-8"))
    }
    known = {Language(match[1], match[0]) for match in found}
    plainest_last = sorted(known, key=lambda one: (len(one.code), one.code), reverse=True)
    return {primary(one.code): one for one in plainest_last}


def primary(code: str) -> str:
    """Return the BCP 47 primary tag: `be` for `bel`, `bel_Latn` and `be`."""
    base = code.partition("_")[0]
    if len(base) == ISO_639_1:
        return base
    alias: str = get_global("language_aliases").get(base, base)
    return alias.partition("_")[0]


def pairs_of(path: Path, family: Family, known: dict[str, Language]) -> Pairs:
    """Return the pairs a checkpoint translates: all of its languages', or those of its name."""
    if family.prefixed:
        source, target = _named(path)
        sources, targets = GROUPS.get(source, frozenset((source,))), _targets(target, known)
    else:
        sources = targets = frozenset(known)
    pairs = frozenset((one, other) for one, other in product(sources, targets) if one != other)
    if not pairs:
        raise ConfigError(f"{path} lists no languages in {' or '.join(family.listed_in)}")
    return pairs


def _named(path: Path) -> tuple[str, str]:
    if named := NAMED.search(path.name):
        return primary(named[1]), primary(named[2])
    config = settings(path, "tokenizer_config.json")
    source, target = config.get("source_lang"), config.get("target_lang")
    if not (isinstance(source, str) and isinstance(target, str)):
        raise ConfigError(f"{path} does not say its languages; name it like opus-mt-ru-uk")
    return primary(source), primary(target)


def _targets(named: str, known: dict[str, Language]) -> frozenset[str]:
    """Return one language as it is; of a group, those that the vocabulary has a token for."""
    if len(named) == ISO_639_1 or not known:
        return frozenset((named,))
    return frozenset(known) & GROUPS.get(named, frozenset(known))
