"""What a model may run on, in which precision, and how it is loaded under PyTorch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.errors import ConfigError, DigestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEVICES = ("auto", "cpu", "cuda", "mps")  # the last is PyTorch's alone
DTYPES = ("auto", "float32", "bfloat16", "float16")
INTEGERS = ("int8", "int8_float32", "int8_bfloat16", "int8_float16")  # CTranslate2's alone


def supported(engine: str, path: Path, setting: str, value: str, known: Sequence[str]) -> str:
    """Return a value of `[models]`; raise `ConfigError` where an engine does not know it."""
    if value not in known:
        raise ConfigError(
            f"{engine} has no {setting} {value!r} for {path}: "
            f"set [models] {setting} to one of {', '.join(known)}"
        )
    return value


def require_own_process(process: int) -> None:
    """Refuse to compute in a fork, where PyTorch would wait for threads that are not there."""
    if os.getpid() != process:
        raise DigestError("a model loaded before a fork cannot be used after it: start the "
                          "worker with the spawn method")  # fmt: skip


def load(kind: str, path: Path, device: str, dtype: str, **options: Any) -> Any:
    """Read a model, of a class of transformers, from files alone: no code, no pickles, no network.

    `options` come before ours.
    """
    torch = libraries.torch()
    device = chosen(device)
    safe = {"local_files_only": True, "use_safetensors": True, "trust_remote_code": False}
    model = getattr(libraries.transformers(), kind).from_pretrained(
        path,
        dtype=getattr(torch, dtype) if dtype != "auto" else precision(device),
        **(safe | options),
    )
    return model.to(device).eval()


def chosen(asked: str) -> str:
    import torch  # takes seconds

    if asked != "auto":
        return asked
    return "cuda" if torch.cuda.is_available() else "cpu"


def precision(device: str) -> Any:
    """Return bfloat16 on a GPU that has it (T5 overflows in float16), float32 on a CPU."""
    import torch  # takes seconds

    if device != "cuda":
        return torch.float32
    return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
