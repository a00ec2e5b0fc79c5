"""One run at a time, whatever dies or is removed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from digest.errors import OutputError, TryLater
from digest.store.lock import lock, on_network
from nights import fork

if TYPE_CHECKING:
    from pathlib import Path

_HOLD = """
import sys
from pathlib import Path
from digest.store.lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_b02_the_second_says_who_holds_it(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        with (
            pytest.raises(TryLater, match=rf"pid {first.pid}, since 20\d\d-.*Z"),
            lock(tmp_path),
        ):
            pass
        first.kill()


def test_b02_it_is_free_after_use_and_never_removed(tmp_path: Path) -> None:
    for _ in range(3):
        with lock(tmp_path) as held:
            assert held()
    assert (tmp_path / "lock").is_file()
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600


def test_b03_the_kernel_frees_it_when_its_holder_is_killed(tmp_path: Path) -> None:
    for _ in range(5):
        with holder(tmp_path) as process:
            process.send_signal(signal.SIGKILL)
            process.wait()
        with lock(tmp_path):
            pass


def test_b03_a_forked_child_does_not_keep_it(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    alive, born = os.pipe()
    with lock(tmp_path):
        child = fork()
        if not child:
            os.close(writing)
            os.write(born, b".")
            os.read(reading, 1)
            os._exit(0)
        os.read(alive, 1)
    with lock(tmp_path):  # the child still lives
        pass
    for descriptor in (writing, reading, alive, born):
        os.close(descriptor)
    assert os.waitpid(child, 0)[1] == 0


def test_b04_a_holder_learns_that_its_file_was_removed(tmp_path: Path) -> None:
    with lock(tmp_path) as held:
        (tmp_path / "lock").unlink()
        assert not held()
        with lock(tmp_path) as other:
            assert other()
            assert not held()


def test_b04_a_network_file_system_is_known() -> None:
    from pathlib import Path

    mounts = "/dev/sda / ext4 rw 0 0\nserver:/x /srv/news nfs4 rw 0 0\n"
    assert on_network(Path("/srv/news/state"), mounts)
    assert not on_network(Path("/var/lib/digest"), mounts)


def test_b05_a_full_disk_keeps_nobody_from_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with lock(tmp_path), pytest.raises(TryLater, match="just started"), lock(tmp_path):
        pass


def test_b06_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot write"), lock(tmp_path / "file"):
        pass
