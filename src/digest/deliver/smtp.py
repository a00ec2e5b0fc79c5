"""SMTP with every phase known: one recipient a transaction, the dot only after the mark.

smtplib raises the same error for a connection lost at RCPT, where nothing was accepted, and after
the dot, where the message may have been. So MAIL, RCPT, DATA and the dot are driven here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.deliver.phases import Phase, broken, judged
from digest.deliver.redaction import nameless
from digest.deliver.session import Session, fail
from digest.deliver.wire import Broken
from digest.store.copies import Outcome
from digest.store.crashpoints import passing

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.deliver.phases import Reply
    from digest.deliver.server import Server
    from digest.deliver.transport import Letter

PER_CONNECTION = 100  # messages; many servers allow no more (E18)


class Smtp:
    """A mail server, and the session with it while there is one."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session: Session | None = None
        self._handed, self._most = 0, PER_CONNECTION

    def open(self) -> None:
        """Connect, secure and log in, unless that is done; see `Transport.open`."""
        if self._handed >= self._most:
            self.close()
        if self._session is None:
            self._session, self._handed = Session(self._server), 0

    def hand_over(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        """Run one transaction; see `Transport.hand_over`."""
        assert self._session, "open first"
        transaction = _Transaction(self._session, letter)
        self._handed += 1
        try:
            outcome = transaction.run(mark)
        except Broken as error:
            transaction.usable = False
            outcome = broken(transaction.phase, str(error))
        except BaseException:  # above all: no mark, no dot
            transaction.usable = False
            raise
        finally:
            if not transaction.usable:
                self._drop()
        if outcome.state == "pending" and outcome.phase == Phase.MAIL and self._handed > 1:
            self._most = self._handed - 1  # it took so many before it asked for a new connection
        return nameless(outcome, letter.recipient)

    def close(self) -> None:
        """Say goodbye."""
        if self._session:
            self._session.close()
        self._session = None
        passing("smtp.closed")

    def _drop(self) -> None:
        if self._session:
            self._session.drop()
        self._session = None


class _Transaction:
    """One message on its way: how far it is, and whether the session is of use after it."""

    def __init__(self, session: Session, letter: Letter) -> None:
        self.session = session
        self.letter = letter
        self.phase = Phase.MAIL
        self.usable = True

    def run(self, mark: Callable[[], None]) -> Outcome:
        if too_large := self._too_large():
            return too_large
        if not self.letter.recipient.isascii() and "SMTPUTF8" not in self.session.features:
            return Outcome("refused", Phase.RCPT, text="needs SMTPUTF8, which the server lacks")
        return self._sender() or self._recipient() or self._body() or self._complete(mark)

    def _sender(self) -> Outcome | None:
        """Take 4xx as "not on this connection"; 5xx is our fault and ends the run (E14)."""
        said = self.session.say(f"MAIL FROM:<{self.letter.envelope}>{self._options()}")
        passing("smtp.mail")
        if said.kind == 2:
            return None
        if said.code == 552 or said.enhanced == "5.3.4":  # about this message (RFC 1870, 6.1)
            return Outcome("held", Phase.SIZE, said.code, said.enhanced, said.text)
        if said.kind != 4:
            fail(self.session.server, self.phase, said)
        self.usable = False
        return Outcome("pending", self.phase, said.code, said.enhanced, said.text)

    def _recipient(self) -> Outcome | None:
        self.phase = Phase.RCPT
        said = self.session.say(f"RCPT TO:<{self.letter.recipient}>")
        passing("smtp.rcpt")
        return None if said.kind == 2 else self._turned_down(said)

    def _body(self) -> Outcome | None:
        self.phase = Phase.DATA
        said = self.session.say("DATA")
        passing("smtp.data")
        if said.code != 354:
            return self._turned_down(said)
        self.phase = Phase.BODY
        self.session.send(_stuffed(self.letter.content))
        passing("smtp.body")
        early = self.session.interrupted()
        if early is None:
            return None
        self.usable = False  # it answers what was not asked yet: nothing was accepted
        return Outcome("pending", self.phase, early.code, early.enhanced, early.text)

    def _complete(self, mark: Callable[[], None]) -> Outcome:
        mark()
        self.phase = Phase.DOT
        passing("smtp.before-dot")
        self.session.send(b".\r\n")
        passing("smtp.dot")
        said = self.session.dot()
        passing("smtp.reply")
        self.usable = said.kind in (2, 4, 5) and said.code != 421
        return judged(self.phase, said, self.letter.retries)

    def _turned_down(self, said: Reply) -> Outcome:
        if said.kind not in (4, 5):
            raise Broken(f"unexpected reply {said.code} {said.text}")
        self.usable = said.code != 421 and self._reset()
        return judged(self.phase, said, self.letter.retries)

    def _reset(self) -> bool:
        try:
            return self.session.say("RSET").kind == 2
        except Broken:  # what was said before it stands
            return False

    def _too_large(self) -> Outcome | None:
        """Hold what the server says beforehand that it will not take (E09)."""
        limit, size = self.session.features.get("SIZE", ""), len(self.letter.content)
        if not limit.isdecimal() or not 0 < int(limit) < size:
            return None
        text = f"the server takes {limit} bytes and this has {size}; let fewer stories in"
        return Outcome("held", Phase.SIZE, text=text)

    def _options(self) -> str:
        has_size = "SIZE" in self.session.features
        size = f" SIZE={len(self.letter.content)}" if has_size else ""
        return size if self.letter.recipient.isascii() else f"{size} BODY=8BITMIME SMTPUTF8"


def _stuffed(content: bytes) -> bytes:
    """Return the content with each leading dot doubled (RFC 5321, 4.5.2), the final dot to come."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    stuffed = stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"
    return b"." + stuffed if stuffed.startswith(b".") else stuffed
