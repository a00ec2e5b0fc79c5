"""What is wrong with settings of the right form: what would end a night, or leave readers without.

Nothing here opens a connection or loads a model.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import mail_checks, secrets
from digest.config.faults import Fault, meant
from digest.errors import ConfigError, Failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.config.faults import Location
    from digest.config.settings import Settings
    from digest.config.sources import Source
    from digest.config.tables import Edition


def faults(settings: Settings) -> Iterator[Fault]:
    """Yield what has to be corrected before a run."""
    yield from _languages(settings)
    for where, edition in _editions(settings):
        yield from _edition(settings, where, edition)
    for number, edition in enumerate(settings.editions):
        if "language" not in edition.model_fields_set | settings.edition.model_fields_set:
            yield Fault(("editions", number), 'no language: say language = "be", or "" for none')
    yield from _network(settings)
    yield from mail_checks.faults(settings)
    yield from _files(settings)
    yield from _places(settings)


def doubts(settings: Settings) -> Iterator[Fault]:
    """Yield what may be meant so, and what `digest` cannot see from here."""
    for where, edition in _editions(settings):
        for number, name in enumerate(edition.topics):
            if not _is_known(settings, name) and not _near(settings, name):
                yield Fault((*where, "topics", number), "only what its source tags so; no topic")
    for number, one in enumerate(settings.sources):
        if one.path is not None and not os.path.exists(one.path):
            yield Fault(("sources", number, "path"), f"there is no {one.path} yet")
        if one.url.startswith("imap") and not _has_password(one):
            yield Fault(
                ("sources", number, "url"),
                f"no password: set password_file, or the credential source-{one.name}",
            )
    for number, item in enumerate(settings.run.inputs):
        if item != "-" and "://" not in item and not os.path.exists(item):
            yield Fault(("run", "inputs", number), f"there is no {item} yet")
    if settings.mail.sender:
        yield from mail_checks.doubts(settings.mail)
    yield from _variables(type(settings).model_fields)


def _has_password(source: Source) -> bool:
    """Tell whether a mailbox has a password; what its file holds is `faults`' affair."""
    return bool(source.password_file) or bool(source.source().password)


def _languages(settings: Settings) -> Iterator[Fault]:
    from digest.wording import checked_tag

    tags: list[tuple[Location, str]] = [
        ((*where, "language"), edition.language) for where, edition in _editions(settings)
    ]
    tags += [(("sources", n, "language"), one.language) for n, one in enumerate(settings.sources)]
    tags += [(("chat", "languages", n), tag) for n, tag in enumerate(settings.chat.languages)]
    tags += [(("endpoint", "languages", n), t) for n, t in enumerate(settings.endpoint.languages)]
    for where, tag in tags:
        try:
            checked_tag(tag)
        except ValueError as error:
            yield Fault(where, str(error))


def _editions(settings: Settings) -> Iterator[tuple[Location, Edition]]:
    yield ("edition",), settings.edition
    for number, edition in enumerate(settings.editions):
        yield ("editions", number), edition


def _edition(settings: Settings, where: Location, edition: Edition) -> Iterator[Fault]:
    for number, name in enumerate(edition.topics):
        if not _is_known(settings, name) and (near := _near(settings, name)):
            yield Fault((*where, "topics", number), f"no topic {name!r}{near}")
    for name in edition.prefer:
        if not _is_known(settings, name):
            yield Fault((*where, "prefer", name), f"no topic {name!r}{_near(settings, name)}")
    names = [source.name for source in settings.sources]
    for number, name in enumerate(edition.sources):
        if name not in names:
            yield Fault((*where, "sources", number), f"no source {name!r}{meant(name, names)}")


def _is_known(settings: Settings, name: str) -> bool:
    from digest.wording import topic

    tagged = {tag for source in settings.sources for tag in source.topics}
    return topic(name) is not None or name in settings.topics or name in tagged


def _near(settings: Settings, name: str) -> str:
    from digest.wording.catalog import LANGUAGES, catalog

    ours = [catalog(language)["topics"] for language in LANGUAGES]
    names = (name for table in ours for key, known in table.items() for name in (key, *known))
    return meant(name, [*settings.topics, *names])


def _network(settings: Settings) -> Iterator[Fault]:
    from digest.sources.nightly.imap import mailbox
    from digest.sources.web.network import parse

    for number, place in enumerate(settings.network.allow_private):
        host, colon, port = place.rpartition(":")
        if not (host and colon and port.isdigit()):
            where = ("network", "allow_private", number)
            yield Fault(where, f"no port in {place!r}: name it too, as {place.rstrip(':')}:80")
    rules = settings.network.rules()
    for number, one in enumerate(settings.sources):
        try:
            if one.url:
                parse(one.url, rules) if one.url.startswith("http") else mailbox(one.url)
        except Failed as error:
            yield Fault(("sources", number, "url"), str(error))


def _places(settings: Settings) -> Iterator[Fault]:
    """Look for what is written into a folder that is read: a run would read the one before it."""
    read = [Path(name) for name in settings.run.inputs if name != "-" and "://" not in name]
    read += [one.path for one in settings.sources if one.path is not None]
    written = {"output": settings.run.output, "state": settings.run.state.parent}
    for folder in filter(os.path.isdir, read):
        for key, place in written.items():
            if _is_seen(Path(os.path.realpath(place)), Path(os.path.realpath(folder))):
                told = f"{place} lies in {folder}, which is read: it would be news; choose another"
                yield Fault(("run", key), told)


def _is_seen(place: Path, folder: Path) -> bool:
    """Tell whether a reader of the folder comes by the place; what is hidden is left out."""
    below = place.relative_to(folder).parts if place.is_relative_to(folder) else (".",)
    return not any(part.startswith(".") for part in below)


def _files(settings: Settings) -> Iterator[Fault]:
    """Look at the files of secrets, which a run would read only when it needs them."""
    named: list[tuple[Location, Path | None]] = [
        (("mail", "password_file"), settings.mail.password_file),
        (("report", "ping_file"), settings.report.ping_file),
        (("endpoint", "api_key_file"), settings.endpoint.api_key_file),
    ]
    every = enumerate(settings.sources)
    named += [(("sources", number, "password_file"), one.password_file) for number, one in every]
    for where, path in named:
        try:
            if path is not None:
                secrets.read(path)
        except ConfigError as error:
            yield Fault(where, str(error))
    trusted: list[tuple[Location, Path | None]] = [(("mail", "ca_file"), settings.mail.ca_file)]
    trusted += [(("sources", n, "ca_file"), one.ca_file) for n, one in enumerate(settings.sources)]
    for where, path in trusted:
        if path is not None and not os.path.isfile(path):
            yield Fault(where, f"no such file: {path}")


def _variables(tables: Iterable[str]) -> Iterator[Fault]:
    """Tell of variables that look like settings and are none."""
    known = {name.upper() for name in tables}
    for name in sorted(os.environ):
        prefix, _, rest = name.partition("_")
        if prefix != "DIGEST" or name in {"DIGEST_CRASH_AT", "DIGEST_EVAL_DATA"}:
            continue
        table, cut, _ = rest.partition("__")
        if not cut or table not in known:
            near = get_close_matches(table, known, n=1)
            hint = (
                f"did you mean DIGEST_{near[0]}__…?" if cut and near else "DIGEST_TABLE__KEY does"
            )
            yield Fault((), f"{name} sets nothing; {hint}")
