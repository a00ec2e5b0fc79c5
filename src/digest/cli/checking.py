"""What is wrong with a configuration, as far as can be seen without a model or a connection."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli import stages
from digest.errors import ConfigError, Failed, InputMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from digest.config import Draft, Settings
    from digest.config.faults import Fault, Location


def ensure(settings: Settings, config: Path | None, *tables: str) -> None:
    """Raise `ConfigError` with all that would end a run with these settings, a line each.

    With `tables`, only what is wrong in those, for a command that uses no others.
    """
    from digest.config import draft

    if found := list(faults(settings, tables)):
        raise ConfigError(draft(config).tell(found))


def wrong(found: Draft) -> list[Fault]:
    """Return all that is wrong with a configuration: its form, and what it asks for."""
    return [*found.faults, *(faults(found.settings) if found.settings else ())]


def faults(settings: Settings, tables: Collection[str] = ()) -> Iterator[Fault]:
    """Yield what has to be corrected: engines are made as a run makes them, and not used.

    With `tables`, only what is wrong in those.
    """
    from digest.config import checks
    from digest.config.faults import Fault

    def counts(where: Location) -> bool:
        return not tables or (bool(where) and where[0] in tables)

    _ensure_we_are_somewhere()
    yield from (fault for fault in checks.faults(settings) if counts(fault.where))
    for where, attempt in _attempts(settings):
        try:
            if counts(where):
                attempt()
        except Failed as error:
            yield Fault(where, str(error))


def _ensure_we_are_somewhere() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise InputMissing("the folder that you are in is gone: go to another one") from error


def _attempts(settings: Settings) -> Iterator[tuple[Location, Callable[[], object]]]:
    from digest.backends import prompts
    from digest.render import check
    from digest.text.glossary import Glossary

    wanted, brief = settings.translate, settings.brief
    plain = settings.model_copy(update={"glossary": type(settings.glossary)()})
    yield ("brief", "model" if brief.model else "engine"), partial(stages.summarizer, plain)
    for number, name in enumerate(wanted.engines):
        yield ("translate", "engines", number), partial(stages.translator, name, plain)
    for number, path in enumerate(wanted.models):
        yield ("translate", "models", number), partial(stages.local, path, settings)
    yield ("stories", "encoder"), partial(stages.encoder, settings)
    for number, path in enumerate(settings.glossary.files):
        yield ("glossary", "files", number), partial(Glossary.load, [path])
    yield ("render", "templates"), partial(check, settings.render.layout())
    for task in prompts.TASKS:
        yield ("prompts", task), partial(prompts.prompt, task)
    yield ("run", "formats"), partial(_typeset, settings.run.formats)


def _typeset(formats: tuple[str, ...]) -> None:
    if "pdf" in formats and find_spec("typst") is None:
        raise ConfigError("PDF needs Typst: pip install 'article-digest[pdf]'")
