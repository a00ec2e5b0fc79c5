"""The checkpoints that we recommend, read from `registry.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

from digest.errors import ModelMissing

REGISTRY = Path(__file__).with_name("registry.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One checkpoint of the hub."""

    id: str
    task: str  # translate, summarize, chat
    family: str  # a row of the families' table; for chat, what its makers call it
    device: str  # cpu, gpu: where it is fast enough for a night
    licence: str  # SPDX, lower case
    megabytes: int  # to download, about
    languages: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    revision: str = ""

    @property
    def name(self) -> str:
        """Return the id without its owner."""
        return self.id.rpartition("/")[2]

    def translates(self, source: str, target: str) -> bool:
        """Tell whether it translates this pair of languages."""
        every = self.pairs or permutations(self.languages, 2)
        return self.task == "translate" and (source, target) in every


@cache
def entries() -> tuple[Entry, ...]:
    """Return all of them, in the order of the file: of two for one purpose, the better first."""
    listed = tomllib.loads(REGISTRY.read_text("utf-8"))["model"]
    return tuple(_entry(**values) for values in listed)


def _entry(
    *, languages: list[str], pairs: list[list[str]] | None = None, **values: str | int
) -> Entry:
    return Entry(
        languages=tuple(languages),
        pairs=tuple((source, target) for source, target in pairs or ()),
        **values,  # type: ignore[arg-type]  # a test reads every entry
    )


def entry(name: str) -> Entry:
    """Return an entry by its id, or its name without the owner; raise `ModelMissing`."""
    if found := known(name):
        return found
    raise ModelMissing(f"no model {name!r} in the registry; see digest models list")


def known(name: str) -> Entry | None:
    """Return an entry by its id, or its name without the owner, if there is one."""
    return next((one for one in entries() if name in {one.id, one.name}), None)


def full(name: str) -> str:
    """Return the id of an entry for its name, any other name as it is."""
    found = known(name)
    return found.id if found else name


def better(source: str, target: str, device: str) -> Entry | None:
    """Return the checkpoint for a pair that we recommend first, free for any use, if there is one.

    A machine without a GPU gets none that needs it.
    """
    fit = (
        one for one in entries() if one.translates(source, target) and not restricted(one.licence)
    )
    return next((one for one in fit if one.device in {device, "cpu"}), None)


def restricted(licence: str) -> bool:
    """Tell whether a licence forbids some use, or is not known, so that a person must agree."""
    return "-nc" in licence or licence in {"", "other", "unknown"}
