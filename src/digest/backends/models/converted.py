"""A checkpoint with weights converted for CTranslate2, in a folder inside its own directory.

Outside of that folder all is as the hub lays it out: `config.json` says the family, and the
tokenizer's files serve both runtimes. The original weights may be there too, or not.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

from digest.backends.models.checkpoint import Checkpoint
from digest.errors import ModelMissing

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "ctranslate2"
MODEL = "model.bin"


def is_converted(path: Path) -> bool:
    """Tell whether a directory holds converted weights."""
    return (path.expanduser() / FOLDER / MODEL).is_file()


def is_installed() -> bool:
    """Tell whether CTranslate2 is, without importing it."""
    return find_spec("ctranslate2") is not None


class Converted(Checkpoint):
    """One directory with converted weights in it."""

    @property
    def folder(self) -> Path:
        """Return the folder that CTranslate2 loads."""
        return self.path / FOLDER

    def weights(self) -> list[Path]:
        """Return the converted weights; raise `ModelMissing` where there are none."""
        self._require()
        if not is_converted(self.path):
            raise ModelMissing(
                f"{self.path} holds no converted model: run digest models convert {self.path}"
            )
        return [self.folder / MODEL]

    def words(self) -> tuple[list[str], list[str]]:
        """Return the vocabularies of sources and of outputs, by number; mostly one and the same."""
        shared = self._list("shared_vocabulary.json")
        if shared:
            return shared, shared
        return self._list("source_vocabulary.json"), self._list("target_vocabulary.json")

    def _list(self, name: str) -> list[str]:
        file = self.folder / name
        found: list[str] = json.loads(file.read_text("utf-8")) if file.is_file() else []
        return found
