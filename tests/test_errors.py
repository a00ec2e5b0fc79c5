"""The tree of errors: what fails one thing is parted from what ends a run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import digest.errors
from digest.errors import DigestError, Failed, OutputError, StateDamaged, TryLater, worst
from digest.sources.isolation import NoParser

SOURCE = Path(digest.errors.__file__).parent
EDGES = {  # where an error becomes text and an exit code, or an account of what has ended
    "cli/__init__.py", "cli/offers.py", "cli/nightly/night.py", "cli/nightly/operator.py",
    "serve/app.py",
    "deliver/notice.py", "deliver/outbox.py", "store/backup.py",
}  # fmt: skip


def _catches_all(handler: ast.ExceptHandler) -> bool:
    names = {node.id for node in ast.walk(handler.type or handler) if isinstance(node, ast.Name)}
    passed_on = len(handler.body) == 1 and isinstance(handler.body[0], ast.Raise)
    return "DigestError" in names and not passed_on


def test_only_edges_catch_what_ends_a_run() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    }
    assert found == EDGES


@pytest.mark.parametrize("kind", [OutputError, StateDamaged, TryLater, NoParser])
def test_what_all_work_rests_on_is_no_failure_of_one_thing(kind: type[DigestError]) -> None:
    assert not issubclass(kind, Failed)


def test_every_error_is_drawn_with_its_code() -> None:
    tree = (digest.errors.__doc__ or "").replace("│", " ").replace("├── ", "").replace("└── ", "")
    drawn = dict(line.split()[:2] for line in tree.splitlines() if line.startswith("    "))
    kinds = [kind for kind in vars(digest.errors).values() if isinstance(kind, type)]
    assert drawn == {k.__name__: str(k.exit_code) for k in kinds if issubclass(k, DigestError)}


def test_the_worst_code_wins_and_a_signal_is_worse_than_all() -> None:
    assert worst([0, 3, 69, 75]) == 69
    assert worst([78, 143]) == 143
    assert worst([]) == 0
