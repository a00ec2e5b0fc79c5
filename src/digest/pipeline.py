"""The only place where stages are composed.

Stage by stage over the whole day: all articles pass one stage, in batches, before the next one
begins. What a batch produced is in the ledger before the next batch starts, so a killed run
loses at most the batch in hand, and a second run computes nothing twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

from digest import edition, gate, language, summarize, translate
from digest.records import Article, Briefing, Digest, Failure
from digest.store import key_of, pack_briefing, unpack_briefing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from digest.language import Detector
    from digest.store import Ledger
    from digest.summarize import Summarizer
    from digest.translate import Translator

    Briefed = Briefing | Failure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Engines:
    """One engine for each stage; several for translation, since routes pass through many."""

    detector: Detector
    summarizer: Summarizer
    translators: tuple[Translator, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """What one day's articles came to."""

    articles: int
    originals: tuple[Briefing, ...]
    translations: tuple[Briefing, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a day: `language` is the reader's, or "" to leave all as they are."""

    language: str = ""
    points: int = 4
    batch: int = 32


def process(
    read: Iterable[Article | Failure], engines: Engines, ledger: Ledger, plan: Plan
) -> Day:
    """Take a day's articles through all stages. Every input comes out, as one thing or the other."""
    articles, unread = _sort_out(read)
    articles = language.identify(_distinct(articles), engines.detector)
    originals, unbriefed = _sort_out(_brief(articles, engines.summarizer, ledger, plan))
    translations, untranslated = _sort_out(_translate(originals, engines, ledger, plan))
    return Day(
        articles=len(articles) + len(unread),
        originals=tuple(originals),
        translations=tuple(translations),
        failures=(*unread, *unbriefed, *untranslated),
    )


def assemble(day: Day, name: str, on: date, timezone: str, reader: str) -> Digest:
    """Make the edition of a processed day, in the reader's language."""
    return edition.assemble(
        edition.stories(day.originals, day.translations),
        day.failures,
        name=name,
        day=on,
        timezone=timezone,
        language=reader or "en",
        articles=day.articles,
    )


def _sort_out(results: Iterable[T | Failure]) -> tuple[list[T], list[Failure]]:
    good: list[T] = []
    bad: list[Failure] = []
    for result in results:
        if isinstance(result, Failure):
            bad.append(result)
        else:
            good.append(result)
    return good, bad


def _distinct(articles: Iterable[Article]) -> list[Article]:
    """Drop copies: the same paragraphs under two names are one article, the first (F22)."""
    return list({article.text: article for article in reversed(list(articles))}.values())[::-1]


def _brief(
    articles: Sequence[Article], summarizer: Summarizer, ledger: Ledger, plan: Plan
) -> list[Briefed]:
    signature = asdict(summarizer.signature)

    def key(article: Article) -> bytes:
        content = (article.title, article.text, article.language)
        return key_of("summarize", *content, signature, plan.points)

    def work(batch: Sequence[Article]) -> list[Briefed]:
        return summarize.summarize(batch, summarizer, plan.points)

    return _once(ledger, "summarize", [(key(a), a, a) for a in articles], work, plan.batch)


def _translate(
    briefings: Sequence[Briefing], engines: Engines, ledger: Ledger, plan: Plan
) -> list[Briefed]:
    def key(briefing: Briefing) -> bytes:
        hops = _hops(engines.translators, briefing.language, plan.language)
        return key_of("translate", pack_briefing(briefing), plan.language, hops)

    def work(batch: Sequence[Briefing]) -> list[Briefed]:
        check = gate.check_translation
        return translate.translate(batch, plan.language, engines.translators, check)

    foreign = [b for b in briefings if plan.language and not _readable(b, engines, plan.language)]
    pieces = [(key(b), b, b.article) for b in foreign]
    return _once(ledger, "translate", pieces, work, plan.batch)


def _readable(briefing: Briefing, engines: Engines, reader: str) -> bool:
    """Is the briefing already in the reader's language? Two signals must say so."""
    text = "\n".join((briefing.headline, *(point.text for point in briefing.points)))
    return language.already_in(briefing.language, reader, text, engines.detector)


def _hops(engines: Sequence[Translator], source: str, target: str) -> list[dict[str, object]]:
    return [asdict(signature) for signature in translate.signatures(engines, source, target)]


def _once(
    ledger: Ledger,
    stage: str,
    pieces: Sequence[tuple[bytes, T, Article]],
    work: Callable[[Sequence[T]], list[Briefed]],
    batch: int,
) -> list[Briefed]:
    """Do what is not in the ledger yet, batch by batch, and return all results in order.

    `pieces` are (key, input, article). Failures are not recorded: the next run tries them again.
    """
    known = ledger.known(key for key, _, _ in pieces)
    done: dict[bytes, Briefed] = {}
    for part in _batches([piece for piece in pieces if piece[0] not in known], batch):
        results = dict(zip((key for key, _, _ in part), work([item for _, item, _ in part]), strict=True))
        made = {k: r for k, r in results.items() if isinstance(r, Briefing)}
        ledger.record(stage, {k: (r.article.id, pack_briefing(r)) for k, r in made.items()})
        done |= results
    return [
        done[key] if key in done else unpack_briefing(known[key], article)
        for key, _, article in pieces
    ]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
