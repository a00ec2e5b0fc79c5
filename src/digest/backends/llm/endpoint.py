"""Any server that speaks the OpenAI API: vLLM, llama.cpp, Ollama, or a paid one.

The client retries by itself, after as long as the server asks for (`Retry-After`). Five failures
in a row end the night for this engine, and so do the caps on tokens and cost; what it leaves undone
falls to the extractive summarizer, or stays untranslated.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field, ValidationError

from digest.backends.llm.briefings import Briefings
from digest.backends.llm.model import Reply
from digest.backends.llm.translations import Translations
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.backends.llm.model import Ask
    from digest.text.glossary import Glossary

PATIENCE = 5  # failures in a row before the server is left alone for the night
MILLION = 1_000_000
_CUT = 10  # letters a token holds at most, on average; where the server counts fewer, it cut


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model is and what it may cost. Prices are for a million tokens; 0 is no cap."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0
    retries: int = 3
    concurrency: int = 4
    letters: int = 24_000
    tokens: int = 0
    cost: float = 0.0
    prices: tuple[float, float] = (0.0, 0.0)  # of what is read, of what is written


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)


class _Said(BaseModel):
    """What is looked at of a server's answer; the client builds its own records unchecked."""

    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: Any = None


@dataclass(slots=True)
class Meter:
    """What a night has used so far, and how many failures came in a row. Shared by threads."""

    read: int = 0
    written: int = 0
    failures: int = 0
    last: str = ""

    def cost(self, prices: tuple[float, float]) -> float:
        """Return what was used, in money."""
        return (self.read * prices[0] + self.written * prices[1]) / MILLION


class Endpoint:
    """A language model behind a URL."""

    engine: ClassVar[str] = "endpoint"
    revision = ""  # a server does not say; its model's name has to do

    def __init__(self, server: Server) -> None:
        if not (server.url and server.model):
            raise ConfigError("the engine endpoint needs [endpoint] url and model")
        self._server = server
        self._client = _client(server)
        self._knows_schemas = True
        self._lock = Lock()
        self.meter = Meter()

    @property
    def model(self) -> str:
        return self._server.model

    @property
    def letters(self) -> int:
        return self._server.letters

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return a reply for each prompt, in order, several at a time."""
        with ThreadPoolExecutor(max_workers=self._server.concurrency) as pool:
            return list(pool.map(self._one, asks))

    def _one(self, ask: Ask) -> Reply:
        if why := self._refusal():
            return Reply(fault=why)
        reply = self._asked(ask)
        with self._lock:
            self.meter.failures = self.meter.failures + 1 if reply.fault else 0
            self.meter.last = reply.fault
        return reply

    def _refusal(self) -> str:
        server, meter = self._server, self.meter
        if meter.failures >= PATIENCE:
            return f"left alone after {PATIENCE} failures in a row: {meter.last}"
        if server.tokens and meter.read + meter.written >= server.tokens:
            return f"the cap of {server.tokens} tokens a night is reached"
        if server.cost and meter.cost(server.prices) >= server.cost:
            return f"the cap of {server.cost:g} a night is reached"
        return ""

    def _asked(self, ask: Ask) -> Reply:
        import openai

        try:
            return self._read(ask, self._create(ask))
        except openai.BadRequestError as error:
            if self._knows_schemas and "response_format" in str(error):
                self._knows_schemas = False  # some servers have none: our own check must do
                return self._asked(ask)
            return Reply(fault=_line(error))
        except (openai.OpenAIError, ValueError, RecursionError) as error:  # a page; endless JSON
            return Reply(fault=_line(error))

    def _create(self, ask: Ask) -> Any:
        schema = {"name": "answer", "schema": ask.schema, "strict": True}
        shape = {"response_format": {"type": "json_schema", "json_schema": schema}}
        sampling = ask.sampling
        return self._client.chat.completions.create(
            model=self._server.model,
            messages=[{"role": "user", "content": ask.text}],
            temperature=sampling.temperature,
            top_p=sampling.top_p,
            max_tokens=sampling.max_tokens,
            seed=sampling.seed,
            **(shape if self._knows_schemas else {}),
        )

    def _read(self, ask: Ask, said: Any) -> Reply:
        try:
            answer = _Said.model_validate(_plain(said))
        except ValidationError:
            return Reply(fault="the server's answer is not that of a chat")
        if cut := self._count(ask, answer.usage):
            return Reply(fault=cut)
        choice = answer.choices[0]
        if not choice.message.content:
            return Reply(fault="the server answered without a text")
        if choice.finish_reason == "length":
            return Reply(fault=f"cut off at {ask.sampling.max_tokens} tokens")
        return Reply(choice.message.content)

    def _count(self, ask: Ask, told: object) -> str:
        """Count what an answer has used, where it says so; tell if the prompt was cut."""
        try:
            usage = _Usage.model_validate(told)
        except ValidationError:
            return ""
        with self._lock:
            self.meter.read += usage.prompt_tokens
            self.meter.written += usage.completion_tokens
        if usage.prompt_tokens * _CUT >= len(ask.text):
            return ""
        return (
            f"the server read {usage.prompt_tokens} tokens of the prompt and cut the rest: "
            "raise its context length"
        )


def _plain(said: Any) -> Any:
    """Return an answer as plain values; a page that came in its place stays the text it is."""
    return said.model_dump(warnings=False) if isinstance(said, BaseModel) else said


class EndpointSummarizer(Briefings):
    """Briefings by the model of a server."""

    needs: ClassVar[str] = "server"

    def __init__(self, server: Server) -> None:
        super().__init__(Endpoint(server))


class EndpointTranslator(Translations):
    """Translations by the model of a server, between languages that its user vouches for."""

    needs: ClassVar[str] = "server"

    def __init__(
        self, server: Server, languages: Iterable[str], glossary: Glossary | None = None
    ) -> None:
        super().__init__(Endpoint(server), languages, glossary)


def _client(server: Server) -> Any:
    try:
        import openai
    except ImportError as error:
        raise ModelMissing(
            "the engine endpoint needs its client: pip install 'article-digest[llm]'"
        ) from error
    return openai.OpenAI(
        base_url=server.url,
        api_key=server.key or "none",  # servers of one's own want no key, the client wants one
        timeout=server.seconds,
        max_retries=server.retries,
    )


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
