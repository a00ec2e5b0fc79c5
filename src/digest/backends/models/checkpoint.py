"""A model's directory, as the hub lays it out: what its small files say, without loading it.

Nothing in a directory is ever run: weights are safetensors, never pickles, and a configuration
that brings code of its own (`auto_map`) is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.backends.identity import combined, digests
from digest.backends.models import manifest
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from pathlib import Path

# What a tokenizer, a configuration and a chat template are made of.
SMALL = ("*.json", "*.model", "*.spm", "*.txt", "*.jinja")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One directory; every method reads it anew, so that a copy made later is seen."""

    path: Path

    @property
    def name(self) -> str:
        """The model's name: the directory's, or that of the hub's cache it is a snapshot in."""
        path = self.path.resolve()
        if path.parent.name == "snapshots" and path.parent.parent.name.startswith("models--"):
            return path.parent.parent.name.rpartition("--")[2]
        return path.name

    @property
    def config(self) -> dict[str, Any]:
        """Return config.json; raise `ModelMissing` without it, `ConfigError` where it has code."""
        self._require()
        if not (self.path / "config.json").is_file():
            raise ModelMissing(f"{self.path} is no model: it has no config.json")
        for name in ("config.json", "tokenizer_config.json"):
            if "auto_map" in self.settings(name):
                raise ConfigError(
                    f"{self.path / name} wants code of its own to be run (auto_map), which digest "
                    "never does; use a checkpoint of a known family"
                )
        return self.settings("config.json")

    def settings(self, name: str) -> dict[str, Any]:
        """Return one of the JSON files, empty where it is not there or not an object."""
        try:
            found = json.loads((self.path / name).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ConfigError(f"{self.path / name} is not JSON: {error}") from error
        return found if isinstance(found, dict) else {}

    def number(self, *names: str, default: int) -> int:
        """Return the first of these settings of config.json that is a number."""
        config = self.config
        found = (config[name] for name in names if isinstance(config.get(name), int))
        return next(found, default)

    def text(self, name: str) -> str:
        """Return a file as text, empty where it is not there; undecodable bytes are dropped."""
        file = self.path / name
        return file.read_bytes().decode("utf-8", "ignore") if file.is_file() else ""

    def weights(self) -> list[Path]:
        """Return the files of the weights; raise `ModelMissing` where none is safe to load."""
        self._require()
        found = sorted(self.path.glob("*.safetensors"))
        if found:
            return found
        if any(self.path.glob("*.bin")) or any(self.path.glob("*.pt")):
            raise ModelMissing(
                f"{self.path} has pickled weights only, which can run code: run digest models "
                f"convert {self.path}, which reads nothing but tensors of them"
            )
        if any(self.path.glob("*/model.bin")):
            raise ModelMissing(f"{self.path} has weights for CTranslate2 alone: use ctranslate2")
        raise ModelMissing(f"{self.path} has no weights: download its model.safetensors again")

    def revision(self) -> str:
        """Return 16 hex digits that change with the weights, the vocabulary or the settings.

        Raises `InputError` where a file is not what was pulled or converted.
        """
        small = (file for pattern in SMALL for file in self.path.glob(pattern))
        found = digests([*self.weights(), *small])
        manifest.check(self.path, found)
        return combined(found)

    def _require(self) -> None:
        if not self.path.is_dir():
            raise ModelMissing(
                f"there is no model {self.path}, as a folder or pulled: "
                "run digest models pull with its name, or correct digest.toml"
            )
