"""From what a model wrote to a checked answer: JSON that fits the schema, and nothing around it."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from digest.text.writing.invisible import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

_BULLET = re.compile(r"^[-*•–—]\s+")


def _seen(value: object) -> object:
    """Return a text in one line, without controls and what turns it around."""
    return " ".join(readable(value).split()) if isinstance(value, str) else value


def _unlisted(text: str) -> str:
    return _BULLET.sub("", text)


# Servers are not asked to count letters: OpenAI's strict mode refuses a schema with lengths, and
# llama.cpp makes a rule of each letter.
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000),
    BeforeValidator(_seen),
    WithJsonSchema({"type": "string"}),
]
Statement = Annotated[Line, AfterValidator(_unlisted)]
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)


class Answer(BaseModel):
    """What every answer is: no more fields than asked for are looked at, or asked for."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"additionalProperties": False})


class Quoted(Answer):
    """A point, and the words of the article it rests on."""

    text: Statement
    quote: Line


class Brief(Answer):
    """An article in a few points."""

    headline: Line
    points: Annotated[tuple[Quoted, ...], Field(min_length=1)]


class Numbered(Answer):
    """A translation, with the number of its sentence, from 1, and the words that one begins with.

    A model that writes these first cannot lose count unseen.
    """

    number: int
    begins: Line
    text: Line


class Translated(Answer):
    """One translation for each sentence."""

    translations: tuple[Numbered, ...]


class Told(Answer):
    """One line of the overview, and the number of its story, from 1."""

    story: int
    text: Statement


class Overview(Answer):
    """The day in a line for each story."""

    lines: Annotated[tuple[Told, ...], Field(min_length=1)]


A = TypeVar("A", bound=Answer)


class Unusable(ValueError):
    """An answer that does not fit; its text says why."""


def understood(text: str, kind: type[A]) -> A | None:
    """Return the answer in what a model wrote; nothing where it is of no use."""
    try:
        return parse(text, kind)
    except Unusable as error:
        if text:  # else the model's own fault is told
            log.info("an answer is of no use: %s", error)
        return None


def parse(text: str, kind: type[A]) -> A:
    """Return the answer in what a model wrote.

    Thoughts, fences and chatter around the JSON object are passed over. Raises `Unusable`.
    """
    reason = "there is no JSON object in it"
    for value in _objects(_thoughtless(text)):
        try:
            return kind.model_validate(value)
        except ValidationError as error:
            fault = error.errors()[0]
            reason = f"{'.'.join(map(str, fault['loc'])) or 'it'}: {fault['msg']}"
    raise Unusable(reason)


def _thoughtless(text: str) -> str:
    """Cut out what a model thought aloud; some templates open the thought before the answer."""
    return _THOUGHT_END.sub("", _THOUGHT.sub("", text))


def _objects(text: str) -> Iterator[dict[str, object]]:
    """Yield the JSON objects in a text, the outermost ones, in order."""
    decoder, at = json.JSONDecoder(), 0
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            at += 1
        except RecursionError:  # no answer is that deep
            return
        else:
            yield value
