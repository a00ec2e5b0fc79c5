"""The texts of one source language on their way: through the hops, mended, judged, respelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digest.errors import DigestError
from digest.records import UNDETERMINED, Caveat, primary
from digest.translate.routes import Hop, Route, Translator, best_route

# Check and repair take the sentence, its translation, the source language and the target.
# A check returns the faults, each of which says in its `str` what it is.
Check = Callable[[str, str, str, str], Sequence[object]]
Doubt = Callable[[str, str, str, str], Sequence[Caveat]]
Repair = Callable[[str, str, str, str], str]
Tell = Callable[[str], str]  # the language of a text


def leave(_: str, translated: str, __: str, ___: str) -> str:
    """Mend nothing."""
    return translated


def certain(_: str, __: str, ___: str, ____: str) -> tuple[Caveat, ...]:
    """Doubt nothing."""
    return ()


def unknown(_: str) -> str:
    """Know no language."""
    return UNDETERMINED


@dataclass(frozen=True, slots=True)
class Desk:
    """Who translates, and who looks at each sentence afterwards.

    `repair` mends what engines get wrong (the glossary), `check` names what is wrong still,
    `doubt` what a reader should know of what is shown all the same, and `tell` says the language
    of a part of an article that is in several.
    """

    engines: Sequence[Translator]
    check: Check
    repair: Repair = leave
    tell: Tell = unknown
    doubt: Doubt = certain


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated sentence, what is wrong with it or doubtful, and who stood in, if anybody."""

    text: str
    faults: tuple[str, ...]
    doubts: tuple[Caveat, ...] = ()
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that was translated from one language; `left` are words that no engine knew."""

    route: Route
    done: dict[str, Translation]
    left: dict[str, tuple[str, ...]]


def attempt(texts: Sequence[str], source: str, target: str, desk: Desk) -> Work | DigestError:
    """Translate distinct texts of one language, or return why that cannot be done.

    Where an engine is out of order, or what it wrote fails the check, the next one is asked.
    """
    try:
        route = best_route(desk.engines, source, target)
    except DigestError as error:
        return error
    others = _without(desk, route)
    try:
        work = _work(route, [text for text in texts if text.strip()], target, desk)
    except DigestError as error:
        again = attempt(texts, source, target, others) if others else error
        return again if isinstance(again, Work) else error
    return _mended(work, source, target, others) if others else work


def _without(desk: Desk, route: Route) -> Desk | None:
    """Return the desk without the engines that translate on a route; nothing where none do."""
    used = {id(hop.engine) for hop in translating(route)}
    rest = [engine for engine in desk.engines if id(engine) not in used]
    return replace(desk, engines=rest) if used else None


def _mended(work: Work, source: str, target: str, others: Desk) -> Work:
    """Let the next engines try what failed the check; what fails again stays as it failed first."""
    wrong = [text for text, made in work.done.items() if made.faults]
    again = attempt(wrong, source, target, others) if wrong else None
    if not isinstance(again, Work):
        return work
    name = " ".join(dict.fromkeys(hop.engine.name for hop in translating(again.route)))
    mended = {
        text: replace(made, stand_in=made.stand_in or name)
        for text, made in again.done.items()
        if not made.faults
    }
    left = work.left | {text: again.left[text] for text in mended}
    return replace(work, done=work.done | mended, left=left)


def _work(route: Route, texts: list[str], target: str, desk: Desk) -> Work:
    """Send texts through a route; the check comes before a respelling at its end."""
    hops = translating(route)
    last = route.index(hops[-1]) + 1 if hops else 0
    left: dict[str, tuple[str, ...]] = dict.fromkeys(texts, ())
    made = _through(route[:last], texts, left)
    faults: list[tuple[str, ...]] = [()] * len(texts)
    doubts: list[tuple[Caveat, ...]] = [()] * len(texts)
    if hops:
        source, pairs = hops[0].source, list(zip(texts, made, strict=True))
        made = [desk.repair(text, new, source, target) for text, new in pairs]
        pairs = list(zip(texts, made, strict=True))
        found = [desk.check(text, new, source, hops[-1].target) for text, new in pairs]
        faults = [tuple(map(str, every)) for every in found]
        doubts = [tuple(desk.doubt(text, new, source, hops[-1].target)) for text, new in pairs]
    made = _through(route[last:], made, left)
    done = map(Translation, made, faults, doubts)
    return Work(route, dict(zip(texts, done, strict=True)), left)


def translating(route: Route) -> Route:
    """Return the hops between languages, without those that only respell."""
    return tuple(hop for hop in route if primary(hop.source) != primary(hop.target))


def _through(route: Route, texts: list[str], left: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the texts after a route; add to `left`, in the same order, the words it left."""
    now = texts
    for hop in route:
        before, now = now, _hop(hop, now)
        words = getattr(hop.engine, "untranslated", {})
        for text, step in zip(left, before, strict=True):
            left[text] = (*left[text], *words.get(step, ()))
    return now


def _hop(hop: Hop, texts: list[str]) -> list[str]:
    made = hop.engine.translate(texts, hop.source, hop.target)
    if len(made) != len(texts):
        raise DigestError(f"{hop.engine.name} returned {len(made)} texts for {len(texts)}")
    return made
