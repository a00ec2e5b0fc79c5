"""CTranslate2 in int8 on a Marian-size model with random weights and a day of news sentences.

Against a bare `translate_batch` tuned by hand on the same converted model, against transformers
in float32 with our batches, and against the loop that people write: one text at a time. Random
weights seldom end a text, so every text runs to the room that its length gives it, alike in all.
Each way runs in a process of its own, on one core, and counts its CPU seconds after loading and its
peak of memory, loading included; those of transformers on a sample of the texts, evenly drawn from
short to long, scaled by its tokens. All ways take turns, since a CPU second of a shared machine is
not always as long; what counts is the median.

`DIGEST_BENCH_TEXTS` (2,000) is the number of sentences, `DIGEST_BENCH_BEAMS` (1) how they are
searched, `DIGEST_BENCH_ROUNDS` (3) how often.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.ratio import Ratio
from bench.speed import seq2seq
from digest.backends.models.checkpoint import Checkpoint
from digest.backends.models.converted import Converted
from digest.backends.neural import batching
from digest.backends.neural.generation import Request, cost, room

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.backends.neural.batching import Tokens

    Work = Callable[[list[Tokens]], int]  # translates, and returns the tokens written

TEXTS = int(os.environ.get("DIGEST_BENCH_TEXTS", "2000"))
BEAMS = int(os.environ.get("DIGEST_BENCH_BEAMS", "1"))
ROUNDS = int(os.environ.get("DIGEST_BENCH_ROUNDS", "3"))
WORDS = 32_000
MARIAN = {**seq2seq.MARIAN, "encoder_layers": 6, "decoder_layers": 6, "vocab_size": WORDS}
BATCHES = (512, 1024, 2048, 4096)  # tokens, tried for the bare call; the best of them counts
SAMPLES = {"batched": 96, "one by one": 16}  # texts


@dataclass(frozen=True, slots=True)
class Run:
    """What one way took: CPU and wall seconds, tokens written, peak of memory in MB."""

    cpu: float
    wall: float
    tokens: int
    peak: float

    def seconds(self, tokens: int) -> float:
        """Return the CPU seconds that so many tokens take."""
        return self.cpu * tokens / self.tokens


def ratios(data: Path) -> list[Ratio]:  # noqa: ARG001  # texts are drawn, not read
    """Return what a day takes each way; nothing where PyTorch or CTranslate2 is not installed."""
    if find_spec("torch") is None or find_spec("ctranslate2") is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        made = model(Path(folder))
        size, _ = min(_tuned(made), key=lambda pair: pair[1].cpu / pair[1].tokens)
        rounds = [
            {way: _measured(made, way, size if way == "bare" else 0) for way in WAYS}
            for _ in range(ROUNDS)
        ]
    ours, bare, *peers = (_median([one[way] for one in rounds]) for way in WAYS)
    memory = f"peak of memory {ours.peak:.0f} MB, bare {bare.peak:.0f} MB"
    note = f"CPU s of {TEXTS} texts, {ours.tokens} tokens, {BEAMS} beams; 6+6 layers of 512"
    scaled = dict(zip(SAMPLES, (run.seconds(ours.tokens) for run in peers), strict=True))
    return [
        Ratio(f"CTranslate2 int8, bare call of {size}", ours.cpu,
              bare.seconds(ours.tokens), f"{note}; {memory}"),
        Ratio("CTranslate2 int8, transformers fp32 in our batches", ours.cpu, scaled["batched"],
              f"theirs from {SAMPLES['batched']} texts, one thread"),
        Ratio("CTranslate2 int8, transformers fp32 one by one", ours.cpu, scaled["one by one"],
              f"theirs from {SAMPLES['one by one']} texts, one thread"),
    ]  # fmt: skip


def model(folder: Path) -> Path:
    """Return a Marian checkpoint of random weights, converted and checked as users do."""
    import sentencepiece

    from digest.backends.neural.conversion.convert import convert

    path = folder / "opus-mt-ru-uk"
    seq2seq.model(path, MARIAN)
    words = {"</s>": 0, "<unk>": 1, **{f"w{n}": n for n in range(2, WORDS - 1)}, "<pad>": WORDS - 1}
    (path / "vocab.json").write_text(json.dumps(words), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["0 1 2 3 4 5 6 7 8 9"] * 9), model_prefix=str(folder / "spm"),
        vocab_size=20, hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    for name in ("source.spm", "target.spm"):
        (path / name).write_bytes((folder / "spm.model").read_bytes())
    return convert(Checkpoint(path), path)


def ours(path: Path, _: int) -> Work:
    """Translate as the engine does."""
    from digest.backends.neural.runtimes.ctranslate2 import CTranslate2

    runtime = CTranslate2(Converted(path), "cpu")

    def batch(texts: list[Tokens]) -> list[int]:
        made = runtime.generate(texts, Request(room(len(texts[0])), BEAMS))
        return [len(output.tokens) for output in made]

    def work(texts: list[Tokens]) -> int:
        return sum(made or 0 for made in batching.run(texts, batch, runtime.budget, room, cost))

    return work


def bare(path: Path, size: int) -> Work:
    """Translate with the library alone, in its own batches, one call for each length of output."""
    from ctranslate2 import Translator

    words, _ = Converted(path).words()
    cores = len(os.sched_getaffinity(0))
    translator = Translator(
        str(path / "ctranslate2"), device="cpu", inter_threads=cores, intra_threads=1
    )

    def work(texts: list[Tokens]) -> int:
        tokens = 0
        for limit, group in groupby(sorted(texts, key=len), key=lambda text: room(len(text))):
            made = translator.translate_batch(
                [[words[number] for number in text] for text in group],
                beam_size=BEAMS, max_batch_size=size, batch_type="tokens",
                max_decoding_length=limit, min_decoding_length=0,
            )  # fmt: skip
            tokens += sum(len(one.hypotheses[0]) for one in made)
        return tokens

    return work


def batched(path: Path, _: int) -> Work:
    """Translate with transformers in float32, as the engine seq2seq does."""
    runtime = _transformers(path)

    def work(texts: list[Tokens]) -> int:
        made = seq2seq.batched(runtime, texts, beams=BEAMS)
        return sum(len(output.tokens) for output in made)

    return work


def one_by_one(path: Path, _: int) -> Work:
    """Translate with transformers in float32, as manuals show it."""
    runtime = _transformers(path)

    def work(texts: list[Tokens]) -> int:
        made = [runtime.generate([text], Request(room(len(text)), BEAMS)) for text in texts]
        return sum(len(output.tokens) for (output,) in made)

    return work


def _transformers(path: Path) -> Any:
    import torch

    from digest.backends.neural.runtimes.pytorch import PyTorch

    torch.set_num_threads(1)
    return PyTorch(Checkpoint(path), "cpu", "float32")


WAYS: dict[str, Callable[[Path, int], Work]] = {
    "ours": ours, "bare": bare, "batched": batched, "one by one": one_by_one,
}  # fmt: skip


def _median(runs: list[Run]) -> Run:
    return sorted(runs, key=lambda run: run.cpu)[len(runs) // 2]


def _tuned(path: Path) -> list[tuple[int, Run]]:
    return [(size, _measured(path, "bare", size, TEXTS // 4)) for size in BATCHES]


def _measured(path: Path, way: str, size: int = 0, texts: int = TEXTS) -> Run:
    """Run one way in a process of its own."""
    number = str(min(texts, SAMPLES.get(way, texts)))
    program = [sys.executable, "-m", "bench.speed.ctranslate2", way, str(path), number, str(size)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    run = Run(**json.loads(done.stdout))
    print(f"{way} {size or ''}: {run}", file=sys.stderr, flush=True)
    return run


def _run(way: str, path: str, number: str, size: str) -> None:
    texts = sorted(seq2seq.drawn(TEXTS), key=len)
    sample = texts[:: max(1, len(texts) // int(number))][: int(number)]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # two on one core slow each other
    work = WAYS[way](Path(path), int(size))
    start, used = time.perf_counter(), time.process_time()
    tokens = work(sample)
    used, wall = time.process_time() - used, time.perf_counter() - start
    print(json.dumps({"cpu": used, "wall": wall, "tokens": tokens, "peak": _peak()}))


def _peak() -> float:
    """Return the most memory this program had, in MB; `getrusage` would count its parent's, too."""
    status = Path("/proc/self/status").read_text("ascii")
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _run(*sys.argv[1:])
    else:
        for ratio in ratios(Path()):
            print(f"{ratio.name}: {ratio.ours:.1f} s, {ratio.peer:.1f} s, {ratio.times:.2f} times "
                  f"faster ({ratio.note})")  # fmt: skip
