"""Any server that speaks the OpenAI API: vLLM, llama.cpp, Ollama, or a paid one.

The client retries by itself, after as long as the server asks for (`Retry-After`). Five failures
in a row end the night for this server, and so do the caps on tokens and cost, which all engines
that ask it share; what is left undone falls to the extractive summarizer, or stays untranslated.
"""

from __future__ import annotations

import weakref
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field, ValidationError

from digest.backends.llm.briefings import Briefings
from digest.backends.llm.metering import NO_CAPS, NOTHING, Amount, Caps, Meter, estimate
from digest.backends.llm.model import Faults, Reply
from digest.backends.llm.translations import Translations
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.backends.llm.model import Ask
    from digest.records import Spent
    from digest.text.glossary import Glossary

PATIENCE = 5  # failures in a row before the server is left alone for the night
_CUT = 10  # letters a token holds at most, on average; where the server counts fewer, it cut


@dataclass(slots=True)
class Use:
    """What a run has used of a server, how many failures came in a row, and which were told."""

    meter: Meter = field(default_factory=Meter)
    failures: int = 0
    last: str = ""
    knows_schemas: bool = True
    faults: Faults = field(default_factory=Faults)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model is, and what it may use. Engines of one server share what it has used."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0
    retries: int = 3
    concurrency: int = 4
    letters: int = 24_000
    caps: Caps = NO_CAPS
    use: Use = field(default_factory=Use, compare=False, repr=False)


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


@dataclass(frozen=True, slots=True)
class _Task:
    ask: Ask
    reply: Future[Reply] = field(default_factory=Future)


class Endpoint:
    """A language model behind a URL."""

    engine: ClassVar[str] = "endpoint"
    is_unusable: ClassVar[bool] = (
        False  # of what was asked before a server broke down, some is good
    )
    revision = ""  # a server does not say; its model's name has to do

    def __init__(self, server: Server) -> None:
        if not (server.url and server.model):
            raise ConfigError("the engine endpoint needs [endpoint] url and model")
        if not server.url.startswith(("http://", "https://")):
            raise ConfigError(f"[endpoint] url must begin with http:// or https://: {server.url}")
        self._server, self._use = server, server.use
        self._client = _client(server)
        weakref.finalize(self, self._client.close)

    @property
    def model(self) -> str:
        return self._server.model

    @property
    def letters(self) -> int:
        return self._server.letters

    def spent(self) -> tuple[Spent, ...]:
        """Return what the server has read and written so far, by task."""
        return self._use.meter.spent(self.engine, self.model, self._server.caps)

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return a reply for each prompt, in order, several at a time.

        Who is interrupted here waits for no answer that is still to come, and asks for no more.
        """
        tasks = [_Task(ask) for ask in asks]
        left = iter(tasks)  # in CPython, threads may share an iterator over a list
        for _ in tasks[: self._server.concurrency]:
            Thread(target=self._work, args=(left,), daemon=True, name="endpoint").start()
        try:
            return [task.reply.result() for task in tasks]
        finally:
            for task in tasks:
                task.reply.cancel()

    def _work(self, tasks: Iterator[_Task]) -> None:
        for task in tasks:
            if task.reply.set_running_or_notify_cancel():
                try:
                    task.reply.set_result(self._one(task.ask))
                except BaseException as error:  # raised where it is waited for
                    task.reply.set_exception(error)

    def _one(self, ask: Ask) -> Reply:
        use, most = self._use, Amount(estimate(ask.text), ask.sampling.max_tokens)
        if use.failures >= PATIENCE:
            why = f"left alone after {PATIENCE} failures in a row: {use.last}"
            return self._told(Reply(fault=why), "left alone")
        if why := use.meter.reserve(most, self._server.caps):
            return self._told(Reply(fault=why), "cap")
        reply, used = self._asked(ask)
        use.meter.count(ask.task, used, most)
        with use.lock:
            use.failures = use.failures + 1 if reply.fault else 0
            use.last = reply.fault
        return self._told(reply, "failure")

    def _told(self, reply: Reply, kind: str) -> Reply:
        return self._use.faults.tell(self._server.url, reply, kind)

    def _asked(self, ask: Ask) -> tuple[Reply, Amount]:
        import openai

        try:
            return _read(ask, self._create(ask))
        except openai.BadRequestError as error:
            if self._use.knows_schemas and "response_format" in str(error):
                self._use.knows_schemas = False  # some servers have none: our own check must do
                return self._asked(ask)
            return Reply(fault=self._line(error)), NOTHING
        except openai.APIStatusError as error:  # refused, so not charged
            return Reply(fault=self._line(error)), NOTHING
        except (openai.OpenAIError, ValueError, RecursionError) as error:  # a page; endless JSON
            return Reply(fault=self._line(error)), _guess(ask)

    def _line(self, error: Exception) -> str:
        """Return an error in one line; servers repeat the key that they do not accept."""
        line = " ".join(str(error.__cause__ or error).split())  # "Connection error." says nothing
        return (line.replace(self._server.key, "…") if self._server.key else line)[:200]

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
            **(shape if self._use.knows_schemas else {}),
        )


def _read(ask: Ask, said: Any) -> tuple[Reply, Amount]:
    """Return what a server's answer says, and what it has used."""
    try:
        answer = _Said.model_validate(_plain(said))
    except ValidationError:
        return Reply(fault="the server's answer is not that of a chat"), _guess(ask)
    choice = answer.choices[0]
    text = choice.message.content or ""
    used = _amount(ask, text, answer.usage)
    if not used.estimated and used.read * _CUT < len(ask.text):
        fault = f"the server read {used.read} tokens of the prompt and cut the rest"
        return Reply(fault=f"{fault}: raise its context length"), used
    if choice.finish_reason == "length":
        return Reply(fault=f"cut off at {ask.sampling.max_tokens} tokens"), used
    return (Reply(text) if text else Reply(fault="the server answered without a text")), used


def _amount(ask: Ask, text: str, told: object) -> Amount:
    """Return what an answer has used, as the server tells it, or else as we count."""
    try:
        usage = _Usage.model_validate(told)
    except ValidationError:
        return _guess(ask, text)
    return Amount(usage.prompt_tokens, usage.completion_tokens)


def _guess(ask: Ask, text: str = "") -> Amount:
    read, written = estimate(ask.text), estimate(text)
    return Amount(read, written, read + written)


def _plain(said: Any) -> Any:
    """Return an answer as plain values; a page that came in its place stays the text it is."""
    return said.model_dump(warnings=False) if isinstance(said, BaseModel) else said


class EndpointSummarizer(Briefings):
    """Briefings by the model of a server."""

    needs: ClassVar[str] = "server"

    def __init__(self, server: Server, glossary: Glossary | None = None) -> None:
        super().__init__(Endpoint(server), glossary)


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
    from digest.backends.llm import transport

    return openai.OpenAI(
        base_url=server.url,
        api_key=server.key or "none",  # servers of one's own want no key, the client wants one
        timeout=server.seconds,
        max_retries=server.retries,
        http_client=transport.client(server.seconds),
    )
