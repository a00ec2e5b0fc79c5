"""A night's reading: what all sources have that no edition has had yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from digest.errors import Failed, Unavailable, Unforeseen, contained
from digest.records import Article, Failure
from digest.sources.isolation import Parser
from digest.sources.limits import DEFAULT, Limits
from digest.sources.nightly import fulltext, health, sight
from digest.sources.nightly.choice import Choice, choose
from digest.sources.nightly.gathered import Gathered, Report
from digest.sources.nightly.listing import Desk, Listing, listing
from digest.sources.web.fetch import Fetcher
from digest.sources.web.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from digest.sources.item import Item
    from digest.sources.nightly.sight import Answer
    from digest.sources.source import Source
    from digest.store.sources import SourceState, SourceStates
    from digest.store.traces import Trace, Waiting

_FIRST = timedelta(hours=36)  # how far back the first edition looks: a day, and a late evening
_THREADS = 8

End = tuple[Report, list[Failure]]


def gather(  # noqa: PLR0913  # the last three are the means, and have their defaults
    sources: Sequence[Source],
    states: SourceStates,
    since: datetime | None,
    now: datetime,
    *,
    fetcher: Fetcher | None = None,
    parser: Parser | None = None,
    limits: Limits = DEFAULT,
) -> Gathered:
    """Return the articles that no edition has taken yet, those of earlier killed runs among them.

    `since` is when the reading for the last edition began, None before the first one; both times
    are aware. It matters only for a source that is new: there, what is older is not news. Of a
    known source, everything that it has not listed before is new, however late, up to a week.

    The caller asks `exit_code` first. Where it is 69, every source failed, or most feeds were
    answered with something else, as by a captive portal: nothing is to be sent, and nothing is
    lost. When the edition is frozen, the caller says `states.settle(gathered.rows, edition)`;
    until then a further run gets the same articles again, even if their sources are down.

    What goes wrong with a source or an article is a `Failure`; a damaged database raises, and so
    does a parser that cannot be started (`NoParser`). Without a `fetcher` the network's default
    rules hold; `Fetcher(network)` makes one for others.
    """
    asked = [source for source in sources if source.enabled]
    with ExitStack() as stack:
        parsing = parser or stack.enter_context(Parser())
        pool = stack.enter_context(ThreadPoolExecutor(_THREADS, "source"))
        stop = Event()
        stack.callback(pool.shutdown, cancel_futures=True)
        stack.callback(stop.set)  # where we are interrupted, threads end after the page in hand
        fetching = fetcher or Fetcher()
        desk = Desk(fetching, Robots(fetching), parsing, limits, since or now - _FIRST)
        states.rename({source.name: source.place for source in sources})
        return _Night(states, desk, pool, stop, now).read(asked)


@dataclass(frozen=True, slots=True)
class _Night:
    """One night's means. Threads ask and fetch; only the caller's thread touches the states."""

    states: SourceStates
    desk: Desk
    pool: ThreadPoolExecutor
    stop: Event
    now: datetime

    def read(self, sources: Sequence[Source]) -> Gathered:
        """Record what is new in all sources, and return it with what waits since earlier runs."""
        ends, is_offline = self._recorded(sources)
        names = [source.name for source in sources]
        waiting = self.states.waiting(names)
        return Gathered(
            articles=tuple(one.article for one in waiting),
            failures=tuple(failure for _, failures in ends for failure in failures),
            reports=(*(report for report, _ in ends), *self._left(names)),
            rows=tuple(one.row for one in waiting),
            origins=_origins(waiting),
            is_offline=is_offline,
        )

    def _recorded(self, sources: Sequence[Source]) -> tuple[list[End], bool]:
        """Ask all sources, choose what is new, fetch its full text, and record it.

        Return how each source ended, and whether the world cannot be seen.
        """
        states = [self.states.get(source.name, source.place) for source in sources]
        answers = self._answers(sources, states)
        chosen = [self._chosen(*told) for told in zip(sources, states, answers, strict=True)]
        whole = [self._completing(*told) for told in zip(sources, chosen, strict=True)]
        ends = [
            self._end(*told) for told in zip(sources, states, answers, chosen, whole, strict=True)
        ]
        return ends, sight.has_lost_sight(sources, states, answers)

    def _left(self, names: Collection[str]) -> Iterator[Report]:
        """Tell of articles that wait for a source that is asked no more."""
        for name, count in self.states.left(names).items():
            note = f"{count} of its articles wait, but no source that is asked has its name"
            yield Report(name, note=f"{note}: enable it, or give a source this name again")

    def _answers(self, sources: Sequence[Source], states: Sequence[SourceState]) -> list[Answer]:
        versions = [
            {} if source.is_remote else self.states.versions(source.name) for source in sources
        ]
        answers = list(self.pool.map(self._ask, sources, states, versions))
        if not sight.is_captive(sources, answers):
            return answers
        return [  # a page is what a captive portal can forge; a feed that parsed is none
            sight.distrusted(answer) if source.kind == "page" else answer
            for source, answer in zip(sources, answers, strict=True)
        ]

    def _ask(self, source: Source, state: SourceState, versions: dict[str, str]) -> Answer:
        if state.gone or health.waits(state, self.now):
            return None
        try:
            with contained(source.name):
                return listing(source, health.asked(state, self.now), versions, self.desk)
        except Failed as error:
            return error

    def _chosen(self, source: Source, state: SourceState, answer: Answer) -> Choice:
        if not isinstance(answer, Listing):
            return Choice()
        return choose(answer.items, source, state, self.states, self.desk.start)

    def _completing(self, source: Source, choice: Choice) -> Future[list[Article | Failure | None]]:
        items = [item for _, item in choice.fresh]
        return self.pool.submit(self._complete, items, source)

    def _complete(self, items: Sequence[Item], source: Source) -> list[Article | Failure | None]:
        return [
            fulltext.complete(item, source, self.desk) for item in items if not self.stop.is_set()
        ]

    def _end(
        self,
        source: Source,
        state: SourceState,
        answer: Answer,
        choice: Choice,
        whole: Future[list[Article | Failure | None]],
    ) -> End:
        if answer is None:
            return health.absent(state), []
        traces = [trace for trace, _ in choice.fresh]
        try:
            if isinstance(answer, Failed):
                raise answer
            with contained(source.name):
                taken = list(zip(traces, whole.result(), strict=True))
                return self._take(state, answer, choice, taken)
        except Failed as error:
            return self._failed(state, error)

    def _failed(self, state: SourceState, error: Failed) -> End:
        failed = health.failed(state, error, self.now)
        self.states.record(failed, self.now)
        report = Report(state.name, error=str(error), failing_since=failed.failing_since)
        return report, [Failure(state.name, "read", str(error), error.exit_code)]

    def _take(
        self,
        state: SourceState,
        answer: Listing,
        choice: Choice,
        taken: list[tuple[Trace, Article | Failure | None]],
    ) -> End:
        failures = [result for _, result in taken if isinstance(result, Failure)]
        passing = any(map(_passes, (*choice.failures, *failures)))
        kept = [
            (trace, None if isinstance(result, Failure) else result)
            for trace, result in taken
            if not (isinstance(result, Failure) and _passes(result))
        ]
        passed = [(trace, None) for trace in choice.passed]
        healthy = health.succeeded(answer.state, state, self.now, again=passing)
        self.states.record(healthy, self.now, [*kept, *passed], choice.again)
        failures = [*choice.failures, *failures]
        new = sum(article is not None for _, article in kept)
        note = answer.note or _wordless(sum(result is None for _, result in taken))
        report = Report(state.name, new, choice.known, choice.old, len(failures), note=note)
        return report, failures


def _passes(failure: Failure) -> bool:
    """Tell whether another night may read what failed: a server is back, or a bug mended."""
    return failure.exit_code in {Unavailable.exit_code, Unforeseen.exit_code}


def _wordless(count: int) -> str:
    return f"{count} of its entries have no word: pictures, films" if count else ""


def _origins(waiting: Sequence[Waiting]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in waiting:
        found[one.article.id] = (*found.get(one.article.id, ()), one.source)
    return found
