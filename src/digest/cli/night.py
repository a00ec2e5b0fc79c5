"""A whole night: read the sources, freeze the editions, write and mail them, and say how it went.

Whatever happens, the run is recorded, reported and pinged; only `kill -9` leaves that undone, and
then the next run finds it.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli import (
    checking,
    closing,
    earlier,
    mailing,
    operator,
    published,
    recipients,
    stages,
    wiring,
)
from digest.cli.ping import ping
from digest.cli.progress import Progress
from digest.cli.signals import Stopped
from digest.errors import ConfigError, DigestError, TryLater

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.config import Settings
    from digest.pipeline import Step
    from digest.pipeline.account import Account
    from digest.pipeline.night import Dawn, Means, Night
    from digest.records import Digest
    from digest.store import Database

_BUG = 70


@dataclass(frozen=True, slots=True)
class Order:
    """What a night is to do. `instance` names whose ledger it is (S08); `config` was asked for."""

    settings: Settings
    log: Log
    instance: str
    config: Path | None = None
    new_state: bool = False
    as_json: bool = False
    warnings: tuple[str, ...] = ()


def run(order: Order) -> int:
    """Run a night; return its exit code."""
    url = _health_check(order.settings)
    if url and not ping(url, "start"):
        order.log.say("warning", "ping.failed", "the health check cannot be reached")
    code = _BUG
    try:
        code = _explained(order)
    finally:
        if url:
            ping(url, str(code))
        order.log.close(code)
    return code


def _health_check(settings: Settings) -> str:
    try:
        return settings.report.ping_url()
    except ConfigError:  # it is told with all else that is wrong in the settings
        return ""


def _explained(order: Order) -> int:
    """Turn what ends a run, expected or asked for, into a log line and its code.

    What was not recorded as a run the operator is told of here.
    """
    try:
        checking.ensure(order.settings, order.config)
        return _locked(order)
    except DigestError as error:
        order.log.say("error", "run.failed", str(error), code=error.exit_code)
        operator.alarm(order.settings, order.log, _day(order.settings), error)
        return error.exit_code
    except Stopped as stopped:
        order.log.say("error", "run.stopped", "stopped by a signal", code=stopped.exit_code)
        return stopped.exit_code


def _locked(order: Order) -> int:
    from digest.deliver import folder
    from digest.render import check
    from digest.store import Database, Runs, lock

    state = order.settings.run.state
    check(order.settings.render.layout())
    if not order.new_state:
        _refuse_a_silent_start(order.settings)
    for place in (order.settings.run.output, closing.reports(order.settings)):
        folder.probe(place)
    with lock(state.parent) as held, Database(state) as database:
        Runs(database).claim(order.instance)
        account = closing.begin(database, order.settings, order.warnings, _day(order.settings))
        account.notes += recipients.take_in(database, order.settings)
        order.log.run_id = account.run.id
        for note in account.notes:
            order.log.say("warning", "run.note", note)
        for failure in account.stranded:
            order.log.say("warning", "readers.stranded", f"{failure.subject}: {failure.error}")
        with _accounted(order, database, account):
            _work(order, database, account, held)
        return account.exit_code


@contextmanager
def _accounted(order: Order, database: Database, account: Account) -> Iterator[None]:
    """Record how the block ends. An expected end is told and kept; a bug goes on its way."""
    account.end(_BUG, "a bug: see the traceback")
    try:
        yield
        account.end(account.code())
    except DigestError as error:
        account.end(error.exit_code, str(error))
        order.log.say("error", "run.failed", str(error), code=error.exit_code)
    except Stopped as stopped:
        account.end(stopped.exit_code, "stopped by a signal")
        order.log.say("error", "run.stopped", account.error, code=stopped.exit_code)
    finally:
        report = closing.finish(database, order.settings, order.log, account)
        if order.as_json:
            click.echo(json.dumps(report, ensure_ascii=False))


def _work(order: Order, database: Database, account: Account, held: Callable[[], bool]) -> None:
    from digest.pipeline.night import compose
    from digest.store.search import Search

    progress = Progress(sys.stderr)
    try:
        night = _night(order.settings, database, account)
        dawn = compose(night, _means(order, database, account, progress))
    finally:
        progress.close()
    account.dawn = _news(order, database, account, dawn)
    _tell(order.log, account)
    for key, frozen in account.dawn.frozen.items():
        published.keep(order.settings, key, frozen)
        for path in _publish(order.settings, key, database, account):
            if not order.as_json:
                click.echo(path)
    if not held():
        raise TryLater("the lock file was removed meanwhile, so nothing is sent; run again")
    _deliver(order, database, account)
    Search(database).update()  # what is found is no part of the night: the next search catches up


def _news(order: Order, database: Database, account: Account, dawn: Dawn) -> Dawn:
    """Return what is new in a night: neither what is wrong with it nor the day is told twice."""
    if dawn.frozen and not dawn.is_new:
        languages = {key: one.head.language for key, one in dawn.frozen.items()}
        for note in earlier.frozen(order.settings, account.day, languages):
            account.notes.append(note)
            order.log.say("info", "night.known", note)
        known = earlier.is_reported(database, account.day)
        return replace(dawn, code=0, failures=()) if known else dawn
    for note in dawn.notes:
        account.notes.append(note)
        order.log.say("warning", "night.aid", note)
    sources = {source.name for source in order.settings.sources}
    standing = earlier.standing(database, dawn.failures, sources)
    account.standing = tuple(standing.values())
    new = tuple(failure for failure in dawn.failures if failure not in standing)
    return replace(dawn, failures=new, code=dawn.code if new or dawn.code != wiring.PARTLY else 0)


def _night(settings: Settings, database: Database, account: Account) -> Night:
    from digest.pipeline.night import Night
    from digest.pipeline.profile import Profile

    profiles = tuple(
        Profile(
            e.key, e.name, e.language, e.timezone, e.topics, e.sources, e.policy(settings.topics)
        )
        for e in settings.each_edition()
    )
    return Night(
        account.day,
        account.run.started,
        profiles,
        settings.brief.points,
        settings.run.batch,
        published.unknown(database, settings),
        {source.name: source.weight for source in settings.sources},
    )


def _means(order: Order, database: Database, account: Account, progress: Progress) -> Means:
    from digest.pipeline.night import Means
    from digest.store.progress import Mark
    from digest.store.progress import Progress as Marks

    settings = order.settings

    marks = Marks(database)

    def watch(step: Step) -> None:
        account.watch(step)
        progress(step)
        marks.record(account.run.id, Mark(*astuple(step)))

    translating = any(edition.language for edition in settings.each_edition())
    engines = stages.engines(settings, translating=translating)
    account.spent = lambda: engines.spent
    return Means(
        database,
        engines,
        wiring.gatherer(settings),
        partial(_address, order, database, account.run.started),
        watch,
    )


def _address(order: Order, database: Database, moment: datetime, key: str, digest: Digest) -> None:
    """Freeze the copies of an edition; called inside the transaction that freezes the edition."""
    from digest.archive import path_of
    from digest.deliver.freeze import freeze
    from digest.pipeline.mail import mailing as mail_of
    from digest.store.subscribers import Subscribers

    mail = order.settings.mail
    if not mail.sender:
        return
    readers = Subscribers(database).listed(key, "active")
    if readers:
        layout = order.settings.render.layout(path_of(key, digest.day))
        sender, made = mailing.sender(mail, key), mail_of(key, digest, moment, layout)
        freeze(database, made, sender, readers, mail.deliver_within)
    else:
        order.log.say("warning", "edition.unread", f"edition {key} has no readers", issue=key)


def _deliver(order: Order, database: Database, account: Account) -> None:
    done = mailing.deliver(database, order.settings, account.run.id)
    account.mailed = done
    account.undelivered = tuple(mailing.failures(database, done))
    account.mail_code = mailing.exit_code(done, account.undelivered)
    for failure in account.undelivered:
        message = f"{failure.subject}: {failure.error}"
        order.log.say("warning", "copies.failed", message, code=failure.exit_code)


def _tell(log: Log, account: Account) -> None:
    assert account.dawn is not None
    for failure in account.dawn.failures:
        message = f"{failure.subject}: {failure.error}"
        log.say("warning", "item.failed", message, stage=failure.stage, code=failure.exit_code)
    if not account.dawn.frozen and not account.dawn.code:
        news = "nothing of what the editions ask for" if account.dawn.unwanted else "nothing new"
        log.say("info", "night.empty", news)


def _publish(settings: Settings, key: str, database: Database, account: Account) -> Iterator[Path]:
    """Write the documents of an edition; of one that was frozen before, those that are missing."""
    from digest.archive import path_of
    from digest.deliver import folder
    from digest.render import render
    from digest.store import Editions

    several = len(settings.each_edition()) > 1
    place = settings.run.output / key if several else settings.run.output
    folder.probe(place)
    stem = f"digest-{account.day.isoformat()}"
    made = account.dawn.digests.get(key) if account.dawn else None
    wanted = settings.run.formats
    missing = [name for name in wanted if made or not (place / f"{stem}.{name}").is_file()]
    if not missing:
        return
    digest = made or Editions(database).find(key, account.day)
    assert digest is not None, "it is frozen"
    layout = settings.render.layout(path_of(key, digest.day))
    missing.sort(key=("json", "jsonl").__contains__, reverse=True)  # they need no page in memory
    for document in render(digest, missing, layout):
        yield folder.write(place / document.filename, document.content)


def _day(settings: Settings) -> date:
    """Return the day of all editions: that of `[edition]`, so that they begin it together."""
    edition = settings.edition
    return edition.day or datetime.now(ZoneInfo(edition.timezone)).date()


def _refuse_a_silent_start(settings: Settings) -> None:
    """Make no empty ledger beside old editions: it would send everything again (S02)."""
    state = settings.run.state
    if not state.exists() and published.documents_in(settings.run.output):
        raise ConfigError(
            f"no ledger at {state}, though {settings.run.output} holds editions: restore a backup "
            "(digest backup --restore FILE), or begin anew with --new-state"
        )
