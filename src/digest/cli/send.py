"""`digest send`: what is frozen and due, to its readers."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import mailing, wiring
from digest.text.printing import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import Settings
    from digest.deliver.outbox import Pass
    from digest.store import Database
    from digest.store.copies import Why


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
    from digest.cli import checking, decisions, recipients
    from digest.config import load

    settings = load(config)
    if status:
        from digest.store import Database

        with Database(settings.run.state) as database:
            _show(database, as_json=as_json, addresses=addresses)
        return 0
    mail = settings.mail
    if mail.sender and not (mail.unsubscribe_url or mail.leaving()):
        told = "readers have no way to leave: set [mail] unsubscribe_url or unsubscribe_mailto"
        click.echo(f"digest: warning: {told}", err=True)
    wanted = decisions.Decisions(verify, resolve, to, retry_held, confirm_old)
    with _held(settings) as database:
        checking.ensure(settings, config, "mail")
        for note in recipients.take_in(database, settings):
            click.echo(f"digest: warning: {printable(note)}", err=True)
        decisions.carry_out(database, settings, wanted)
        return _deliver(database, settings, as_json=as_json)


@contextmanager
def _held(settings: Settings) -> Iterator[Database]:
    from digest.store import Database, lock

    with lock(settings.run.state.parent), Database(settings.run.state) as database:
        yield database


def _deliver(database: Database, settings: Settings, *, as_json: bool) -> int:
    from digest.store.issues import Issues

    done = mailing.deliver(database, settings)
    found = mailing.failures(database, done)
    wiring.explain(found)
    code = mailing.exit_code(done, found)
    _report(done, code, mailing.held(database), as_json=as_json)
    for issue, count in Issues(database).late(time.time()).items():
        click.echo(f"digest: {issue}: {mailing.joined(count)}", err=True)
    return code


def _report(done: Pass, code: int, held: dict[str, dict[Why, int]], *, as_json: bool) -> None:
    if as_json:
        told = {"sent": done.sent, "doubts": done.doubts, "issues": done.counts, "exit": code}
        click.echo(json.dumps({"schema": "digest/send/1", **told}, ensure_ascii=False))
        return
    if not done.counts:
        click.echo("digest: nothing is due", err=True)
    for issue, counts in done.counts.items():
        click.echo(f"digest: {issue}: {_counted(counts)}", err=True)
    _tell_held(held)


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
    _tell_held(mailing.held(database))


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


def _tell_held(held: dict[str, dict[Why, int]]) -> None:
    for line in mailing.told_held(held):
        click.echo(f"digest: {line}", err=True)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in counts.items()) or "no copies"
