"""What a night does: read the sources, freeze the editions, write their documents, mail them."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from digest.archive import path_of
from digest.cli import stages
from digest.cli.nightly import earlier, mailing, published
from digest.cli.progress import Progress
from digest.deliver import folder
from digest.deliver.freeze import freeze
from digest.errors import PARTLY, OutputError, TryLater, worst
from digest.pipeline import mail
from digest.pipeline.night import Means, Night, compose
from digest.render import render
from digest.report import Standing, together
from digest.store import Editions
from digest.store.progress import Progress as Steps
from digest.store.search import Search
from digest.store.subscribers import Subscribers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.cli.nightly.earlier import Failing
    from digest.cli.nightly.night import Order
    from digest.config import Settings
    from digest.pipeline.account import Account
    from digest.pipeline.night import Address, Dawn
    from digest.records import Digest, Step
    from digest.store import Database

# What is imported where it is used, and is used last. A night loads it first: what cannot be
# loaded, or is upgraded meanwhile, must fail before the work, not in the freezing transaction.
_LAST = (
    *("css_inline", "idna", "jinja2"),
    *(f"digest.deliver.{name}" for name in ("outbox", "mailbox", "sendmail", "server", "smtp")),
)


def work(order: Order, database: Database, account: Account, held: Callable[[], bool]) -> None:
    """Do what a night is for; raise `TryLater` where another run may be at it, too."""
    for name in _LAST:
        import_module(name)
    progress = Progress(sys.stderr)
    try:
        standing = earlier.standing(database, order.settings)
        night = _night(order.settings, database, account, standing)
        dawn = compose(night, _means(order, database, account, progress))
    finally:
        progress.close()
    account.dawn = _news(order, database, account, dawn, standing)
    _tell(order.log, account)
    unwritten = _documents(order, database, account, account.dawn)
    if not held():
        raise TryLater("the lock file was removed meanwhile, so nothing is sent; run again")
    _deliver(order, database, account)
    Search(database).update()  # what is found is no part of the night: the next search catches up
    if unwritten:
        raise unwritten


def _documents(
    order: Order, database: Database, account: Account, dawn: Dawn
) -> OutputError | None:
    """Write the documents; return what kept one from being written, which keeps nobody's mail."""
    unwritten: OutputError | None = None
    for key, frozen in dawn.frozen.items():
        published.keep(order.settings, key, frozen)
        try:
            account.documents += _publish(order.settings, key, database, account)
        except OutputError as error:
            unwritten = unwritten or error
    return unwritten


def _news(
    order: Order, database: Database, account: Account, dawn: Dawn, standing: Mapping[Failing, date]
) -> Dawn:
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
    new = tuple(one for one in dawn.failures if (one.subject, one.error) not in standing)
    account.standing = tuple(
        Standing(one.subject, one.error, standing[one.subject, one.error])
        for one in dawn.failures
        if one not in new
    )
    return replace(dawn, failures=new, code=dawn.code if new or dawn.code != PARTLY else 0)


def _night(
    settings: Settings, database: Database, account: Account, standing: Collection[Failing]
) -> Night:
    return Night(
        account.day,
        account.run.started,
        tuple(stages.profile(edition, settings) for edition in settings.each_edition()),
        settings.brief.points,
        settings.run.batch,
        published.unknown(database, settings),
        {source.name: source.weight for source in settings.sources},
        standing,
    )


def _means(order: Order, database: Database, account: Account, progress: Progress) -> Means:
    settings, steps = order.settings, Steps(database)

    def watch(step: Step) -> None:
        account.watch(step)
        progress(step)
        steps.record(account.run.id, step)

    translating = any(edition.language for edition in settings.each_edition())
    engines = stages.engines(settings, translating=translating)
    account.spent = lambda: engines.spent
    return Means(
        database,
        engines,
        stages.gatherer(settings),
        _addressing(order, database, account),
        watch,
    )


def _addressing(order: Order, database: Database, account: Account) -> Address:
    """Return what freezes the copies of an edition; it is called in the freezing transaction."""
    settings, moment = order.settings, account.run.started

    def address(key: str, digest: Digest) -> None:
        if not settings.mail.sender:
            return
        readers = Subscribers(database).listed(key, "active")
        if not readers:
            order.log.say("warning", "edition.unread", f"edition {key} has no readers", issue=key)
            return
        layout = settings.render.layout(path_of(key, digest.day))
        made = mail.mailing(key, digest, moment, layout)
        sender = mailing.sender(settings.mail, key)
        freeze(database, made, sender, readers, settings.mail.deliver_within)

    return address


def _deliver(order: Order, database: Database, account: Account) -> None:
    done = mailing.deliver(database, order.settings, account.run.id)
    account.mailed = done
    account.undelivered = tuple(mailing.failures(database, done))
    account.mail_code = mailing.exit_code(done, account.undelivered)
    for failure in account.undelivered:
        order.log.say("warning", "copies.failed", str(failure), code=failure.exit_code)
    _tell_held(order.log, database, account)


def _tell_held(log: Log, database: Database, account: Account) -> None:
    """Tell which copies wait for a person, every night; that of new ones is no success."""
    known = earlier.notes(database)
    for line in mailing.told_held(mailing.held(database)):
        log.say("warning", "copies.held", line)
        account.notes.append(line)
        if line not in known:
            account.mail_code = worst((account.mail_code, PARTLY))


def _tell(log: Log, account: Account) -> None:
    assert account.dawn is not None
    for failure in together(account.dawn.failures):
        log.say("warning", "item.failed", str(failure), stage=failure.stage, code=failure.exit_code)
    if not account.dawn.frozen and not account.dawn.code:
        news = "nothing of what the editions ask for" if account.dawn.unwanted else "nothing new"
        log.say("info", "night.empty", news)


def _publish(settings: Settings, key: str, database: Database, account: Account) -> Iterator[Path]:
    """Write the documents of an edition; of one that was frozen before, those that are missing."""
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
