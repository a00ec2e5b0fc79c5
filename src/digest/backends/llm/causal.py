"""A causal model and its tokenizer, out of files on this machine.

A checkpoint is a directory with safetensors, or a GGUF file, or a directory with one such file in
it, as it is pulled from the hub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.identity import fingerprint
from digest.backends.models.checkpoint import Checkpoint
from digest.backends.neural.runtimes.loading import load as load_model
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.backends.neural.batching import Tokens

GGUF = ".gguf"


def located(path: Path) -> Path:
    """Return the directory or the GGUF file that is meant; raise `ConfigError` between several."""
    files = sorted(path.glob(f"*{GGUF}")) if not (path / "config.json").is_file() else []
    if len(files) > 1:
        names = ", ".join(file.name for file in files)
        raise ConfigError(f"{path} has several models; name one of its files: {names}")
    return files[0] if files else path


def named(path: Path) -> tuple[str, str]:
    """Return a model's name and what changes with its files.

    Raises `ModelMissing` without them, `ConfigError` where they bring code.
    """
    if path.suffix != GGUF:
        checkpoint = Checkpoint(path)
        _ = checkpoint.config  # which is refused where it wants code of its own to be run
        return checkpoint.name, checkpoint.revision()
    if not path.is_file():
        raise ModelMissing(f"there is no model {path}; correct [chat] model")
    return path.name, fingerprint([path])


def load(path: Path, device: str, dtype: str) -> tuple[Any, Any]:
    """Read the files alone, no code of theirs, no pickles, no network: tokenizer and model.

    Raises `ModelMissing`, in one line, where that cannot be done.
    """
    one = path.suffix == GGUF
    folder, file = (path.parent, {"gguf_file": path.name}) if one else (path, dict[str, Any]())
    with libraries.loading(path, "gguf" if one else "torch"):
        tokenizer = _tokenizer(path, folder, **file)
        weights = {**file, "use_safetensors": None} if one else {}
        return tokenizer, load_model("AutoModelForCausalLM", folder, device, dtype, **weights)


def _tokenizer(path: Path, folder: Path, **file: str) -> Any:
    tokenizer = libraries.transformers().AutoTokenizer.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False, **file
    )
    if tokenizer.chat_template is None:
        raise ModelMissing(f"{path} has no chat template: use an instruction-tuned model")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token_id = tokenizer.eos_token_id
    return tokenizer


def encoded(tokenizer: Any, text: str) -> Tokens:
    """Return a prompt in the model's template; only that makes tokens of the template's own."""
    asked = [{"role": "user", "content": harmless(text, special_tokens(tokenizer))}]
    told = tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
    return tuple(tokenizer(told, add_special_tokens=False)["input_ids"])


def special_tokens(tokenizer: Any) -> list[str]:
    """Return what a tokenizer takes for one of its own tokens, the longest first."""
    added = [str(t) for t in tokenizer.added_tokens_decoder.values() if t.special]
    return sorted({*added, *map(str, tokenizer.all_special_tokens)}, key=lambda t: (-len(t), t))


def harmless(text: str, tokens: Sequence[str]) -> str:
    """Return a text in which no token of a tokenizer's own is left: a blank breaks each."""
    for token in tokens:
        text = text.replace(token, f"{token[0]} {token[1:]}") if len(token) > 1 else text
    return text
