"""What every test may rely on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tiny = Callable[[str], Path]

# What passes once passes always; `pytest --hypothesis-profile search` looks for what nobody knows.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile("steady")


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


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Return a tiny checkpoint by the name of its family, made once a session (needs PyTorch)."""
    import tiny_checkpoints

    made: dict[str, Path] = {}

    def checkpoint(name: str) -> Path:
        if name not in made:
            made[name] = tiny_checkpoints.MADE[name](tmp_path_factory.mktemp(name))
        return made[name]

    return checkpoint


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Let PyTorch have one: on models this small, threads only wait for each other, for seconds."""
    torch = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
