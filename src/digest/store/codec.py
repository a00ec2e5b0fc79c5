"""Records to the JSON values a ledger keeps, and back.

A briefing is kept without its article: the key already names the article's content, and the
reader has just read it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from digest.records import Briefing, Point, Signature, caveat

if TYPE_CHECKING:
    from digest.records import Article


def pack_briefing(briefing: Briefing) -> dict[str, Any]:
    """Return a briefing as a JSON value, less its article."""
    return {
        "language": briefing.language,
        "headline": briefing.headline,
        "points": [[point.text, list(point.evidence)] for point in briefing.points],
        "made_by": asdict(briefing.made_by),
        "route": list(briefing.route),
        "warnings": [[caveat.kind, dict(caveat.values)] for caveat in briefing.warnings],
    }


def unpack_briefing(value: dict[str, Any], article: Article) -> Briefing:
    """Return the briefing of `article` that `pack_briefing` packed."""
    return Briefing(
        article=article,
        language=value["language"],
        headline=value["headline"],
        points=tuple(Point(text, tuple(evidence)) for text, evidence in value["points"]),
        made_by=unpack_signature(value["made_by"]),
        route=tuple(value["route"]),
        warnings=tuple(caveat(kind, **values) for kind, values in value["warnings"]),
    )


def unpack_signature(value: dict[str, Any]) -> Signature:
    """Return the signature that `asdict` took apart."""
    settings = tuple((name, setting) for name, setting in value["settings"])
    return Signature(**{**value, "settings": settings})
