"""chrF of our Apertium drafts, beside what Apertium's own pipe prints and a copy of the source.

NTREX: the first 300 rows were used for the respelling rules and read for what is mended in drafts.
The lexicon's first two hundred verbs were chosen from what Apertium did not know in all rows,
references unseen, so "held out" flatters them a little; the rest, the choices of meaning and what
is mended since, from texts that are no part of it: two treebanks (UD_Belarusian-HSE,
UD_Ukrainian-IU), the Russian pages of the stories' pairs and half of FLORES-200. Both sides were
translated from English, so a direct translation scores low; Tatoeba's pairs are direct.

Taraškievica: the Belarusian side of NTREX put into it by our own rules, and translated after
normalisation. An independent converter, taraskevizer 10.4.21 (npm, MIT, variations off),
gave 46.9 normalised on the held out part, where the official text had 47.0 then; our rules for loan
words were written looking at its output for NTREX and FLORES-200.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sacrebleu.metrics.chrf import CHRF

from digest.backends.apertium import CODES, MODES, Apertium, commands
from digest.backends.orthography import Orthography
from digest.backends.pipes import Pipeline
from digest.text.apertium.marks import END, escape
from digest.text.belarusian import to_taraskievica

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TUNING = 300  # rows
_FIGURE = re.compile(r"\d+")
Pairs = list[tuple[str, str]]


def scores(data: Path) -> dict[str, float]:
    """Return chrF and the share of whole sentences; nothing where Apertium is not installed."""
    with Apertium() as engine:
        found = {
            key: value
            for source, target in sorted(engine.pairs)
            for name, pairs in _sets(data, source, target)
            for key, value in _scores(engine, f"{name} {source}-{target}", pairs)
        }
        return found | _taraskievica(engine, data)


def _taraskievica(engine: Apertium, data: Path) -> dict[str, float]:
    if ("be", "ru") not in engine.pairs:
        return {}
    rows = _rows(data / "translation_ntrex" / "ntrex.jsonl")[TUNING:]
    texts = [to_taraskievica(row["be"]) for row in rows]
    normal = Orthography().translate(texts, "be-tarask", "be")
    made = engine.translate(normal, "be", "ru")
    return {"ntrex held out be-tarask-ru chrF": _chrf(made, [row["ru"] for row in rows])}


def _scores(engine: Apertium, name: str, pairs: Pairs) -> Iterator[tuple[str, float]]:
    source, target = name.rsplit(maxsplit=1)[-1].split("-")
    texts, references = map(list, zip(*pairs, strict=True))
    ours = engine.translate(texts, source, target)
    yield f"{name} chrF", _chrf(ours, references)
    yield f"{name} chrF raw", _chrf(raw(texts, source, target), references)
    yield f"{name} chrF copied", _chrf(texts, references)
    yield f"{name} whole", sum(map(_whole, texts, ours)) / len(texts)


def _whole(text: str, translated: str) -> bool:
    """Is there a translation, and does it have every number? What else is wrong the gate finds."""
    return bool(translated.strip()) and set(_FIGURE.findall(text)) == set(
        _FIGURE.findall(translated)
    )


def raw(texts: list[str], source: str, target: str) -> list[str]:
    """Return what Apertium's own pipe prints, without the tagger that crashes, with its marks."""
    pipe = Pipeline(commands(MODES / f"{CODES[source]}-{CODES[target]}.mode"))
    try:
        return [line.removesuffix(END) for text in texts for line in pipe([escape(text)])]
    finally:
        pipe.close()


def _chrf(translations: list[str], references: list[str]) -> float:
    return float(CHRF().corpus_score(translations, [references]).score)


def _sets(data: Path, source: str, target: str) -> Iterator[tuple[str, Pairs]]:
    rows = _rows(data / "translation_ntrex" / "ntrex.jsonl")
    pairs = [(row[source], row[target]) for row in rows]
    yield "ntrex tuning", pairs[:TUNING]
    yield "ntrex held out", pairs[TUNING:]
    yield "tatoeba", list(_tatoeba(data, source, target))


def _tatoeba(data: Path, source: str, target: str) -> Iterator[tuple[str, str]]:
    for row in _rows(data / "translation_tatoeba" / "tatoeba.jsonl"):
        sides = (row["src_lang"], row["tgt_lang"])
        if row["src_label"].endswith("_Latn"):  # Łacinka, which Apertium does not read
            continue
        if sides == (source, target):
            yield row["src"], row["tgt"]
        elif sides == (target, source):
            yield row["tgt"], row["src"]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
