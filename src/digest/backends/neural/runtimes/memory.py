"""How much of a model's work fits into memory at once, and what to do when it did not."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from digest.backends.libraries import is_out_of_memory
from digest.backends.neural.batching import OutOfMemory

if TYPE_CHECKING:
    from collections.abc import Callable

CPU_BUDGET = 8192  # tokens of a batch, sources and outputs; see bench/speed/seq2seq.py
GPU_SHARE = 0.5  # of the memory left beside the weights; activations take some of the rest

T = TypeVar("T")


def tried(work: Callable[[], T]) -> T:
    """Return what a library makes; where it has no memory, free that and raise `OutOfMemory`."""
    try:
        return work()
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
    free()  # after the handler, whose traceback holds the tensors
    raise OutOfMemory


def free() -> None:
    """Give back the memory of what is no longer used."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        torch.cuda.empty_cache()


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
