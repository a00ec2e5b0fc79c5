"""The catalogue of faults and the tests agree: no row without its test, and no claim beyond it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| ([A-Z]\d\d) \| ([^|]+) \| ([^|]*) \| ?(|open|outside) ?\|$", re.MULTILINE)
COUNTS = {"F": 25, "H": 13, "X": 16, "N": 17, "L": 8, "M": 20, "B": 22, "S": 11, "R": 12, "E": 38}


def rows() -> dict[str, str]:
    text = (ROOT / "docs" / "faults.md").read_text("utf-8")
    return {name: state for name, _, _, state in ROW.findall(text)}


def proved() -> set[str]:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    names = re.findall(r"^ *(?:async )?def test((?:_[A-Za-z]\d\d)+)_", code, re.MULTILINE)
    return {row.upper() for name in names for row in name.strip("_").split("_")}


def test_the_catalogue_is_whole() -> None:
    found = list(rows())
    expected = [f"{part}{n:02}" for part, most in COUNTS.items() for n in range(1, most + 1)]
    assert sorted(found) == sorted(expected)


def test_every_row_has_a_test_or_says_that_it_has_none() -> None:
    states, found = rows(), proved()
    assert {row for row, state in states.items() if not state} - found == set()
    assert {row for row, state in states.items() if state} & found == set()


def test_no_test_claims_a_row_that_is_not_in_the_catalogue() -> None:
    assert proved() - set(rows()) == set()
