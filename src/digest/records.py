"""The values that pass between stages: frozen, comparable, without any I/O.

Languages are BCP 47 tags (RFC 5646). `be` is Belarusian in the official orthography of 2008,
`be-tarask` in Taraškievica (the IANA variant subtag), `be-Latn` in Łacinka; `und` is "not
determined" and `mul` "several languages".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

UNDETERMINED = "und"
MULTIPLE = "mul"


def primary(tag: str) -> str:
    """Return the primary language subtag (RFC 5646, 2.2.1), in lower case: `be` of `be-tarask`."""
    return tag.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that a reader should know about a text before trusting it.

    `kind` is a key of the wording (`warning_<kind>`), which tells it in the reader's language;
    `values` fill its placeholders.
    """

    kind: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return the caveat in a form for logs: `degraded (count: 2)`."""
        told = ", ".join(f"{name}: {value}" for name, value in self.values)
        return f"{self.kind} ({told})" if told else self.kind


def caveat(kind: str, **values: object) -> Caveat:
    """Return a caveat: `caveat("degraded", count=2)`."""
    return Caveat(kind, tuple((name, str(value)) for name, value in values.items()))


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that was taken out of an article, and the rule that took it."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """The same text under another name: an article that is not told a second time."""

    article: str
    source: str = ""
    url: str = ""

    @property
    def outlet(self) -> str:
        """Who published it: its name, or else the host of its address, or nothing."""
        return outlet(self.source, self.url)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its readers would see it: `text` is its paragraphs, without furniture.

    `byline` is who wrote it, `credit` an agency or a photographer; `published` has a zone; `tags`
    are those of its source; `copies` the other places where the same text stands.
    """

    id: str
    title: str
    text: tuple[str, ...]
    language: str = UNDETERMINED
    url: str = ""
    source: str = ""
    byline: str = ""
    credit: str = ""
    published: datetime | None = None
    tags: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    warnings: tuple[Caveat, ...] = ()
    copies: tuple[Copy, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of the article, then those of its copies."""
        return (self.id, *(copy.article for copy in self.copies))

    @property
    def is_headline(self) -> bool:
        """Whether no more of it is known than its title, which then is its text, too."""
        return bool(self.title) and self.text == (self.title,)

    @property
    def outlet(self) -> str:
        """Who published it: its name, or else the host of its address, or nothing."""
        return outlet(self.source, self.url)


def outlet(source: str, url: str) -> str:
    """Return the name of an outlet, or else the host of an address, or nothing."""
    found = re.match(r"[a-z]+://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)", url, re.IGNORECASE)
    return source or (found[1].lower() if found else "")


def article_id(source: str, text: tuple[str, ...]) -> str:
    """Return the stable identity of an article: 16 hex digits of SHA-256 over source and text.

    Whitespace is folded first, so that a page that is merely re-wrapped stays the same article.
    """
    folded = "\n".join(" ".join(paragraph.split()) for paragraph in text)
    return hashlib.sha256(f"{source}\0{folded}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text, its confidence from 0 to 1, and its script (ISO 15924).

    `shares` holds (tag, share of the letters) where the language is `mul`.
    """

    language: str
    confidence: float
    script: str
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """What is needed to make the same text again; `revision` and `prompt` change with content."""

    engine: str
    model: str = ""
    revision: str = ""
    prompt: str = ""
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One statement of a briefing; `evidence` are indices of the article's sentences."""

    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """An article in a few points. `route` are the languages passed, where it is a translation."""

    article: Article
    language: str
    headline: str
    points: tuple[Point, ...]
    made_by: Signature
    route: tuple[str, ...] = ()
    warnings: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Something expected that went wrong with one subject (a path, an id), in one stage."""

    subject: str
    stage: str
    error: str
    exit_code: int = 65

    def __str__(self) -> str:
        """Return the failure in a form for logs: `notes.pdf: not text (PDF)`."""
        return f"{self.subject}: {self.error}"


@dataclass(frozen=True, slots=True)
class Addition:
    """What another report of an event says and the lead does not: a point of `briefing`."""

    point: Point
    briefing: Briefing


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as one report gives it. `hedge` is ≈, ≥, ≤, > or <, where the report has one.

    `value` is a decimal number; `sentence` the index of its sentence in the article.
    """

    value: str
    outlet: str
    language: str
    article: str
    sentence: int
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What reports count differently: the clause of the first one, and how all of them do.

    `unit` is one of `text.numbers.units`, or nothing where things or people are counted. In
    editions kept by earlier versions, … stands in the place of the number in `counted`.
    """

    counted: str
    readings: tuple[Reading, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A story of an earlier edition that this one goes on with; `article` was its lead."""

    day: date
    headline: str
    article: str


@dataclass(frozen=True, slots=True)
class Story:
    """One event: the briefing to show, and the one in the article's own language behind it.

    `others` are further reports of it, as the reader sees them; `additions` what they add,
    `figures` where they differ. `earlier` are the days before, the newest last.
    """

    lead: Briefing
    original: Briefing
    others: tuple[Briefing, ...] = ()
    additions: tuple[Addition, ...] = ()
    figures: tuple[Figure, ...] = ()
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under a heading; `key` is `top`, `other`, a topic, a country's code or an outlet."""

    heading: str
    stories: tuple[Story, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the overview: what happened, told by how many outlets, and in which story."""

    text: str
    language: str
    outlets: int
    article: str


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition of one day, in the reader's language.

    `day` is counted in `timezone`, an IANA name; `counts` tells of how many articles and stories
    what came. `overview` is the day in five lines; `brief` are the stories that did not fit, for a
    line each; `minutes` is how long it takes to read.
    """

    edition: str
    day: date
    timezone: str
    language: str
    sections: tuple[Section, ...]
    failures: tuple[Failure, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    overview: tuple[Line, ...] = ()
    brief: tuple[Story, ...] = ()
    minutes: int = 0

    @property
    def stories(self) -> tuple[Story, ...]:
        """All stories in the order of the page, those in brief last."""
        told = (story for section in self.sections for story in section.stories)
        return (*told, *self.brief)

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles in the edition, in its order, each before its copies."""
        names = (
            name
            for story in self.stories
            for briefing in (story.original, *story.others)
            for name in briefing.article.ids
        )
        return tuple(dict.fromkeys(names))

    @property
    def made_by(self) -> tuple[Signature, ...]:
        """What made the stories, in their order."""
        told = (briefing for story in self.stories for briefing in (story.original, story.lead))
        return tuple(dict.fromkeys(briefing.made_by for briefing in told))


# What an edition can be written in: the suffix of the file's name, and its media type (IANA).
FORMATS = {
    "md": "text/markdown",
    "html": "text/html",
    "txt": "text/plain",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "jsonfeed": "application/feed+json",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
}
USUAL_FORMATS = ("md", "html", "txt", "json")  # of an edition by default; of single briefings, all


@dataclass(frozen=True, slots=True)
class Step:
    """How far a stage has come: `known` pieces were in the ledger, `failed` ones go on failing.

    `seconds` are those of the wall clock.
    """

    stage: str
    done: int
    total: int
    known: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What a language model read and wrote for one task of a run, in tokens.

    `estimated` of them were counted by us, where the server did not say; `cost` is in the money
    of the configured prices.
    """

    engine: str
    model: str
    task: str
    asked: int
    read: int
    written: int
    estimated: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered result, ready to be written or sent; `media_type` is one of IANA's."""

    media_type: str
    content: bytes
    filename: str
