"""`digest send`: what is frozen and due, to its readers."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import wiring
from digest.cli.logs import Log
from digest.cli.nightly import mailing, published
from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import Settings
    from digest.deliver.outbox import Pass
    from digest.store import Database

_UNKNOWN = 70  # the exit code of what was not expected to end so


@click.command("send")
@click.option("--status", is_flag=True, help="Show how the newest issues stand; send nothing.")
@click.option("--addresses", is_flag=True, help="With --status: show the addresses in full.")
@click.option("--resolve", metavar="ADDRESS=sent|resend", multiple=True,
              help="Settle a doubt: it has arrived, or send it once more.")  # fmt: skip
@click.option("--retry-held", is_flag=True, help="Send every held copy once more.")
@click.option("--verify", metavar="MAIL.LOG", type=click.Path(path_type=Path),
              help="Settle doubts by a Postfix log.")  # fmt: skip
@click.option("--confirm-old", is_flag=True, help="Send the newest issues though they are late.")
@click.option("--to", metavar="ADDRESS", multiple=True,
              help="Also to a reader who joined after the issue was frozen.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where all is well.")
@wiring.json_option
@wiring.config_option
def command(
    status: bool,
    addresses: bool,
    resolve: tuple[str, ...],
    retry_held: bool,
    verify: Path | None,
    confirm_old: bool,
    to: tuple[str, ...],
    quiet: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    """Send frozen issues to the readers who do not have them yet.

    Every reader gets an issue once. Where a server's last word was lost, the copy is in doubt:
    it is sent once more, or, with [mail] on_uncertain = "hold", held until you decide.

    \b
    Examples:
      digest send
      digest send --status
      digest send --verify /var/log/mail.log
      digest send --resolve ann@example.org=sent
    """
    from digest.cli import checking, decisions
    from digest.cli.nightly import recipients

    settings = wiring.settings(config)
    published.refuse_a_silent_start(settings)
    if status:
        from digest.store import Database

        with Database(settings.run.state) as database:
            _show(database, as_json=as_json, addresses=addresses)
        return 0
    wanted = decisions.Decisions(verify, resolve, to, retry_held, confirm_old)
    log, code = Log(sys.stderr, quiet=quiet), _UNKNOWN
    try:
        with _held(settings) as database:
            checking.ensure(settings, config, "mail")
            warnings = list(_leaving(settings))
            unread = tuple(recipients.take_in(database, settings, warnings))
            for warning in warnings:
                log.say("warning", "send.warning", f"warning: {warning}")
            for failure in (*unread, *recipients.stranded(database, settings)):
                log.say("warning", "readers.stranded", str(failure))
            decisions.carry_out(database, settings, wanted)
            code = _deliver(database, settings, log, as_json=as_json)
    finally:
        log.close(code)
    return code


def _leaving(settings: Settings) -> Iterator[str]:
    mail = settings.mail
    if mail.sender and not (mail.unsubscribe_url or mail.leaving()):
        yield "readers have no way to leave: set [mail] unsubscribe_url or unsubscribe_mailto"


@contextmanager
def _held(settings: Settings) -> Iterator[Database]:
    from digest.store import Database, lock

    with lock(settings.run.state.parent), Database(settings.run.state) as database:
        yield database


def _deliver(database: Database, settings: Settings, log: Log, *, as_json: bool) -> int:
    done = mailing.deliver(database, settings)
    found = mailing.failures(database, done)
    wiring.explain(found)
    code = mailing.exit_code(done, found)
    if as_json:
        told = {"sent": done.sent, "doubts": done.doubts, "issues": done.counts, "exit": code}
        click.echo(json.dumps({"schema": "digest/send/1", **told}, ensure_ascii=False))
    for line in _lines(done, database):
        log.say("info", "send.issue", line)
    return code


def _lines(done: Pass, database: Database) -> Iterator[str]:
    """Yield what came of a delivery, of what is held, and who came too late for it."""
    from digest.store.issues import Issues

    if not done.counts:
        yield "nothing is due"
    yield from (f"{issue}: {_counted(counts)}" for issue, counts in done.counts.items())
    yield from mailing.told_held(mailing.held(database))
    late = Issues(database).late(time.time()).items()
    yield from (f"{issue}: {mailing.joined(count)}" for issue, count in late)


def _show(database: Database, *, as_json: bool, addresses: bool) -> None:
    from digest.store.issues import Issues

    issues = Issues(database)
    shown = {issue.id: issue for issue in (*issues.newest(), *issues.open())}
    counts = {issue.name: issues.counts(issue) for issue in shown.values()}
    copies = list(_unsettled(database, addresses=addresses))
    if as_json:
        told = {"issues": counts, "unsettled": copies}
        click.echo(json.dumps({"schema": "digest/send-status/1", **told}, ensure_ascii=False))
        return
    for name, states in counts.items():
        click.echo(f"{name}: {_counted(states)}")
    for copy in copies:
        click.echo(printable("{why}: {issue} {reader} {message_id} {text}".format_map(copy)))
    for line in mailing.told_held(mailing.held(database)):
        click.echo(f"digest: {line}", err=True)


def _unsettled(database: Database, *, addresses: bool) -> Iterator[dict[str, str]]:
    """Yield the copies that are in doubt or held, and why; their readers as they are named."""
    from digest.store.copies import Copies
    from digest.store.secret import mail_secret
    from digest.store.subscribers import address_hash

    secret = mail_secret(database)
    for copy in Copies(database).unsettled():
        key = copy.address_key
        yield {
            "reader": key if addresses else address_hash(secret, key),
            "message_id": copy.message_id,
            "issue": copy.issue,
            "state": copy.state,
            "why": copy.why,
            "text": copy.text,
        }


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in counts.items()) or "no copies"
