"""A day's articles through all stages.

Stage by stage over the whole day: all articles pass one stage, in batches, before the next one
begins. An engine whose batches are its own says so (`batch`): a summarizer in articles, a
translator in sentences, of which it gets all of the day. A briefing is made once, and translated
once for each language that readers have.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TypeVar

from digest import __version__, edition, language, stories, summarize, translate
from digest.errors import InputError, NoRoute
from digest.pipeline.desk import desk
from digest.pipeline.editing import Editing
from digest.pipeline.gated import gated
from digest.pipeline.meaning import Meaning
from digest.pipeline.remembered import is_costly, remembered
from digest.pipeline.work import Stage, Step, once
from digest.records import MULTIPLE, Article, Briefing, Digest, Failure, caveat, primary
from digest.store import key_of, pack_briefing, unpack_briefing
from digest.text.glossary import Glossary
from digest.text.sentences import gist

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from digest.language import Detector
    from digest.pipeline.meaning import Encoder
    from digest.pipeline.work import Watch
    from digest.records import Spent
    from digest.store import Ledger
    from digest.stories import Past
    from digest.summarize import Summarizer
    from digest.translate import Translator

T = TypeVar("T")

_LANGUAGES_A_BATCH = 1000  # cheap work: the transaction would cost more than it saves


@dataclass(frozen=True, slots=True)
class Engines:
    """One engine for each stage; several for translation, since routes pass through many."""

    detector: Detector
    summarizer: Summarizer
    translators: tuple[Translator, ...] = ()
    glossary: Glossary = field(default_factory=lambda: Glossary({}))
    encoder: Encoder | None = None

    @property
    def spent(self) -> tuple[Spent, ...]:
        """What language models have read and written so far; engines may share a meter."""
        engines = (self.summarizer, *self.translators)
        every: Iterable[tuple[Spent, ...]] = (getattr(e, "spent", tuple)() for e in engines)
        return tuple(dict.fromkeys(chain.from_iterable(every)))


@dataclass(frozen=True, slots=True)
class Day:
    """What one day's articles came to; translations and their failures by reader's language.

    `postponed` are the ids of articles that no engine could brief this time. It `is_final` where
    another run would come to the same.
    """

    articles: int
    originals: tuple[Briefing, ...]
    failures: tuple[Failure, ...]
    translations: dict[str, tuple[Briefing, ...]] = field(default_factory=dict)
    untranslated: dict[str, tuple[Failure, ...]] = field(default_factory=dict)
    postponed: frozenset[str] = frozenset()
    meaning: Meaning = field(default_factory=Meaning)
    editing: Editing | None = None
    is_final: bool = True

    @property
    def events(self) -> list[list[Briefing]]:
        """The briefings of each event, in the order of its first report."""
        articles = [briefing.article for briefing in self.originals]
        events = stories.group(articles, self.meaning([gist(article) for article in articles]))
        return [[self.originals[i] for i in event] for event in events]

    def meant(self, own: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the topics, by ids, of the articles whose words tell none but whose meaning does.

        `own` are the user's topics.
        """
        articles = [briefing.article for briefing in self.originals]
        return edition.by_meaning(articles, own, self.meaning) if self.meaning.works else {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a day: the readers' languages, none of them to leave all as they are."""

    languages: tuple[str, ...] = ()
    points: int = 4
    batch: int = 32


def ignore(step: Step) -> None:
    """Watch nothing."""


def process(
    read: Iterable[Article | Failure],
    engines: Engines,
    ledger: Ledger,
    plan: Plan,
    watch: Watch = ignore,
) -> Day:
    """Take a day's articles through all stages. Every input comes out, one way or another."""
    found, unread = sort_out(read)
    articles = _identify(stories.distinct(found), engines.detector, ledger, watch)
    together = getattr(engines.summarizer, "batch", plan.batch)
    briefed = once(_briefing(engines, plan), articles, ledger, together, watch)
    originals, unbriefed = sort_out(briefed)
    translations: dict[str, tuple[Briefing, ...]] = {}
    untranslated: dict[str, tuple[Failure, ...]] = {}
    costly = any(map(is_costly, engines.translators))  # they record their sentences themselves
    together = max(1, len(originals)) if costly else plan.batch
    engines = replace(engines, translators=remembered(engines.translators, ledger, watch))
    for reader in plan.languages:
        turned = once(_translation(reader, engines), originals, ledger, together, watch)
        good, bad = sort_out(turned)
        translations[reader] = _changed(good, originals)
        untranslated[reader] = tuple(named(bad, articles))
    failures = (*unread, *named(unbriefed, articles))
    total = len(articles) + len(unread)
    later = {f.subject for f in unbriefed if f.exit_code != InputError.exit_code}
    postponed = frozenset(name for one in articles if one.id in later for name in one.ids)
    made = (translations, untranslated, postponed)
    editing = _editing(engines, ledger, plan, watch)
    is_final = not any(_is_stopgap(one, "fallback", (engines.summarizer,)) for one in originals)
    shown = chain.from_iterable(translations.values())
    is_final &= not any(_is_stopgap(one, "kept", engines.translators) for one in shown)
    return Day(
        total, tuple(originals), failures, *made, Meaning(engines.encoder), editing, is_final
    )


def assemble(  # noqa: PLR0913  # an edition has this many properties
    day: Day,
    name: str,
    on: date,
    timezone: str,
    reader: str,
    *,
    policy: edition.Policy | None = None,
    past: Past = stories.nothing,
) -> Digest:
    """Make the edition of a processed day, in the reader's language; `past` has earlier stories."""
    told = stories.tell(day.events, day.translations.get(reader, ()), reader)
    if day.editing:
        told = day.editing.merged(told, reader, name)
    made = edition.assemble(
        stories.follow(told, past),
        (*day.failures, *day.untranslated.get(reader, ())),
        name=name,
        day=on,
        timezone=timezone,
        language=reader,
        articles=day.articles,
        policy=policy,
    )
    return day.editing.summed_up(made) if day.editing else made


def sort_out(results: Iterable[T | Failure]) -> tuple[list[T], list[Failure]]:
    """Part what succeeded from what failed, each in order."""
    good: list[T] = []
    bad: list[Failure] = []
    for result in results:
        if isinstance(result, Failure):
            bad.append(result)
        else:
            good.append(result)
    return good, bad


def named(failures: Sequence[Failure], articles: Sequence[Article]) -> list[Failure]:
    """Say the title of an article that failed, which a reader knows, instead of its id."""
    names = {article.id: _name(article) for article in articles}
    return [replace(f, subject=names.get(f.subject) or f.subject) for f in failures]


def _name(article: Article) -> str:
    """Return the title of an article, or else its address or its first words."""
    return article.title or article.url or shorten(" ".join(article.text), 60, placeholder=" …")


def _changed(made: Iterable[Briefing], originals: Iterable[Briefing]) -> tuple[Briefing, ...]:
    """Return what is more than the original: a text the reader can read already is itself."""
    same = {id(original) for original in originals}
    return tuple(briefing for briefing in made if id(briefing) not in same)


def _identify(
    articles: Sequence[Article], detector: Detector, ledger: Ledger, watch: Watch
) -> list[Article]:
    stage: Stage[Article, Article] = Stage(
        "language",
        key=lambda one: key_of("language", _maker(detector), one.title, one.text, one.language),
        work=lambda batch: language.identify(batch, detector),
        subject=lambda article: article.id,
        pack=lambda article: article.language,
        unpack=lambda tag, article: language.named(article, tag),
    )
    found = once(stage, articles, ledger, _LANGUAGES_A_BATCH, watch)
    return [article for article in found if not isinstance(article, Failure)]


def _briefing(engines: Engines, plan: Plan) -> Stage[Article, Briefing]:
    summarizer, detect = engines.summarizer, engines.detector.detect
    signature = asdict(summarizer.signature)

    def key(article: Article) -> bytes:
        content = (article.title, article.text, article.language)
        return key_of("summarize", *content, signature, plan.points)

    return Stage(
        "summarize",
        key=key,
        work=lambda batch: gated(summarize.summarize(batch, summarizer, plan.points), detect),
        subject=lambda article: article.id,
        pack=pack_briefing,
        unpack=unpack_briefing,
        keep=lambda made: not _is_stopgap(made, "fallback", (summarizer,)),
    )


def _editing(engines: Engines, ledger: Ledger, plan: Plan, watch: Watch) -> Editing | None:
    """Return who tells stories once and sums up the day, where the summarizer can do that."""
    editor = getattr(engines.summarizer, "editor", None)

    def turned(parts: Sequence[Briefing], reader: str) -> list[Briefing | Failure]:
        stage = replace(_translation(reader, engines), name=f"translate {reader}, merged")
        return once(stage, parts, ledger, plan.batch, watch)

    detect = engines.detector.detect
    return (
        Editing(editor, detect, ledger, plan.points, plan.batch, watch, turned) if editor else None
    )


def _translation(reader: str, engines: Engines) -> Stage[Briefing, Briefing]:
    """Return the stage; a briefing that needs no translation comes out as the same object."""
    hops: dict[str, object] = {}

    def key(briefing: Briefing) -> bytes:
        source = briefing.language
        if source not in hops:
            hops[source] = _hops(engines.translators, source, reader)
        packed = pack_briefing(briefing)
        makers = (_maker(engines.detector), engines.glossary.fingerprint)
        return key_of("translate", packed, reader, hops[source], *makers)

    def unpack(value: Any, briefing: Briefing) -> Briefing:
        return unpack_briefing(value, briefing.article) if value else briefing

    return Stage(
        f"translate {reader}",
        key=key,
        work=lambda batch: _translate(batch, reader, engines),
        subject=lambda briefing: briefing.article.id,
        pack=lambda made: pack_briefing(made) if made.route or _is_unsure(made) else None,
        unpack=unpack,
        keep=lambda made: not _is_stopgap(made, "kept", engines.translators),
    )


def _is_stopgap(made: Briefing, mark: str, engines: Sequence[object]) -> bool:
    """Tell whether a briefing may be no better only because of what an engine could not do today.

    A server may not have been reached; a model may not have been loaded, and then others have done
    its work, perhaps without a mark.
    """
    if any(getattr(engine, "is_unusable", False) for engine in engines):
        return True
    asked = any(getattr(engine, "needs", "") == "server" for engine in engines)
    return asked and any(warning.kind == mark for warning in made.warnings)


def _translate(
    batch: Sequence[Briefing], reader: str, engines: Engines
) -> list[Briefing | Failure]:
    foreign = [briefing for briefing in batch if not _readable(briefing, engines, reader)]
    at_work = desk(engines.translators, engines.glossary, engines.detector)
    made = translate.translate(foreign, reader, at_work)
    turned = {id(b): _doubted(result) for b, result in zip(foreign, made, strict=True)}
    return [turned.get(id(briefing), briefing) for briefing in batch]


def _readable(briefing: Briefing, engines: Engines, reader: str) -> bool:
    """Is the briefing already in the reader's language? Two signals must say so."""
    if briefing.language == MULTIPLE:  # the stage asks for each part of it
        return False
    text = "\n".join((briefing.headline, *(point.text for point in briefing.points)))
    return language.already_in(reader, text, engines.detector)


def _doubted(result: Briefing | Failure) -> Briefing | Failure:
    """Mark what was left alone although one signal only says that the reader can read it."""
    if isinstance(result, Failure) or result.route:
        return result
    doubt = caveat("unsure", language=result.language)
    return replace(result, warnings=(*result.warnings, doubt))


def _is_unsure(briefing: Briefing) -> bool:
    return any(warning.kind == "unsure" for warning in briefing.warnings)


def _hops(engines: Sequence[Translator], source: str, target: str) -> list[dict[str, object]]:
    if source == MULTIPLE:  # any of them may be asked for a part
        used = [(engine, *min(engine.pairs)) for engine in engines if engine.pairs]
        return [asdict(engine.signature(*pair)) for engine, *pair in used]
    try:
        route = translate.best_route(engines, source, target)
    except NoRoute:
        return []
    hops = [asdict(hop.engine.signature(hop.source, hop.target)) for hop in route]
    return [*hops, {"stand-ins": _stand_ins(engines, source, target)}]


def _stand_ins(engines: Sequence[Translator], source: str, target: str) -> list[str]:
    """Name the engines that may be asked where those of the route fail."""
    ends = {primary(source), primary(target)}
    return sorted({e.name for e in engines if any(ends.intersection(pair) for pair in e.pairs)})


def _maker(detector: Detector) -> str:
    """Name what decides about languages; it changes with the program, and so do the keys."""
    return f"{type(detector).__qualname__} {__version__}"
