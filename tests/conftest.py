"""What every test may rely on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings or the state of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("DIGEST_")]:
        if name != "DIGEST_EVAL_DATA":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """Return the evaluation data's folder; skip, saying so, where it is not."""
    root = Path(__file__).parents[1]
    folder = root / os.environ.get("DIGEST_EVAL_DATA", "../shared/data")
    if not folder.is_dir():
        pytest.skip("no evaluation data here (set DIGEST_EVAL_DATA)")
    return folder
