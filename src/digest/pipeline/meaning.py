"""Vectors of meaning, while there is an encoder and it works: an optional aid ends no night."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.records import Signature

log = logging.getLogger(__name__)


class Encoder(Protocol):
    """A sentence encoder: texts of one meaning lie near each other, in whatever language."""

    @property
    def signature(self) -> Signature: ...

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return a vector for each text; their lengths do not matter."""
        ...


@dataclass(slots=True)
class Meaning:
    """What an encoder says of texts. Once it has failed, it is not asked again; `error` is why."""

    encoder: Encoder | None = None
    error: str = ""

    @property
    def works(self) -> bool:
        """Tell whether it is worth asking."""
        return self.encoder is not None and not self.error

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """Return a row for each text, or nothing where there is no encoder that works."""
        if self.encoder is None or self.error or not texts:
            return None
        try:
            return _rows(self.encoder.encode(texts), len(texts))
        except Exception as error:  # whatever it runs on may raise whatever it likes
            name, said = self.encoder.signature.engine, " ".join(str(error).split())
            log.debug("%s failed", name, exc_info=True)
            self.error = (
                f"[stories] encoder: {name} failed ({type(error).__name__}: {said}), so stories"
                " and topics are told by words alone; mend it, or take it out"
            )
            return None


def _rows(vectors: Sequence[Sequence[float]], count: int) -> NDArray[np.float32]:
    import numpy as np

    rows = np.asarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or len(rows) != count or not np.isfinite(rows).all():
        raise ValueError(f"it returned {rows.shape} numbers for {count} texts, or none that counts")
    return rows
