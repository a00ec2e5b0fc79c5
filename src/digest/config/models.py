"""The table `[models]`: what checkpoints on this machine run on, and what was agreed to."""

from __future__ import annotations

from pydantic import Field, field_validator

from digest.backends.neural.runtimes.loading import DEVICES, DTYPES, INTEGERS
from digest.config.faults import meant
from digest.config.tables import Table


class Models(Table):
    """Where and in what precision models compute, and consent to licences that forbid some use."""

    device: str = Field(default="auto", description=f"one of {', '.join(DEVICES)}")
    dtype: str = Field(default="auto", description="int8 is CTranslate2's; float16 is a GPU's")
    accept_licences: tuple[str, ...] = Field(default=(), description='such as "cc-by-nc-4.0"')

    @field_validator("device")
    @classmethod
    def _device(cls, name: str) -> str:
        return _one_of(name, DEVICES)

    @field_validator("dtype")
    @classmethod
    def _dtype(cls, name: str) -> str:
        return _one_of(name, (*DTYPES, *INTEGERS))


def _one_of(name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        msg = f"{name!r} is none of {', '.join(known)}{meant(name, known)}"
        raise ValueError(msg)
    return name
