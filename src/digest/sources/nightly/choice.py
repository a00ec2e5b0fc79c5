"""Which of the listed articles are news: neither known nor older than the reader's last edition.

A known one is news again where it now says that it was wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.errors import Failed, contained
from digest.records import UNDETERMINED, Failure, article_id, caveat
from digest.sources.nightly import novelty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from digest.sources.item import Item
    from digest.sources.source import Source
    from digest.store.sources import SourceState, SourceStates
    from digest.store.traces import Trace

_LATE = timedelta(days=7)  # an article may be listed that much later than it is dated
_CANDIDATES = 50


@dataclass(slots=True)
class Choice:
    """What a list came to. `passed` are traces to keep of articles that no edition shall have."""

    fresh: list[tuple[Trace, Item]] = field(default_factory=list)
    passed: list[Trace] = field(default_factory=list)
    again: list[Trace] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    known: int = 0
    old: int = 0


def choose(
    items: Iterable[Item | Failure],
    source: Source,
    state: SourceState,
    states: SourceStates,
    start: datetime,
) -> Choice:
    """Sort out a list. Of a new source, what is dated before `start` is archive, not news."""
    sorting = _Sorting(source, states, start - _LATE if state.succeeded else start)
    for item in items:
        if isinstance(item, Failure):
            sorting.choice.failures.append(item)
        else:
            sorting.contained(item)
    return sorting.choice


class _Listed:
    """The traces of the list in hand, found as the store finds the earlier ones."""

    def __init__(self) -> None:
        self._traces: defaultdict[tuple[str, str | bytes], list[Trace]] = defaultdict(list)

    def add(self, trace: Trace) -> None:
        for key in self._keys(trace):
            self._traces[key].append(trace)

    def like(self, trace: Trace) -> list[Trace]:
        return [
            old
            for key in self._keys(trace)
            if key in self._traces
            for old in self._traces[key][-_CANDIDATES:]
        ]

    @staticmethod
    def _keys(trace: Trace) -> list[tuple[str, str | bytes]]:
        keys: list[tuple[str, str | bytes]] = [("text", trace.fingerprint)]
        keys += [("name", trace.identity)] if trace.identity else []
        return keys + ([("link", trace.link)] if trace.link else [])


@dataclass(frozen=True, slots=True)
class _Sorting:
    """One list that is sorted out: what is `oldest` of news, and what it has come to so far."""

    source: Source
    states: SourceStates
    oldest: datetime
    choice: Choice = field(default_factory=Choice)
    listed: _Listed = field(default_factory=_Listed)

    def contained(self, item: Item) -> None:
        """Sort one article; a bug that it brings out is its own failure."""
        article = item.article
        subject = f"{self.source.name}: {article.title or article.url or item.identity}"
        try:
            with contained(subject):
                self._sort(item)
        except Failed as error:
            self.choice.failures.append(Failure(subject, "read", str(error), error.exit_code))

    def _sort(self, item: Item) -> None:
        choice, trace = self.choice, novelty.trace(item, self.source.name)
        like = self.states.like(self.source.name, trace)
        earlier = [*like, *self.listed.like(trace)]
        is_known = novelty.is_known(trace, earlier)
        if is_known and novelty.is_correction(item, trace, earlier):
            choice.fresh.append((trace, _corrected(_owned(item, self.source))))
        elif is_known:
            _known(trace, like, choice)
        elif trace.published and trace.published < self.oldest:
            choice.old += 1
            choice.passed.append(trace)
        else:
            choice.fresh.append((trace, _owned(item, self.source)))
        self.listed.add(trace)


def _known(trace: Trace, like: list[Trace], choice: Choice) -> None:
    choice.known += 1
    if trace.version:  # a file: the next night need not open it
        is_named = any(old.identity == trace.identity for old in like)
        (choice.again if is_named else choice.passed).append(trace)


def _owned(item: Item, source: Source) -> Item:
    """Put the article under the name that the user gave its source.

    A mail keeps its sender and a saved page its site; what tells neither gets the source's name.
    """
    article = item.article
    if article.language == UNDETERMINED and source.language:
        article = replace(article, language=source.language)
    if source.kind in {"feed", "page"} or not article.outlet:
        name = article_id(source.name, article.text)
        article = replace(article, id=name, source=source.name)
    return replace(item, article=article)


def _corrected(item: Item) -> Item:
    warnings = (*item.article.warnings, caveat("corrected"))
    return replace(item, article=replace(item.article, warnings=warnings))
