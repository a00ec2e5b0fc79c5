"""Build `digest/text/everyday/en.txt` from the word lists of SCOWL.

    python tools/everyday.py FOLDER

FOLDER is `/usr/share/dict/scowl` of Debian's package `scowl`. Taken are the stems of words in small
letters that most readers know (up to level 35), without those that are names, too (up to level
50): plaza and stadium are kept, ford and jack are not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from digest.text.words import stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[1] / "src/digest/text/everyday/en.txt"
KNOWN, NAMES = 35, 50  # levels
SPELLINGS = ("english", "american", "british", "british_z")
SHORT = 3  # letters; the gate looks at no word as short as that


def words(folder: Path, kind: str, level: int) -> set[str]:
    """Return all words of a kind up to a level, in small letters."""
    every = (word.lower().removesuffix("'s") for word in _words(folder, kind, level))
    return {word for word in every if word.isascii() and word.isalpha() and len(word) > SHORT}


def _words(folder: Path, kind: str, level: int) -> Iterator[str]:
    for path in folder.iterdir():
        spelling, _, rest = path.stem.partition("-")
        if spelling in SPELLINGS and rest == kind and int(path.suffix[1:]) <= level:
            yield from path.read_text("latin-1").split()


def main(folder: Path) -> None:
    """Write the file anew below its own notice."""
    notice = [line for line in TARGET.read_text("utf-8").splitlines() if line.startswith("#")]
    names = words(folder, "proper-names", NAMES) | words(folder, "upper", NAMES)
    everyday = set(map(stemmer("en"), words(folder, "words", KNOWN) - names)) - names
    TARGET.write_text("\n".join((*notice, *sorted(everyday), "")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
