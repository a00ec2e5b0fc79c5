"""What a language model is told: plain text files in `prompts/`, with `{placeholders}` in braces.

They lie beside the code in a wheel and at the top of a checkout; a user's own folder comes first.
A file may begin with settings for sampling, as TOML between two lines of `+++`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from digest.errors import ConfigError
from digest.text.writing.invisible import visible

# Every task, and what its prompt must leave room for.
TASKS = {
    "briefing": {"language", "points", "article"},
    "merge": {"language", "points", "glossary", "articles"},
    "overview": {"language", "stories"},
    "translate": {"source", "target", "glossary", "sentences"},
}

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")  # not the braces of JSON, which hold quotes
# The signs by which tokenizers know their own tokens, and servers know roles and calls of tools.
_MARK, _APART = "> ", r"\1 "
_QUOTED, _BROKEN = re.compile(r"^> ?", re.MULTILINE), re.compile(r"([<[]) ")
_TOKEN = re.compile(r"(<(?=[|/!a-z_<｜▁])|\[(?=/?[A-Z_]{3,}\]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a model chooses its words; `max_tokens` bounds its answer."""

    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 1000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt and where it was found; `fingerprint` changes with its text and its settings."""

    name: str
    path: Path
    text: str
    sampling: Sampling
    fingerprint: str

    def fill(self, **values: str) -> str:
        """Return the prompt with its placeholders filled; values are never searched for more."""
        return _PLACEHOLDER.sub(lambda found: values[found[1]], self.text)


def fenced(data: str) -> str:
    """Return a text as data: it cannot end the fence around it, nor make a tokenizer's own tokens.

    Each of its lines begins with "> ", wherever Unicode ends one, so none looks like a fence or
    like a role; a blank breaks what would be a token; signs that nobody sees are gone.
    """
    return "\n".join(_MARK + _TOKEN.sub(_APART, line) for line in visible(data).splitlines())


def bare(quoted: str) -> str:
    """Return what a model quotes of fenced data as the data had it, near enough to be found."""
    return _BROKEN.sub(r"\1", _QUOTED.sub("", quoted))


def folders() -> list[Path]:
    """Return where prompts are looked for, the user's own first."""
    package = Path(__file__).parents[1]
    places = (user_config_path("digest") / "prompts", package / "prompts",
              package.parents[1] / "prompts")  # fmt: skip  # the last one in a checkout
    return [place for place in places if place.is_dir()]


def names() -> list[str]:
    """Return the names of all prompts, sorted."""
    return sorted({path.stem for folder in folders() for path in folder.glob("*.md")})


def prompt(name: str) -> Prompt:
    """Return a prompt.

    Raises `ConfigError` where there is none of that name, or where its placeholders or settings
    are not those of its task.
    """
    paths = (folder / f"{name}.md" for folder in folders())
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise ConfigError(f"no prompt {name!r}; there are: {', '.join(names()) or 'none'}")
    written = path.read_text(encoding="utf-8")
    head, text = _parted(written, path)
    _check(name, text, path)
    digest = hashlib.sha256(written.encode()).hexdigest()[:12]
    return Prompt(name, path, text, _sampling(head, path), digest)


def _parted(written: str, path: Path) -> tuple[dict[str, Any], str]:
    if not written.startswith("+++\n"):
        return {}, written
    head, mark, text = written.removeprefix("+++\n").partition("\n+++\n")
    try:
        settings = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: the settings at its head are not TOML: {error}") from error
    if not mark:
        raise ConfigError(f"{path}: the settings at its head do not end; add a line of +++")
    return settings, text


def _sampling(head: dict[str, Any], path: Path) -> Sampling:
    known = {field.name: field.type for field in fields(Sampling)}
    wrong = [name for name in head if name not in known]
    wrong += [n for n in known if n in head and not isinstance(head[n], int | float)]
    if wrong:
        raise ConfigError(
            f"{path}: no such setting, or not a number: {', '.join(wrong)}; "
            f"there are {', '.join(known)}"
        )
    return Sampling(**head)


def _check(name: str, text: str, path: Path) -> None:
    needed, found = TASKS.get(name), set(_PLACEHOLDER.findall(text))
    if needed is None or found == needed:
        return
    faults = [f"missing {{{gap}}}" for gap in sorted(needed - found)]
    faults += [f"unknown {{{extra}}}" for extra in sorted(found - needed)]
    raise ConfigError(f"{path}: {', '.join(faults)}; correct the file, or remove it to use ours")
