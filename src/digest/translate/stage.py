"""The stage: every sentence of every briefing goes its route, is checked, and is put back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.errors import Failed
from digest.records import MULTIPLE, UNDETERMINED, Briefing, Caveat, Failure, Signature, caveat
from digest.text.sentences import parted, replaced, split
from digest.text.writing.orthography import written
from digest.translate.work import Desk, Tell, Translation, Work, attempt, translating

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.translate.routes import Route

Works = dict[str, Work | Failed]  # by language, with its orthography


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its language, and what engines are asked: those of a quotation one by one."""

    text: str
    language: str
    parts: tuple[str, ...]


Texts = dict[str, tuple[Sentence, ...]]  # text -> its sentences


def translate(briefings: Sequence[Briefing], target: str, desk: Desk) -> list[Briefing | Failure]:
    """Translate every briefing to `target`; what cannot be translated becomes a `Failure`."""
    texts = [_texts(briefing, desk.tell) for briefing in briefings]
    wanted: dict[str, dict[str, None]] = {}  # ordered sets: each is translated once
    about: dict[str, str] = {}
    for briefing, each in zip(briefings, texts, strict=True):
        article = "\n".join((briefing.article.title, *briefing.article.text))
        for part, tag in _tongues(each).items():
            wanted.setdefault(written(tag), {})[part] = None
            about.setdefault(part, article)
    foreign = wanted.keys() - {written(target), UNDETERMINED}
    lists = {source: list(own) for source, own in wanted.items() if source in foreign}
    works = attempt(lists, target, replace(desk, about=about))
    return [
        _result(briefing, each, works, target)
        for briefing, each in zip(briefings, texts, strict=True)
    ]


def _texts(briefing: Briefing, tell: Tell) -> Texts:
    """Return each text of a briefing as its sentences; in its paragraph's language, if `mul`.

    Engines translate sentence by sentence, so that what becomes of each one can be checked.
    """
    tags = dict.fromkeys((briefing.headline, *(p.text for p in briefing.points)), briefing.language)
    if briefing.language == MULTIPLE:
        paragraphs = briefing.article.text
        tags = {text: tell(next((p for p in paragraphs if text in p), text)) for text in tags}
    return {
        text: tuple(Sentence(one, tag, tuple(parted(one, tag))) for one in split(text, tag))
        for text, tag in tags.items()
    }


def _tongues(texts: Texts) -> dict[str, str]:
    """Return what engines are asked, each with its language."""
    return {part: one.language for own in texts.values() for one in own for part in one.parts}


def _result(briefing: Briefing, texts: Texts, works: Works, target: str) -> Briefing | Failure:
    tongues = _tongues(texts)
    sources = dict.fromkeys(map(written, tongues.values()))
    mine = {source: works[source] for source in sources if source in works}
    good = [work for work in mine.values() if isinstance(work, Work)]
    if not mine:  # already in the reader's language
        return briefing
    if not good:
        error = next(work for work in mine.values() if isinstance(work, Failed))
        subject = briefing.article.url or briefing.article.id
        return Failure(subject, "translate", str(error), error.exit_code)
    shown = {
        text: replaced(text, [one.text for one in own], [_shown(one, mine) for one in own])
        for text, own in texts.items()
    }
    return replace(
        briefing,
        language=target,
        headline=shown[briefing.headline],
        points=tuple(replace(point, text=shown[point.text]) for point in briefing.points),
        made_by=_signature(good),
        route=_languages(good[0].route) if len(sources) == 1 else (MULTIPLE, target),
        warnings=(*briefing.warnings, *_warnings(briefing, texts, mine)),
    )


def _shown(one: Sentence, works: Works) -> str:
    """Return the translation; what has none stays as it was, with its language in front.

    A quotation of which a part has none stays whole: half of it would be nobody's words.
    """
    match works.get(written(one.language)):
        case Work(done=done):
            made = [done.get(part, Translation(part, ())) for part in one.parts]
            if not any(part.faults for part in made):
                return replaced(one.text, one.parts, [part.text for part in made])
        case None if not _is_unknown(one.text, one.language):
            return one.text
    return f"[{one.language}] {one.text}"


def _is_unknown(text: str, language: str) -> bool:
    return language == UNDETERMINED and any(map(str.isalpha, text))


def _signature(works: Sequence[Work]) -> Signature:
    last = works[0].route[-1]
    made_by = last.engine.signature(last.source, last.target)
    every = dict.fromkeys(hop for work in works for hop in work.route)
    hops = tuple(("hop", f"{hop.engine.name} {hop.source}→{hop.target}") for hop in every)
    return replace(made_by, settings=(*made_by.settings, *hops))


def _languages(route: Route) -> tuple[str, ...]:
    """Return the languages passed; of two orthographies of one, the one at the end of the route."""
    hops = translating(route) or route
    middle = [hop.target for hop in hops[:-1]]
    return (route[0].source, *middle, route[-1].target)


def _warnings(briefing: Briefing, texts: Texts, works: Works) -> Iterator[Caveat]:
    tongues = _tongues(texts)
    good = {source: work for source, work in works.items() if isinstance(work, Work)}
    for source, work in good.items():
        if source != work.route[0].source:
            yield caveat("orthography", language=source)
    for hop in dict.fromkeys(hop for work in good.values() for hop in work.route):
        if hop.engine.draft:
            yield caveat("draft", engine=hop.engine.name, source=hop.source, target=hop.target)
    yield from _kept(briefing, texts, works)
    made = [work.done[text] for work in good.values() for text in tongues if text in work.done]
    yield from dict.fromkeys(doubt for one in made if not one.faults for doubt in one.doubts)
    for engine in dict.fromkeys(one.stand_in for one in made if one.stand_in):
        count = sum(one.stand_in == engine for one in made)
        yield caveat("stand_in", engine=engine, count=count)
    words = dict.fromkeys(
        word for text in tongues for work in good.values() for word in work.left.get(text, ())
    )
    if words:
        yield caveat("words", words=", ".join(words))


def _kept(briefing: Briefing, texts: Texts, works: Works) -> Iterator[Caveat]:
    """Tell how many sentences stayed in their own language, and why."""
    reasons: dict[str, tuple[str, ...]] = {}
    for one in (one for own in texts.values() for one in own):
        match works.get(written(one.language)):
            case Work(done=done):
                made = [done[part] for part in one.parts if part in done]
                reasons[one.text] = tuple(fault for part in made for fault in part.faults)
            case Failed() as error:
                reasons[one.text] = (str(error),)
            case None if _is_unknown(one.text, one.language):
                reasons[one.text] = ("nothing tells its language",)
    faults = dict.fromkeys(reason for every in reasons.values() for reason in every)
    if faults:
        yield caveat(
            "kept",
            kept=sum(map(bool, reasons.values())),
            total=len(reasons),
            language=briefing.language,
            faults="; ".join(faults),
        )
