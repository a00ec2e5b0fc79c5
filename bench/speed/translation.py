"""Sentence by sentence through the open pipeline, against an `apertium` process for each."""

from __future__ import annotations

import json
import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING

from bench.ratio import Ratio
from digest.backends.apertium import Apertium

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SENTENCES = 20
ROUNDS = 3
NOTE = "wall seconds of 20 sentences one by one, both run child processes; data loaded before ours"


def ratios(data: Path) -> list[Ratio]:
    """Return one ratio, be-ru, the one direction whose Debian mode works; none without it."""
    with Apertium() as engine:
        if ("be", "ru") not in engine.pairs:
            return []
        texts = _texts(data)
        engine.translate(texts[:1], "be", "ru")
        pairs = [(_wall(texts, _ours(engine)), _wall(texts, _process)) for _ in range(ROUNDS)]
    ours, peer = (median(times) for times in zip(*pairs, strict=True))
    return [Ratio("translation be-ru", ours, peer, NOTE)]


def _texts(data: Path) -> list[str]:
    lines = (data / "translation_ntrex" / "ntrex.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["be"] for line in lines[:SENTENCES]]


def _ours(engine: Apertium) -> Callable[[str], object]:
    return lambda text: engine.translate([text], "be", "ru")


def _process(text: str) -> object:
    return subprocess.run(
        ["apertium", "bel-rus"],
        input=text.encode(),
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )


def _wall(texts: list[str], work: Callable[[str], object]) -> float:
    start = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - start
