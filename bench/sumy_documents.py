"""The door to sumy's LexRank: documents from our own sentences, as NLTK's punkt is a download."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from digest.text.words import stemmer, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = {
    "ar": "arabic", "cs": "czech", "de": "german", "en": "english", "es": "spanish", "fr": "french",
    "it": "italian", "pl": "polish", "pt": "portuguese", "sv": "swedish", "uk": "ukrainian",
}  # fmt: skip  # those for which it has stop words


class Sentence:
    """A sentence as sumy wants it, compared by identity."""

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self.text = text
        self.words = words


def sentence_of(text: str) -> Sentence:
    """Return a sentence with our tokens."""
    return Sentence(text, tokens(text))


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return sumy's own list, or none."""
    from sumy.utils import get_stop_words

    try:
        return frozenset(get_stop_words(LANGUAGES.get(language.partition("-")[0], "none")))
    except LookupError:
        return frozenset()


def summarizer(language: str) -> Any:
    """Return sumy's LexRank with our stemmer (its Polish one is a further install)."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    made = LexRankSummarizer(stemmer(language))
    made.stop_words = stop_words(language)
    return made


def lexrank_choice(texts: Sequence[str], language: str, count: int) -> list[str]:
    """Return the sentences that sumy's LexRank chooses, in order."""
    document = SimpleNamespace(sentences=[sentence_of(text) for text in texts])
    return [sentence.text for sentence in summarizer(language)(document, count)]
