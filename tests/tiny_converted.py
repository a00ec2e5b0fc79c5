"""A converted Marian model of random weights, made by CTranslate2 alone; its tokenizer is real."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tiny_checkpoints

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 16
POSITIONS = 2400


def marian(path: Path, scale: float = 1.0, seed: int = 5, loud: float = 4.0) -> Path:
    """Return the directory; end-of-text is likely, so that outputs end at various lengths."""
    import numpy as np
    from ctranslate2.specs import TransformerSpec

    path = path / "opus-mt-ru-uk"
    words = _checkpoint(path)
    chance = np.random.default_rng(seed)

    def drawn(*shape: int) -> Any:
        return (chance.normal(0, 1, shape) * scale).astype(np.float32)

    def linear(spec: Any, rows: int, columns: int = WIDTH) -> None:
        spec.weight, spec.bias = drawn(rows, columns), np.zeros(rows, np.float32)

    def layer(spec: Any, *attentions: Any) -> None:
        linear(spec.ffn.linear_0, 2 * WIDTH)
        linear(spec.ffn.linear_1, WIDTH, 2 * WIDTH)
        linear(spec.self_attention.linear[0], 3 * WIDTH)
        linear(spec.self_attention.linear[1], WIDTH)
        for part in (spec.ffn, spec.self_attention, *attentions):
            part.layer_norm.gamma = np.ones(WIDTH, np.float32)
            part.layer_norm.beta = np.zeros(WIDTH, np.float32)

    spec = TransformerSpec.from_config((1, 1), 2, pre_norm=False)
    encoder, decoder = spec.encoder, spec.decoder
    layer(encoder.layer[0])
    layer(decoder.layer[0], across := decoder.layer[0].attention)
    for part, factor in zip(across.linear, (1, 2, 1), strict=True):
        linear(part, factor * WIDTH)
    table = drawn(len(words), WIDTH)
    encoder.embeddings[0].weight = decoder.embeddings.weight = table
    linear(decoder.projection, len(words))
    decoder.projection.weight = table * np.where(np.arange(len(words)) == 0, loud, 1)[:, None]
    decoder.projection.weight = decoder.projection.weight.astype(np.float32)
    encoder.position_encodings.encodings = drawn(POSITIONS, WIDTH)
    decoder.position_encodings.encodings = drawn(POSITIONS, WIDTH)
    decoder.start_from_zero_embedding = True
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.eos_token = spec.config.decoder_start_token = spec.config.bos_token = "</s>"
    spec.config.unk_token = "<unk>"
    spec.validate()
    spec.optimize(quantization="float32")
    (path / "ctranslate2").mkdir()
    spec.save(str(path / "ctranslate2"))
    return path


def _checkpoint(path: Path) -> list[str]:
    """Write what a checkpoint has beside its weights; return its vocabulary without padding."""
    words = tiny_checkpoints.marian_tokenizer(path, ())
    pad = len(words) - 1
    tiny_checkpoints.write(
        path,
        "config.json",
        {"model_type": "marian", "max_position_embeddings": POSITIONS, "eos_token_id": 0,
         "pad_token_id": pad, "bad_words_ids": [[pad]]},
    )  # fmt: skip
    return words[:-1]
