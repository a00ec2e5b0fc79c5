"""Apertium's rule-based translation, be↔ru and ru↔uk, over pipelines that are kept open.

An `apertium` process loads its data for a quarter of a second; a pipeline that stays open and
flushes at a NUL answers in two milliseconds. Debian's modes crash in their tagger for every
direction but bel-rus, after which the wrapper prints nothing and exits 0; there the constraint
grammar picks a reading alone.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Self

from digest import __version__
from digest.backends.pipes import PATIENCE, Pipeline
from digest.backends.wordlist import word_list
from digest.errors import Unavailable
from digest.records import Signature
from digest.text.apertium.agreement import agreed
from digest.text.apertium.analyses import lost, mended, shortened
from digest.text.apertium.choices import chosen
from digest.text.apertium.euphony_ru import euphonic as euphonic_in_russian
from digest.text.apertium.euphony_uk import euphonic as euphonic_in_ukrainian
from digest.text.apertium.idioms import idiomatic
from digest.text.apertium.marks import END, escape, finish
from digest.text.apertium.pieces import pieces
from digest.text.apertium.turns import phrased
from digest.text.belarusian import to_official
from digest.text.belarusian.euphony import euphonic
from digest.text.cognates import carried, respell
from digest.text.writing.orthography import belarusian, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Mend = Callable[[str, str, str], str]  # a stream, its source language, its target language

MODES = Path("/usr/share/apertium/modes")
CODES = {"be": "bel", "ru": "rus", "uk": "ukr"}
PAIRS = (("be", "ru"), ("ru", "be"), ("ru", "uk"), ("uk", "ru"))
TAGGED = frozenset(("bel-rus",))  # where apertium-tagger does not crash
BATCH = 64  # texts in the pipes at once
_ITSELF = re.compile(r"\b(?!колись\b)(\w+(?:ла|ло|ли|ти))сь\b")  # unknown to it: залишилась
_LATIN = re.compile(r"[A-Za-z][A-Za-z\d'-]*")
_EUPHONIC = {"be": euphonic, "ru": euphonic_in_russian, "uk": euphonic_in_ukrainian}


def commands(mode: Path) -> list[list[str]]:
    """Read a .mode file: the commands of its pipe, flushing at NULs and marking unknown words."""
    line = mode.read_text("utf-8").strip().replace("$1", "-g").replace("$2", "")
    stages = [shlex.split(stage) for stage in line.split("|")]
    if mode.stem not in TAGGED:
        stages = [stage for stage in stages if stage[0] != "apertium-tagger"]
    return [_flushing(stage, mode.stem in TAGGED) for stage in stages]


def steps(stages: list[list[str]]) -> Iterator[tuple[list[list[str]], Mend]]:
    """Cut a pipe where its stream is mended: the analysis, the words' choice, their agreement."""
    after: dict[int, Mend] = {0: mended}
    for at, (program, *arguments) in enumerate(stages):
        if program == "lrx-proc":
            after[at] = chosen
        elif program == "lt-proc" and "-g" in arguments:
            after[at - 1] = agreed
    ends = sorted({*after, len(stages) - 1})
    for begin, end in zip([-1, *ends], ends, strict=False):
        yield stages[begin + 1 : end + 1], after.get(end, _as_it_is)


def _as_it_is(stream: str, _source: str, _target: str) -> str:
    return stream


def _prepared(sentence: str, source: str) -> str:
    """Return a sentence in its own letters, one of Taraškievica in the official spelling."""
    sentence = fold(sentence)
    if source == "uk":
        return _ITSELF.sub(r"\1ся", sentence)
    if source == "be" and belarusian(sentence) == "be-tarask":
        return to_official(sentence, word_list("be") or frozenset[str]())
    return sentence


def _flushing(stage: list[str], tagged: bool) -> list[str]:
    program, *arguments = stage
    if program == "cg-proc" and not tagged:
        return [program, "-z", "-w", "-1", "-n", arguments[-1]]
    return [program, "-z", *arguments]


class Apertium:
    """Drafts between Belarusian, Russian and Ukrainian."""

    name = "apertium"
    rank = 50
    draft = True

    def __init__(self, modes: Path = MODES, patience: float = PATIENCE) -> None:
        """Look which pairs are installed; nothing is started yet."""
        self._modes = {(a, b): modes / f"{CODES[a]}-{CODES[b]}.mode" for a, b in PAIRS}
        self.pairs = frozenset(pair for pair, mode in self._modes.items() if mode.is_file())
        self.untranslated: dict[str, list[str]] = {}  # sentence -> words, of the last call
        self._patience = patience
        self._open: dict[tuple[str, str], tuple[tuple[Pipeline, Mend], ...]] = {}

    def __enter__(self) -> Self:
        """Return the engine."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the pipelines."""
        self.close()

    def close(self) -> None:
        """End every process; the next call starts them again."""
        while self._open:
            self._end(next(iter(self._open)))

    def signature(self, source: str, target: str) -> Signature:
        """Return the mode, whose data are of the Debian package, and our version, which mends."""
        return Signature(self.name, self._modes[source, target].stem, __version__)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Translate sentence by sentence; `untranslated` then lists the words it did not know.

        A sentence that Apertium fails on, or loses a word of, comes back empty, which the check of
        a translation finds.
        """
        if (source, target) not in self.pairs:
            raise Unavailable(f"apertium has no {source}-{target} installed")
        cut = [pieces(_prepared(sentence, source)) for sentence in sentences]
        raws = iter(self.raw([piece for parts in cut for piece in parts], source, target))
        self.untranslated = {}
        return [
            self._joined(sentence, [(piece, next(raws)) for piece in parts], source, target)
            for sentence, parts in zip(sentences, cut, strict=True)
        ]

    def raw(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return what the pipe prints for each sentence, with marks and escapes; "" where it fails.

        Raises `Unavailable` where the pair does not work at all.
        """
        texts = [escape(sentence) for sentence in sentences]
        batches = (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))
        return [raw for batch in batches for raw in self._batch(batch, (source, target))]

    def _batch(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """Send texts together; where that fails, look in halves for the one that is at fault."""
        try:
            return self._twice(texts, pair)
        except OSError as error:
            self._probe(pair, error)
        if len(texts) == 1:
            return [""]
        middle = len(texts) // 2
        return [*self._batch(texts[:middle], pair), *self._batch(texts[middle:], pair)]

    def _twice(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """Send texts, once more through new processes if one died; what hangs would hang again."""
        try:
            return self._send(texts, pair)
        except TimeoutError:
            raise
        except OSError:
            return self._send(texts, pair)

    def _probe(self, pair: tuple[str, str], error: OSError) -> None:
        """Raise `Unavailable` unless the pair translates an empty text."""
        try:
            self._send([END], pair)
        except OSError:
            raise Unavailable(f"apertium {'-'.join(pair)}: {error}") from error

    def _send(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        try:
            raws = texts
            for step, mend in self._pipelines(pair):
                raws = [mend(raw, *pair) for raw in step(raws)]
            if not all(raw.endswith(END) for raw in raws):
                raise BrokenPipeError("a process of the pipeline ended")
        except OSError:  # what is in the pipes now belongs to nobody
            self._end(pair)
            raise
        return raws

    def _pipelines(self, pair: tuple[str, str]) -> tuple[tuple[Pipeline, Mend], ...]:
        """Return the steps of a pair, each with what mends its stream, started if they died."""
        if pair in self._open and not all(step.alive for step, _ in self._open[pair]):
            self._end(pair)
        if pair not in self._open:
            self._open[pair] = tuple(
                (Pipeline(stages, self._patience), mend)
                for stages, mend in steps(commands(self._modes[pair]))
            )
        return self._open[pair]

    def _end(self, pair: tuple[str, str]) -> None:
        for pipeline, _ in self._open.pop(pair, ()):
            pipeline.close()

    def _joined(self, sentence: str, parts: list[tuple[str, str]], source: str, target: str) -> str:
        """Return the translation of the parts of a sentence; empty where one of them is lost."""
        made = [self._finish(*part, source, target) for part in parts]
        if any(lost(escape(piece), raw) for piece, raw in parts):
            return ""
        if left := [word for _, words in made for word in words]:
            self.untranslated[sentence] = left
        return "".join(text for text, _ in made)

    def _finish(self, text: str, raw: str, source: str, target: str) -> tuple[str, list[str]]:
        known = word_list(target) or frozenset[str]()
        own = word_list(source) or frozenset[str]()
        latin = {word.lower(): word for word in _LATIN.findall(text)}

        def spelled(word: str) -> tuple[str, bool]:
            if (written := latin.get(word.lower())) is not None:  # the tools wrote IPhone
                return written, True
            return respell(word, source, target, known, own)

        made, left = finish(raw, spelled, lambda word: carried(word, target, known, own))
        said = idiomatic(shortened(made), target)
        said = phrased(said, source, target) if target == "ru" else said
        return _EUPHONIC.get(target, str)(said), left
