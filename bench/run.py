"""`make bench`: our speed against named peers, each pair taken in one run, into RESULTS.md."""

from __future__ import annotations

import platform
import sys
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench.gate import AREAS, data

if TYPE_CHECKING:
    from bench.ratio import Ratio

UNTIMED = frozenset({"factuality", "injection"})  # what only has scores
RESULTS = Path(__file__).with_name("RESULTS.md")
MODELS = ("seq2seq", "ctranslate2")  # areas that need what weighs a gigabyte
HEADING = "## Models\n"
# By commands that take long: written by hand, and kept.
AT_LENGTH = "### At length\n"
NIGHTS = "## Nights\n"
QUALITY = "## Quality\n"
PEERS = ("langdetect", "sumy", "trafilatura", "jusText", "sacrebleu")


def table(ratios: list[Ratio]) -> str:
    """Return the ratios as a Markdown table."""
    rows = [
        f"| {r.name} | {r.ours:.4f} | {r.peer:.4f} | {r.times:.1f} | {r.note} |" for r in ratios
    ]
    head = ["| what | ours, s | peer, s | times faster | note |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def models(folder: Path) -> str:
    """Return the section of engines with models: what can be run here, and what is kept."""
    missing = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
    if missing:
        print(f"bench: {' and '.join(missing)} not installed: the section Models stays as it was")
        return kept(HEADING)
    found = [r for area in MODELS for r in import_module(f"bench.speed.{area}").ratios(folder)]
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("torch", "ctranslate2"))
    said = f"`make bench`; {versions}; random weights; CPU seconds.\n\n{table(found)}\n"
    return f"{HEADING}\n{said}\n{kept(AT_LENGTH)}"


def kept(heading: str) -> str:
    """Return a section as it stands."""
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else ""
    return heading + before.partition(heading)[2].partition("\n## ")[0].rstrip() + "\n"


def main() -> int:
    """Measure and write."""
    folder = data()
    if folder is None:
        print("bench: skipped, no evaluation data here (set DIGEST_EVAL_DATA)")
        return 0
    areas = (*(area for area in AREAS if area not in UNTIMED), "delivery")
    ratios = [r for area in areas for r in import_module(f"bench.speed.{area}").ratios(folder)]
    versions = ", ".join(f"{peer} {metadata.version(peer)}" for peer in PEERS)
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    RESULTS.write_text(
        f"# Results\n\n{machine}; {versions}.\n\n"
        "## Speed\n\n`make bench`; CPU seconds of both in one run, medians. Trust the ratios.\n\n"
        f"{table(ratios)}\n\n{models(folder)}\n{kept(NIGHTS)}\n{kept(QUALITY)}",
        encoding="utf-8",
    )
    print(RESULTS.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
