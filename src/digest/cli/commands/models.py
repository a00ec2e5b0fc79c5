"""`digest models`: checkpoints that translate and summarize on this machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import columns, offers, wiring

if TYPE_CHECKING:
    from digest.backends.models import Entry


@click.group("models")
def command() -> None:
    """Get models from the hub, convert and check them.

    A run never downloads anything.

    \b
    Examples:
      digest models list --pair en-be
      digest models pull opus-mt-tc-big-en-zle
      digest models convert opus-mt-tc-big-en-zle
      digest models verify opus-mt-tc-big-en-zle
    """


@command.command("list")
@click.option(
    "--task", type=click.Choice(("translate", "summarize", "chat")), help="Only for this."
)
@click.option("--pair", metavar="FROM-TO", help="Only those that translate it, such as en-be.")
@wiring.json_option
def listed(task: str | None, pair: str | None, as_json: bool) -> int:
    """List the models that we recommend: licence, size, device, what is here already."""
    from digest.backends.models import entries

    source, _, target = (pair or "").partition("-")
    found = [
        one
        for one in entries()
        if task in {None, one.task} and (not pair or one.translates(source, target))
    ]
    for line in map(_json, found) if as_json else columns.listed([_row(one) for one in found]):
        click.echo(line)
    if not found:
        click.echo("digest: no model of our list; docs/engines.md tells of others", err=True)
    return 0


@command.command("info")
@click.argument("name", shell_complete=offers.models)
@wiring.json_option
def info(name: str, as_json: bool) -> int:
    """Say everything about one model of the list."""
    from digest.backends.models import entry

    one = entry(name)
    if as_json:
        click.echo(_json(one))
        return 0
    pairs = ", ".join("-".join(pair) for pair in one.pairs)
    shown = {
        **asdict(one),
        "languages": ", ".join(one.languages),
        "pairs": pairs or "each with each" if one.task == "translate" else "",
        "revision": one.revision or "unpinned: what the hub holds on the day",
        "here": _here(one),
    }
    for key, value in shown.items():
        if value:
            click.echo(f"{key:10} {value}")
    return 0


@command.command("pull")
@click.argument("name", shell_complete=offers.models)
@click.option("--revision", help="A commit, a tag or a branch of its repository.")
@click.option("--file", metavar="NAME", help="The GGUF file to take, of several.")
@click.option("--accept-licence", multiple=True, metavar="ID", help="Such as cc-by-nc-4.0.")
@wiring.config_option
def pull(
    name: str,
    revision: str | None,
    file: str | None,
    accept_licence: tuple[str, ...],
    config: Path | None,
) -> int:
    """Download a model of the list, or any of the hub, and check what arrived; print its folder."""
    from digest.backends import models

    found = models.offer(name, revision, file)
    click.echo(
        f"digest: {found.id} at {found.revision}, licence {found.licence}, {found.megabytes} MB",
        err=True,
    )
    click.echo(
        models.pull(found, (*wiring.settings(config).models.accept_licences, *accept_licence))
    )
    return 0


@command.command("convert")
@click.argument("model", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Its own folder if not given."
)
@click.option("--quantization", default="int8", show_default=True, help="int8, float32, ….")
def convert(model: Path, output: Path | None, quantization: str) -> int:
    """Convert a model for CTranslate2, and check that it still does what it did.

    MODEL is a folder, or the name of a pulled model. The result is in the folder `ctranslate2`
    inside of it, and is used from then on; with -o, a folder that needs no original weights.
    """
    from digest.backends.models import directory
    from digest.backends.models.checkpoint import Checkpoint
    from digest.backends.neural.conversion.convert import convert as converted

    path = directory(model)
    click.echo(converted(Checkpoint(path), output or path, quantization))
    return 0


@command.command("verify")
@click.argument("models", nargs=-1, required=True, type=click.Path(path_type=Path))
def verify(models: tuple[Path, ...]) -> int:
    """Read every file of models and compare it with what was pulled or converted.

    MODELS are folders, or names of pulled models. Exit code 65, and the file's name, if one
    differs.
    """
    from digest.backends.models import directory, manifest

    for model in models:
        path = directory(model)
        said = manifest.origin(path)
        of = f" in {said}" if said else ""
        click.echo(f"{path}: {manifest.verify(path)} files as they were{of}")
    return 0


@command.command("remove")
@click.argument("name", shell_complete=offers.models)
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> int:
    """Delete a pulled model, all of its revisions and what was converted from it."""
    from digest.backends import models

    path = models.pulled(name)
    if not yes:
        click.confirm(f"Delete {path}?", abort=True, err=True)
    click.echo(f"{models.remove(name) // 1_000_000} MB freed")
    return 0


def _here(one: Entry) -> str:
    from digest.backends.models import directory
    from digest.backends.models.converted import is_converted

    path = directory(Path(one.id))
    if not path.exists():
        return ""
    return f"{path}{', converted' if is_converted(path) else ''}"


def _json(one: Entry) -> str:
    record = {**asdict(one), "revision": one.revision or None, "here": _here(one) or None}
    return json.dumps(record, ensure_ascii=False)


def _row(one: Entry) -> tuple[str, ...]:
    languages = ",".join(one.languages)
    if one.pairs:
        languages = ",".join("-".join(pair) for pair in one.pairs)
    here = "here" if _here(one) else ""
    return (one.id, one.task, one.device, f"{one.megabytes} MB", one.licence, languages, here)
