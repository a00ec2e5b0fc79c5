"""Settings to what the pipeline works with: sources, engines, and who reads an edition."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from digest.config import Settings
    from digest.config.tables import Edition
    from digest.language import Detector
    from digest.pipeline import Engines
    from digest.pipeline.meaning import Encoder
    from digest.pipeline.night import Gather
    from digest.pipeline.profile import Profile
    from digest.summarize import Summarizer
    from digest.text.glossary import Glossary
    from digest.translate import Translator

_OF_FOLDERS = frozenset(("ctranslate2", "firefox", "seq2seq"))


def engines(settings: Settings, *, translating: bool) -> Engines:
    """Return an engine for each stage."""
    from digest.pipeline import Engines

    found, meaning = (detector(), summarizer(settings)), encoder(settings)
    if not translating:
        return Engines(*found, encoder=meaning)
    return Engines(*found, translators(settings), glossary(settings), meaning)


def gatherer(settings: Settings) -> Gather:
    """Return what reads the configured sources."""
    from digest.sources import Fetcher, gather

    sources = [one.source() for one in settings.sources]
    fetcher, eve = Fetcher(settings.network.rules()), _eve(settings)
    return lambda states, since, now: gather(sources, states, since or eve, now, fetcher=fetcher)


def _eve(settings: Settings) -> datetime | None:
    """Return since when articles are news to a first edition of a day that is named."""
    edition = settings.edition
    if edition.day is None:
        return None
    return datetime.combine(edition.day - timedelta(days=1), time.min, ZoneInfo(edition.timezone))


def profile(edition: Edition, settings: Settings) -> Profile:
    """Return who reads an edition, and what they get."""
    from digest.pipeline.profile import Profile
    from digest.wording import wording

    return Profile(
        edition.key,
        edition.name or wording(edition.language).text("title"),
        edition.language,
        edition.timezone,
        edition.topics,
        edition.sources,
        edition.policy(settings.topics),
    )


def detector() -> Detector:
    """Return the language detector."""
    from digest.backends import engine

    made: Detector = engine("detectors", "langdetect")()
    return made


def translators(settings: Settings) -> tuple[Translator, ...]:
    """Return the configured translators, the preferred ones first."""
    return tuple(make() for make in makers(settings))


def makers(settings: Settings) -> Iterator[Callable[[], Translator]]:
    """Yield what makes each translator: checkpoints here, engines by name, and our respelling."""
    wanted = settings.translate
    yield from (partial(local, path, settings) for path in wanted.models)
    names = dict.fromkeys((*wanted.engines, "orthography"))
    yield from (partial(translator, name, settings) for name in names)


def local(path: Path, settings: Settings) -> Translator:
    """Return the translator of a model's directory, under the runtime that fits what is in it."""
    from digest.backends import engine
    from digest.backends.models import directory
    from digest.backends.neural.choice import engine_of

    path = directory(path)
    name = engine_of(path)
    kind = engine("translators", name)
    made: Translator
    if name == "firefox":
        made = kind(path)
    else:
        made = kind(path, beams=settings.translate.beams, **_hardware(settings))
    return made


def translator(name: str, settings: Settings) -> Translator:
    from digest.backends import engine

    kind = engine("translators", name)
    if name in _OF_FOLDERS:
        raise ConfigError(f"the engine {name} is a model's: name its folder in [translate] models")
    chat, endpoint = settings.chat, settings.endpoint
    made: Translator
    match getattr(kind, "needs", ""):
        case "chat":
            model = _directory(chat.model)
            made = kind(model, chat.languages, glossary(settings), **_hardware(settings))
        case "server":
            made = kind(endpoint.server, endpoint.languages, glossary(settings))
        case _:
            made = kind()
    return made


def glossary(settings: Settings) -> Glossary:
    """Return the shipped glossary with the user's own terms over it."""
    from digest.text.glossary import Glossary

    return Glossary.load(settings.glossary.files)


def encoder(settings: Settings) -> Encoder | None:
    """Return the configured encoder of stories, or nothing."""
    from digest.backends import engine

    name = settings.stories.encoder
    made: Encoder | None = engine("encoders", name)() if name else None
    return made


def summarizer(settings: Settings) -> Summarizer:
    """Return the configured summarizer, with what it needs: a model, a server, or nothing."""
    from digest.backends import engine

    kind = engine("summarizers", settings.brief.engine)
    folder = _directory(settings.brief.model)
    made: Summarizer
    match getattr(kind, "needs", ""):
        case "model":
            made = kind(folder)
        case "checkpoint":
            made = kind(folder, **_hardware(settings))
        case "chat":
            model = folder or _directory(settings.chat.model)
            made = kind(model, glossary(settings), **_hardware(settings))
        case "server":
            made = kind(settings.endpoint.server, glossary(settings))
        case _:
            made = kind()
    return made


def _directory(model: Path | None) -> Path | None:
    from digest.backends.models import directory

    return directory(model) if model else None


def _hardware(settings: Settings) -> dict[str, str]:
    return {"device": settings.models.device, "dtype": settings.models.dtype}
