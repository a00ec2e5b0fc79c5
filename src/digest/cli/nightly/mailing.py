"""Settings to an outbox: who writes, through what, and what is said of it afterwards."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from digest.cli.signals import stop
from digest.errors import PARTLY, ConfigError, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.config import Settings
    from digest.config.mail import Mail
    from digest.deliver.message import Sender
    from digest.deliver.outbox import Pass
    from digest.deliver.transport import Transport
    from digest.records import Failure
    from digest.store import Database
    from digest.store.copies import Outcome, Trouble, Why

# What an operator does about copies that are held, by why they are.
SETTLE: dict[Why, str] = {
    "in doubt": "held in doubt: settle them by digest send --verify MAIL.LOG or"
    " --resolve ADDRESS=sent, or send them once more by digest send --retry-held",
    "damaged": "held as damaged: not sent; restore a backup, or give them up by digest send"
    " --resolve ADDRESS=sent",
    "too large": "held as too large for the server: not sent; raise its limit, then digest send"
    " --retry-held; a lower [edition] stories makes the next issue shorter",
}
_SUSPENDED = "suspended: refused issue after issue; `digest subscribers add` brings readers back"
_SLICE = 0.5  # seconds; a signal is heeded so soon while we wait


def sender(mail: Mail, edition: str) -> Sender:
    """Return who writes to the readers of an edition. Raises `ConfigError` where nobody is set."""
    from digest.deliver.message import Sender
    from digest.store.address import parse_address

    if not mail.sender:
        raise ConfigError("nobody to send from: set [mail] sender")
    address, leaving = parse_address(mail.sender), mail.leaving()
    replies = mail.reply_to or leaving  # a letter says that a reply is a way to leave
    return Sender(
        address,
        parse_address(mail.envelope).spec if mail.envelope else address.spec,
        mail.list_id or f"{edition}.{address.domain}",
        parse_address(replies) if replies not in ("", address.spec) else None,
        leaving,
        mail.unsubscribe_url,
    )


def joined(count: int) -> str:
    """Say of readers who joined after an issue was frozen what they get, and when."""
    who = f"{count} readers joined after it was frozen, and get"
    return f"{who} the next one; this one, too, by digest send --to ADDRESS"


def transports(mail: Mail) -> tuple[Transport, ...]:
    """Return the ways to hand messages over, the preferred one first; none without a sender."""
    from digest.deliver.mailbox import Files, Maildir
    from digest.deliver.sendmail import Sendmail

    if not mail.sender:  # what is frozen is not handed over by what happens to be the default
        return ()
    if mail.transport == "maildir":
        return (Maildir(mail.path),)
    if mail.transport == "folder":
        return (Files(mail.path),)
    if mail.transport == "sendmail":
        return (Sendmail(mail.sendmail),)
    return _servers(mail)


def deliver(database: Database, settings: Settings, run: str = "") -> Pass:
    """Send what is due. The caller holds the lock; a signal ends it after the copy in hand."""
    from digest.deliver.outbox import Clock, Outbox, Rules

    mail = settings.mail
    rules = Rules(mail.on_uncertain, mail.max_per_minute, mail.minutes * 60)
    clock = Clock(wait=_wait, stopped=stop)
    with stop.shield():
        return Outbox(database, transports(mail), rules, clock, run).deliver()


def advice(mail: Mail) -> list[str]:
    """Return what the mail server and the DNS must do, which `digest` cannot (E32)."""
    from digest.deliver.message import SIGNED

    who = sender(mail, "main")
    envelope = who.envelope.rpartition("@")[2]
    return [
        f"DKIM       sign as {who.address.domain} with h={':'.join(SIGNED)}",
        f"SPF        a TXT record of {envelope} that names your mail server",
        f"DMARC      a TXT record _dmarc.{who.address.domain}",
        f"leaving    {_leaving(mail)}",
        f"bounces    keep the mail to {who.envelope} in an mbox file for digest bounces",
    ]


def _leaving(mail: Mail) -> str:
    address = mail.leaving()
    ways = ([f"by one click at {mail.unsubscribe_url}"] if mail.unsubscribe_url else []) + (
        [f"by a mail to {address}, which digest bounces reads"] if address else []
    )
    return ", or ".join(ways) or "impossible: set [mail] unsubscribe_url or unsubscribe_mailto"


def failures(database: Database, done: Pass) -> list[Failure]:
    """Return what did not arrive and why, a line for each reason; readers are named by hashes."""
    from digest.records import Failure
    from digest.store.copies import Copies
    from digest.store.secret import mail_secret
    from digest.store.subscribers import address_hash

    secret = mail_secret(database)

    def named(keys: Sequence[str]) -> str:
        names = ", ".join(address_hash(secret, key) for key in keys[:5])
        return f"readers: {len(keys)} ({names}{', …' * (len(keys) > 5)})"

    found = [
        Failure(f"{one.issue}, {named(one.addresses)}", "deliver", _told(one.outcome), _code(one))
        for one in Copies(database).troubles(done.began)
    ]
    if done.error:
        found.append(Failure("the mail", "deliver", str(done.error), done.error.exit_code))
    if done.suspended:
        found.append(Failure(named(done.suspended), "deliver", _SUSPENDED, PARTLY))
    return found


def _code(trouble: Trouble) -> int:
    """Return 75 where another run helps: that must not be hidden by what no run can mend."""
    return 75 if trouble.outcome.state in ("deferred", "uncertain") else PARTLY


def _told(why: Outcome) -> str:
    said = " ".join(part for part in (str(why.code or ""), why.text) if part)
    place = f" at {why.phase}" if why.phase else ""
    return f"{why.state}{place}{f': {said}' if said else ''}"


def held(database: Database) -> dict[str, dict[Why, int]]:
    """Return how many copies of each issue are held, by its name and why they are."""
    from digest.store.copies import Copies

    found: dict[str, dict[Why, int]] = {}
    for copy in Copies(database).unsettled():
        if copy.state == "held":
            counts = found.setdefault(copy.issue, {})
            counts[copy.why] = counts.get(copy.why, 0) + 1
    return found


def told_held(held: dict[str, dict[Why, int]]) -> Iterator[str]:
    """Yield a line for each issue and reason: how many copies are held, and what to do."""
    for issue, counts in held.items():
        yield from (f"{issue}: {count} {SETTLE[why]}" for why, count in counts.items())


def exit_code(done: Pass, found: Iterable[Failure]) -> int:
    """Return 0, 3 where some copy did not arrive, 75 where some is still due, or what ended it."""
    codes = {failure.exit_code for failure in found}
    waiting = {"pending", "deferred", "uncertain", "handing"}
    codes |= {75 for counts in done.counts.values() if waiting & counts.keys()}
    return worst(codes)


def _servers(mail: Mail) -> tuple[Transport, ...]:
    from digest.deliver.server import Server
    from digest.deliver.smtp import Smtp

    password = mail.login_password() if mail.user else ""
    rest = (mail.port, mail.tls, mail.user, password, mail.ca_file, mail.hello)
    return tuple(Smtp(Server(host, *rest)) for host in (mail.host, mail.fallback_host) if host)


def _wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    while not stop() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _SLICE))
