"""How often the language of a text is told right, on data that no profile was made from."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from digest.backends.langdetect import Profiles
from digest.backends.wordlist import word_list
from digest.records import primary
from digest.text.belarusian import to_official

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LANGUAGES = ("en", "be", "ru", "uk", "pl", "de", "bg", "sr", "mk", "kk", "cs", "lt")
WHOLE = ("be", "ru", "uk", "pl", "en", "de")  # those that documents must get right every time

Pair = tuple[str, str]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sentences(data: Path) -> dict[str, list[str]]:
    every = rows(data / "translation_ntrex" / "ntrex.jsonl")
    return {language: [row[language] for row in every] for language in LANGUAGES}


def documents(texts: list[str], size: int = 5) -> list[str]:
    return [" ".join(texts[at : at + size]) for at in range(0, len(texts) - size + 1, size)]


def answers(texts: Iterable[str], expected: str) -> list[Pair]:
    detector = Profiles()
    return [(expected, primary(detector.detect(text).language)) for text in texts]


def recall(pairs: Iterable[Pair]) -> dict[str, float]:
    """Return the share of right answers for each expected language."""
    right: dict[str, list[bool]] = defaultdict(list)
    for expected, answer in pairs:
        right[expected].append(answer == expected)
    return {language: sum(each) / len(each) for language, each in right.items()}


def precision(pairs: Iterable[Pair], language: str) -> float:
    counts = Counter(expected == language for expected, answer in pairs if answer == language)
    return counts[True] / counts.total()


def prose(data: Path) -> dict[str, float]:
    """Measure news of NTREX, sentence by sentence and five together."""
    texts = sentences(data)
    single = [pair for tag in LANGUAGES for pair in answers(texts[tag], tag)]
    five = recall(pair for tag in WHOLE for pair in answers(documents(texts[tag]), tag))
    each = recall(single)
    result = {f"sentence_{tag}": value for tag, value in each.items()}
    result |= {f"document_{tag}": value for tag, value in five.items()}
    result["sentence_macro12"] = sum(each.values()) / len(each)
    result["precision_be"] = precision(single, "be")
    return result


def other_domain(data: Path) -> dict[str, float]:
    """Measure sentences of the web, of the same twelve languages."""
    every = [r for r in rows(data / "lid_texts" / "texts.jsonl") if r["kind"] == "sentence"]
    pairs = [p for r in every if r["lang"] in LANGUAGES for p in answers([r["text"]], r["lang"])]
    return {"web_macro12": sum(recall(pairs).values()) / len(recall(pairs))}


def variants(data: Path) -> dict[str, float]:
    """Measure Belarusian by orthography: how often told as Belarusian, and as the right variant.

    The marks of an orthography were chosen looking at all of these texts. What can be reached is
    near `be-tarask_marked`: the share of texts labelled be-tarask with one word, at least, that
    hunspell-be and our rules spell otherwise. The others could stand in either orthography, but
    for a few words (мэр, шпіталь) that official lists have as well.
    """
    detector = Profiles()
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(data / "lid_belarusian_variants" / "texts.jsonl"):
        found[row["variant"]].append(detector.detect(row["text"]).language)
    result: dict[str, float] = {}
    for variant, tags in found.items():
        tag = "be" if variant == "be-1959acad" else variant
        result[f"{tag}_belarusian"] = sum(primary(each) == "be" for each in tags) / len(tags)
        result[f"{tag}_variant"] = sum(each == tag for each in tags) / len(tags)
    return result | marked(data) | joined(data)


def marked(data: Path) -> dict[str, float]:
    """Measure how many texts in Taraškievica bear a mark at all; nothing without hunspell-be."""
    if (known := word_list("be")) is None:
        return {}
    every = rows(data / "lid_belarusian_variants" / "texts.jsonl")
    texts = [row["text"].replace("'", "’") for row in every if row["variant"] == "be-tarask"]
    return {
        "be-tarask_marked": sum(to_official(text, known) != text for text in texts) / len(texts)
    }


def joined(data: Path) -> dict[str, float]:
    """Measure the variants on five sentences together: one alone often bears no mark of either."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(data / "lid_belarusian_variants" / "texts.jsonl"):
        found[row["variant"].replace("be-1959acad", "be")].append(row["text"])
    tell = Profiles().detect
    return {
        f"{tag}_variant_document": sum(each) / len(each)
        for tag, texts in found.items()
        for each in [[tell(text).language == tag for text in documents(texts)]]
    }


def scores(data: Path) -> dict[str, float]:
    """Return every figure, a share of 1."""
    return prose(data) | other_domain(data) | variants(data)
