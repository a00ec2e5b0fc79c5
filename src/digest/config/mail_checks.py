"""What is wrong with `[mail]` and the operator's address, as far as can be seen from here."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from digest.config.faults import Fault
from digest.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config.mail import Mail
    from digest.config.settings import Settings


def faults(settings: Settings) -> Iterator[Fault]:
    """Yield what has to be corrected before a run that mails."""
    from digest.store.address import parse_address

    mail, operator = settings.mail, settings.report.mail
    if mail.model_fields_set - {"path"} and not mail.sender:
        yield Fault(("mail",), "nobody to send from: set sender, or remove the table")
    if operator and not mail.sender:
        yield Fault(("report", "mail"), "needs [mail] sender: set who writes, and through what")
    try:
        if operator:
            parse_address(operator)
    except InputError as error:
        yield Fault(("report", "mail"), str(error))
    if mail.sender:
        yield from _transport(mail)


def doubts(mail: Mail) -> Iterator[Fault]:
    """Yield what leaves readers or the server without what they need, if it is meant so."""
    if not (mail.unsubscribe_url or mail.unsubscribe_mailto):
        address = mail.leaving()
        how = "set unsubscribe_url (one click) or unsubscribe_mailto"
        if address:
            how = f"keep its mail for `digest bounces`, or {how}"
            yield Fault(("mail",), f"readers leave by a mail to {address}: {how}")
        else:
            yield Fault(("mail",), f"readers have no way to leave: {how}")
    try:
        if mail.user and not mail.login_password():
            yield Fault(("mail", "user"), "no password: set password_file, or a systemd credential")
    except ConfigError:  # told as a fault
        return


def _transport(mail: Mail) -> Iterator[Fault]:
    if mail.transport == "smtp" and not mail.host:
        yield Fault(("mail", "host"), "no server: name one, such as localhost")
    if mail.transport == "sendmail" and not shutil.which(mail.sendmail):
        yield Fault(("mail", "sendmail"), f"no program {mail.sendmail}: install one, or use smtp")
    if mail.transport in {"folder", "maildir"}:
        place = next(one for one in (mail.path, *mail.path.parents) if one.exists())
        if not (place.is_dir() and os.access(place, os.W_OK)):
            yield Fault(("mail", "path"), f"cannot write into {place}: choose another folder")
