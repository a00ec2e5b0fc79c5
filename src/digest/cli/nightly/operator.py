"""What the operator is told by mail: what went wrong, once a day and kind.

It takes no ledger: a run that cannot open it, or is kept from it, must be told of above all.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.cli.nightly import mailing
from digest.deliver import folder
from digest.deliver.notice import note, send
from digest.errors import PARTLY, DigestError, OutputError
from digest.report import Report, subject, write
from digest.store.address import parse_address

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.config import Settings


def alarm(settings: Settings, log: Log, day: date, error: DigestError) -> None:
    """Tell of a run that ended before it could be recorded, or that could not be."""
    now = datetime.now(UTC)
    tell(settings, log, Report("", day, now, now, error.exit_code, error=str(error)))


def tell(settings: Settings, log: Log, report: Report) -> None:
    """Mail a report of problems, unless one of its day and kind has been mailed.

    A failure of it changes nothing but the log, and the next run tries again.
    """
    kind = f"{report.day}:{report.code}:{'recorded' if report.run else 'unrecorded'}"
    path = settings.run.state.parent / "told"
    known = _known(path)
    if report.code < PARTLY or not settings.report.mail or kind in known:
        return
    try:
        _mail(settings, report)
    except DigestError as error:
        log.say("warning", "operator.unreached", f"the operator gets no mail: {error}")
    else:
        _remember(path, {kind, *(one for one in known if one.startswith(f"{report.day}:"))})


def _known(path: Path) -> set[str]:
    try:
        return set(path.read_text("ascii").split())
    except (OSError, ValueError):
        return set()


def _remember(path: Path, kinds: set[str]) -> None:
    """Keep what was told; where nothing can be kept, it is told again rather than never."""
    with suppress(OutputError):
        folder.write(path, "".join(f"{kind}\n" for kind in sorted(kinds)).encode(), mode=0o600)


def _mail(settings: Settings, report: Report) -> None:
    sender = mailing.sender(settings.mail, "operator")
    to = parse_address(settings.report.mail)
    letter = note(sender, to, subject(report), write(report), report.ended)
    send(letter, mailing.transports(settings.mail))
