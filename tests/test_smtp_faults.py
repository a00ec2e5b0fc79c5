"""Ten phases, eight faults: each leaves the copy in the one state that SMTP allows to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trustme

from desk import IMPATIENT, MOMENT, Hands, deliver, frozen, rows, smtp
from digest.errors import Forbidden, TryLater, Unavailable
from digest.store import Database
from digest.store.issues import Copy, Draft, Issues
from faulty_smtp import FAULTS, PHASES, FaultySmtp

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from digest.store.copies import Policy

READER = "ann@example.org"
LOST = ("drop", "reset", "hang")

# What is left of the copy, and of the run: the error that ends it where no reader is concerned.
_EARLY = dict.fromkeys((*LOST, "garbage", "450", "421"), ("pending", TryLater))
_ROW = dict.fromkeys((*LOST, "garbage"), ("pending", None))
EXPECTED: dict[str, dict[str, tuple[str, type[Exception] | None]]] = {
    "banner": {**_EARLY, "554": ("pending", Unavailable)},
    "ehlo": {**_EARLY, "554": ("pending", Unavailable)},
    "starttls": {
        **dict.fromkeys((*LOST, "garbage", "554"), ("pending", Unavailable)),
        **dict.fromkeys(("450", "421"), ("pending", TryLater)),
    },
    "auth": {**_EARLY, "554": ("pending", Forbidden)},
    "mail": {**_ROW, "450": ("pending", None), "421": ("pending", None),
             "554": ("pending", Unavailable)},
    "rcpt": {**_ROW, "450": ("deferred", None), "421": ("pending", None), "554": ("refused", None)},
    "data": {**_ROW, "450": ("pending", None), "421": ("pending", None), "554": ("pending", None)},
    "body": {**_ROW, "450": ("pending", None), "421": ("pending", None), "554": ("pending", None)},
    "dot": {**dict.fromkeys((*LOST, "garbage"), ("uncertain", None)),
            "450": ("deferred", None), "421": ("deferred", None), "554": ("refused", None)},
    "quit": dict.fromkeys(FAULTS, ("sent", None)),
}  # fmt: skip
for cells in EXPECTED.values():
    cells.setdefault("slow", ("sent", None))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def freeze_large(database: Database) -> None:
    """Freeze a body that no socket buffer holds, so that trouble within it is felt within it."""
    content = b"Subject: large\r\n\r\n" + (b"x" * 76 + b"\r\n") * 150_000
    moment = MOMENT.timestamp()
    head = f"To: <{READER}>\r\nMessage-ID: <large@example.org>\r\n".encode()
    copy = Copy(READER, READER, "<large@example.org>", head)
    draft = Draft("main", MOMENT.date(), "b@example.org", content, (), moment, moment + 72_000)
    Issues(database).freeze(draft, [copy])


def test_the_matrix_is_whole() -> None:
    assert set(EXPECTED) == set(PHASES)
    assert all(set(cells) == set(FAULTS) for cells in EXPECTED.values())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("phase", PHASES)
def test_every_fault_in_every_phase(
    phase: str, fault: str, tmp_path: Path, authority: trustme.CA, certificate: ssl.SSLContext
) -> None:
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    secure = phase in ("starttls", "auth")
    tls = {"tls": "starttls", "ca_file": ca_file, "user": "u", "password": "p"} if secure else {}
    state, error = EXPECTED[phase][fault]
    server = FaultySmtp(
        {phase: fault},
        context=certificate if secure else None,
        login=("u", "p") if secure else None,
    )
    with Database(tmp_path / "ledger.db") as database, server:
        if phase == "body":
            freeze_large(database)
        else:
            frozen(database, [READER])
        # A hang is waited for; everything else is answered at once, however slow the machine is.
        waits = {"waits": IMPATIENT} if fault == "hang" else {}
        done = deliver(database, smtp(server.port, **tls, **waits))
        row = rows(database)[READER]
        assert (row.state, type(done.error) if done.error else None) == (state, error)
        assert row.doubts == (state == "uncertain")
        if state in ("sent", "uncertain"):
            assert server.copies(READER) == 1
        else:
            assert server.copies(READER) == 0


@pytest.mark.parametrize("fault", ["drop", "reset", "hang", "garbage"])
@pytest.mark.parametrize("policy", ["resend", "hold"])
def test_E21_a_lost_reply_is_one_more_copy_or_none(
    fault: str, policy: Policy, tmp_path: Path
) -> None:
    """Whatever the server does, hold never sends twice, and resend at most once more."""
    server = FaultySmtp({"dot": fault})
    with Database(tmp_path / "ledger.db") as database, server:
        frozen(database, [READER])
        hands = Hands()
        for _ in range(5):
            deliver(
                database, smtp(server.port, waits=IMPATIENT), hands=hands,
                policy=policy, seconds=7200.0,
            )  # fmt: skip
            hands.moment += 3600
        assert rows(database)[READER].state == "held"
        assert server.copies(READER) == (2 if policy == "resend" else 1)
        assert len({message.sha256 for message in server.accepted}) == 1
        assert len({message.message_id for message in server.accepted}) == 1
