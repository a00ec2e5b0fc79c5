"""Reading 10,000 small files: whether time is linear, memory flat, and a second night cheap.

Our peer is ourselves with a tenth of the files, ten times: a ratio of 1 is linear.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.ratio import Ratio, cpu
from digest import sources
from digest.store.database import Database
from digest.store.sources import SourceStates

_MANY, _FEW = 10_000, 1_000
_TEXT = "Сёння ў Мінску адкрылі новую бібліятэку нумар {n}, якую будавалі {n} дзён. " * 8
_PEAK = (
    "import resource, sys; from digest import sources\n"
    "for _ in sources.read([sys.argv[1]]): pass\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


def ratios(data: Path | None = None) -> list[Ratio]:
    """Return two ratios: reading all, and a second night against the first."""
    del data
    with tempfile.TemporaryDirectory() as name:
        many, few = _written(Path(name, "many"), _MANY), _written(Path(name, "few"), _FEW)
        _read(few)  # imports
        ours, peer = cpu(lambda: _read(many)), cpu(lambda: _read(few)) * _MANY / _FEW
        grown = (_peak(many) - _peak(few)) / 1000
        note = (
            f"1.0 is linear; {ours / _MANY * 1000:.2f} ms a file, {grown:.0f} MB more at the peak"
        )
        first, second = _nights(many, Path(name, "state.db"))
        again = Ratio(
            "second night with 10,000 known files", second, first, "peer: the first night"
        )
        return [Ratio("reading 10,000 files", ours, peer, note), again]


def _written(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(_TEXT.format(n=number), encoding="utf-8")
    return folder


def _read(folder: Path) -> None:
    for _ in sources.read([str(folder)]):
        pass


def _peak(folder: Path) -> int:
    command = [sys.executable, "-c", _PEAK, str(folder)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _nights(folder: Path, state: Path) -> tuple[float, float]:
    source = sources.Source("many", "folder", str(folder))
    with Database(state) as database:
        states = SourceStates(database)

        def night() -> None:
            found = sources.gather([source], states, None, datetime.now(UTC))
            states.settle(found.rows, "bench")

        return cpu(night), cpu(night)


if __name__ == "__main__":
    for ratio in ratios():
        print(f"{ratio.name}: {ratio.ours:.2f} s against {ratio.peer:.2f} s; {ratio.note}")
