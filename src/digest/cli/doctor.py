"""`digest doctor`: what is here, what is missing, what would make it better."""

from __future__ import annotations

import json
import shutil
import sys
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from digest.cli import mailing, pairs, wiring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.translate import Translator

_LIBRARIES = ("langdetect", "trafilatura", "feedparser", "razdel", "sentencex", "transformers")


@click.command("doctor")
@click.option("--mail", is_flag=True, help="Only what your mail server and DNS must do.")
@wiring.json_option
@wiring.config_option
def command(mail: bool, as_json: bool, config: Path | None) -> int:
    """Check this machine: versions, engines, routes, and what would add more.

    \b
    Examples:
      digest doctor
      digest doctor --mail
    """
    from digest.config import load

    settings = load(config)
    if mail:
        for line in mailing.advice(settings.mail):
            click.echo(line)
        return 0
    engines = wiring.translators(settings)
    report: dict[str, object] = {
        "digest": metadata.version("article-digest"),
        "python": sys.version.split()[0],
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "torch": metadata.version("torch") if find_spec("torch") else None,
        "apertium": shutil.which("lt-proc") is not None,
        "ctranslate2": metadata.version("ctranslate2") if find_spec("ctranslate2") else None,
        "routes": _routes(engines),
        "state": str(settings.run.state),
        "output": str(settings.run.output),
    }
    tonight = pairs.pairs(settings, engines)
    conversions = list(pairs.conversions(settings))
    if as_json:
        report |= {"pairs": [pair._asdict() for pair in tonight], "conversions": conversions}
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print(report, tonight, conversions)
    return 0


def _routes(engines: Sequence[Translator]) -> list[str]:
    from digest.translate import all_routes

    return sorted("→".join(pair) for pair in all_routes(engines))


def _words(value: dict[str, str] | list[str]) -> list[str]:
    return value if isinstance(value, list) else [" ".join(pair) for pair in value.items()]


def _print(
    report: dict[str, object], tonight: Sequence[pairs.Pair], conversions: Sequence[str]
) -> None:
    for name, value in report.items():
        shown = ", ".join(_words(value)) if isinstance(value, dict | list) else value
        click.echo(f"{name:11} {shown or 'none'}")
    for pair in tonight:
        click.echo(f"{pair.source}→{pair.target:8} {pair.tonight}")
        if pair.advice:
            click.echo(f"{'':11} better: {pair.advice}")
    for step in conversions:
        click.echo(f"advice      {step}")
    if not report["apertium"]:
        click.echo("advice      apt install apertium-bel-rus apertium-rus-ukr adds be, ru and uk")
    if report["torch"] is None:
        click.echo("advice      pip install 'article-digest[torch]' runs Marian and M2M100 models")
