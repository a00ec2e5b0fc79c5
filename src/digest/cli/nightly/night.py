"""A whole night: what it begins with, whatever ends it, and how that is told.

Whatever happens, the run is recorded, reported and pinged; only `kill -9` leaves that undone, and
then the next run finds it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.cli import checking, streams
from digest.cli.nightly import closing, nightwork, operator, published, recipients
from digest.cli.nightly.ping import ping
from digest.cli.signals import Stopped
from digest.config import exposed_secrets, locate
from digest.deliver import folder
from digest.errors import ConfigError, DigestError
from digest.render import check
from digest.store import Database, Runs, lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.config import Settings
    from digest.pipeline.account import Account

_BUG = 70


@dataclass(frozen=True, slots=True)
class Order:
    """What a night is to do; `day` is that of all editions, `config` what was asked for."""

    settings: Settings
    log: Log
    day: date
    config: Path | None = None
    new_state: bool = False
    as_json: bool = False


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
        operator.alarm(order.settings, order.log, order.day, error)
        return error.exit_code
    except Stopped as stopped:
        order.log.say("error", "run.stopped", "stopped by a signal", code=stopped.exit_code)
        return stopped.exit_code


def _locked(order: Order) -> int:
    state = order.settings.run.state
    check(order.settings.render.layout())
    if order.new_state:
        published.begin_anew(order.settings)
    else:
        published.refuse_a_silent_start(order.settings)
    for place in (order.settings.run.output, closing.reports(order.settings)):
        folder.probe(place)
    with lock(state.parent) as held, Database(state) as database:
        Runs(database).claim(_instance(order))
        exposed = tuple(exposed_secrets(order.config))
        account = closing.begin(database, order.settings, exposed, order.day)
        order.log.run_id = account.run.id
        with _accounted(order, database, account):
            _warn(order, database, account)
            nightwork.work(order, database, account, held)
        return account.exit_code


def _print(order: Order, account: Account, report: dict[str, Any]) -> None:
    """Print what came of a night, when all else is done."""
    told = [json.dumps(report, ensure_ascii=False)] if order.as_json else account.documents
    streams.tell(told)


def _warn(order: Order, database: Database, account: Account) -> None:
    """Follow the lists of readers, and tell what the operator should look at."""
    account.stranded += tuple(recipients.take_in(database, order.settings, account.notes))
    for note in account.notes:
        order.log.say("warning", "run.note", note)
    for failure in account.stranded:
        order.log.say("warning", "readers.stranded", str(failure))


def _instance(order: Order) -> str:
    """Name whose ledger it is (S08)."""
    found = locate(order.config)
    return order.settings.run.instance or str(found.resolve() if found else "the environment")


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
        _print(order, account, report)
