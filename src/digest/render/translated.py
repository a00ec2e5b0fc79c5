"""How a briefing came into its language, in the reader's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.render.clean import clean
from digest.text.sentences import split
from digest.text.writing.typography import capital
from digest.wording.languages import primary

if TYPE_CHECKING:
    from digest.records import Briefing, Caveat
    from digest.wording import Wording

_TAGGED = re.compile(r"(?<!\S)\[([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\] ")


def mark(briefing: Briefing, words: Wording, reader: str) -> str:
    """Return the line above a story: what it corrects, then how it was translated, or was not."""
    corrected = (each for each in briefing.article.warnings if each.kind == "corrected")
    told = (*map(words.caveat, corrected), _translated(briefing, words, reader))
    return ". ".join(capital(said) for said in told if said)


def _translated(briefing: Briefing, words: Wording, reader: str) -> str:
    """Tell how a briefing was translated, by what, and how words are marked that were not."""
    said = ""
    if _is_respelled(briefing):
        said = words.text("respelled", orthography=words.orthography(briefing.route[0]))
    elif briefing.route:
        key = "draft" if any(map(is_draft, briefing.warnings)) else "translated"
        engines = ", ".join(_engines(briefing))
        by = f" ({engines})" if engines else ""
        said = words.text(key, route=_route(briefing, words) + by)
    elif reader and primary(briefing.language) != primary(reader):
        said = words.text("untranslated", language=words.language_name(briefing.language))
    if any(warning.kind == "words" for warning in briefing.warnings):
        said += "; " * bool(said) + words.text("bracketed")
    return said


def in_short(briefing: Briefing, words: Wording, reader: str) -> str:
    """Return the same beside an outlet: «пераклад з рускай», «тарашкевіца»; or the language.

    What stands in the reader's own needs no word.
    """
    if _is_respelled(briefing):
        return words.orthography(briefing.route[0])
    if briefing.route:
        return words.text("translation", route=_route(briefing, words))
    if reader and primary(briefing.language) == primary(reader):
        return ""
    return words.language_name(briefing.language).replace(" (", ", ").removesuffix(")")


def headline(briefing: Briefing, words: Wording) -> str:
    """Return the headline of a briefing, or else of its article, or that it has none."""
    text = clean(briefing.headline) or clean(briefing.article.title)
    return told_text(text, briefing, words) or words.text("untitled")


def told_text(text: str, briefing: Briefing, words: Wording) -> str:
    """Return what a briefing says, cleaned, and as `kept` where it is a translation."""
    return kept(clean(text), words) if briefing.route else clean(text)


def kept(text: str, words: Wording) -> str:
    """Name the language of sentences that a translation kept: «[украінская] Хліб за ніч»."""
    return _TAGGED.sub(lambda tag: f"[{words.language_name(tag[1])}] ", text)


def spoken(text: str, language: str) -> str:
    """Return the language of a text: its own where it is one sentence that a translation kept."""
    tag = _TAGGED.match(text)
    return tag[1] if tag and len(split(text[tag.end() :], tag[1])) == 1 else language


def is_draft(warning: Caveat) -> bool:
    """Tell whether a warning is that a translation is a draft, which the mark says already."""
    return warning.kind == "draft"


def _is_respelled(briefing: Briefing) -> bool:
    return bool(briefing.route) and len({primary(tag) for tag in briefing.route}) == 1


def _route(briefing: Briefing, words: Wording) -> str:
    """Tell a route: «з англійскай праз рускую»; its last language is the reader's own."""
    between = (words.via_language(tag) for tag in briefing.route[1:-1])
    return " ".join((words.from_language(briefing.route[0]), *between))


def _engines(briefing: Briefing) -> dict[str, None]:
    """Return what translated: makers of drafts by their names, others by their models."""
    drafts = [dict(warning.values)["engine"] for warning in briefing.warnings if is_draft(warning)]
    made, (source, target) = briefing.made_by, map(primary, briefing.route[-2:])
    named = capital(made.engine) if made.model in {"", f"{source}-{target}"} else made.model
    # the last hop may only have changed the spelling; that is no translation
    last = () if made.engine in {*drafts, "orthography"} else (named,)
    return dict.fromkeys(map(clean, (*map(capital, drafts), *last)))
