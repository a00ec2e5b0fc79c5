"""The texts of one source language on their way: through the hops, mended, judged, respelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.errors import Failed
from digest.records import UNDETERMINED, Caveat, primary
from digest.translate.routes import Route, Translator, best_route
from digest.translate.trips import Trip, travel

# Both take the sentence, its translation, the source language, the target, and the article that the
# sentence stands in. A check returns the faults, each of which says in `str` what it is.
Check = Callable[[str, str, str, str, str], Sequence[object]]
Doubt = Callable[[str, str, str, str, str], Sequence[Caveat]]
Repair = Callable[[str, str], str]  # of a translation, in its language
Tell = Callable[[str], str]  # the language of a text


def leave(translated: str, _: str) -> str:
    """Mend nothing."""
    return translated


def certain(*_: str) -> tuple[Caveat, ...]:
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
    of a part of an article that is in several. `about` is the article of each sentence.
    """

    engines: Sequence[Translator]
    check: Check
    repair: Repair = leave
    tell: Tell = unknown
    doubt: Doubt = certain
    about: Mapping[str, str] = field(default_factory=dict)


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


def attempt(
    texts: Mapping[str, Sequence[str]], target: str, desk: Desk
) -> dict[str, Work | Failed]:
    """Translate distinct texts by their language, or return why that cannot be done.

    Where an engine is out of order, or what it wrote fails the check, the next one is asked.
    """
    started = {source: _start(list(own), source, target, desk) for source, own in texts.items()}
    travel([start[1] for start in started.values() if not isinstance(start, Failed)])
    return {
        source: start if isinstance(start, Failed) else _arrived(*start, source, target, desk)
        for source, start in started.items()
    }


def _start(texts: list[str], source: str, target: str, desk: Desk) -> tuple[Route, Trip] | Failed:
    try:
        route = best_route(desk.engines, source, target)
    except Failed as error:
        return error
    texts = [text for text in texts if text.strip()]
    return route, Trip(route[: _checked(route)], texts, dict.fromkeys(texts, ()))


def _arrived(route: Route, trip: Trip, source: str, target: str, desk: Desk) -> Work | Failed:
    """Judge what came of a trip; let the other engines do what failed."""
    others = _without(desk, route)
    work = trip.error or _judged(route, trip, target, desk)
    if isinstance(work, Work):
        return _mended(work, source, target, others) if others else work
    again = attempt({source: list(trip.left)}, target, others)[source] if others else work
    return again if isinstance(again, Work) else work


def _without(desk: Desk, route: Route) -> Desk | None:
    """Return the desk without the engines that translate on a route; nothing where none do."""
    used = {id(hop.engine) for hop in translating(route)}
    rest = [engine for engine in desk.engines if id(engine) not in used]
    return replace(desk, engines=rest) if used else None


def _mended(work: Work, source: str, target: str, others: Desk) -> Work:
    """Let the next engines try what failed the check; what fails again stays as it failed first."""
    wrong = [text for text, made in work.done.items() if made.faults]
    again = attempt({source: wrong}, target, others)[source] if wrong else None
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


def _judged(route: Route, trip: Trip, target: str, desk: Desk) -> Work | Failed:
    """Mend and check what came of a trip, then respell it, where the route ends so."""
    hops, made = translating(route), trip.texts
    texts = list(trip.left)
    faults: list[tuple[str, ...]] = [()] * len(texts)
    doubts: list[tuple[Caveat, ...]] = [()] * len(texts)
    if hops:
        made = [desk.repair(new, target) for new in made]
        pairs = list(zip(texts, made, strict=True))
        source, end, about = hops[0].source, hops[-1].target, desk.about
        found = [desk.check(*pair, source, end, about.get(pair[0], "")) for pair in pairs]
        faults = [tuple(map(str, every)) for every in found]
        doubts = [tuple(desk.doubt(*pair, source, end, about.get(pair[0], ""))) for pair in pairs]
    rest = Trip(route[_checked(route) :], made, trip.left)
    travel([rest])
    done = map(Translation, rest.texts, faults, doubts)
    return rest.error or Work(route, dict(zip(texts, done, strict=True)), rest.left)


def _checked(route: Route) -> int:
    """Return how many hops come before the check: all but a respelling at the end."""
    hops = translating(route)
    return route.index(hops[-1]) + 1 if hops else 0


def translating(route: Route) -> Route:
    """Return the hops between languages, without those that only respell."""
    return tuple(hop for hop in route if primary(hop.source) != primary(hop.target))
