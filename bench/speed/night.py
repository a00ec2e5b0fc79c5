"""A night of many small articles: `python -m bench.speed.night [ARTICLES]`.

Time must grow with their number, memory hardly; and a run with nothing new must cost next to
nothing beyond the start of the program. CPU seconds of the whole process tree, peak memory of the
largest process.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from digest.store import Database

WORDS = (
    "мост", "город", "дорога", "школа", "музей", "снег", "река", "бюджет", "совет",
    "работа", "неделя", "проект", "житель", "автобус", "улица", "район", "фонд", "завод",
    "выставка", "матч", "команда", "врач", "больница", "рынок", "цена", "договор", "министр",
    "закон",
)  # fmt: skip
ROWS = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    cpu: float
    wall: float
    megabytes: float
    code: int


def drop(folder: Path, articles: int) -> None:
    """Write small articles in Russian, no two the same."""
    folder.mkdir(parents=True)
    for number in range(articles):
        chance = random.Random(number)
        title = f"{chance.choice(WORDS).capitalize()} и {chance.choice(WORDS)} номер {number}"
        paragraphs = [
            f"В {chance.choice(WORDS)} {' '.join(chance.choices(WORDS, k=12))} "
            f"сообщили о {chance.randint(2, 9999)} {chance.choice(WORDS)}."
            for _ in range(6)
        ]
        text = "\n\n".join((title, *paragraphs))
        (folder / f"{number:05}.txt").write_text(text, "utf-8")


def run(*arguments: str) -> Cost:
    """Run the program once."""
    command = [sys.executable, "-c", "from digest.cli import main; main()", *arguments]
    start = time.perf_counter()
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(
        sys.executable, command, {**os.environ, **one_thread}, file_actions=quiet
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, wall, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def inputs(folder: Path, articles: int) -> list[Cost]:
    """Run twice over named articles."""
    drop(folder / "drop", articles)
    options = ("--to", "ru", "-q", "--day", "2026-11-24", "--state", str(folder / "ledger.db"))
    command = ("run", str(folder / "drop"), "-o", str(folder / "out"), *options)
    return [run(*command), run(*command)]


def nights(folder: Path, articles: int) -> list[Cost]:
    """Run a first night over a source, the same night again, and one with nothing new."""
    drop(folder / "drop", articles)
    config = folder / "digest.toml"
    config.write_text(
        '[edition]\nlanguage = "ru"\n[run]\noutput = "out"\nstate = "ledger.db"\n'
        '[[sources]]\nname = "drop"\npath = "drop"\n',
        "utf-8",
    )
    days = ("2026-11-24", "2026-11-24", "2026-11-25")
    return [run("run", "-q", "--config", str(config), "--day", day) for day in days]


def start_up(folder: Path) -> float:
    """Return the seconds in which a ledger of a million rows is opened."""
    path = folder / "million.db"
    with Database(path) as database, database.transaction() as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)"
            " INSERT INTO work (key, stage, subject, result)"
            " SELECT randomblob(32), 's', 'a', hex(randomblob(200)) FROM n",
            (ROWS,),
        )
    start = time.perf_counter()
    Database(path).close()
    seconds = time.perf_counter() - start
    with sqlite3.connect(path) as check:
        assert check.execute("SELECT count(*) FROM work").fetchone() == (ROWS,)
    return seconds


def main() -> None:
    """Measure and print."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    nothing = run("--version")
    print(f"start of the program: {nothing.cpu:.2f} s CPU, {nothing.megabytes:.0f} MB")
    print("| what | articles | CPU s | ms an article | MB | exit |\n|---|---|---|---|---|---|")
    for what, measure in (("inputs", inputs), ("night", nights)):
        for articles in (most // 4, most):
            with tempfile.TemporaryDirectory() as folder:
                for turn, cost in enumerate(measure(Path(folder), articles), 1):
                    each = cost.cpu / articles * 1000
                    print(f"| {what}, run {turn} | {articles} | {cost.cpu:.2f} | {each:.2f} "
                          f"| {cost.megabytes:.0f} | {cost.code} |", flush=True)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        print(f"a ledger of {ROWS:,} rows is opened in {start_up(Path(folder)):.2f} s")


if __name__ == "__main__":
    main()
