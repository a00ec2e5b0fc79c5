"""The power fails at any moment of a delivery; what no fsync had made safe is lost, or is not.

SQLite in WAL recovers a prefix of its commits: at least to the last one with an fsync (PRAGMA
synchronous). So of each moment, every state since that commit is taken for what the disk has left.
The machine then has a new boot id; a process that was only killed has lost nothing, and has none.
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk import Hands, deliver, frozen, rows, smtp, states
from digest.store import Database
from digest.store.boot import boot_of
from digest.store.deliveries import Deliveries
from digest.store.lock import file_system
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.store.copies import Policy

READERS = ("ann@example.org", "bob@example.org")
ANN = READERS[0]
needs_boot_ids = pytest.mark.skipif(
    not Path("/proc/sys/kernel/random/boot_id").exists(), reason="only Linux tells its boots apart"
)
POLICIES: tuple[Policy, ...] = ("resend", "hold")


@dataclass(frozen=True)
class Moment:
    """What the disk may have, and what the server has, when a place is passed."""

    place: str
    folder: Path
    accepted: tuple[str, ...]
    durable: int  # the first moment whose state an fsync had made safe by then


class Camera:
    """Copies the ledger and its log at every named place, without disturbing them."""

    def __init__(self, folder: Path, server: FaultySmtp) -> None:
        self.folder, self.server = folder, server
        self.moments: list[Moment] = []
        self.durable = 0

    def passing(self, place: str) -> None:
        target = self.folder / f"moment-{len(self.moments)}"
        target.mkdir()
        for path in self.folder.glob("ledger.db*"):
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, target / path.name)
        accepted = tuple(message.recipient for message in self.server.accepted)
        self.moments.append(Moment(place, target, accepted, self.durable))

    @contextmanager
    def filming(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        real = Database.transaction

        @contextmanager
        def transaction(database: Database, *, durable: bool = False) -> Iterator[Any]:
            with real(database, durable=durable) as connection:
                yield connection
            if durable:
                self.durable = len(self.moments)

        with patch.context() as scene:
            scene.setattr(Database, "transaction", transaction)
            for module in ("store.deliveries", "store.issues", "deliver.smtp"):
                scene.setattr(f"digest.{module}.passing", self.passing)
            yield


def film(folder: Path, server: FaultySmtp, patch: pytest.MonkeyPatch) -> list[Moment]:
    with Database(folder / "ledger.db") as database:
        frozen(database, READERS)
        camera = Camera(folder, server)
        with camera.filming(patch):
            assert deliver(database, smtp(server.port)).sent == len(READERS)
    return camera.moments


def after(left: Moment, policy: Policy, port: int, folder: Path) -> tuple[Counter[str], set[str]]:
    """Go on with what is left; return the doubts of each reader, and who is held."""
    shutil.copytree(left.folder, folder)
    with Database(folder / "ledger.db") as database:
        done = deliver(database, smtp(port), policy=policy, hands=Hands())
        assert done.error is None
        query = (
            "SELECT d.address FROM attempt a JOIN delivery d ON d.id = a.delivery"
            " WHERE a.state = 'uncertain'"
        )
        doubts = Counter(address for (address,) in database.rows(query))
        found = states(database)
    assert set(found.values()) <= {"sent", "held"}
    return doubts, {address for address, state in found.items() if state == "held"}


@pytest.mark.parametrize("policy", POLICIES)
def test_E24_a_power_cut_at_any_moment_is_never_a_second_copy_without_a_doubt(
    tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultySmtp() as server:
        moments = film(tmp_path, server, monkeypatch)
    monkeypatch.setattr("digest.store.deliveries.boot_of", lambda _: "the next boot")
    lost = 0
    for number, cut in enumerate(moments):
        for left in moments[min(cut.durable, number) : number + 1]:
            with FaultySmtp() as server:
                folder = tmp_path / f"{number}-{left.folder.name}"
                doubts, held = after(left, policy, server.port, folder)
                copies = Counter((*cut.accepted, *(m.recipient for m in server.accepted)))
            case = f"cut at {cut.place} ({number}), left of {left.place}"
            for reader in READERS:
                assert copies[reader] or reader in held, f"{reader} missed, {case}"
                assert copies[reader] - 1 <= doubts[reader] * (policy == "resend"), case
            lost += left.accepted != cut.accepted
    assert lost  # the model does lose what the server has


@needs_boot_ids
@pytest.mark.parametrize("policy", POLICIES)
def test_E24_a_kill_at_any_moment_is_a_doubt_only_between_the_mark_and_the_record(
    tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultySmtp() as server:
        moments = film(tmp_path, server, monkeypatch)
    monkeypatch.setattr("digest.store.deliveries.boot_of", lambda _: boot_of(tmp_path))
    doubtful = set()
    for number, cut in enumerate(moments):
        with FaultySmtp() as server:
            doubts, held = after(cut, policy, server.port, tmp_path / f"k{number}")
            copies = Counter((*cut.accepted, *(m.recipient for m in server.accepted)))
        doubtful |= {cut.place} if doubts else set()
        for reader in READERS:
            assert copies[reader] or reader in held
            assert copies[reader] - 1 <= doubts[reader] * (policy == "resend")
    assert doubtful == {
        "mark.committed", "smtp.before-dot", "smtp.dot", "smtp.reply", "record.begin",
        "record.written",
    }  # fmt: skip


@pytest.mark.parametrize(("boot", "state"), [("", "uncertain"), ("another", "uncertain")])
def test_E24_where_nobody_can_tell_the_boot_an_armed_copy_is_a_doubt(
    tmp_path: Path, boot: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.deliveries.boot_of", lambda _: boot)
    with Database(tmp_path / "ledger.db") as database:
        frozen(database, [ANN])
        Deliveries(database).arm(rows(database)[ANN])
        monkeypatch.setattr("digest.store.deliveries.boot_of", lambda _: "")
        assert Deliveries(database).recover(0.0) == 1
        assert states(database) == {ANN: state}
        assert Deliveries(database).recover(0.0) == 0  # once


def test_E24_what_could_not_be_begun_is_armed_no_more(tmp_path: Path) -> None:
    with FaultySmtp({"mail": "554"}) as server, Database(tmp_path / "ledger.db") as database:
        frozen(database, [ANN])
        assert deliver(database, smtp(server.port)).error
        assert database.rows("SELECT armed, state FROM delivery") == [("", "pending")]


def test_E24_a_held_copy_that_is_sent_again_is_no_doubt_of_another_boot(tmp_path: Path) -> None:
    with Database(tmp_path / "ledger.db") as database:
        frozen(database, [ANN])
        with database.transaction() as edit:
            edit.execute("UPDATE delivery SET state = 'held', armed = 'an old boot'")
        deliveries = Deliveries(database)
        deliveries.resolve(1, "pending", 0.0)
        assert deliveries.recover(0.0) == 0


@needs_boot_ids
@pytest.mark.parametrize(
    ("kind", "kept"),
    [("ext4", True), ("tmpfs", True), ("nfs4", False), ("fuse.sshfs", False), ("9p", False)],
)
def test_B04_another_machine_may_lose_what_this_one_wrote(
    tmp_path: Path, kind: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.boot.file_system", lambda _: kind)
    assert bool(boot_of(tmp_path)) == kept
    assert boot_of(tmp_path) == boot_of(tmp_path)
    assert boot_of(None) == ""


def test_B04_the_file_system_of_a_path_is_that_of_its_nearest_mount(tmp_path: Path) -> None:
    spaced = tmp_path / "a b"
    spaced.mkdir()
    mounts = f"x / ext4 rw 0 0\ny {tmp_path}/a\\040b nfs4 rw 0 0\n"
    assert file_system(spaced / "ledger.db", mounts) == "nfs4"
    assert file_system(tmp_path, mounts) == "ext4"
