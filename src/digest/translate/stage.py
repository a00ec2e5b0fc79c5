"""The stage: every sentence of every briefing goes its route, is checked, and is put back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.records import MULTIPLE, UNDETERMINED, Briefing, Caveat, Failure, Signature, caveat
from digest.text.orthography import written
from digest.text.sentences import split
from digest.translate.work import Desk, Tell, Translation, Work, attempt, translating

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.translate.routes import Route

Tongues = dict[str, str]  # sentence -> its language
Texts = dict[str, tuple[tuple[str, str], ...]]  # text -> its sentences, each with its language
Works = dict[str, Work | DigestError]  # by language, with its orthography


def translate(briefings: Sequence[Briefing], target: str, desk: Desk) -> list[Briefing | Failure]:
    """Translate every briefing to `target`; what cannot be translated becomes a `Failure`."""
    texts = [_texts(briefing, desk.tell) for briefing in briefings]
    wanted: dict[str, dict[str, None]] = {}  # ordered sets: each sentence is translated once
    about: dict[str, str] = {}
    for briefing, each in zip(briefings, texts, strict=True):
        article = "\n".join((briefing.article.title, *briefing.article.text))
        for sentence, tag in _tongues(each).items():
            wanted.setdefault(written(tag), {})[sentence] = None
            about.setdefault(sentence, article)
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
    return {text: tuple((one, tag) for one in split(text, tag)) for text, tag in tags.items()}


def _tongues(texts: Texts) -> Tongues:
    return {sentence: tag for own in texts.values() for sentence, tag in own}


def _result(briefing: Briefing, texts: Texts, works: Works, target: str) -> Briefing | Failure:
    tongues = _tongues(texts)
    sources = dict.fromkeys(map(written, tongues.values()))
    mine = {source: works[source] for source in sources if source in works}
    good = [work for work in mine.values() if isinstance(work, Work)]
    if not mine:  # already in the reader's language
        return briefing
    if not good:
        error = next(work for work in mine.values() if isinstance(work, DigestError))
        subject = briefing.article.url or briefing.article.id
        return Failure(subject, "translate", str(error), error.exit_code)
    shown = {
        text: " ".join(_shown(sentence, tag, mine) for sentence, tag in own)
        for text, own in texts.items()
    }
    return replace(
        briefing,
        language=target,
        headline=shown[briefing.headline],
        points=tuple(replace(point, text=shown[point.text]) for point in briefing.points),
        made_by=_signature(good),
        route=_languages(good[0].route) if len(sources) == 1 else (MULTIPLE, target),
        warnings=(*briefing.warnings, *_warnings(briefing, tongues, mine)),
    )


def _shown(text: str, language: str, works: Works) -> str:
    """Return the translation; what has none stays as it was, with its language in front."""
    match works.get(written(language)):
        case Work() as work:
            translation = work.done.get(text, Translation(text, ()))
            return f"[{language}] {text}" if translation.faults else translation.text
        case DigestError():
            return f"[{language}] {text}"
        case _:
            return f"[{language}] {text}" if _is_unknown(text, language) else text


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


def _warnings(briefing: Briefing, tongues: Tongues, works: Works) -> Iterator[Caveat]:
    good = {source: work for source, work in works.items() if isinstance(work, Work)}
    for source, work in good.items():
        if source != work.route[0].source:
            yield caveat("orthography", language=source)
    for hop in dict.fromkeys(hop for work in good.values() for hop in work.route):
        if hop.engine.draft:
            yield caveat("draft", engine=hop.engine.name, source=hop.source, target=hop.target)
    yield from _kept(briefing, tongues, works)
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


def _kept(briefing: Briefing, tongues: Tongues, works: Works) -> Iterator[Caveat]:
    """Tell how many sentences stayed in their own language, and why."""
    reasons: dict[str, tuple[str, ...]] = {}
    for text, tag in tongues.items():
        match works.get(written(tag)):
            case Work(done=done) if text in done:
                reasons[text] = done[text].faults
            case DigestError() as error if text.strip():
                reasons[text] = (str(error),)
            case None if _is_unknown(text, tag):
                reasons[text] = ("nothing tells its language",)
    faults = dict.fromkeys(reason for every in reasons.values() for reason in every)
    if faults:
        yield caveat(
            "kept",
            kept=sum(map(bool, reasons.values())),
            total=len(reasons),
            language=briefing.language,
            faults="; ".join(faults),
        )
