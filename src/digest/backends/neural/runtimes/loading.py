"""How a model is loaded: where, in which precision, and how much of it at once."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError, DigestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.backends.neural.checkpoint import Checkpoint

DEVICES = ("auto", "cpu", "cuda", "mps")  # under PyTorch
DTYPES = ("auto", "float32", "bfloat16", "float16")

CPU_BUDGET = 8192  # tokens of a batch, sources and outputs; see bench/speed/seq2seq.py
GPU_SHARE = 0.5  # of the memory left beside the weights; activations take some of the rest


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


def free() -> None:
    """Give back the memory of what is no longer used."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        torch.cuda.empty_cache()


def patient() -> Any:
    """Import PyTorch with threads that sleep while they wait for each other.

    Else they spin, and two of them took over ten times as long where other programs ran too.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when the library is loaded
    import torch  # takes seconds

    return torch


def load(checkpoint: Checkpoint, device: str, dtype: str) -> tuple[Any, str]:
    """Read the directory alone, without its code, pickles or the network."""
    torch = patient()
    from transformers import AutoModelForSeq2SeqLM
    from transformers.utils import logging as hub_logging

    hub_logging.disable_progress_bar()
    hub_logging.set_verbosity_error()
    device = chosen(device)
    model = AutoModelForSeq2SeqLM.from_pretrained(
        checkpoint.path,
        dtype=getattr(torch, dtype) if dtype != "auto" else precision(device),
        local_files_only=True,
        use_safetensors=True,
        trust_remote_code=False,
    )
    told = model.generation_config
    told.max_length = None  # old checkpoints have one, and it causes a warning at each call
    told.forced_eos_token_id = None  # it hides that an output was cut off
    return model.to(device).eval(), device


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


def budget(model: Any) -> int:
    """Return the tokens of a batch, sources and outputs, that the device has room for.

    On a GPU: what is free now, over what one token takes: keys and values of every layer, in four
    beams.
    """
    import torch  # takes seconds

    if model.device.type in {"cpu", "mps"}:
        return CPU_BUDGET
    free, _ = torch.cuda.mem_get_info(model.device)
    config = model.config
    names = ("decoder_layers", "num_layers", "num_hidden_layers")
    layers = next(filter(None, (getattr(config, name, None) for name in names)))
    token: int = 4 * 2 * layers * config.hidden_size * model.dtype.itemsize
    return max(CPU_BUDGET, int(free * GPU_SHARE) // token)
