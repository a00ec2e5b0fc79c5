"""Mozilla's small models, as Firefox translates pages with them, by the package `fxtranslate`.

17 MB a pair and about a thousand words a second on one core, without PyTorch. A directory holds
the files of one pair: `model.enpt.intgemm.alphas.bin`, its vocabulary, and perhaps `lex.*.bin`.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.identity import fingerprint
from digest.backends.neural import clauses
from digest.errors import ModelMissing, NoRoute
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MODEL = "model.*.intgemm*.bin"
PAIR = re.compile(r"model\.([a-z]{2})([a-z]{2})\.")
# Words of a part. The library cuts what is longer than its context without a word: of clauses
# joined to sentences of 37, 75, 113 and 151 words, the last one lost text.
LONGEST = 60


def is_firefox(path: Path) -> bool:
    """Tell whether a directory holds a model of Firefox."""
    return any(path.glob(MODEL))


class Firefox:
    """Translator for one directory, one pair."""

    name = "firefox"
    rank = 20
    draft = False
    batch = 256  # sentences recorded at once: some seconds

    def __init__(self, path: Path) -> None:
        """Look at the directory; raise `ModelMissing` where a file of the model is not there."""
        self._path = path
        self._model = self._file(MODEL)
        named = PAIR.match(self._model.name)
        if not named:
            raise ModelMissing(f"{self._model} does not say its pair, as in model.enpt.intgemm.bin")
        self.pairs = frozenset(((named[1], named[2]),))
        self._words = (
            self._file("vocab.*.spm", "srcvocab.*.spm"),
            self._file("vocab.*.spm", "trgvocab.*.spm"),
        )
        self._shortlist = next(iter(sorted(path.glob("lex.*.bin"))), None)
        self._own = threading.local()  # the library's object belongs to the thread that made it

    def signature(self, source: str, target: str) -> Signature:
        """Return the pair's model; `revision` changes with its files."""
        files = {self._model, *self._words, *filter(None, (self._shortlist,))}
        asked = (("longest", str(LONGEST)),)
        return Signature(self.name, f"{source}-{target}", fingerprint(files), settings=asked)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Translate sentence by sentence, long ones in parts; equal ones once."""
        if (source, target) not in self.pairs:
            raise NoRoute(f"{self._path} does not translate {source} to {target}")
        texts = [" ".join(sentence.split()) for sentence in sentences]
        made = {text: self._translated(text) for text in dict.fromkeys(texts)}
        return [made[text] for text in texts]

    def _translated(self, text: str) -> str:
        parts = clauses.parts(text, lambda part: len(part.split()) <= LONGEST)
        return " ".join(self._translator().translate(part) for part in parts)

    def _translator(self) -> Any:
        if not hasattr(self._own, "translator"):
            self._own.translator = self._load()
        return self._own.translator

    def _load(self) -> Any:
        with libraries.loading(self._model, "firefox", "get it again"):
            from fxtranslate import Translator

            source, target = (file.read_bytes() for file in self._words)
            shortlist = self._shortlist.read_bytes() if self._shortlist else None
            return Translator(self._model.read_bytes(), source, target, shortlist)

    def _file(self, *patterns: str) -> Path:
        for pattern in patterns:
            for found in sorted(self._path.glob(pattern)):
                return found
        raise ModelMissing(f"{self._path} has no {' or '.join(patterns)}, of a model of Firefox")
