"""The gate, the glossary and the detector at the translators' elbow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import gate, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.language import Detector
    from digest.text.glossary import Glossary
    from digest.translate import Translator


def desk(engines: Sequence[Translator], glossary: Glossary, detector: Detector) -> translate.Desk:
    """Return the engines, with what mends and judges every sentence of theirs."""

    def tell(text: str) -> str:
        return detector.detect(text).language

    def aids(article: str) -> gate.Aids:
        return gate.Aids(detector.detect, article, glossary)

    def check(text: str, made: str, source: str, target: str, article: str) -> gate.Faults:
        return gate.check_translation(text, made, source, target, aids(article))

    def doubt(text: str, made: str, source: str, target: str, article: str) -> gate.Faults:
        return gate.doubt_translation(text, made, source, target, aids(article))

    return translate.Desk(engines, check, glossary.repair, tell, doubt)
