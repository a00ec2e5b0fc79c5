"""Checkpoints in the form of CTranslate2, checked against what transformers makes of them.

CTranslate2 4.8 fails on BART, mBART and PEGASUS as transformers 5 loads them, and turns T5 v1.1,
MADLAD and mT5 without an error into models that search wrongly; `_mend` sees to both. Whatever is
wrong next is found by the comparison.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.models import manifest
from digest.backends.models.checkpoint import SMALL
from digest.backends.models.converted import FOLDER, Converted
from digest.backends.neural.conversion.comparison import Expected, compare, expected
from digest.backends.neural.families import SUMMARIZERS, TRANSLATORS, family_of
from digest.backends.neural.languages import languages
from digest.backends.neural.runtimes.loading import load
from digest.backends.neural.vocabulary import Vocabulary
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.backends.models.checkpoint import Checkpoint

QUANTIZATIONS = ("int8", "int8_float16", "int8_bfloat16", "float16", "bfloat16", "float32")
# (normalize_before, normalize_embedding), which transformers 5 took out of their settings.
_LAYERS = {"bart": (False, True), "mbart": (True, True), "pegasus": (True, False)}


def convert(checkpoint: Checkpoint, out: Path, quantization: str = "int8") -> Path:
    """Convert a checkpoint into the directory `out`, which may be its own; return that.

    Raises `ModelMissing` or `ConfigError` for what cannot be converted, and `DigestError` where
    the result does not do what the checkpoint does; then nothing of it is left.
    """
    if quantization not in QUANTIZATIONS:
        raise ConfigError(f"no quantization {quantization!r}; one of {', '.join(QUANTIZATIONS)}")
    family = family_of(checkpoint, (*TRANSLATORS, *SUMMARIZERS))
    known = languages(checkpoint, family)
    vocabulary = Vocabulary(checkpoint, family, known)
    if manifest.read(checkpoint.path):
        manifest.verify(checkpoint.path)
    model = _load(checkpoint)
    wanted = expected(model, vocabulary, frozenset(known))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".converting-", dir=out) as folder:
        made = Converted(Path(folder))
        _write(model, vocabulary, made.folder, quantization)
        del model
        _copy_settings(checkpoint.path, made.path)
        _check(made, wanted, quantization)
        _copy_settings(checkpoint.path, out)
        shutil.rmtree(out / FOLDER, ignore_errors=True)
        made.folder.rename(out / FOLDER)
    manifest.add(out, (out / FOLDER).iterdir())
    return out


def _check(made: Converted, wanted: Expected, quantization: str) -> None:
    from digest.backends.neural.runtimes.ctranslate2 import CTranslate2

    runtime = CTranslate2(made, device="cpu")
    try:
        compare(runtime, wanted, exact=quantization == "float32")
    finally:
        runtime.close()


def _load(checkpoint: Checkpoint) -> Any:
    """Load a model in float32; of pickled weights nothing but tensors is read, never code."""
    path = checkpoint.path
    safe = any(path.glob("*.safetensors"))
    with libraries.loading(path, "torch,ctranslate2", "get it again"):
        from ctranslate2 import converters as _  # noqa: F401  # fails where it is not installed

        return load(
            "AutoModelForSeq2SeqLM", path, "cpu", "float32", use_safetensors=safe, weights_only=True
        )


def _write(model: Any, vocabulary: Vocabulary, folder: Path, quantization: str) -> None:
    from ctranslate2.converters import TransformersConverter

    class Loaded(TransformersConverter):  # type: ignore[misc]  # it is untyped
        """Takes the model that is in memory already."""

        def load_model(self, *_: Any, **__: Any) -> Any:
            return model

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return vocabulary.tokenizer

    _mend(model)
    path = str(model.config.name_or_path)
    try:
        Loaded(path).convert(str(folder), quantization=quantization)
    except (NotImplementedError, ValueError) as error:
        raise ConfigError(f"{path} cannot be converted: {error}") from error
    _name_start(folder / "config.json", model, vocabulary)


def _mend(model: Any) -> None:
    """Tell the converter what it no longer finds in the settings of transformers 5.

    Raises `ConfigError` for a Marian model that was trained on with transformers, so that its
    start is no longer the zeros that CTranslate2 takes it for.
    """
    config = model.config
    start = model.get_input_embeddings().weight[config.decoder_start_token_id or 0]
    if config.model_type == "marian" and start.count_nonzero():
        raise ConfigError(
            f"{config.name_or_path} does not start from zeros, as CTranslate2 has it: "
            "use the original with seq2seq"
        )
    if config.model_type in _LAYERS:
        config.normalize_before, config.normalize_embedding = _LAYERS[config.model_type]
    if config.model_type in {"t5", "mt5"}:  # where it is tied, it scales the outputs
        config.tie_word_embeddings = getattr(config, "scale_decoder_outputs", False)


def _name_start(file: Path, model: Any, vocabulary: Vocabulary) -> None:
    """Write the token that mBART's decoder starts with, which is left empty and cannot be read."""
    settings = json.loads(file.read_text("utf-8"))
    start: int = model.generation_config.decoder_start_token_id
    if settings.get("decoder_start_token") is None:
        (settings["decoder_start_token"],) = vocabulary.words((start,))
    settings["bos_token"] = settings.get("bos_token") or settings["decoder_start_token"]
    file.write_text(json.dumps(settings, indent=2), "utf-8")


def _copy_settings(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve():
        return
    files = [file for pattern in (*SMALL, "README.md") for file in source.glob(pattern)]
    for file in files:
        shutil.copyfile(file, target / file.name)
    manifest.add(target, (target / file.name for file in files), manifest.origin(source))
