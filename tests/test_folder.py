"""A file that is written is whole or absent."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.cli import cli
from digest.deliver.folder import write
from digest.errors import StateDamaged


def test_r12_a_reader_sees_the_old_file_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "digest.md", b"old")
    with path.open("rb") as reader:
        write(path, b"new and longer")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new and longer"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StateDamaged, match="No space left on device; free some disk space"):
        write(path, b"never")
    assert [file.name for file in tmp_path.iterdir()] == ["digest.md"]
    assert path.read_bytes() == b"new and longer"


def test_a_link_stays_one_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    target, link = tmp_path / "kept" / "page.md", tmp_path / "page.md"
    target.write_text("old")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize(("umask", "mode", "made"), [
    (0o077, None, 0o600), (0o022, None, 0o644), (0o077, 0o640, 0o640), (0o022, 0o600, 0o600),
])  # fmt: skip
def test_the_umask_has_the_say_where_no_mode_is_given(
    tmp_path: Path, umask: int, mode: int | None, made: int
) -> None:
    before = os.umask(umask)
    try:
        path = write(tmp_path / "page.md", b"page", mode)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == made


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Мост закрыли\n\nМост через Ислочь закрыли на 14 дней.\n")
    pipe, heard = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text("utf-8")))
    reader.start()
    done = CliRunner().invoke(cli, ["brief", str(tmp_path / "story.txt"), "-o", str(pipe)])
    reader.join()
    assert done.exception is None
    assert "Ислочь" in heard[0]
    assert pipe.is_fifo()


def test_a_device_that_is_full_is_told_and_stays_a_device() -> None:
    with pytest.raises(StateDamaged, match="cannot write /dev/full"):
        write(Path("/dev/full"), b"page")
    assert Path("/dev/full").is_char_device()
