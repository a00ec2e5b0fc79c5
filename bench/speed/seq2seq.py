"""Seq2seq on a model as wide as Marian with random weights, against the loops that people write.

Random weights seldom end a text, so every text runs to the room that its length gives it, in our
batches and in the peers' alike. `python -m bench.speed.seq2seq` also tries the settings that
`backends/neural/runtimes/loading.py` chose from, and measures memory over many texts.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.ratio import Ratio, cpu
from digest.backends.neural import batching
from digest.backends.neural.batching import Budget, Tokens
from digest.backends.neural.generation import Output, Request, cost, room

if TYPE_CHECKING:
    from digest.backends.neural.runtimes.pytorch import PyTorch

TEXTS = 64
SIZES = {"encoder_layers": 2, "decoder_layers": 2, "d_model": 512, "max_position_embeddings": 512,
         "encoder_attention_heads": 8, "decoder_attention_heads": 8,
         "encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048}  # fmt: skip
MARIAN = {**SIZES, "vocab_size": 8_000, "activation_function": "swish"}
TINY = {**SIZES, "vocab_size": 500, "encoder_layers": 1, "decoder_layers": 1, "d_model": 16}
NOTE = "CPU seconds, one thread, one round; 2+2 layers of 512, random weights, to full room; greedy"


def ratios(data: Path) -> list[Ratio]:  # noqa: ARG001  # texts are drawn, not read
    """Return our batches against one by one and against batches of 16 as they come."""
    if find_spec("torch") is None:
        return []
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        runtime, texts = model(Path(folder), MARIAN), drawn(TEXTS)
        ours = cpu(lambda: batched(runtime, texts))
        return [
            Ratio("seq2seq, one by one", ours, cpu(lambda: in_turn(runtime, texts, 1)), NOTE),
            Ratio("seq2seq, 16 as they come", ours, cpu(lambda: in_turn(runtime, texts, 16)), NOTE),
        ]


def model(folder: Path, sizes: dict[str, Any], dtype: str = "float32") -> PyTorch:
    """Return a Marian model of random weights, loaded as the engine loads it."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    from digest.backends.models.checkpoint import Checkpoint
    from digest.backends.neural.runtimes.pytorch import PyTorch

    torch.manual_seed(1)
    pad = sizes["vocab_size"] - 1
    config = MarianConfig(pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0, **sizes)
    MarianMTModel(config).save_pretrained(folder)
    return PyTorch(Checkpoint(folder), "cpu", dtype)


def drawn(number: int, longest: int = 80) -> list[Tokens]:
    """Return texts as long as sentences of news: 4 to 80 tokens, most of them 30."""
    chance = random.Random(1)
    lengths = [round(min(longest, max(4, chance.gauss(30, 15)))) for _ in range(number)]
    return [tuple(chance.randrange(1, 498) for _ in range(length)) for length in lengths]


def batched(
    runtime: PyTorch, texts: list[Tokens], budget: int | None = None, beams: int = 1
) -> Any:
    """Generate as the engine does."""

    def work(batch: list[Tokens]) -> list[Output]:
        return runtime.generate(batch, Request(room(len(batch[0])), beams))

    return batching.run(texts, work, Budget(budget or runtime.budget.tokens), room, cost)


def in_turn(runtime: PyTorch, texts: list[Tokens], size: int) -> None:
    """Generate as manuals show it: as the texts come, `size` at a time, padded."""
    for start in range(0, len(texts), size):
        batch = texts[start : start + size]
        runtime.generate(batch, Request(max(room(len(text)) for text in batch)))


def settings() -> None:
    """Print what budgets, precisions and threads cost."""
    import torch

    texts = drawn(TEXTS)
    with tempfile.TemporaryDirectory() as folder:
        for dtype in ("float32", "bfloat16"):
            runtime = model(Path(folder), MARIAN, dtype)
            for threads in (1, 2):
                torch.set_num_threads(threads)
                for budget in (2048, 4096, 8192, 16384) if threads == 1 else (8192,):
                    start, used = time.perf_counter(), time.process_time()
                    batched(runtime, texts, budget)
                    wall, used = time.perf_counter() - start, time.process_time() - used
                    name = f"{dtype} {threads} threads, budget {budget}"
                    print(f"{name:35} CPU {used:6.1f} s, wall {wall:6.1f} s", flush=True)


def memory() -> None:
    """Print the peak of memory after 1,000 and 10,000 texts of a tiny model."""
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        runtime = model(Path(folder), TINY)

        def work(batch: list[Tokens]) -> list[str]:
            outputs = runtime.generate(batch, Request(room(len(batch[0]))))
            return [" ".join(map(str, output.tokens)) for output in outputs]

        for number in (1_000, 10_000):
            made = batching.run(drawn(number, longest=12), work, runtime.budget, room, cost)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{len(made):6} texts: peak {peak:.0f} MB", flush=True)


if __name__ == "__main__":
    memory()
    settings()
    for ratio in ratios(Path()):
        print(
            f"{ratio.name}: {ratio.ours:.1f} s, {ratio.peer:.1f} s, {ratio.times:.1f} times faster"
        )
