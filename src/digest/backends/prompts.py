"""What a language model is told: plain text files in `prompts/`, `{placeholders}` in braces.

They lie beside the code in a wheel and at the top of a checkout; a user's own folder comes first.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from platformdirs import user_config_path

from digest.errors import ConfigError


def folders() -> list[Path]:
    """Return where prompts are looked for, the user's own first."""
    package = Path(__file__).parents[1]
    places = (user_config_path("digest") / "prompts", package / "prompts",
              package.parents[1] / "prompts")  # fmt: skip  # the last one in a checkout
    return [place for place in places if place.is_dir()]


def names() -> list[str]:
    """Return the names of all prompts, sorted."""
    return sorted({path.stem for folder in folders() for path in folder.glob("*.md")})


def prompt(name: str) -> str:
    """Return the text of a prompt. Raises `ConfigError` where there is none of that name."""
    for folder in folders():
        path = folder / f"{name}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise ConfigError(f"no prompt {name!r}; there are: {', '.join(names()) or 'none'}")


def fingerprint(name: str) -> str:
    """Return 12 hex digits that change with the text of a prompt."""
    return hashlib.sha256(prompt(name).encode()).hexdigest()[:12]
