"""ROUGE-1 of extractive summaries against editors' own, beside the lead and sumy's LexRank.

All systems get the same word budget, the median length of the set's references: each is asked for
as many sentences as fill it, which are then cut at that word. Tokens are lower-cased `\\w+`.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from bench.sumy_documents import lexrank_choice
from digest.backends.extractive import Extractive
from digest.records import Article, Briefing
from digest.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    System = Callable[[Article, int], list[str]]

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Case:
    """An article with the summary that an editor gave it, and the set it belongs to."""

    article: Article
    summary: str
    group: str


class Words:
    """The tokenizer of `rouge_score`, whose own drops every letter that is not a-z."""

    def tokenize(self, text: str) -> list[str]:
        """Return the words in lower case."""
        return WORD.findall(text.lower())


def ours(article: Article, count: int) -> list[str]:
    """Return our points."""
    briefing = Extractive().summarize([article], count)[0]
    return [point.text for point in briefing.points] if isinstance(briefing, Briefing) else []


def lead(article: Article, count: int) -> list[str]:
    """Return the first sentences."""
    return list(sentences(article)[:count])


def lexrank(article: Article, count: int) -> list[str]:
    """Return the choice of sumy's LexRank, with sumy's stemmer and stop words where it has them."""
    return lexrank_choice(sentences(article), article.language, count)


SYSTEMS: dict[str, System] = {"": ours, "_lead": lead, "_lexrank": lexrank}


def scores(data: Path) -> dict[str, float]:
    """Return ROUGE-1 F (0 to 100) of each system, and our margins, for all, en and ru."""
    found = list(cases(data))
    values = {name: f1s(found, system) for name, system in SYSTEMS.items()}
    results: dict[str, float] = {}
    for language in ("all", "en", "ru"):
        mine = [language in ("all", case.article.language) for case in found]
        means = {name: mean(compress(f1, mine)) for name, f1 in values.items()}
        results |= {f"summaries_r1{name}_{language}": value for name, value in means.items()}
        results[f"summaries_over_lead_{language}"] = means[""] - means["_lead"]
        results[f"summaries_over_lexrank_{language}"] = means[""] - means["_lexrank"]
    return results


def f1s(found: list[Case], system: System) -> list[float]:
    """Return ROUGE-1 F of one system for each case."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1"], tokenizer=Words())
    budget = budgets(found)
    texts = [filled(system, case.article, budget[case.group]) for case in found]
    pairs = zip(found, texts, strict=True)
    return [100 * scorer.score(case.summary, text)["rouge1"].fmeasure for case, text in pairs]


def budgets(found: list[Case]) -> dict[str, int]:
    """Return the median number of words of the references of each set."""
    lengths = defaultdict(list)
    for case in found:
        lengths[case.group].append(len(WORD.findall(case.summary)))
    return {group: int(median(values)) for group, values in lengths.items()}


def filled(system: System, article: Article, budget: int) -> str:
    """Return as many sentences of a system as fill the budget, cut at its last word."""
    text = ""
    for count in range(1, 40):
        text = " ".join(system(article, count))
        ends = [match.end() for match in WORD.finditer(text)]
        if len(ends) >= budget:
            return text[: ends[budget - 1]]
    return text


def cases(data: Path) -> Iterator[Case]:
    """Yield the news sets' pairs, the how-to texts in one language, and SummEdits' originals."""
    for group in ("fundus_standfirst", "xlsum_samples", "wikilingua_samples"):
        for row in _rows(data / f"summarization_{group}" / "pairs.jsonl"):
            language = row.get("lang") or row["src_lang"]
            if row.get("sum_lang", language) == language:
                yield _case(row, language, row["article"], group)
    documents = {r["id"]: r["doc"] for r in _rows(data / "factuality_summedits" / "docs.jsonl")}
    for row in _rows(data / "factuality_summedits" / "items.jsonl"):
        if row["domain"] == "news" and row["id"].endswith("_og") and row["label"] == 1:
            yield _case(row, "en", documents[row["doc_id"]], "summedits")


def _case(row: dict[str, Any], language: str, text: str, group: str) -> Case:
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    article = Article(row["id"], row.get("title") or "", paragraphs, language)
    return Case(article, row["summary"], group)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    data = Path(os.environ.get("DIGEST_EVAL_DATA", root / "../shared/data"))
    for name, value in scores(data).items():
        print(f"{name:32} {value:6.2f}")
