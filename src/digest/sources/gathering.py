"""A night's reading: what all sources have that no edition has had yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from digest.errors import DigestError, Unavailable
from digest.records import Article, Failure
from digest.sources import fulltext
from digest.sources.choice import Choice, choose
from digest.sources.fetch import BadStatus, Fetcher
from digest.sources.isolation import Parser
from digest.sources.limits import DEFAULT, Limits
from digest.sources.listing import Desk, Listing, NotAFeed, listing
from digest.sources.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from digest.sources.item import Item
    from digest.sources.source import Source
    from digest.store.sources import SourceState, SourceStates, Trace, Waiting

_FIRST = timedelta(hours=36)  # how far back the first edition looks: a day, and a late evening
_THREADS = 8
_GONE = 410
_PARTLY = 3

Answer = Listing | DigestError | None  # None: it is not its turn


@dataclass(frozen=True, slots=True)
class Report:
    """How one source fared, in numbers of articles; `old` ones came before the reader's time.

    `error` is empty where it was read; `note` says what its owner or ours should change.
    """

    source: str
    new: int = 0
    known: int = 0
    old: int = 0
    failed: int = 0
    error: str = ""
    note: str = ""
    failing_since: datetime | None = None


End = tuple[Report, list[Failure]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a night, and how the sources fared.

    `rows` is what `SourceStates.settle` takes once the edition is frozen; `origins` names the
    configured sources of each article, by its id.
    """

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]
    reports: tuple[Report, ...]
    rows: tuple[int, ...]
    origins: dict[str, tuple[str, ...]]
    is_offline: bool = False

    @property
    def exit_code(self) -> int:
        """0, 3 where something failed, 69 where the world could not be seen at all."""
        if self.is_offline:
            return Unavailable.exit_code
        return _PARTLY if self.failures else 0


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

    What goes wrong with a source or an article is a `Failure`; a damaged database raises. Without
    a `fetcher` the network's default rules hold; `Fetcher(network)` makes one for others.
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
        return ends, _sees_nothing(answers) or _is_captive(sources, answers)

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
        if not _is_captive(sources, answers):
            return answers
        return [  # a page is what a captive portal can forge; a feed that parsed is none
            _distrusted(answer) if source.kind == "page" else answer
            for source, answer in zip(sources, answers, strict=True)
        ]

    def _ask(self, source: Source, state: SourceState, versions: dict[str, str]) -> Answer:
        if state.gone or (state.wait_until and state.wait_until > self.now):
            return None
        try:
            return listing(source, state, versions, self.desk)
        except DigestError as error:
            return error

    def _chosen(self, source: Source, state: SourceState, answer: Answer) -> Choice:
        if not isinstance(answer, Listing):
            return Choice()
        return choose(answer.items, source, state, self.states, self.desk.start)

    def _completing(self, source: Source, choice: Choice) -> Future[list[Article | Failure]]:
        items = [item for _, item in choice.fresh]
        return self.pool.submit(self._complete, items, source)

    def _complete(self, items: Sequence[Item], source: Source) -> list[Article | Failure]:
        return [
            fulltext.complete(item, source, self.desk) for item in items if not self.stop.is_set()
        ]

    def _end(
        self,
        source: Source,
        state: SourceState,
        answer: Answer,
        choice: Choice,
        whole: Future[list[Article | Failure]],
    ) -> End:
        if answer is None:
            return _absent(state), []
        if isinstance(answer, DigestError):
            failed = _failed(state, answer, self.now)
            self.states.record(failed, self.now)
            report = Report(source.name, error=str(answer), failing_since=failed.failing_since)
            return report, [Failure(source.name, "read", str(answer), answer.exit_code)]
        traces = [trace for trace, _ in choice.fresh]
        taken = list(zip(traces, whole.result(), strict=True))
        return self._take(state, answer, choice, taken)

    def _take(
        self,
        state: SourceState,
        answer: Listing,
        choice: Choice,
        taken: list[tuple[Trace, Article | Failure]],
    ) -> End:
        failures = [result for _, result in taken if isinstance(result, Failure)]
        passing = any(failure.exit_code == Unavailable.exit_code for failure in failures)
        kept = [
            (trace, None if isinstance(result, Failure) else result)
            for trace, result in taken
            if not (isinstance(result, Failure) and result.exit_code == Unavailable.exit_code)
        ]
        passed = [(trace, None) for trace in choice.passed]
        healthy = _succeeded(answer.state, state, self.now, again=passing)
        self.states.record(healthy, self.now, [*kept, *passed], choice.again)
        failures = [*choice.failures, *failures]
        new = sum(article is not None for _, article in kept)
        report = Report(state.name, new, choice.known, choice.old, len(failures), note=answer.note)
        return report, failures


def _origins(waiting: Sequence[Waiting]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in waiting:
        found[one.article.id] = (*found.get(one.article.id, ()), one.source)
    return found


def _sees_nothing(answers: Sequence[Answer]) -> bool:
    """Tell whether all sources whose turn it was have failed (N14)."""
    asked = [answer for answer in answers if answer is not None]
    return bool(asked) and all(isinstance(answer, DigestError) for answer in asked)


def _is_captive(sources: Sequence[Source], answers: Sequence[Answer]) -> bool:
    """Tell whether more than half of the web's answers were pages where feeds should be (N15)."""
    pairs = zip(sources, answers, strict=True)
    asked = [answer for source, answer in pairs if source.is_remote and answer is not None]
    return 2 * sum(isinstance(answer, NotAFeed) for answer in asked) > len(asked)


def _distrusted(answer: Answer) -> Answer:
    if not isinstance(answer, Listing):
        return answer
    return Unavailable("most feeds were answered with a page, so no page is trusted: try later")


def _absent(state: SourceState) -> Report:
    """Report a source whose turn it is not."""
    if state.gone:
        note = f"gone for good since {state.gone:%Y-%m-%d}: remove it"
    else:
        note = f"it asked us to wait until {state.wait_until:%Y-%m-%d %H:%M} UTC"
    return Report(state.name, note=note, failing_since=state.failing_since)


def _failed(state: SourceState, error: DigestError, now: datetime) -> SourceState:
    status = error.status if isinstance(error, BadStatus) else 0
    wait = error.wait if isinstance(error, BadStatus) else None
    return replace(
        state,
        moved="",  # a new address that fails is not believed any more
        moves=0,
        failing_since=state.failing_since or now,
        error=str(error),
        wait_until=now + wait if wait else None,
        gone=now if status == _GONE else None,
    )


def _succeeded(new: SourceState, old: SourceState, now: datetime, *, again: bool) -> SourceState:
    """Return the state after a success; `again` forgets the validators, to see the list again."""
    state = replace(new, failing_since=None, error="", wait_until=None, succeeded=now)
    if not again:
        return state
    return replace(state, etag=old.etag, modified=old.modified, content=old.content)
