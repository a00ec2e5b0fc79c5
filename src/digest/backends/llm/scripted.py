"""A language model that follows a script: for tests, rehearsals and demonstrations.

It answers from a JSON Lines file, one `{"find": "…", "reply": "…"}` a line: the reply of the first
line whose `find` stands in the prompt. It is no fake of the stages: whatever it says goes through
the same checks as a real model's answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from digest.backends.identity import fingerprint
from digest.backends.llm.briefings import Briefings
from digest.backends.llm.metering import Amount, Meter, estimate
from digest.backends.llm.model import Reply
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.backends.llm.model import Ask
    from digest.records import Spent


class Scripted:
    """A model that says what its script says."""

    engine: ClassVar[str] = "scripted"
    letters: ClassVar[int] = 24_000
    is_unusable: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        self._lines = _read(path)
        self.model = path.name
        self.revision = fingerprint([path])

        self._meter = Meter()

    def spent(self) -> tuple[Spent, ...]:
        """Return what a model would have read and written so far, by task."""
        return self._meter.spent(self.engine, self.model)

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return the scripted replies; a prompt that no line speaks of gets none."""
        return [self._one(ask) for ask in asks]

    def _one(self, ask: Ask) -> Reply:
        found = (reply for wanted, reply in self._lines if wanted in ask.text)
        reply = next(found, None)
        read, written = estimate(ask.text), estimate(reply or "")
        self._meter.count(ask.task, Amount(read, written, read + written))
        return Reply(fault="the script has no reply") if reply is None else Reply(reply)


class ScriptedSummarizer(Briefings):
    """Briefings by a script."""

    needs: ClassVar[str] = "model"

    def __init__(self, path: Path | str | None) -> None:
        if not path:
            raise ConfigError("the summarizer scripted needs a script: set [brief] model")
        super().__init__(Scripted(Path(path)))


def _read(path: Path) -> list[tuple[str, str]]:
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [(str(row["find"]), str(row["reply"])) for row in rows]
    except FileNotFoundError as error:
        raise ModelMissing(f"there is no script {path}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{path} is no script: each line is an object with find and reply"
        ) from error
