"""A day's articles through all stages.

Stage by stage over the whole day: all articles pass one stage, in batches, before the next one
begins. An engine whose batches are its own says so (`batch`): a summarizer in articles, a
translator in sentences, of which it gets all of the day. A briefing is made once, and translated
once for each language that readers have.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from digest import edition, language, stories
from digest.errors import InputError
from digest.pipeline.editing import Editing
from digest.pipeline.engines import is_stopgap
from digest.pipeline.meaning import Meaning
from digest.pipeline.remembered import is_costly, remembered
from digest.pipeline.stages import briefing, telling
from digest.pipeline.turning import turning
from digest.pipeline.work import once
from digest.records import Article, Briefing, Digest, Failure, Step
from digest.sources.parsing.articles import line
from digest.text.sentences import gist

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from digest.pipeline.engines import Engines
    from digest.pipeline.profile import Profile
    from digest.pipeline.work import Watch
    from digest.store import Ledger
    from digest.stories import Past

T = TypeVar("T")

_LANGUAGES_A_BATCH = 1000  # cheap work: the transaction would cost more than it saves


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
    every = stories.distinct(stories.undecorated(found))
    told = once(telling(engines.detector), every, ledger, _LANGUAGES_A_BATCH, watch)
    sure, untold = sort_out(told)
    articles = language.among(sure, {one.id: one for one in every}, engines.detector)
    together = getattr(engines.summarizer, "batch", plan.batch)
    briefed = once(briefing(engines, plan.points), articles, ledger, together, watch)
    originals, unbriefed = sort_out(briefed)
    costly = any(map(is_costly, engines.translators))  # they record their sentences themselves
    together = max(1, len(originals)) if costly else plan.batch
    engines = replace(engines, translators=remembered(engines.translators, ledger, watch))
    turned: dict[str, tuple[list[Briefing], list[Failure]]] = {}
    for reader in plan.languages:
        done = once(turning(reader, engines), originals, ledger, together, watch)
        turned[reader] = sort_out(done)
    translations = {reader: _changed(good, originals) for reader, (good, _) in turned.items()}
    return Day(
        articles=len(every) + len(unread),
        originals=tuple(originals),
        failures=(*unread, *named((*untold, *unbriefed), every)),
        translations=translations,
        untranslated={reader: tuple(named(bad, articles)) for reader, (_, bad) in turned.items()},
        postponed=_postponed((*untold, *unbriefed), every),
        meaning=Meaning(engines.encoder),
        editing=_editing(engines, ledger, plan, watch),
        is_final=_is_final(originals, translations, engines),
    )


def _postponed(unbriefed: Sequence[Failure], articles: Sequence[Article]) -> frozenset[str]:
    """Return the ids, copies' too, of what another run may brief: it is not the article's fault."""
    later = {f.subject for f in unbriefed if f.exit_code != InputError.exit_code}
    return frozenset(name for one in articles if one.id in later for name in one.ids)


def _is_final(
    originals: Sequence[Briefing], translations: Mapping[str, Sequence[Briefing]], engines: Engines
) -> bool:
    """Tell whether another run would come to the same."""
    shown = chain.from_iterable(translations.values())
    return not (
        any(is_stopgap(one, "fallback", (engines.summarizer,)) for one in originals)
        or any(is_stopgap(one, "kept", engines.translators) for one in shown)
    )


def assemble(day: Day, profile: Profile, on: date, past: Past = stories.nothing) -> Digest:
    """Make the edition of a processed day for its readers; `past` has earlier stories."""
    reader = profile.language
    told = stories.tell(day.events, day.translations.get(reader, ()), reader)
    if day.editing:
        told = day.editing.merged(told, reader, profile.name)
    made = edition.assemble(
        stories.follow(told, past),
        (*day.failures, *day.untranslated.get(reader, ())),
        name=profile.name,
        day=on,
        timezone=profile.timezone,
        language=reader,
        articles=day.articles,
        policy=profile.policy,
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
    return article.title or article.url or line(" ".join(article.text), 60)


def _changed(made: Iterable[Briefing], originals: Iterable[Briefing]) -> tuple[Briefing, ...]:
    """Return what is more than the original: a text the reader can read already is itself."""
    same = {id(original) for original in originals}
    return tuple(briefing for briefing in made if id(briefing) not in same)


def _editing(engines: Engines, ledger: Ledger, plan: Plan, watch: Watch) -> Editing | None:
    """Return who tells stories once and sums up the day, if anybody does."""
    if engines.editor is None:
        return None

    def turned(parts: Sequence[Briefing], reader: str) -> list[Briefing | Failure]:
        stage = replace(turning(reader, engines), name=f"translate {reader}, merged")
        return once(stage, parts, ledger, plan.batch, watch)

    detect = engines.detector.detect
    return Editing(engines.editor, detect, ledger, plan.points, plan.batch, watch, turned)
