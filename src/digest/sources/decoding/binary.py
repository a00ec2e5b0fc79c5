"""Tell files that are not text by their first bytes."""

from __future__ import annotations

_ZIP = "zip archive"
_MAGIC = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"RIFF", "RIFF media"),
    (b"%PDF", "PDF document"),
    (b"PK\x03\x04", _ZIP),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"Rar!", "RAR archive"),
    (b"\x7fELF", "ELF program"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"SQLite format 3", "SQLite database"),
    (b"{\\rtf", "RTF document"),
)
_IN_ZIP = (  # what the first file of an archive is called, or says
    (b"mimetypeapplication/epub", "EPUB book"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
    (b"word/", "Word document"),
    (b"[Content_Types].xml", "Office document"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


def kind(data: bytes) -> str:
    """Return what the bytes are, where they are surely not text, else an empty string."""
    head = data[:65536]
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return _archive(head) if name == _ZIP else name
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if controls * 10 > len(head) else ""


def _archive(head: bytes) -> str:
    return next((name for mark, name in _IN_ZIP if mark in head), _ZIP)
