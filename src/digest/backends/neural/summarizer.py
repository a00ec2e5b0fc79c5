"""Briefings by an encoder-decoder checkpoint, whatever runs it.

An article longer than the model reads is summarized in windows of whole sentences, and the
summaries again, until they are as short as asked (map-reduce); nothing is cut off. Every point
must rest on sentences of the article. Where the model fails, or does not read the language, the
briefing is the extractive one, and says so.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from digest.backends.extractive import Extractive
from digest.backends.grounding import evidence
from digest.backends.neural import batching, clauses
from digest.backends.neural.families import SUMMARIZERS
from digest.backends.neural.generation import STEP, Request
from digest.backends.neural.languages import reads
from digest.backends.neural.model import LocalModel
from digest.errors import ConfigError, ModelMissing
from digest.records import Briefing, Failure, Point, Signature, caveat, primary
from digest.text.sentences import sentences, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from digest.backends.neural.batching import Tokens
    from digest.backends.neural.generation import Runtime
    from digest.backends.neural.vocabulary import Prompt, Vocabulary
    from digest.records import Article

log = logging.getLogger(__name__)

ROOM = 208  # tokens of one summary; what is longer loses the sentence that was cut
ROUNDS = 4  # of reducing; each makes about a fifth of the text
OPTIONS = (
    "num_beams", "no_repeat_ngram_size", "length_penalty", "early_stopping", "repetition_penalty",
)  # fmt: skip


class NeuralSummarizer(LocalModel):
    """Summarizer for one checkpoint of any family in `families.SUMMARIZERS`."""

    needs: ClassVar[str] = "checkpoint"

    def __init__(
        self,
        path: Path | str | None = None,
        beams: int | None = None,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        """Look at a checkpoint's directory without loading it; `beams` overrides what it says.

        Raises `ModelMissing` or `ConfigError` where the directory cannot be used.
        """
        if not path:
            raise ConfigError(f"the summarizer {self.name} needs a model: set [brief] model")
        super().__init__(path, SUMMARIZERS, device, dtype)
        self._reads = reads(self._checkpoint, self._family, frozenset(self._languages))
        self._longest = min(self._positions, self._family.longest)
        told = _told(self._checkpoint.config)
        said = told | self._checkpoint.settings("generation_config.json")
        options = self._family.defaults | {key: said[key] for key in OPTIONS if key in said}
        self._beams: int = beams or options.pop("num_beams")
        self._options = {key: value for key, value in options.items() if key != "num_beams"}
        self._prefix: str = told.get("prefix") or ""

    @property
    def signature(self) -> Signature:
        """Return the checkpoint and how it is searched; `revision` tells two of one name apart."""
        asked = {"beams": self._beams, "longest": self._longest, "room": ROOM, **self._options}
        asked |= self._asked
        settings = tuple(sorted((key, str(value)) for key, value in asked.items()))
        return Signature(self.name, self._checkpoint.name, self._revision, settings=settings)

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        """Return a briefing for each article, or a failure where it has no sentence."""
        plain = Extractive().summarize(articles, points)
        told = [b.article for b in plain if isinstance(b, Briefing) and b.points]
        able = [article for article in told if self._can_read(article)]
        written = dict(zip(map(id, able), self._written(able, points), strict=True))
        return [
            self._briefing(briefing, written.get(id(briefing.article), []), points)
            if isinstance(briefing, Briefing) and briefing.points
            else briefing
            for briefing in plain
        ]

    def _can_read(self, article: Article) -> bool:
        return not self._reads or primary(article.language) in self._reads

    def _briefing(self, plain: Briefing, texts: list[str], points: int) -> Briefing:
        """Return the plain briefing with the model's points in place of its own."""
        article = plain.article
        original = sentences(article)
        made = [Point(text, evidence(text, original, article.language)) for text in texts]
        good = tuple(point for point in made if point.evidence)
        if not good:
            why = caveat("fallback", engine=self.name)
            return replace(plain, warnings=(*plain.warnings, why))
        lost = len(made) - len(good)
        warnings = (caveat("ungrounded", count=lost),) if lost else ()
        return replace(
            plain,
            points=good[:points],
            made_by=self.signature,
            warnings=(*plain.warnings, *warnings),
        )

    def _written(self, articles: Sequence[Article], points: int) -> list[list[str]]:
        """Return the sentences of each article's summary; none where the model failed.

        A model that cannot be used ends no night: it is told, and articles speak for themselves.
        """
        try:
            return list(self._reduced(articles, points))
        except ModelMissing as error:
            log.warning("%s; articles are briefed in their own sentences", error)
            return [[] for _ in articles]

    def _reduced(self, articles: Sequence[Article], points: int) -> Iterator[list[str]]:
        drafts = [_Draft(article.language, list(sentences(article))) for article in articles]
        going = list(drafts)
        for _ in range(ROUNDS):
            self._shorten(going)
            going = [draft for draft in going if draft.goes_on(points)]
        yield from (draft.texts for draft in drafts)

    def _shorten(self, drafts: Sequence[_Draft]) -> None:
        """Replace the sentences of each draft by those of their summaries, all in one pool."""
        for language in dict.fromkeys(draft.language for draft in drafts):
            same = [draft for draft in drafts if draft.language == language]
            tag = primary(language)
            vocabulary, runtime = self._open(tag, tag)
            prompt = replace(vocabulary.prompt(tag, tag), lead=self._prefix)
            press = _Press(vocabulary, runtime, prompt, self._longest)
            request = Request(_room(self._positions), self._beams, prompt.forced, self._options)
            windows = [press.windows(draft.texts) for draft in same]
            made = iter(press.summaries([text for own in windows for text in own], request))
            for draft, own in zip(same, windows, strict=True):
                draft.take(list(islice(made, len(own))))


@dataclass(slots=True)
class _Draft:
    """An article on its way: its sentences, then those of its summary, then of that one's."""

    language: str
    texts: list[str]
    windows: int = 0

    def take(self, summaries: list[tuple[str, bool]]) -> None:
        """Go on with the summaries of all windows; with none where a window has no summary."""
        self.windows = len(summaries)
        parts = [self._whole(text, ended) for text, ended in summaries]
        self.texts = [text for part in parts for text in part] if all(parts) else []

    def goes_on(self, points: int) -> bool:
        """Tell whether there is more to reduce."""
        return self.windows > 1 and len(self.texts) > points

    def _whole(self, text: str, ended: bool) -> list[str]:
        """Return the sentences of a summary; the last one only where the model ended it."""
        texts = split(text, self.language)
        return texts if ended else texts[:-1]


class _Press:
    """Texts of one language through the model."""

    def __init__(
        self, vocabulary: Vocabulary, runtime: Runtime, prompt: Prompt, longest: int
    ) -> None:
        self._vocabulary, self._runtime, self._prompt = vocabulary, runtime, prompt
        self._longest = longest
        (around,) = vocabulary.encode([""], prompt)
        self._around = len(around)  # tokens that every window has: languages, prefix and end

    def windows(self, texts: Sequence[str]) -> list[str]:
        """Return the sentences joined to windows of about the same length that the model reads."""
        most = self._longest - self._around
        whole = [
            part
            for text, size in zip(texts, self._sizes(texts), strict=True)
            for part in ([text] if size <= most else clauses.parts(text, self._fits))
        ]
        sizes = self._sizes(whole)
        return [" ".join(window) for window in clauses.packed(whole, sizes, most)]

    def summaries(self, windows: list[str], request: Request) -> list[tuple[str, bool]]:
        """Return each window's summary, and whether the model ended it; "" where it failed."""
        tokens = self._vocabulary.encode(windows, self._prompt)
        self._vocabulary.check(tokens, self._runtime.rows)

        def work(batch: list[Tokens]) -> list[tuple[str, bool]]:
            outputs = self._runtime.generate(batch, request)
            texts = self._vocabulary.decode(out.tokens if out.sound else () for out in outputs)
            return [(text, out.ended) for text, out in zip(texts, outputs, strict=True)]

        budget = self._runtime.budget
        made = batching.run(tokens, work, budget, cost=lambda length: length + request.room)
        return [summary or ("", False) for summary in made]

    def _sizes(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens that each text adds to a window; a joint may cost one more."""
        encoded = self._vocabulary.encode(texts, self._prompt)
        return [len(tokens) - self._around + 1 for tokens in encoded]

    def _fits(self, text: str) -> bool:
        return self._sizes([text])[0] <= self._longest - self._around


def _told(config: dict[str, Any]) -> dict[str, Any]:
    """Return what an old config.json says about summarizing."""
    tasks = config.get("task_specific_params") or {}
    told: dict[str, Any] = tasks.get("summarization") or {}
    return told


def _room(positions: int) -> int:
    return min(ROOM, positions // STEP * STEP)
