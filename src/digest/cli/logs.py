"""What a run says on stderr: lines for people, or one JSON object a line for machines.

No control character of an article reaches a log, and no address of a reader.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TextIO

from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Level = Literal["info", "warning", "error"]

_PRIORITIES = {"error": 3, "warning": 4, "info": 6}  # of syslog; sd-daemon(3)


class Log:
    """Writes events. A quiet one keeps them until `close` says that something went wrong."""

    def __init__(
        self, stream: TextIO, *, form: Literal["text", "json"] = "text", quiet: bool = False
    ) -> None:
        self._stream, self._form, self._quiet = stream, form, quiet
        self._kept: list[str] = []
        self._journal = _is_journal(stream)
        self.run_id = ""

    def say(self, level: Level, event: str, message: str, **fields: object) -> None:
        """Tell of an event: `event` is its stable name, `message` what a person reads."""
        priority = f"<{_PRIORITIES[level]}>" if self._journal else ""
        text = self._json(level, event, message, fields) if self._form == "json" else message
        line = "\n".join(f"{priority}{self._named(part)}" for part in text.split("\n"))
        if self._quiet:
            self._kept.append(line)
        else:
            print(line, file=self._stream, flush=True)

    def close(self, code: int) -> None:
        """End the log; what a quiet one kept is told where the exit code is not 0."""
        if code:
            for line in self._kept:
                print(line, file=self._stream, flush=True)
        self._kept.clear()

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """Tell within the block what the library warns of as events, in this log's own form."""
        logger = logging.getLogger("digest")
        before, logger.handlers = logger.handlers, [_Ear(self)]
        try:
            yield
        finally:
            logger.handlers = before

    def _named(self, line: str) -> str:
        return printable(line) if self._form == "json" else f"digest: {printable(line)}"

    def _json(self, level: str, event: str, message: str, fields: Mapping[str, object]) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"ts": now, "level": level, "event": event, "run_id": self.run_id}
        return json.dumps({**record, "message": message, **fields}, ensure_ascii=False)


class _Ear(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        level: Level = "error" if record.levelno >= logging.ERROR else "warning"
        self._log.say(level, f"library.{level}", self.format(record), logger=record.name)


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


def tell_warnings() -> None:
    """Tell on stderr what the library warns of, as of damage in a ledger that work can do without.

    A run tells it in its own log.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Line("digest: %(message)s"))
    logging.getLogger("digest").addHandler(handler)


def _is_journal(stream: TextIO) -> bool:
    """Tell whether a stream leads to the journal, which reads priorities (systemd.exec(5))."""
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"
