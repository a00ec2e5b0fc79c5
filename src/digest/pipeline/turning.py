"""The stage that turns briefings into a reader's language.

Whether a briefing needs it takes two signals; what is left alone on one of them bears a caveat.
The key of a piece of work names every engine that may have a hand in it.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from digest import language, translate
from digest.errors import NoRoute
from digest.pipeline.desk import desk
from digest.pipeline.engines import is_stopgap, maker
from digest.pipeline.work import Stage
from digest.records import MULTIPLE, Briefing, Failure, caveat, primary
from digest.store import key_of, pack_briefing, unpack_briefing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.pipeline.engines import Engines
    from digest.translate import Translator


def turning(reader: str, engines: Engines) -> Stage[Briefing, Briefing]:
    """Return the stage; a briefing that needs no translation comes out as the same object."""
    hops: dict[str, object] = {}

    def key(briefing: Briefing) -> bytes:
        source = briefing.language
        if source not in hops:
            hops[source] = _hops(engines.translators, source, reader)
        packed = pack_briefing(briefing)
        makers = (maker(engines.detector), engines.glossary.fingerprint)
        return key_of("translate", packed, reader, hops[source], *makers)

    def unpack(value: Any, briefing: Briefing) -> Briefing:
        return unpack_briefing(value, briefing.article) if value else briefing

    return Stage(
        f"translate {reader}",
        key=key,
        work=lambda batch: _translate(batch, reader, engines),
        subject=lambda briefing: briefing.article.id,
        pack=lambda made: pack_briefing(made) if made.route or _is_unsure(made) else None,
        unpack=unpack,
        keep=lambda made: not is_stopgap(made, "kept", engines.translators),
    )


def _translate(
    batch: Sequence[Briefing], reader: str, engines: Engines
) -> list[Briefing | Failure]:
    foreign = [briefing for briefing in batch if not _readable(briefing, engines, reader)]
    at_work = desk(engines.translators, engines.glossary, engines.detector)
    made = translate.translate(foreign, reader, at_work)
    turned = {id(b): _doubted(result) for b, result in zip(foreign, made, strict=True)}
    return [turned.get(id(briefing), briefing) for briefing in batch]


def _readable(briefing: Briefing, engines: Engines, reader: str) -> bool:
    """Is the briefing already in the reader's language? Two signals must say so."""
    if briefing.language == MULTIPLE:  # the stage asks for each part of it
        return False
    text = "\n".join((briefing.headline, *(point.text for point in briefing.points)))
    return language.already_in(reader, text, engines.detector)


def _doubted(result: Briefing | Failure) -> Briefing | Failure:
    """Mark what was left alone although one signal only says that the reader can read it."""
    if isinstance(result, Failure) or result.route:
        return result
    doubt = caveat("unsure", language=result.language)
    return replace(result, warnings=(*result.warnings, doubt))


def _is_unsure(briefing: Briefing) -> bool:
    return any(warning.kind == "unsure" for warning in briefing.warnings)


def _hops(engines: Sequence[Translator], source: str, target: str) -> list[dict[str, object]]:
    if source == MULTIPLE:  # any of them may be asked for a part
        used = [(engine, *min(engine.pairs)) for engine in engines if engine.pairs]
        return [asdict(engine.signature(*pair)) for engine, *pair in used]
    try:
        route = translate.best_route(engines, source, target)
    except NoRoute:
        return []
    hops = [asdict(hop.engine.signature(hop.source, hop.target)) for hop in route]
    return [*hops, {"stand-ins": _stand_ins(engines, source, target)}]


def _stand_ins(engines: Sequence[Translator], source: str, target: str) -> list[str]:
    """Name the engines that may be asked where those of the route fail."""
    ends = {primary(source), primary(target)}
    return sorted({e.name for e in engines if any(ends.intersection(pair) for pair in e.pairs)})
