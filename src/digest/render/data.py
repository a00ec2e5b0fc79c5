"""JSON for other programs: `digest/digest/1` and `digest/briefing/1`, strict and ASCII-safe."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from digest.text.sentences import sentences
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import (
        Article,
        Briefing,
        Caveat,
        Digest,
        Failure,
        Point,
        Signature,
        Story,
    )

_PIECES = 10_000  # of JSON that are joined at once
_SURROGATE = re.compile("[\ud800-\udfff]")


def dumps(value: Any, *, indent: int | None = None) -> str:
    """Return strict JSON: no NaN, no lone surrogate, line separators and `<` escaped."""
    return _safe(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def _safe(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    for mark in "\u2028\u2029<":  # they end a line or a script where the JSON is embedded
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def digest_json(digest: Digest) -> Iterator[str]:
    """Yield an edition as one JSON object, piece by piece: it may be tens of megabytes."""
    pieces = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2).iterencode(
        _digest(digest)
    )
    while some := "".join(islice(pieces, _PIECES)):
        yield _safe(some)
    yield "\n"


def digest_lines(digest: Digest) -> Iterator[str]:
    """Yield an edition as JSON Lines: a `digest/briefing/1` for each story, with its heading."""
    lines = (
        {**_story(story), "edition": digest.edition, "day": digest.day.isoformat(), "section": name}
        for name, story in _with_headings(digest)
    )
    return (f"{dumps(line)}\n" for line in lines)


def _with_headings(digest: Digest) -> Iterator[tuple[str, Story]]:
    for section in digest.sections:
        yield from ((section.heading, story) for story in section.stories)
    yield from (("", story) for story in digest.brief)


class _Stories(list[dict[str, Any]]):
    """A list for the encoder, whose stories become data when it comes to them."""

    def __init__(self, stories: Sequence[Story]) -> None:
        super().__init__([{}] * len(stories))  # it asks whether there are any
        self._stories = stories

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(_story, self._stories)


def _digest(digest: Digest) -> dict[str, Any]:
    return {
        "schema": "digest/digest/1",
        "edition": digest.edition,
        "day": digest.day.isoformat(),
        "timezone": digest.timezone,
        "language": digest.language,
        "counts": dict(digest.counts),
        "minutes": digest.minutes,
        "overview": [asdict(line) for line in digest.overview],
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "stories": _Stories(section.stories),
            }
            for section in digest.sections
        ],
        "brief": _Stories(digest.brief),
        "failures": [_failure(failure) for failure in digest.failures],
    }


def briefing_data(original: Briefing, translations: Sequence[Briefing]) -> dict[str, Any]:
    """Return a briefing and its translations as plain data."""
    return {
        "schema": "digest/briefing/1",
        "article": _article(original.article),
        "language": original.language,
        "headline": original.headline,
        "points": [_point(point) for point in original.points],
        "made_by": _signature(original.made_by),
        "translations": [_translation(briefing) for briefing in translations],
        "warnings": [_caveat(item) for item in (*original.article.warnings, *original.warnings)],
    }


def _story(story: Story) -> dict[str, Any]:
    translations = () if story.lead == story.original else (story.lead,)
    return {
        **_report(story.original, translations),
        "additions": [
            {**_point(addition.point), "article": addition.briefing.article.id}
            for addition in story.additions
        ],
        "figures": [asdict(figure) for figure in story.figures],
        "earlier": [
            {"day": one.day.isoformat(), "headline": one.headline, "article": one.article}
            for one in story.earlier
        ],
        "others": [_report(other, ()) for other in story.others],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "source": article.source,
        "title": article.title,
        "byline": article.byline,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "sentences": list(sentences(article)),
    }


def _report(original: Briefing, translations: Sequence[Briefing]) -> dict[str, Any]:
    copies = [
        {"article": {"id": copy.article, "source": copy.source, "url": copy.url}}
        for copy in original.article.copies
    ]
    return {**briefing_data(original, translations), "copies": copies}


def _translation(briefing: Briefing) -> dict[str, Any]:
    return {
        "language": briefing.language,
        "route": list(briefing.route),
        "headline": briefing.headline,
        "points": [_point(point) for point in briefing.points],
        "made_by": _signature(briefing.made_by),
        "warnings": [_caveat(item) for item in briefing.warnings],
    }


def _point(point: Point) -> dict[str, Any]:
    return {"text": point.text, "evidence": list(point.evidence)}


def _caveat(caveat: Caveat) -> dict[str, Any]:
    """Return a caveat as what programs match on, and as what people read, in English."""
    text = wording("en").caveat(caveat)
    return {"kind": caveat.kind, "values": dict(caveat.values), "text": text}


def _signature(signature: Signature) -> dict[str, str]:
    return {
        "engine": signature.engine,
        "model": signature.model,
        "revision": signature.revision,
        "prompt": signature.prompt,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "subject": failure.subject,
        "stage": failure.stage,
        "error": failure.error,
        "exit_code": failure.exit_code,
    }
