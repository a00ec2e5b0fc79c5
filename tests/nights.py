"""Small nights for tests: a folder of articles in, a folder of mails out, by the real program."""

from __future__ import annotations

import os
import re
import sys
import traceback
import warnings
from collections import Counter
from email import message_from_bytes
from typing import TYPE_CHECKING

import digest.cli.nightly.night
import digest.config
import digest.deliver.freeze
import digest.pipeline.account
import digest.pipeline.mail
import digest.pipeline.night
import digest.render
import digest.sources  # noqa: F401  # a fork has what we have: it need not import it again
from digest.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

READERS = tuple(f"r{number}@example.org" for number in range(5))
NEWS = {
    "bridge": "Мост через реку Ислочь в городе Вольма закрыли 24 ноября на ремонт. "
    "Движение перекроют на 14 дней, автобусы пойдут по улице Садовой.",
    "snow": "Ночью в городе Заречье выпало 20 сантиметров снега. Дороги расчищают с утра, "
    "школы начнут уроки на час позже обычного.",
}


def fork() -> int:
    """Fork; a thread of another test's server does not matter to the child."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


class Place:
    """A folder with a configuration, sources, readers and what was mailed."""

    def __init__(self, folder: Path, extra: str = "") -> None:
        self.folder = folder
        self.config = folder / "digest.toml"
        (folder / "drop").mkdir(parents=True)
        self.config.write_text(
            '[edition]\nname = "Night"\nlanguage = "ru"\ntimezone = "Europe/Minsk"\n'
            '[run]\noutput = "out"\nstate = "state/ledger.db"\nbatch = 1\nformats = ["json"]\n'
            '[mail]\nsender = "night@example.org"\ntransport = "folder"\npath = "mails"\n'
            f'[[sources]]\nname = "drop"\npath = "drop"\n{extra}',
            "utf-8",
        )

    def drop(self, **news: str) -> None:
        """Put articles into the source."""
        for name, text in news.items():
            path = self.folder / "drop" / f"{name}.txt"
            path.write_text(f"{text.split('.', maxsplit=1)[0]}\n\n{text}\n", "utf-8")

    def subscribe(self, *readers: str, edition: str = "main") -> None:
        """Let readers have an edition."""
        assert self("subscribers", "add", *readers, "--edition", edition) == 0

    def __call__(
        self,
        *arguments: str,
        env: Mapping[str, str] = {},  # never changed
        before: Callable[[], object] = lambda: None,
    ) -> int:
        """Run the program in a fork of this process; return its exit code, or minus its signal."""
        child = fork()
        if not child:
            _become(["digest", *arguments, "--config", str(self.config)], env, before, self.log)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    @property
    def log(self) -> Path:
        """What the runs have said on both streams."""
        return self.folder / "log"

    def said(self) -> str:
        """Return and forget what the runs have said."""
        text = self.log.read_text("utf-8") if self.log.exists() else ""
        self.log.unlink(missing_ok=True)
        return text

    def mails(self) -> Counter[tuple[str, str]]:
        """Return how many mails there are, by (reader, day)."""
        found = Counter[tuple[str, str]]()
        for path in (self.folder / "mails").glob("*.eml"):
            message = message_from_bytes(path.read_bytes())
            day = re.search(r"\d{4}-\d\d-\d\d", message["Message-ID"])
            found[message["To"].strip("<>"), day[0] if day else ""] += 1
        return found


def _become(
    arguments: list[str], env: Mapping[str, str], before: Callable[[], object], log: Path
) -> None:
    """Be the program, in a forked child; never return."""
    code = 70
    try:
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(descriptor, stream)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ.update(env)
        sys.argv = arguments
        before()
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 70
    except BaseException:  # a child of pytest must not go on as pytest
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
