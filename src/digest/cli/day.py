"""Articles that are named, to the documents of one edition: `digest run INPUT`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.cli import stages, streams, wiring
from digest.cli.progress import Progress
from digest.deliver import folder
from digest.errors import InputError
from digest.pipeline import Plan, assemble, freshness, process
from digest.records import Failure  # noqa: TC001  # read again by the types of its fields
from digest.render import check, render
from digest.report import counted, together
from digest.store import Database, Ledger, lock
from digest.store.packing import pack, unpack

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.config import Settings
    from digest.pipeline import Day, Engines
    from digest.records import Digest


@dataclass(frozen=True, slots=True)
class _Made:
    """What a run has made: the SHA-256 of each document by its name, and what there is to tell."""

    documents: dict[str, str]
    counts: dict[str, int]
    failures: tuple[Failure, ...]
    note: str = ""


def make(settings: Settings, log: Log, today: date, *, urls: bool, as_json: bool) -> int:
    """Make the documents of a day, or tell that they are up to date; return the exit code."""
    run = settings.run
    folder.probe(run.output)
    check(settings.render.layout())
    engines = stages.engines(settings, translating=bool(settings.edition.language))
    inputs = (*run.inputs, *_templates(settings))
    key = freshness.key(inputs, engines, settings.model_dump_json(), today)
    with lock(run.state.parent), Database(run.state) as database:
        ledger = Ledger(database)
        made = _known(ledger, key, run.output)
        if made is None:
            day = _processed(settings, engines, ledger, urls=urls)
            made = _written(day, settings, today)
            if key and _is_final(day, made):
                ledger.record(freshness.STAGE, {key: (today.isoformat(), pack(made))})
    return _tell(made, settings, log, as_json=as_json)


def _known(ledger: Ledger, key: bytes | None, output: Path) -> _Made | None:
    """Return what an earlier run made of the same, if it is still there."""
    value = ledger.known([key]).get(key) if key else None
    made = unpack(_Made, value) if value else None
    return made if made and freshness.are_there(output, made.documents) else None


def _processed(settings: Settings, engines: Engines, ledger: Ledger, *, urls: bool) -> Day:
    reader, run = settings.edition.language, settings.run
    plan = Plan((reader,) if reader else (), settings.brief.points, run.batch)
    progress = Progress(sys.stderr)
    try:
        read = wiring.articles(run.inputs, urls=urls, settings=settings)
        return process(read, engines, ledger, plan, progress)
    finally:
        progress.close()


def _written(day: Day, settings: Settings, today: date) -> _Made:
    """Write the documents of a day that has any story."""
    documents: dict[str, str] = {}
    counts: dict[str, int] = {}
    if day.originals:
        digest = _edition(day, settings, today)
        counts = digest.counts
        for one in render(digest, settings.run.formats, settings.render.layout()):
            folder.write(settings.run.output / one.filename, one.content)
            documents |= freshness.fingerprints({one.filename: one.content})
    failures = (*day.failures, *day.untranslated.get(settings.edition.language, ()))
    return _Made(documents, counts, failures, day.meaning.error)


def _is_final(day: Day, made: _Made) -> bool:
    """Tell whether another run would come to the same: what failed is the articles' own fault."""
    passing = any(failure.exit_code != InputError.exit_code for failure in made.failures)
    return day.is_final and not made.note and not passing


def _edition(day: Day, settings: Settings, today: date) -> Digest:
    profile = stages.profile(settings.edition, settings)
    policy = replace(profile.policy, meant=day.meant(settings.topics))
    return assemble(day, replace(profile, policy=policy), today)


def _templates(settings: Settings) -> list[str]:
    folder = settings.render.templates
    return sorted(map(str, folder.iterdir())) if folder else []


def _tell(made: _Made, settings: Settings, log: Log, *, as_json: bool) -> int:
    if made.note:
        log.say("warning", "run.aid", made.note)
    for failure in together(made.failures):
        log.say("warning", "item.failed", str(failure))
    paths = [settings.run.output / name for name in made.documents]
    code = wiring.exit_code(made.failures, good=len(paths))
    if paths:
        _list(paths, made.counts, log, as_json=as_json)
    else:
        missing = wiring.nothing(settings.run.inputs)
        code = code or missing.exit_code
        log.say("error", "run.empty", f"{missing}; so no digest was written")
    log.close(code)
    return code


def _list(paths: list[Path], counts: dict[str, int], log: Log, *, as_json: bool) -> None:
    if as_json:
        written = [str(path) for path in paths]
        report = {"schema": "digest/run/1", "counts": counts, "written": written}
        streams.tell([json.dumps(report, ensure_ascii=False)])
        return
    streams.tell(paths)
    log.say("info", "run.ended", counted(counts), **counts)
