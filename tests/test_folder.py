"""A file that is written is whole or absent."""

from __future__ import annotations

from pathlib import Path

import pytest

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
