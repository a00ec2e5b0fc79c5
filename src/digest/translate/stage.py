"""The stage: every sentence of every briefing goes its route, is checked, and is put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from digest.errors import DigestError
from digest.records import Briefing, Caveat, Failure, Signature, caveat, primary
from digest.translate.routes import Hop, Route, Translator, best_route

Check = Callable[[str, str, str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated sentence, and what the check found wrong with it."""

    text: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that was translated from one language."""

    route: Route
    done: dict[str, Translation]
    left: dict[str, tuple[str, ...]]


def translate(
    briefings: Sequence[Briefing], target: str, engines: Sequence[Translator], check: Check
) -> list[Briefing | Failure]:
    """Translate every briefing to `target`; what cannot be translated becomes a `Failure`."""
    texts: dict[str, dict[str, None]] = {}  # ordered sets: each text is translated once
    for briefing in briefings:
        texts.setdefault(primary(briefing.language), {}).update(dict.fromkeys(_texts(briefing)))
    works = {
        source: _attempt(list(wanted), source, target, engines, check)
        for source, wanted in texts.items()
        if source != primary(target)
    }
    return [
        _result(briefing, works.get(primary(briefing.language)), target) for briefing in briefings
    ]


def _texts(briefing: Briefing) -> Iterator[str]:
    yield briefing.headline
    yield from (point.text for point in briefing.points)


def _attempt(
    texts: list[str], source: str, target: str, engines: Sequence[Translator], check: Check
) -> _Work | DigestError:
    try:
        route = best_route(engines, source, target)
        return _work(route, [text for text in texts if text.strip()], check)
    except DigestError as error:
        return error


def _work(route: Route, texts: list[str], check: Check) -> _Work:
    source, target = route[0].source, route[-1].target
    now = texts
    left: dict[str, tuple[str, ...]] = dict.fromkeys(texts, ())
    for hop in route:
        before, now = now, _hop(hop, now)
        unknown = getattr(hop.engine, "untranslated", {})
        left = {
            text: (*left[text], *unknown.get(step, ()))
            for text, step in zip(texts, before, strict=True)
        }
    done = {
        text: Translation(new, check(text, new, source, target))
        for text, new in zip(texts, now, strict=True)
    }
    return _Work(route, done, left)


def _hop(hop: Hop, texts: list[str]) -> list[str]:
    made = hop.engine.translate(texts, hop.source, hop.target)
    if len(made) != len(texts):
        raise DigestError(f"{hop.engine.name} returned {len(made)} texts for {len(texts)}")
    return made


def _result(
    briefing: Briefing, work: _Work | DigestError | None, target: str
) -> Briefing | Failure:
    if work is None:  # already in the reader's language
        return briefing
    if isinstance(work, DigestError):
        subject = briefing.article.url or briefing.article.id
        return Failure(subject, "translate", str(work), work.exit_code)
    return replace(
        briefing,
        language=target,
        headline=_shown(briefing.headline, briefing.language, work),
        points=tuple(
            replace(point, text=_shown(point.text, briefing.language, work))
            for point in briefing.points
        ),
        made_by=_signature(work.route),
        route=(work.route[0].source, *(hop.target for hop in work.route)),
        warnings=(*briefing.warnings, *_warnings(briefing, work)),
    )


def _shown(text: str, language: str, work: _Work) -> str:
    """Return the translation; what failed the check stays as it was, with its language in front."""
    translation = work.done.get(text, Translation(text, ()))
    return f"[{language}] {text}" if translation.faults else translation.text


def _signature(route: Route) -> Signature:
    last = route[-1]
    made_by = last.engine.signature(last.source, last.target)
    hops = tuple(("hop", f"{hop.engine.name} {hop.source}→{hop.target}") for hop in route)
    return replace(made_by, settings=(*made_by.settings, *hops))


def _warnings(briefing: Briefing, work: _Work) -> Iterator[Caveat]:
    if briefing.language.startswith(("be-tarask", "be-Latn")):
        yield caveat("orthography", language=briefing.language)
    for hop in work.route:
        if hop.engine.draft:
            yield caveat("draft", engine=hop.engine.name, source=hop.source, target=hop.target)
    texts = [text for text in dict.fromkeys(_texts(briefing)) if text in work.done]
    faults = [fault for text in texts for fault in work.done[text].faults]
    kept = sum(bool(work.done[text].faults) for text in texts)
    if kept:
        yield caveat(
            "kept",
            kept=kept,
            total=len(texts),
            language=briefing.language,
            faults="; ".join(faults),
        )
    words = dict.fromkeys(word for text in texts for word in work.left[text])
    if words:
        yield caveat("words", words=", ".join(words))
