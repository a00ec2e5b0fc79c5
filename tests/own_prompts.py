"""Prompts of a user's own that allow a short answer, for models that know no end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.backends import prompts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def shorten(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: int) -> None:
    """Let every prompt be a user's own, with an answer of so many tokens at most."""
    own = folder / "digest" / "prompts"
    own.mkdir(parents=True)
    for name in prompts.TASKS:
        text = prompts.prompt(name).path.read_text("utf-8")
        text = re.sub(r"max_tokens = \d+", f"max_tokens = {answer}", text)
        (own / f"{name}.md").write_text(text, "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
