"""Plots as SVG by hand: bars and lines with a title, a description, and no script.

Each stands in a `figure` beside a table of the same numbers; a screen reader is told both names.
Colours and fonts are those of `archive.css`; numbers are told as `Wording.figure` tells them.
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.wording import Wording

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 12, 24
_LABELS = 7  # below the axis at most, so that they do not meet
_LETTERS = 26  # of a name beside a bar
_NAMES = 190  # the width of such names
_WIDEST = 48  # a bar of few
_ROW = 22


def columns(  # noqa: PLR0913  # the last has its default
    name: str,
    title: str,
    words: Wording,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    bad: Sequence[float] = (),
) -> Markup:
    """Return upright bars; beside each, in another colour, what `bad` says of it."""
    top = _round([*values, *bad])
    width = (WIDTH - _LEFT - _RIGHT) / max(len(values), 1)
    bar = min(width * 0.8, _WIDEST) / (2 if bad else 1)
    parts = [*_axis(top, words), *_under(labels, width)]
    for series, (kind, heights) in enumerate((("bar", values), ("bad", bad))):
        start = _LEFT + width / 2 + bar * (series - (1 if bad else 0.5))
        for at, value in enumerate(heights):
            height = _scaled(value, top)
            parts.append(
                Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
                .format(kind, start + at * width, HEIGHT - _BOTTOM - height, bar, height)
            )  # fmt: skip
    told = _series(zip(labels, values, strict=True), words)
    return _drawing(name, title, told, HEIGHT, parts)


def rows(name: str, title: str, words: Wording, values: Sequence[tuple[str, float]]) -> Markup:
    """Return lying bars, each with its name before it and its value behind."""
    top = max([value for _, value in values], default=0) or 1
    start, space = _NAMES, WIDTH - _NAMES - 60
    parts = []
    for at, (label, value) in enumerate(values):
        y, length = at * _ROW, space * value / top
        parts.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="{}"/>'
                '<text x="{:.1f}" y="{}">{}</text>'
            ).format(start - 8, y + 15, _short(label), start, y + 4, length, _ROW - 8,
                     start + length + 6, y + 15, words.figure(value))
        )  # fmt: skip
    told = _series(values, words)
    return _drawing(name, title, told, max(_ROW * len(values), _ROW), parts)


def line(name: str, title: str, words: Wording, points: Sequence[tuple[float, float]]) -> Markup:
    """Return one line through points (x, y), both from 0 on."""
    right = max([x for x, _ in points], default=0) or 1
    top = _round([y for _, y in points])
    space = WIDTH - _LEFT - _RIGHT
    drawn = " ".join(
        f"{_LEFT + space * x / right:.1f},{HEIGHT - _BOTTOM - _scaled(y, top):.1f}"
        for x, y in points
    )
    parts = [
        *_axis(top, words),
        Markup('<polyline class="line" points="{}"/>').format(drawn),
        Markup('<text x="{}" y="{}" text-anchor="end">{} s</text>').format(
            WIDTH - _RIGHT, HEIGHT - 8, words.figure(right)
        ),
    ]
    told = f"{len(points)} points, {words.figure(points[-1][1])} at last" if points else "no points"
    return _drawing(name, title, told, HEIGHT, parts)


def _drawing(name: str, title: str, told: str, height: float, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(WIDTH, height, name, name, name, title, name, told, Markup("").join(parts))


def _series(values: Iterable[tuple[str, float]], words: Wording) -> str:
    return "; ".join(f"{label}: {words.figure(value)}" for label, value in values)


def _round(values: Sequence[float]) -> float:
    """Return the least round number above all values whose half is round as well."""
    top = max([*values, 1e-3])
    unit = 10.0 ** floor(log10(top))
    return next(step * unit for step in (2, 4, 6, 8, 10, 20) if step * unit >= top)


def _axis(top: float, words: Wording) -> Iterator[Markup]:
    for share in (0, 0.5, 1):
        y = HEIGHT - _BOTTOM - _scaled(share, 1)
        yield Markup(
            '<line class="axis" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"/>'
            '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(_LEFT, y, WIDTH - _RIGHT, y, _LEFT - 5, y + 4, words.figure(share * top))


def _under(labels: Sequence[str], width: float) -> Iterator[Markup]:
    step = -(-len(labels) // _LABELS) or 1
    for at, label in enumerate(labels):
        if at % step == 0:
            yield Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
                _LEFT + (at + 0.5) * width, HEIGHT - 8, label
            )


def _scaled(value: float, top: float) -> float:
    return (HEIGHT - _TOP - _BOTTOM) * value / top


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"
