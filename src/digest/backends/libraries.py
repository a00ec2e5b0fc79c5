"""The large libraries that models need: imported when first used, quiet, asking nobody.

What fails in them is told in as many ways as there are libraries; `loading` tells it in ours.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


def torch() -> Any:
    """Import PyTorch with threads that sleep while they wait for each other.

    Else they spin, and two of them took over ten times as long where other programs ran too.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when the library is loaded
    import torch  # takes seconds

    return torch


def transformers() -> Any:
    """Import transformers, without its bars and its advice."""
    os.environ.setdefault("TQDM_DISABLE", "1")  # its own switch spares the bar of a GGUF file
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # else it misses PyTorch already here
    hub()
    import transformers  # takes a second

    transformers.logging.disable_progress_bar()
    return transformers


def hub() -> Any:
    """Import huggingface_hub, so that it asks for models alone.

    Else it asks the hub each day for a list of programs, to say in its requests which one runs it.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when the library is loaded
    import huggingface_hub.constants
    import huggingface_hub.errors

    return huggingface_hub


@contextmanager
def loading(
    what: object, extra: str, advice: str = "get it again, or mend [models]"
) -> Iterator[None]:
    """Tell whatever a library fails at as `ModelMissing`, in one line.

    `what` is loaded; `extra` of ours brings the libraries; `advice` is against a damaged file.
    """
    try:
        yield
    except DigestError:
        raise
    except ImportError as error:
        raise ModelMissing(
            f"{what} needs a library that is not here ({_line(error)}): "
            f"pip install 'article-digest[{extra}]'"
        ) from error
    except Exception as error:  # each library has its own for a damaged file
        remedy = "take a smaller model" if is_out_of_memory(error) else advice
        raise ModelMissing(f"{what} cannot be loaded, {remedy}: {_line(error)}") from error


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether a library's own error, mostly a `RuntimeError`, says that memory ran out."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(words in said for words in _NO_MEMORY)


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
