"""`make gate`: score the program on the evaluation data and hold the scores to pinned floors.

    python -m bench.gate            compare with the floors; exit 1 where one is missed
    python -m bench.gate stories    the same for some areas only
    python -m bench.gate --update   raise floors to today's scores; a floor is never lowered

A floor is pinned with the hash of the data it was measured on: other data, no verdict.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from itertools import repeat
from pathlib import Path

AREAS = (  # the slowest first
    "translation",
    "gate",
    "summaries",
    "extraction",
    "language",
    "plaintext",
    "stories",
    "factuality",
    "injection",
)
FLOORS = Path(__file__).with_name("floors.toml")
TOLERANCE = 0.002  # between machines: libraries round differently


def data() -> Path | None:
    """Return the folder of the evaluation data, where it is present."""
    folder = Path(os.environ.get("DIGEST_EVAL_DATA", "../shared/data"))
    return folder if folder.is_dir() else None


def corpus_hash(folder: Path) -> str:
    """Return a hash of the data's records, not of their order in the file system."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*.jsonl")):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def scores(folder: Path, areas: tuple[str, ...] = AREAS) -> dict[str, float]:
    """Return all scores, `area.name` -> value; the areas side by side, since one takes half."""
    with ProcessPoolExecutor() as pool:
        every = pool.map(_scored, areas, repeat(folder))
        return {name: value for found in every for name, value in found.items()}


def _scored(area: str, folder: Path) -> dict[str, float]:
    module = import_module(f"bench.quality.{area}")
    return {f"{area}.{name}": value for name, value in module.scores(folder).items()}


def main(arguments: list[str]) -> int:
    """Print a table, and return 1 where a floor is missed."""
    folder = data()
    if folder is None:
        print("gate: skipped, no evaluation data here (set DIGEST_EVAL_DATA)")
        return 0
    pinned = tomllib.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    floors, corpus = pinned.get("floors", {}), corpus_hash(folder)
    if pinned and pinned["corpus"] != corpus:
        print(f"gate: the data ({corpus}) is not what the floors were measured on")
        floors = {}
    found = scores(folder, tuple(area for area in AREAS if area in arguments) or AREAS)
    missed = [name for name, floor in floors.items() if found.get(name, floor) < floor - TOLERANCE]
    for name, value in found.items():
        floor = f"{floors[name]:.4f}" if name in floors else "-"
        print(f"{name:44} {value:10.4f}   floor {floor:8} {'MISSED' if name in missed else ''}")
    if "--update" in arguments:
        raised = {name: max(value, floors.get(name, value)) for name, value in found.items()}
        _pin(corpus, floors | raised)
    return 1 if missed else 0


def _pin(corpus: str, floors: dict[str, float]) -> None:
    lines = [f'"{name}" = {value:.4f}' for name, value in sorted(floors.items())]
    FLOORS.write_text("\n".join([f'corpus = "{corpus}"', "", "[floors]", *lines, ""]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
