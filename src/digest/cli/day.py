"""Articles that are named, to the documents of one edition: `digest run INPUT`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from digest.cli import stages, wiring
from digest.cli.progress import Progress
from digest.records import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.config import Settings
    from digest.pipeline import Day, Engines
    from digest.records import Document
    from digest.store import Database

_UNUSABLE = 65  # a failure that is the article's own, and comes again as long as it stays the same


def make(settings: Settings, log: Log, today: date, *, urls: bool, as_json: bool) -> int:
    """Make the documents of a day, or tell that they are up to date; return the exit code."""
    from digest.deliver import folder
    from digest.pipeline import freshness
    from digest.render import check
    from digest.store import Database, Ledger, lock

    run = settings.run
    folder.probe(run.output)
    check(settings.render.layout())
    engines = stages.engines(settings, translating=bool(settings.edition.language))
    with lock(run.state.parent), Database(run.state) as database:
        ledger = Ledger(database)
        key = freshness.key(
            (*run.inputs, *_templates(settings)),
            engines,
            settings.model_dump_json(),
            today,
        )
        told = ledger.known([key]).get(key) if key else None
        if not told or not freshness.are_there(run.output, told["documents"]):
            told = _made(settings, engines, database, today, urls=urls)
            if (
                told.pop("is_final")
                and key
                and all(one["exit_code"] == _UNUSABLE for one in told["failures"])
            ):
                ledger.record(freshness.STAGE, {key: (today.isoformat(), told)})
    return _tell(told, settings, log, as_json=as_json)


def _made(
    settings: Settings, engines: Engines, database: Database, today: date, *, urls: bool
) -> dict[str, Any]:
    """Do the work, write the documents, and return what there is to tell of it."""
    from digest.deliver import folder
    from digest.pipeline import Plan, freshness, process
    from digest.store import Ledger

    reader, run = settings.edition.language, settings.run
    plan = Plan((reader,) if reader else (), settings.brief.points, run.batch)
    progress = Progress(sys.stderr)
    try:
        read = wiring.articles(run.inputs, urls=urls, settings=settings)
        day = process(read, engines, Ledger(database), plan, progress)
    finally:
        progress.close()
    counts, documents = _edition(day, settings, today) if day.originals else ({}, ())
    made: dict[str, str] = {}
    for document in documents:
        folder.write(run.output / document.filename, document.content)
        made |= freshness.fingerprints({document.filename: document.content})
    failures = (*day.failures, *day.untranslated.get(reader, ()))
    return {
        "documents": made,
        "counts": counts,
        "failures": [asdict(failure) for failure in failures],
        "is_final": day.is_final and not day.meaning.error,
        "note": day.meaning.error,
    }


def _edition(
    day: Day, settings: Settings, today: date
) -> tuple[dict[str, int], Iterable[Document]]:
    from digest.pipeline import assemble
    from digest.render import render

    edition = settings.edition
    named = (edition.name, today, edition.timezone, edition.language)
    policy = replace(edition.policy(settings.topics), meant=day.meant(settings.topics))
    digest = assemble(day, *named, policy=policy)
    return digest.counts, render(digest, settings.run.formats, settings.render.layout())


def _templates(settings: Settings) -> list[str]:
    folder = settings.render.templates
    return sorted(map(str, folder.iterdir())) if folder else []


def _tell(told: dict[str, Any], settings: Settings, log: Log, *, as_json: bool) -> int:
    if note := told.get("note"):
        log.say("warning", "run.aid", note)
    failures = [Failure(**failure) for failure in told["failures"]]
    for failure in failures:
        log.say("warning", "item.failed", f"{failure.subject}: {failure.error}")
    paths = [settings.run.output / name for name in told["documents"]]
    code = wiring.exit_code(failures, good=len(paths))
    if paths:
        _list(paths, told["counts"], log, as_json=as_json)
    else:
        missing = wiring.nothing(settings.run.inputs)
        code = code or missing.exit_code
        log.say("error", "run.empty", f"{missing}; so no digest was written")
    log.close(code)
    return code


def _list(paths: list[Path], counts: dict[str, int], log: Log, *, as_json: bool) -> None:
    from digest.report import counted

    if as_json:
        written = [str(path) for path in paths]
        report = {"schema": "digest/run/1", "counts": counts, "written": written}
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    for path in paths:
        click.echo(path)
    log.say("info", "run.ended", counted(counts), **counts)
