"""How the large libraries are imported, and how their failures are told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.backends import libraries
from digest.errors import ConfigError, ModelMissing

NO_MEMORY = "[enforce fail at alloc_cpu.cpp:120] DefaultCPUAllocator: can't allocate memory"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module named 'torch'"),
         "/m needs a library that is not here (No module named 'torch'): "
         "pip install 'article-digest[torch]'"),
        (ValueError("header too small\nat byte 7"),
         "/m cannot be loaded, get it again, or mend [models]: header too small"),
        (RuntimeError(NO_MEMORY), f"/m cannot be loaded, take a smaller model: {NO_MEMORY}"),
        (MemoryError(), "/m cannot be loaded, take a smaller model: MemoryError"),
    ],
)  # fmt: skip
def test_a_failure_is_told_in_one_line_with_what_to_do(error: Exception, said: str) -> None:
    with pytest.raises(ModelMissing) as told, libraries.loading("/m", "torch"):
        raise error
    assert str(told.value) == said
    assert told.value.__cause__ is error


def test_what_is_told_already_is_told_as_it_is() -> None:
    own = ConfigError("set [chat] model")
    with pytest.raises(ConfigError) as told, libraries.loading("/m", "torch"):
        raise own
    assert told.value is own


def test_they_are_quiet_and_ask_nobody() -> None:
    """In a process of its own, since they read these switches when they are first imported."""
    code = (
        "from digest.backends import libraries as l\n"
        "l.transformers().AutoConfig\n"
        "from tqdm.auto import tqdm; list(tqdm(range(3)))\n"
        "print(l.hub().constants.HF_HUB_DISABLE_TELEMETRY)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("True\n", "")
