"""Checkpoints of every family: random weights of the real classes, real tokenizers, a few kB each.

The vocabulary is trained on the samples. End-of-text is made likely, so that outputs end by
themselves at various lengths, as a trained model's do.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
POSITIONS = 192
LAYERS = {"encoder_layers": 1, "decoder_layers": 1, "d_model": 16,
          "max_position_embeddings": POSITIONS,
          "encoder_attention_heads": 2, "decoder_attention_heads": 2,
          "encoder_ffn_dim": 32, "decoder_ffn_dim": 32}  # fmt: skip
T5_LAYERS = {
    "num_layers": 1,
    "num_decoder_layers": 1,
    "d_model": 16,
    "d_kv": 8,
    "d_ff": 32,
    "num_heads": 2,
}
QUIET = [  # of the libraries' own warnings
    pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses"),
]
DEVICE = os.environ.get("DIGEST_TEST_DEVICE", "cpu")
SENTENCES = [
    "Городской совет проголосовал за ремонт старого моста через реку.",
    "Мост.",
    "Во вторник стало известно, что работы начнутся в марте, а закончатся осенью.",
    "",
    "В этом году здесь построят три новые школы и одну больницу.",
    "Вода поднялась на два метра.",
    "Мост.",
]
MARIAN_TARGETS = (">>bel<<", ">>bel_Latn<<", ">>rus<<", ">>ukr<<")
MADLAD_TARGETS = ("<2be>", "<2en>", "<2ru>", "<2uk>")


@cache
def sentences() -> tuple[str, ...]:
    """Return the sentences of the samples, markup and all."""
    texts = (path.read_text("utf-8", "ignore") for path in sorted(SAMPLES.iterdir()))
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())


@cache
def trained(kind: str = "unigram") -> tuple[bytes, tuple[tuple[str, float], ...]]:
    """Return a SentencePiece model of the samples, and its pieces without the special ones."""
    import sentencepiece

    with TemporaryDirectory() as folder:
        prefix = f"{folder}/spm"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences()), model_prefix=prefix, vocab_size=400,
            model_type=kind, hard_vocab_limit=False, minloglevel=2, num_threads=1,
        )  # fmt: skip
        made = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
        numbers = range(3, made.get_piece_size())
        pieces = tuple((made.id_to_piece(number), made.get_score(number)) for number in numbers)
        return Path(f"{prefix}.model").read_bytes(), pieces


def write(path: Path, name: str, content: object) -> None:
    """Write one JSON file of a checkpoint."""
    path.mkdir(parents=True, exist_ok=True)
    (path / name).write_text(json.dumps(content), "utf-8")


def _save(path: Path, kind: Any, config: Any, seed: int, loud: float, **generation: Any) -> Path:
    """Save a model whose end-of-text is `loud` times as likely to win as its other tokens."""
    import torch

    torch.manual_seed(seed)
    model = kind(config)
    for name, value in generation.items():
        setattr(model.generation_config, name, value)
    with torch.no_grad():
        model.get_output_embeddings().weight[model.config.eos_token_id] *= loud
    model.save_pretrained(path)
    return path


def marian_tokenizer(path: Path, targets: tuple[str, ...]) -> list[str]:
    """Write a Marian tokenizer; return its words."""
    spm, pieces = trained()
    words = ["</s>", "<unk>", *targets, *(piece for piece, _ in pieces), "<pad>"]
    write(path, "vocab.json", {word: number for number, word in enumerate(words)})
    write(path, "tokenizer_config.json", {"tokenizer_class": "MarianTokenizer"})
    for name in ("source.spm", "target.spm"):
        (path / name).write_bytes(spm)
    return words


def _marian(path: Path, targets: tuple[str, ...], **sizes: Any) -> Path:
    from transformers import MarianConfig, MarianMTModel

    words = marian_tokenizer(path, targets)
    pad = len(words) - 1
    config = MarianConfig(vocab_size=len(words), pad_token_id=pad, decoder_start_token_id=pad,
                          eos_token_id=0, **{"init_std": 1.0, **LAYERS, **sizes})  # fmt: skip
    return _save(path, MarianMTModel, config, 3, 4.0, forced_eos_token_id=0, bad_words_ids=[[pad]])


def marian(path: Path) -> Path:
    return _marian(path / "opus-mt-ru-uk", ())


def calm_marian(path: Path) -> Path:
    """Wider, with weights no wilder than a trained model's: eight bits hold them."""
    wide = {"d_model": 128, "encoder_ffn_dim": 512, "decoder_ffn_dim": 512, "init_std": 0.05}
    return _marian(path / "opus-mt-ru-uk", (), **wide)


def marian_targets(path: Path) -> Path:
    return _marian(path / "opus-mt-tc-base-zle-zle", MARIAN_TARGETS)


def _m2m(path: Path, **config: Any) -> Path:
    from transformers import M2M100Config, M2M100ForConditionalGeneration
    from transformers.models.m2m_100 import tokenization_m2m_100

    spm, pieces = trained()
    words = ["<s>", "<pad>", "</s>", "<unk>", *(piece for piece, _ in pieces)]
    codes = tokenization_m2m_100.FAIRSEQ_LANGUAGE_CODES["m2m100"]
    write(path, "vocab.json", {word: number for number, word in enumerate(words)})
    write(path, "tokenizer_config.json", {"tokenizer_class": "M2M100Tokenizer"})
    tokens = [f"__{code}__" for code in codes]
    write(path, "special_tokens_map.json", {"additional_special_tokens": tokens})
    (path / "sentencepiece.bpe.model").write_bytes(spm)
    made = M2M100Config(vocab_size=len(words) + len(codes) + 8, init_std=1.0,
                        decoder_start_token_id=2, **{**LAYERS, **config})  # fmt: skip
    return _save(path, M2M100ForConditionalGeneration, made, 2, 10.0)


def m2m100(path: Path) -> Path:
    return _m2m(path / "m2m100_tiny")


def small100(path: Path) -> Path:
    return _m2m(path / "small100", encoder_layers=4)


def nllb(path: Path) -> Path:
    """With tokenizer.json and its codes, as the hub has it."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    path = path / "nllb-200-tiny"
    spm, _ = trained("bpe")
    special = {"additional_special_tokens": FAIRSEQ_LANGUAGE_CODES}
    write(path, "tokenizer_config.json", {"tokenizer_class": "NllbTokenizer", **special})
    (path / "sentencepiece.bpe.model").write_bytes(spm)
    tokenizer = NllbTokenizer.from_pretrained(path)
    tokenizer.save_pretrained(path)
    config = M2M100Config(
        vocab_size=len(tokenizer), init_std=1.0, decoder_start_token_id=2, **LAYERS
    )
    return _save(path, M2M100ForConditionalGeneration, config, 2, 10.0)


def _saved(path: Path, kind: type[Any], first: tuple[str, ...], last: tuple[str, ...]) -> Any:
    """Save a Unigram tokenizer of these special tokens, the pieces, and more special tokens."""
    _, pieces = trained()
    plain = [(token, 0.0) for token in first]
    tokenizer = kind(vocab=[*plain, *pieces, *((token, 0.0) for token in last)])
    tokenizer.save_pretrained(path)
    return tokenizer


def _mbart(path: Path, kind: type[Any], codes: list[str], **generation: Any) -> Path:
    from transformers import MBartConfig, MBartForConditionalGeneration

    first, last = ("<s>", "<pad>", "</s>", "<unk>"), (*codes, "<mask>")
    tokenizer = _saved(path, kind, first, last)
    config = MBartConfig(
        vocab_size=len(tokenizer), init_std=1.0, decoder_start_token_id=2, scale_embedding=True,
        **LAYERS,
    )  # fmt: skip
    return _save(
        path, MBartForConditionalGeneration, config, 3, 5.0, forced_eos_token_id=2, **generation
    )


def mbart50(path: Path) -> Path:
    from transformers import MBart50Tokenizer
    from transformers.models.mbart50.tokenization_mbart50 import FAIRSEQ_LANGUAGE_CODES

    name = "mbart-large-50-many-to-many-mmt"
    return _mbart(path / name, MBart50Tokenizer, FAIRSEQ_LANGUAGE_CODES)


def mbart(path: Path) -> Path:
    """A Russian summarizer: its decoder starts with the language's code."""
    from transformers import MBartTokenizer
    from transformers.models.mbart.tokenization_mbart import FAIRSEQ_LANGUAGE_CODES

    name = "mbart_ru_sum"
    start = 4 + len(trained()[1]) + FAIRSEQ_LANGUAGE_CODES.index("ru_RU")
    return _mbart(path / name, MBartTokenizer, FAIRSEQ_LANGUAGE_CODES, decoder_start_token_id=start)


def _t5(
    path: Path, kind: str, last: tuple[str, ...], extra: int, seed: int = 2, **config: Any
) -> Path:
    import transformers

    first = ("<pad>", "</s>", "<unk>")
    numbers = reversed(range(extra))
    sentinels = tuple(f"<extra_id_{number}>" for number in numbers)
    _, pieces = trained()
    every = [*((token, 0.0) for token in (*first, *last)), *pieces, *((s, 0.0) for s in sentinels)]
    tokenizer = transformers.T5Tokenizer(vocab=every, extra_ids=extra)
    tokenizer.save_pretrained(path)
    made = getattr(transformers, f"{kind}Config")(
        vocab_size=len(tokenizer), initializer_factor=4.0, decoder_start_token_id=0, pad_token_id=0,
        eos_token_id=1, **T5_LAYERS, **config,
    )  # fmt: skip
    model = getattr(transformers, f"{kind}ForConditionalGeneration")
    return _save(path, model, made, seed, 4.0)


def madlad(path: Path) -> Path:
    """With the tensors that the real one has: no `shared`, and outputs that are not tied to it."""
    from safetensors.torch import load_file, save_file

    path = path / "madlad400-tiny"
    _t5(path, "T5", MADLAD_TARGETS, 0, feed_forward_proj="gated-gelu")
    weights = load_file(path / "model.safetensors")
    words = weights.pop("shared.weight")
    weights["decoder.embed_tokens.weight"] = words
    weights["lm_head.weight"] = words * T5_LAYERS["d_model"] ** -0.5
    save_file(weights, path / "model.safetensors", {"format": "pt"})
    config = json.loads((path / "config.json").read_text("utf-8"))
    del config["scale_decoder_outputs"]
    write(path, "config.json", {**config, "tie_word_embeddings": False})
    return path


def t5(path: Path) -> Path:
    path = _t5(path / "t5-tiny", "T5", (), 100)
    config = json.loads((path / "config.json").read_text("utf-8"))
    summarization = {"prefix": "summarize: ", "max_length": 200, "min_length": 30}
    config["task_specific_params"] = {"summarization": summarization}
    write(path, "config.json", config)
    return path


def mt5(path: Path) -> Path:
    return _t5(path / "mt5-tiny-xlsum", "MT5", (), 0, seed=5)


def pegasus(path: Path) -> Path:
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PegasusTokenizer

    path = path / "pegasus-tiny"
    masks = ("<mask_1>", "<mask_2>", *(f"<unk_{number}>" for number in range(2, 103)))
    tokenizer = _saved(path, PegasusTokenizer, ("<pad>", "</s>", *masks, "<unk>", "<n>"), ())
    config = PegasusConfig(
        vocab_size=len(tokenizer), init_std=1.0, decoder_start_token_id=0, pad_token_id=0,
        eos_token_id=1, **LAYERS,
    )  # fmt: skip
    return _save(path, PegasusForConditionalGeneration, config, 1, 3.0, forced_eos_token_id=1)


def bart(path: Path) -> Path:
    """With the options of generation that real ones bring: a length that fits no short text."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForConditionalGeneration

    path = path / "bart-tiny-cnn"
    path.mkdir()
    bpe = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    bpe.train_from_iterator(
        sentences(), vocab_size=600, special_tokens=special, show_progress=False
    )
    bpe.save_model(str(path))
    write(path, "tokenizer_config.json", {"tokenizer_class": "BartTokenizer"})
    config = BartConfig(vocab_size=bpe.get_vocab_size(), init_std=1.0, **LAYERS)
    return _save(
        path, BartForConditionalGeneration, config, 3, 2.0,
        forced_bos_token_id=0, forced_eos_token_id=2, min_length=56, max_length=142, num_beams=4,
        no_repeat_ngram_size=3, length_penalty=2.0,
    )  # fmt: skip


TRANSLATORS: dict[str, Callable[[Path], Path]] = {
    made.__name__: made
    for made in (marian, marian_targets, m2m100, small100, nllb, mbart50, madlad)
}
SUMMARIZERS: dict[str, Callable[[Path], Path]] = {
    made.__name__: made for made in (bart, pegasus, mbart, t5, mt5)
}
MADE = TRANSLATORS | SUMMARIZERS


def taught(path: Path, lessons: list[tuple[str, str]], steps: int, *, zeros: bool = False) -> Path:
    """Train a checkpoint on pairs of texts until it knows them by heart; return its directory.

    With `zeros` it starts from these, as Marian itself has it, and transformers does not.
    """
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(path)
    wild = AutoModelForSeq2SeqLM.from_pretrained(path)
    wild.config.init_std = 0.1  # so wild a start as its own could not be learned from
    torch.manual_seed(1)
    model = type(wild)(wild.config).train()
    model.generation_config = wild.generation_config
    sources, targets = zip(*lessons, strict=True)
    batch = tokenizer(list(sources), text_target=list(targets), padding=True, return_tensors="pt")
    batch["labels"][batch["labels"] == tokenizer.pad_token_id] = -100
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    words, pad = model.get_input_embeddings().weight, model.config.pad_token_id
    for _ in range(steps):
        loss = model(**batch).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if zeros:
            with torch.no_grad():
                words[pad] = 0
        if loss.item() < 0.01:
            break
    model.eval().save_pretrained(path)
    return path
