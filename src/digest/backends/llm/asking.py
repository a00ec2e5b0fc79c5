"""What all tasks of a language model share: how it is asked, asked again, and named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from digest.backends.llm.model import Ask
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digest.backends.llm.answers import Answer
    from digest.backends.llm.model import LanguageModel
    from digest.backends.prompts import Prompt, Sampling
    from digest.records import Article

TRIES = 2
_WARMER = 0.4  # how much the temperature rises with each further try

T = TypeVar("T")
R = TypeVar("R")


def ask_for_each(
    model: LanguageModel,
    pieces: Sequence[T],
    ask: Callable[[T, int], Ask],
    read: Callable[[T, str], R | None],
) -> list[R | None]:
    """Return what is read of the answers, in order; nothing where no try brought anything.

    `ask` makes the prompt of a piece for a try, the first one 0; `read` returns nothing for an
    answer that is of no use.
    """
    made: dict[int, R] = {}
    for attempt in range(TRIES):
        left = [n for n in range(len(pieces)) if n not in made]
        replies = model.answer([ask(pieces[n], attempt) for n in left])
        found = ((n, read(pieces[n], reply.text)) for n, reply in zip(left, replies, strict=True))
        made |= {n: result for n, result in found if result is not None}
    return [made.get(n) for n in range(len(pieces))]


def filled(prompt: Prompt, answer: type[Answer], attempt: int = 0, **values: str) -> Ask:
    """Return a prompt with its placeholders filled for a try, and the schema of its answer."""
    schema = answer.model_json_schema()
    return Ask(prompt.fill(**values), sampling(prompt, attempt), schema, prompt.name)


def sampling(prompt: Prompt, attempt: int) -> Sampling:
    """Return how to sample at a try: with other words than the time before."""
    first = prompt.sampling
    warmer = first.temperature + _WARMER * attempt
    return replace(first, seed=first.seed + attempt, temperature=warmer)


def signature(model: LanguageModel, prompt: Prompt) -> Signature:
    """Return the model, its prompt and how it samples."""
    first = prompt.sampling
    asked = {"temperature": first.temperature, "top_p": first.top_p,
             "max_tokens": first.max_tokens, "seed": first.seed}  # fmt: skip
    settings = tuple((name, str(value)) for name, value in asked.items())
    return Signature(model.engine, model.model, model.revision, prompt.fingerprint, settings)


def listed(rows: Iterable[tuple[str, str]]) -> str:
    """Return rows of a glossary as a prompt has them: what stands there, and what to write."""
    return "\n".join(f"- {there}: {here}" for there, here in rows) or "(no terms)"


def written(article: Article) -> str:
    """Return an article as a prompt has it, before it is fenced."""
    return "\n\n".join(filter(None, (article.title, *article.text)))
