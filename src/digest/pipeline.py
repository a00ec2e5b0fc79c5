"""The only place where stages are composed.

Stage by stage over the whole day: all articles pass one stage, in batches, before the next one
begins. What a batch produced is in the ledger before the next batch starts, so a killed run
loses at most the batch in hand, and a second run computes nothing twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from digest import edition, gate, language, summarize, translate
from digest.errors import NoRoute
from digest.records import (
    Article,
    Briefing,
    Caveat,
    Digest,
    Failure,
    Point,
    Signature,
    caveat,
)
from digest.store import key_of, pack_briefing, unpack_briefing
from digest.text import sentences

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


def process(read: Iterable[Article | Failure], engines: Engines, ledger: Ledger, plan: Plan) -> Day:
    """Take a day's articles through all stages. Every input comes out, one way or another."""
    articles, unread = _sort_out(read)
    articles = language.identify(_distinct(articles), engines.detector)
    originals, unbriefed = _sort_out(_brief(articles, engines.summarizer, ledger, plan))
    translations, untranslated = _sort_out(_translate(originals, engines, ledger, plan))
    failures = (*unread, *_named(unbriefed, articles), *_named(untranslated, articles))
    return Day(len(articles) + len(unread), tuple(originals), tuple(translations), failures)


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


def _named(failures: Sequence[Failure], articles: Sequence[Article]) -> list[Failure]:
    """Say the title of an article that failed, which a reader knows, instead of its id."""
    titles = {article.id: article.title or article.url for article in articles}
    return [replace(f, subject=titles.get(f.subject) or f.subject) for f in failures]


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
    foreign = [b for b in briefings if plan.language and not _readable(b, engines, plan.language)]
    hops = {
        source: _hops(engines.translators, source, plan.language)
        for source in {briefing.language for briefing in foreign}
    }

    def key(briefing: Briefing) -> bytes:
        packed = pack_briefing(briefing)
        return key_of("translate", packed, plan.language, hops[briefing.language])

    def work(batch: Sequence[Briefing]) -> list[Briefed]:
        check = gate.check_translation
        made = translate.translate(batch, plan.language, engines.translators, check)
        return [_doubted(result) for result in made]

    pieces = [(key(b), b, b.article) for b in foreign]
    return _once(ledger, "translate", pieces, work, plan.batch)


def _readable(briefing: Briefing, engines: Engines, reader: str) -> bool:
    """Is the briefing already in the reader's language? Two signals must say so."""
    text = "\n".join((briefing.headline, *(point.text for point in briefing.points)))
    return language.already_in(reader, text, engines.detector)


def _doubted(result: Briefed) -> Briefed:
    """Mark what was left alone although one signal only says that the reader can read it."""
    if isinstance(result, Failure) or result.route:
        return result
    doubt = caveat("unsure", language=result.language)
    return replace(result, warnings=(*result.warnings, doubt))


def _hops(engines: Sequence[Translator], source: str, target: str) -> list[dict[str, object]]:
    try:
        route = translate.best_route(engines, source, target)
    except NoRoute:
        return []
    return [asdict(hop.engine.signature(hop.source, hop.target)) for hop in route]


def translate_lines(
    lines: Sequence[str], source: str, target: str, engines: Sequence[Translator]
) -> tuple[list[str], tuple[Caveat, ...]]:
    """Translate plain text, a paragraph a line; return the lines and the warnings.

    Raises `NoRoute` where nothing installed translates this pair.
    """
    split = [sentences.split(line, source) for line in lines]
    points = tuple(Point(text, ()) for line in split for text in line)
    whole = Briefing(Article("-", "", tuple(lines)), source, "", points, Signature("text"))
    (result,) = translate.translate([whole], target, engines, gate.check_translation)
    if isinstance(result, Failure):
        raise NoRoute(result.error)
    texts = iter(point.text for point in result.points)
    return [" ".join(islice(texts, len(line))) for line in split], result.warnings


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
        results = dict(
            zip((key for key, _, _ in part), work([item for _, item, _ in part]), strict=True)
        )
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
