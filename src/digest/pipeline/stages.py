"""The stages that see each article once: its language, and its briefing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from digest import language, summarize
from digest.pipeline.engines import is_stopgap, maker
from digest.pipeline.gated import gated
from digest.pipeline.work import Stage
from digest.store import key_of, pack_briefing, unpack_briefing

if TYPE_CHECKING:
    from digest.language import Detector
    from digest.pipeline.engines import Engines
    from digest.records import Article, Briefing


def telling(detector: Detector) -> Stage[Article, Article]:
    """Return the stage that tells the language of articles."""
    return Stage(
        "language",
        key=lambda one: key_of("language", maker(detector), one.title, one.text, one.language),
        work=lambda batch: language.identify(batch, detector),
        subject=lambda article: article.id,
        pack=lambda article: article.language,
        unpack=lambda tag, article: language.named(article, tag),
    )


def briefing(engines: Engines, points: int) -> Stage[Article, Briefing]:
    """Return the stage that briefs articles; what the gate refuses of a briefing is replaced."""
    summarizer, detect = engines.summarizer, engines.detector.detect
    signature = asdict(summarizer.signature)

    def key(article: Article) -> bytes:
        content = (article.title, article.text, article.language)
        return key_of("summarize", *content, signature, points)

    return Stage(
        "summarize",
        key=key,
        work=lambda batch: gated(summarize.summarize(batch, summarizer, points), detect),
        subject=lambda article: article.id,
        pack=pack_briefing,
        unpack=unpack_briefing,
        keep=lambda made: not is_stopgap(made, "fallback", (summarizer,)),
    )
