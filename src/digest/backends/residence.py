"""One model in memory: when one is loaded, the one before it is closed.

Memory belongs to the whole process, and so does this. A route through two models loads them in
turn, once a call; so calls should be whole days, not single texts.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from digest.errors import ModelMissing

if TYPE_CHECKING:
    from collections.abc import Callable

L = TypeVar("L")
_home: list[weakref.ref[Resident[Any]]] = []


class Resident(Generic[L]):
    """Something that loads a model when first asked, and lets go of it when another comes."""

    _loaded: L | None = None
    _unusable: ModelMissing | None = None

    @property
    def is_unusable(self) -> bool:
        """Tell whether the model could not be loaded, or failed its test."""
        return self._unusable is not None

    def close(self) -> None:
        """Release the memory; the next call loads the model again."""
        self._loaded = None

    def _resident(self, load: Callable[[], L]) -> L:
        """Return what is loaded.

        Raises `ModelMissing` where that fails; then at once, whenever it is asked again.
        """
        if self._unusable:
            raise self._unusable
        if self._loaded is None:
            _move_in(self)
            try:
                self._loaded = load()
            except ModelMissing as error:
                self._unusable = error
                raise
        return self._loaded


def _move_in(newcomer: Resident[Any]) -> None:
    """Close whatever else holds a model."""
    for before in (reference() for reference in _home):
        if before is not None and before is not newcomer:
            before.close()
    _home[:] = [weakref.ref(newcomer)]
