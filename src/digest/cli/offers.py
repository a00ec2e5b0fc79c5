"""What a shell offers for a value that only the settings or the ledger know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click import Context, Parameter

    from digest.config import Settings

    Complete = Callable[[Context, Parameter, str], list[str]]


def _offering(tell: Callable[[Settings, Context], Iterable[str]]) -> Complete:
    """Return what completes a value by what `tell` knows; nothing where nothing can be read."""

    def complete(context: Context, _: Parameter, begun: str) -> list[str]:
        from digest.config import load

        try:
            known = dict.fromkeys(tell(load(context.params.get("config")), context))
        except DigestError:
            return []
        return [name for name in known if name.startswith(begun)]

    return complete


@_offering
def sources(settings: Settings, _: Context) -> Iterable[str]:
    """Offer the names of the sources."""
    return [source.name for source in settings.sources]


@_offering
def editions(settings: Settings, _: Context) -> Iterable[str]:
    """Offer the keys of the editions."""
    return [edition.key for edition in settings.each_edition()]


@_offering
def days(settings: Settings, context: Context) -> Iterable[str]:
    """Offer the days that the ledger has editions of, the newest first."""
    from digest.store import Database, Editions
    from digest.store.schema import is_there

    path = context.params.get("state") or settings.run.state
    if not is_there(path):
        return []
    with Database(path) as database:
        return [str(day) for _, day in Editions(database).known()]


@_offering
def models(_: Settings, __: Context) -> Iterable[str]:
    """Offer the models of our list."""
    from digest.backends.models.registry import entries

    return [entry.id for entry in entries()]


@_offering
def prompts(_: Settings, __: Context) -> Iterable[str]:
    """Offer the names of the prompts."""
    from digest.backends.prompts import names

    return names()
