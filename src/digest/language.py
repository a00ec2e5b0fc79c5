"""The stage that says in which language each article is; pure, with the detector handed in."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from digest.records import MULTIPLE, UNDETERMINED, Article, Detection, caveat, primary
from digest.text.writing.orthography import ALPHABETS, familiar, foreign, known, rivals, written
from digest.text.writing.translit import TRANSLIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAST_SHARE = 0.2  # of the letters: below it a second language is a quotation
LEAST_LETTERS = 25  # of a paragraph that may be in a language of its own: less are cells of a table
STRAY = 0.02  # share of letters outside the alphabet that names in a text may have
PROBABLE = 0.7  # below it the statistical signal does not count
LEAST_USUAL = 2  # articles that make the language of an outlet
USUAL = 0.75  # share of its articles that are in it
HEADLINE = 80  # letters; so few speak for Serbian or Bulgarian as loudly as for Russian


class Detector(Protocol):
    """Whatever tells the language of one text; the same text gets the same answer."""

    def detect(self, text: str) -> Detection: ...


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def shares(paragraphs: Iterable[str], detector: Detector) -> list[tuple[str, float]]:
    """Return each language's share of the letters, greatest first; what is in doubt has none."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        found, size = detector.detect(paragraph), letters(paragraph)
        if found.confidence >= PROBABLE and size >= LEAST_LETTERS:
            counts[found.language] += size
    total = counts.total()
    return [(tag, count / total) for tag, count in counts.most_common() if count]


def languages(found: list[tuple[str, float]]) -> set[str]:
    """Return the languages, by their base tags, that hold a fair share of the text."""
    sums: Counter[str] = Counter()
    for tag, share in found:
        sums[primary(tag)] += share  # type: ignore[assignment]
    return {tag for tag, share in sums.items() if share >= LEAST_SHARE}


def detect(paragraphs: Sequence[str], detector: Detector) -> Detection:
    """Return the language of a text: `mul` where two languages each hold a fifth of the letters."""
    whole = detector.detect("\n".join(paragraphs))
    if len(paragraphs) < 2 or whole.language == UNDETERMINED:
        return whole
    found = shares(paragraphs, detector)
    if len(languages(found)) < 2:
        return whole
    return Detection(MULTIPLE, whole.confidence, whole.script, tuple(found))


def judged(article: Article, detector: Detector) -> Detection:
    """Return the language of an article; a text too short to tell is judged with its title.

    Where that is in doubt, too, the language that its source declares stands, if its alphabet has
    all the letters: a Belarusian text in a feed that calls itself Russian stays Belarusian.
    """
    found = detect(article.text, detector)
    if found.confidence < PROBABLE and not article.is_headline:
        titled = detect((article.title, *article.text), detector)
        found = max(found, titled, key=lambda each: each.confidence)
    whole = "\n".join(dict.fromkeys((article.title, *article.text)))
    declared = written(article.language)
    if _doubtful(found, whole) and _fits(declared, found, whole):
        return replace(found, language=declared)
    return found


def of_lines(lines: Sequence[str], detector: Detector) -> list[str]:
    """Return the language of each line of a text; one that may as well be the text's is in it."""
    whole = detector.detect("\n".join(lines))
    return [_of_line(line, whole, detector) for line in lines]


def _of_line(line: str, whole: Detection, detector: Detector) -> str:
    told = judged(Article("-", "", (line,), language=whole.language), detector)
    other = told.script != whole.script or foreign(line, whole.language)
    short = letters(line) < LEAST_LETTERS and not other
    return whole.language if short or told.language == UNDETERMINED else told.language


def _fits(declared: str, found: Detection, text: str) -> bool:
    """Tell whether a text may be in a language, by its letters."""
    cyrillic = primary(declared) in ALPHABETS
    return (
        declared != UNDETERMINED
        and len(primary(declared)) in (2, 3)  # feeds write "russian", too
        and cyrillic == (found.script == "Cyrl")
        and not foreign(text, declared)
    )


def _doubtful(found: Detection, text: str) -> bool:
    """Tell whether a language may be another: few letters say little of one that is rare here."""
    return found.confidence < PROBABLE or (letters(text) < HEADLINE and not known(found.language))


def identify(articles: Sequence[Article], detector: Detector) -> list[Article]:
    """Return the articles with their languages; one that is not determined keeps what it had."""
    return [named(article, judged(article, detector).language) for article in articles]


def among(
    told: Sequence[Article], given: Mapping[str, Article], detector: Detector
) -> list[Article]:
    """Return articles again; one in doubt is in the language of its source's others, if it fits.

    That holds where the source declares no language, or a wrong one. `given` are the articles as
    they were read, by ids.
    """
    usual = _usual(told)
    return [_among(one, given[one.id], usual.get(one.outlet, ""), detector) for one in told]


def _among(told: Article, given: Article, usual: str, detector: Detector) -> Article:
    if not usual or primary(told.language) in {primary(usual), primary(given.language)}:
        return told
    return named(given, judged(replace(given, language=usual), detector).language)


def _usual(told: Iterable[Article]) -> dict[str, str]:
    """Return the language of each outlet that has one: of most of its articles, headlines apart."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in told:
        if one.outlet and letters("".join(one.text)) >= HEADLINE:
            counts[one.outlet][written(one.language)] += 1
    return {
        outlet: language
        for outlet, each in counts.items()
        for language, count in each.most_common(1)
        if count >= max(LEAST_USUAL, USUAL * each.total())
    }


def named(article: Article, language: str) -> Article:
    """Return an article with its language, and a caveat where it is in bare Latin letters (L04)."""
    if language == UNDETERMINED:
        return article
    doubts = (caveat("translit"),) if language.endswith(TRANSLIT) else ()
    return replace(article, language=language, warnings=(*article.warnings, *doubts))


def looks(text: str, language: str) -> bool:
    """Return whether letters and small words speak for a language, more than for its neighbours.

    A language whose small words we do not know cannot be doubted by them.
    """
    if not known(language):
        return True
    own = familiar(text, language)
    others = max((familiar(text, rival) for rival in rivals(language)), default=0.0)
    return foreign(text, language) <= STRAY and own > 0 and own >= others


def already_in(reader: str, text: str, detector: Detector) -> bool:
    """Return whether a text is in the reader's language and orthography: no need to translate.

    Two signals must agree, the statistics of the detector and the letters and small words of the
    text: a text wrongly taken for the reader's language would reach the reader as it is.
    """
    found = detector.detect(text)
    if written(found.language) != written(reader) or found.confidence < PROBABLE:
        return False
    return looks(text, found.language)
