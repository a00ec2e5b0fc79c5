"""The page of figures: a plot and a table for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.archive.pages import fill
from digest.archive.plots import columns, rows
from digest.render.clean import clean

if TYPE_CHECKING:
    from markupsafe import Markup

    from digest.archive.stats import Night, Stats
    from digest.wording import Wording

_SHOWN = 20  # languages and sources in a plot; the tables have all


def stats_page(stats: Stats, words: Wording, frame: dict[str, Any]) -> bytes:
    """Return the page; `frame` is what every page of the archive needs."""
    nights = stats.nights
    days = [f"{night.day:%d.%m}" for night in nights]
    title = words.text("archive_articles")
    failed = [night.failed for night in nights]
    articles = [night.articles for night in nights]
    volume = columns("volume", title, words, days, articles, bad=failed)
    legend = [("bar", title), ("bad", words.text("archive_failed"))]
    spent = [night.seconds for night in nights]
    seconds = columns("seconds", words.text("archive_seconds"), words, days, spent)
    named = [(words.language_name(tag), count) for tag, count in stats.languages]
    languages = rows("languages", words.text("archive_language"), words, named[:_SHOWN])
    new = [(clean(source.name), source.new) for source in stats.sources]
    sources = rows("sources", words.text("archive_new"), words, new[:_SHOWN])
    figures = [
        {**_figure(words, "archive_articles", volume, *_nights(nights)), "legend": legend},
        _figure(words, "archive_seconds", seconds, *_times(stats, words)),
        _figure(
            words, "archive_language", languages, ["archive_language", "archive_stories"], named
        ),
        _figure(words, "archive_source", sources, *_sources(stats)),
        _figure(
            words,
            "archive_failed",
            None,
            ["archive_stage", "archive_failed"],
            [(stage_name(name, words), count) for name, count in stats.failures],
        ),
    ]
    shown = [figure for figure in figures if figure["rows"]]
    return fill("stats.html.jinja", figures=shown, **frame).encode()


def stage_name(stage: str, words: Wording) -> str:
    """Return what readers call a stage of the work: `translate be` is a translation into be."""
    name, _, rest = stage.partition(" ")
    known = words.text(f"stage_{name}") if words.has(f"stage_{name}") else name
    return f"{known} ({rest})" if rest else known


def _figure(
    words: Wording, title: str, plot: Markup | None, heads: list[str], body: Any
) -> dict[str, Any]:
    named = [words.text(head) if head.startswith("archive_") else head for head in heads]
    return {
        "title": words.text(title), "plot": plot, "heads": named, "rows": list(body), "legend": (),
    }  # fmt: skip


def _nights(nights: tuple[Night, ...]) -> tuple[list[str], Any]:
    heads = ["night", "articles", "stories", "translated", "failed", "code"]
    body = [
        (n.day.isoformat(), n.articles, n.stories, n.translated, n.failed, _code(n)) for n in nights
    ]
    return [f"archive_{head}" for head in heads], body


def _code(night: Night) -> str:
    return "—" if night.code is None else str(night.code)


def _times(stats: Stats, words: Wording) -> tuple[list[str], Any]:
    body = [
        (night.day.isoformat(), *_seconds(night, stats.stages, words), words.figure(night.seconds))
        for night in stats.nights
    ]
    stages = [stage_name(stage, words) for stage in stats.stages]
    return ["archive_night", *stages, "archive_seconds"], body


def _seconds(night: Night, names: tuple[str, ...], words: Wording) -> list[str]:
    spent = {stage.name: words.figure(stage.seconds) for stage in night.stages}
    return [spent.get(name, "") for name in names]


def _sources(stats: Stats) -> tuple[list[str], Any]:
    body = [(clean(one.name), one.new, one.failed, one.nights) for one in stats.sources]
    return ["archive_source", "archive_new", "archive_failed", "archive_unread"], body
