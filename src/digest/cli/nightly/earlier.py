"""What earlier runs have done and told: a day that is frozen, and failures that are no news."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.config import Settings
    from digest.store import Database

Failing = tuple[str, str]  # what fails, and in which words
RUNS = 100  # that may be of one day


def is_reported(database: Database, day: date) -> bool:
    """Tell whether an earlier run has reported the editions of a day."""
    told = day.isoformat()
    return any(report["editions"] and report["day"] == told for report in _reports(database))


def frozen(settings: Settings, day: date, languages: Mapping[str, str]) -> Iterator[str]:
    """Say what a run leaves as it is where the day's editions, by key and language, are frozen."""
    made = {edition.key: edition.language for edition in settings.each_edition()}
    yield (
        f"{day} was frozen before ({', '.join(languages)}): nothing is read or made anew; what is"
        " new comes with the next day's edition"
    )
    for key, language in made.items():
        if key not in languages:
            yield (
                f"edition {key} is none of them: it had nothing that day, or was added since; it"
                " comes with the next day's"
            )
        elif language and languages[key] != language:
            told = f"edition {key} stays in {languages[key]} today; {language} begins with the next"
            yield f"{told}, or digest run INPUT --to {language} makes one without mail"


def standing(database: Database, settings: Settings) -> dict[Failing, date]:
    """Return since when inputs fail, by subject and error, as far as the last reading has told.

    A source as a whole is none of them: `SourceState` keeps since when that fails.
    """
    sources = {source.name for source in settings.sources}
    before = next((r for r in _reports(database) if r["sources"] or r["failures"]), None)
    found = _since(before) if before else {}
    return {one: day for one, day in found.items() if one[0] not in sources}


def notes(database: Database) -> frozenset[str]:
    """Return what the last report gave its operator to look at."""
    return frozenset(next(_reports(database), {}).get("notes", ()))


def _since(report: Mapping[str, Any]) -> dict[Failing, date]:
    told = date.fromisoformat(report["day"])
    read = (one for one in report["failures"] if one["stage"] == "read")
    new = {(one["subject"], one["error"]): told for one in read}
    known = report.get("standing", ())
    return new | {(o["subject"], o["error"]): date.fromisoformat(o["since"]) for o in known}


def _reports(database: Database) -> Iterator[dict[str, Any]]:
    from digest.store import Runs

    return (run.report for run in Runs(database).last(RUNS) if run.report)
