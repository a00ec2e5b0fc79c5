"""What a killed process has written is there as long as the machine is not started anew."""

from __future__ import annotations

from pathlib import Path

from digest.store.lock import file_system

_BOOT = Path("/proc/sys/kernel/random/boot_id")  # random(4)
# File systems whose data another process or machine holds: it may go down without this one.
_ELSEWHERE = ("nfs", "cifs", "smb", "9p", "fuse", "afs", "ceph", "virtiofs")


def boot_of(path: Path | None) -> str:
    """Return the id of this boot of the kernel that holds what is written to a file.

    It is "" where nobody can tell: a system without boot ids, or a file system beyond the kernel.
    """
    if path is None or file_system(path).startswith(_ELSEWHERE):
        return ""
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
