"""What each pair of languages would be translated with tonight, and what would be better."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.config import Settings
    from digest.translate import Translator
    from digest.translate.routes import Hop, Route

_ENGINES = frozenset(("ctranslate2", "seq2seq"))
SOURCES = ("be", "ru", "uk", "en", "pl", "de")  # languages of the news that we know well


class Pair(NamedTuple):
    """One pair of languages; `advice` is empty where nothing better is known."""

    source: str
    target: str
    tonight: str
    advice: str


def pairs(settings: Settings, engines: Sequence[Translator]) -> list[Pair]:
    """Return each pair into the languages of the editions; into ours where they name none."""
    from digest.records import primary
    from digest.translate import all_routes

    ways = all_routes(engines)
    named = (primary(edition.language) for edition in settings.each_edition() if edition.language)
    targets = tuple(dict.fromkeys(named)) or ("be", "ru")
    return [
        Pair(source, target, _told(ways.get((source, target))),
             _advice(source, target, ways.get((source, target))))
        for target in targets for source in SOURCES if source != target
    ]  # fmt: skip


def conversions(settings: Settings) -> Iterator[str]:
    """Yield the commands that would make a configured model faster on this machine."""
    from digest.backends.models import directory
    from digest.backends.neural.choice import engine_of

    brief = settings.brief
    summarizers = (brief.model,) if brief.model and brief.engine in _ENGINES else ()
    for model in dict.fromkeys((*settings.translate.models, *summarizers)):
        path = directory(model)
        if _device() == "cpu" and path.is_dir() and engine_of(path) == "seq2seq":
            yield (
                "pip install 'article-digest[torch,ctranslate2]' && "
                f"digest models convert {model} makes it faster and smaller"
            )


def _told(way: Route | None) -> str:
    if way is None:
        return "nothing: stays in its own language"
    return ", ".join(map(_hop, way))


def _hop(hop: Hop) -> str:
    model = hop.engine.signature(hop.source, hop.target).model
    draft = " (draft)" if hop.engine.draft else ""
    return f"{hop.source}→{hop.target} {hop.engine.name} {model}{draft}"


def _advice(source: str, target: str, way: Route | None) -> str:
    """Recommend a model where there is no way, a way through others, or only a draft."""
    from digest.backends.models import better

    if way is not None and len(way) == 1 and not way[0].engine.draft:
        return ""
    found = better(source, target, _device())
    return f"digest models pull {found.id} ({found.megabytes} MB, {found.licence})" if found else ""


def _device() -> str:
    """Tell without loading PyTorch whether there is a GPU."""
    return "gpu" if shutil.which("nvidia-smi") else "cpu"
