"""Languages as checkpoints write them (`bel`, `bel_Cyrl`, `ru_RU`) and as BCP 47 tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from babel.core import get_global

from digest.backends import libraries
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.backends.models.checkpoint import Checkpoint
    from digest.backends.neural.families import Family

Tags = frozenset[str]
Pairs = frozenset[tuple[str, str]]
ISO_639_1 = 2  # letters of a code that names one language, never a group

# Beside CLDR's aliases: M2M100's own code for Northern Sotho, and members of macrolanguages.
OWN = {"no": "nb", "ns": "nso", "pbt": "ps", "quy": "qu"}

# ISO 639-5 codes in the names of OPUS models, with those of their members that news is read in.
GROUPS = {
    "zle": frozenset(("be", "ru", "uk")),
    "zls": frozenset(("bg", "bs", "hr", "mk", "sl", "sr")),
    "zlw": frozenset(("cs", "pl", "sk")),
}
GROUPS["sla"] = frozenset().union(*GROUPS.values())
NAMED = re.compile(r"(?:^|-)([a-z]{2,3})-([a-z]{2,3})$")  # opus-mt-ru-uk, opus-mt-tc-big-zle-en
SCRIPT = re.compile(r"_[A-Z][a-z]{3}")
ONE_SIDED = re.compile(r"(one|many)-to-(one|many)")  # mbart-large-50-many-to-one-mmt: into English


@dataclass(frozen=True, slots=True)
class Language:
    """A language as a checkpoint writes it: `bel` is its code, `>>bel<<` its token."""

    code: str
    token: str


def languages(checkpoint: Checkpoint, family: Family) -> dict[str, Language]:
    """Return the languages with a token of their own, by BCP 47 primary tag.

    Where two tokens write one language, the plainer one stays: `>>bel<<`, not `>>bel_Latn<<`.
    """
    for name in family.listed_in:
        found = {(match[1], match[0]) for match in family.token.finditer(checkpoint.text(name))}
        if found:
            known = (Language(code, token) for code, token in found)
            return {primary(one.code): one for one in sorted(known, key=_plain, reverse=True)}
    return {}


def _plain(one: Language) -> tuple[bool, int, str]:
    """Put the script first that a tag without one means (CLDR's likely subtags)."""
    likely: str = get_global("likely_subtags").get(primary(one.code), "")
    script = SCRIPT.search(one.code)
    return bool(script and script[0] not in likely), len(one.code), one.code


def primary(code: str) -> str:
    """Return the BCP 47 primary tag: `be` for `bel`, `bel_Latn`, `be_BY` and `be`."""
    base = code.partition("_")[0]
    alias: str = OWN.get(base) or get_global("language_aliases").get(base, base)
    return alias.partition("_")[0]


def pairs_of(checkpoint: Checkpoint, family: Family, known: dict[str, Language]) -> Pairs:
    """Return the pairs a checkpoint translates: all of its languages', or those of its name."""
    if family.is_named:
        source, target = _named(checkpoint)
        sources, targets = GROUPS.get(source, frozenset((source,))), _targets(target, known)
    else:
        sources, targets = _sides(checkpoint.name, frozenset(known))
    pairs = frozenset((one, other) for one, other in product(sources, targets) if one != other)
    if not pairs:
        files = " or ".join(family.listed_in)
        raise ConfigError(
            f"{checkpoint.path} lists no languages in {files}, so that it would take their codes "
            "for unknown words: download these files too"
        )
    return pairs


def _named(checkpoint: Checkpoint) -> tuple[str, str]:
    if named := NAMED.search(checkpoint.name):
        return primary(named[1]), primary(named[2])
    config = checkpoint.settings("tokenizer_config.json")
    source, target = config.get("source_lang"), config.get("target_lang")
    if not (isinstance(source, str) and isinstance(target, str)):
        raise ConfigError(
            f"{checkpoint.path} does not say its languages; name it like opus-mt-ru-uk"
        )
    return primary(source), primary(target)


def _targets(named: str, known: dict[str, Language]) -> frozenset[str]:
    """Return one language as it is; of a group, those that the vocabulary has a token for."""
    if len(named) == ISO_639_1 or not known:
        return frozenset((named,))
    return frozenset(known) & GROUPS.get(named, frozenset(known))


def _sides(name: str, known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sources and the targets of a model of many languages."""
    one_sided = ONE_SIDED.search(name)
    english = known & {"en"}
    sources = english if one_sided and one_sided[1] == "one" else known
    targets = english if one_sided and one_sided[2] == "one" else known
    return sources, targets


def reads(checkpoint: Checkpoint, family: Family, known: Tags) -> Tags:
    """Return the languages a model was made for, BCP 47 primary tags; none for "any".

    Those of its card, if it has one; else those that its family was trained on. Only languages
    that its vocabulary has a token for, where it has such tokens.
    """
    said = _said(checkpoint) or family.reads
    return said & known if said and known else said or known


def _said(checkpoint: Checkpoint) -> Tags:
    card = checkpoint.path / "README.md"
    try:
        found = libraries.hub().metadata_load(card) if card.is_file() else None
    except Exception:  # a card is written by hand, YAML has errors of its own; nothing hangs on it
        return frozenset()
    listed = (found or {}).get("language") or []
    tags = [listed] if isinstance(listed, str) else listed
    return frozenset() if "multilingual" in tags else frozenset(primary(str(tag)) for tag in tags)
