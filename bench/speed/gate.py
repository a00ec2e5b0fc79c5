"""What the gate costs beside the cheapest of the engines that it judges, extractive summaries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.ratio import Ratio, cpu, paired
from digest.backends.extractive import Extractive
from digest.backends.langdetect import Profiles
from digest.gate import Aids, check_summary, check_translation
from digest.records import Article, Briefing

if TYPE_CHECKING:
    from pathlib import Path

POINTS = 4
SENTENCES = 200


def ratios(data: Path) -> list[Ratio]:
    """Return the CPU time of checking briefings against that of making them."""
    rows = (data / "summarization_fundus_standfirst" / "pairs.jsonl").read_text("utf-8")
    articles = [_article(json.loads(line)) for line in rows.splitlines()]
    engine, aids = Extractive(), Aids(Profiles().detect)
    briefings = [b for b in engine.summarize(articles, POINTS) if isinstance(b, Briefing)]
    lines = (data / "translation_ntrex" / "ntrex.jsonl").read_text("utf-8").splitlines()
    pairs = [(row["en"], row["be"]) for row in map(json.loads, lines[:SENTENCES])]

    def check() -> None:
        for briefing in briefings:
            check_summary(briefing, detect=aids.detect)

    def translations() -> None:
        for english, belarusian in pairs:
            check_translation(english, belarusian, "en", "be", aids)

    translations()
    each = 1000 * cpu(translations) / len(pairs)
    made = paired(
        "Checks of briefings, against making extractive ones",
        check,
        lambda: engine.summarize(articles, POINTS),
        note=f"a translated sentence is checked in {each:.1f} ms",
    )
    return [made]


def _article(row: dict[str, str]) -> Article:
    paragraphs = tuple(line.strip() for line in row["article"].splitlines() if line.strip())
    return Article(row["id"], row["title"], paragraphs, row["lang"])
