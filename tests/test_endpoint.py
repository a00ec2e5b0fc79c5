"""A server that speaks the OpenAI API: whatever it does, no article is lost and no cap passed."""

from __future__ import annotations

import itertools
import json
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug import Request, Response

from digest.backends.llm.endpoint import EndpointSummarizer, EndpointTranslator, Server
from digest.backends.llm.metering import Caps, estimate
from digest.config.language_models import Endpoint
from digest.errors import ConfigError
from digest.records import Article, Briefing, caveat
from digest.text.glossary import Glossary
from loopback import Listener
from test_language_models import ARTICLE, GOOD, told

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer


def _said(content: object, *, reason: str = "stop", read: int = 900) -> dict[str, Any]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return {
        "id": "1", "object": "chat.completion", "created": 1, "model": "m",
        "choices": [{"index": 0, "finish_reason": reason,
                     "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": read, "completion_tokens": 100, "total_tokens": read + 100},
    }  # fmt: skip


def _serve(
    httpserver: HTTPServer, *replies: Response | dict[str, Any] | str
) -> list[dict[str, Any]]:
    """Answer with these, the last one for ever; return the list that requests will be put on."""
    asked: list[dict[str, Any]] = []

    def handle(request: Request) -> Response:
        asked.append({**request.get_json(), "_key": request.headers.get("Authorization")})
        reply = replies[min(len(asked), len(replies)) - 1]
        if isinstance(reply, Response):
            return reply
        text = reply if isinstance(reply, str) else json.dumps(reply)
        return Response(text, content_type="application/json")

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(handle)
    return asked


@pytest.fixture
def server(httpserver: HTTPServer) -> Callable[..., Server]:
    def made(**options: Any) -> Server:
        options = {"retries": 0, "seconds": 5.0, "concurrency": 1, **options}
        return Server(httpserver.url_for("/v1"), "m", "secret-key", **options)

    return made


def test_a_server_is_asked_for_json_that_fits_the_schema(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    asked = _serve(httpserver, _said(GOOD))
    made = told(EndpointSummarizer(server()))
    assert (made.made_by.engine, made.made_by.model) == ("endpoint", "m")
    (request,) = asked
    assert request["response_format"]["json_schema"]["schema"]["required"] == [
        "headline", "points",
    ]  # fmt: skip
    assert (request["temperature"], request["seed"]) == (0.0, 1)
    assert request["_key"] == "Bearer secret-key"
    assert "Ясенку" in request["messages"][0]["content"]


def test_the_key_is_never_shown(server: Callable[..., Server]) -> None:
    assert "secret-key" not in repr(server())


def test_a_server_without_schemas_is_asked_without(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    refusal = Response('{"error": {"message": "response_format is not supported"}}', status=400,
                       content_type="application/json")  # fmt: skip
    asked = _serve(httpserver, refusal, _said(GOOD))
    made = told(EndpointSummarizer(server()))
    assert made.made_by.engine == "endpoint"
    assert ["response_format" in request for request in asked] == [True, False]


@pytest.mark.parametrize(
    "reply",
    [
        Response("upstream is down", status=500),
        Response("{}", status=401, content_type="application/json"),
        "<html>captive portal</html>",
        "{}",
        _said(GOOD, reason="length"),
        _said(GOOD, read=3),
        _said("no JSON here"),
        _said('{"a":' * 100_000),
        "[" * 200_000,
        "[1]",
        '{"choices": "abc"}',
        '{"choices": [{"message": null}]}',
        '{"choices": [{"message": {"content": [{"type": "text", "text": "x"}]}}]}',
        {**_said("x"), "usage": {"prompt_tokens": None, "completion_tokens": "many"}},
        {**_said("x"), "usage": "lots"},
        _said({**GOOD, "headline": "\ud800", "points": [{"text": "\ud800", "quote": "\udfff"}]}),
    ],
    ids=[
        "500",
        "401",
        "html",
        "empty",
        "cut off",
        "prompt cut",
        "prose",
        "deep answer",
        "deep body",
        "a list",
        "choices",
        "no message",
        "parts",
        "no counts",
        "usage",
        "surrogates",
    ],
)
def test_m18_whatever_a_server_does_no_article_is_lost(
    httpserver: HTTPServer, server: Callable[..., Server], reply: Response | dict[str, Any] | str
) -> None:
    asked = _serve(httpserver, reply)
    made = told(EndpointSummarizer(server()))
    assert made.warnings == (caveat("fallback", engine="endpoint"),)
    assert len(asked) == 2


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("chunk", [b" ", b" " * 65_536], ids=["slow", "huge"])
def test_m18_an_answer_without_end_is_given_up(
    httpserver: HTTPServer, server: Callable[..., Server], chunk: bytes, status: int
) -> None:
    endless = itertools.repeat(chunk)
    _serve(httpserver, Response(endless, status, content_type="application/json"))
    made = told(EndpointSummarizer(server(seconds=0.5)))
    assert made.warnings == (caveat("fallback", engine="endpoint"),)


def _dripping(connection: socket.socket, request: bytes) -> None:
    """Send headers without end, one after another, until nobody reads them."""
    connection.settimeout(0.05)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while request:
        connection.sendall(b"X: y\r\n")
        with suppress(TimeoutError):
            request = connection.recv(65_536)


def test_m18_headers_without_end_are_given_up(
    server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(_dripping) as slow:
        made = told(EndpointSummarizer(replace(server(seconds=0.5), url=slow.url("/v1"))))
    assert made.warnings == (caveat("fallback", engine="endpoint"),)
    assert "the answer did not end within 0.5 s" in caplog.text
    assert slow.connections == 2


def test_m18_articles_follow_no_redirect(
    httpserver: HTTPServer, server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    """A portal that stands before the network would be sent the day's articles."""
    _serve(httpserver, Response(status=307, headers={"Location": httpserver.url_for("/portal")}))
    httpserver.expect_request("/portal").respond_with_json(_said(GOOD))
    made = told(EndpointSummarizer(server()))
    assert made.made_by.engine == "extractive"
    assert "Error code: 307" in caplog.text


def test_m18_a_server_that_is_not_there_says_why(
    server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    EndpointSummarizer(replace(server(), url="http://127.0.0.1:9/v1")).summarize([ARTICLE], 4)
    assert "Connection refused" in caplog.text


def test_m18_a_retry_waits_as_long_as_the_server_asks(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    busy = Response("{}", status=429, headers={"Retry-After": "0.01"})
    asked = _serve(httpserver, busy, _said(GOOD))
    made = told(EndpointSummarizer(server(retries=1)))
    assert (made.made_by.engine, len(asked)) == ("endpoint", 2)


def _many(count: int) -> list[Article]:
    return [Article(f"a{n}", "Мост закрыт", ARTICLE.text, "ru") for n in range(count)]


def test_m18_after_five_failures_in_a_row_the_server_is_left_alone(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    asked = _serve(httpserver, Response("down", status=500))
    made = EndpointSummarizer(server()).summarize(_many(20), 4)
    assert len(asked) == 5
    assert all(isinstance(one, Briefing) and one.points for one in made)


def _messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name.startswith("digest")]


def test_m18_why_a_server_is_of_no_use_is_told_once(
    httpserver: HTTPServer, server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"error": {"message": "Incorrect API key provided: sk-secret"}}
    _serve(httpserver, Response(json.dumps(wrong), status=401, mimetype="application/json"))
    engine = EndpointSummarizer(replace(server(concurrency=1), key="sk-secret"))
    engine.summarize(_many(20), 4)
    first, last = _messages(caplog)
    assert first.startswith(f"{httpserver.url_for('/v1')}: Error code: 401")
    assert "left alone after 5 failures in a row" in last
    assert "Incorrect API key provided" in first
    assert "sk-secret" not in caplog.text


def test_m18_a_cap_that_is_reached_is_told_once(
    httpserver: HTTPServer, server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    _serve(httpserver, _said(GOOD))
    EndpointSummarizer(server(caps=Caps(tokens=4000))).summarize(_many(9), 4)
    (told,) = _messages(caplog)
    assert told.endswith("the cap of 4000 tokens a night is reached")


def test_an_answer_of_no_use_is_told_to_who_asks_for_details(
    httpserver: HTTPServer, server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="digest")
    _serve(httpserver, {**_said(GOOD), "choices": [{"message": {"content": "I cannot."}}]})
    EndpointSummarizer(server()).summarize([ARTICLE], 4)
    assert _messages(caplog) == ["an answer is of no use: there is no JSON object in it"] * 2


@pytest.mark.parametrize(
    ("caps", "most"),
    [(Caps(tokens=4000), 4000), (Caps(cost=0.004, prices=(1.0, 1.0)), 4000)],
    ids=["tokens", "cost"],
)
@pytest.mark.parametrize("told", [True, False], ids=["told by the server", "counted by us"])
def test_m18_the_caps_of_a_night_hold(
    httpserver: HTTPServer, server: Callable[..., Server], caps: Caps, most: int, told: bool
) -> None:
    asked = _serve(httpserver, _said(GOOD) if told else {**_said(GOOD), "usage": None})
    engine = EndpointSummarizer(server(caps=caps, concurrency=4))
    made = engine.summarize(_many(9), 4)
    (spent,) = engine.spent()
    assert most / 2 < spent.read + spent.written <= most
    assert 0 < len(asked) == spent.asked < 9
    assert spent.estimated == (0 if told else spent.read + spent.written)
    engines = [one.made_by.engine for one in made if isinstance(one, Briefing)]
    assert engines.count("endpoint") == len(asked)
    assert engines.count("extractive") == 9 - len(asked)


def test_m18_all_engines_of_a_server_share_its_caps_and_its_count(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    asked = _serve(httpserver, _said(GOOD), _said(_translated("Мост.")))
    same = server(caps=Caps(tokens=3000))
    briefer, translator = EndpointSummarizer(same), EndpointTranslator(same, ["be", "ru"])
    briefer.summarize(_many(1), 4)
    translator.translate(["Мост."], "ru", "be")
    translator.translate(["Мост."], "ru", "be")
    assert len(asked) == 1, "a translation may come to 2000 tokens and its prompt"
    assert briefer.spent() == translator.spent()
    (spent,) = briefer.spent()
    assert (spent.task, spent.asked, spent.read, spent.written) == ("briefing", 1, 900, 100)


def test_m18_an_answer_that_never_came_counts_as_its_prompt(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    _serve(httpserver, "<html>captive portal</html>")
    engine = EndpointSummarizer(server())
    engine.summarize(_many(1), 4)
    (spent,) = engine.spent()
    assert (spent.asked, spent.written) == (2, 0)
    assert spent.read == spent.estimated > 0


def test_the_configured_server_is_one_for_all_engines() -> None:
    table = Endpoint(url="http://127.0.0.1:1/v1", model="m", tokens=100, prices=(1.0, 2.0))
    assert table.server is table.server
    assert table.server.caps == Caps(100, 0.0, (1.0, 2.0))


@pytest.mark.parametrize("text", ["Мост цераз Ясенку.", "The bridge is closed.", "", "日本語"])
def test_our_count_of_tokens_is_no_less_than_a_token_for_three_letters(text: str) -> None:
    assert len(text) / 3 <= estimate(text) <= len(text)


def test_several_prompts_are_on_their_way_at_once_and_come_back_in_order(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    def handle(request: Request) -> Response:
        number = request.get_json()["messages"][0]["content"].rpartition("Сюжет номер ")[2][:2]
        quote = f"Сюжет номер {number} начался сегодня."
        brief = {"headline": "x", "points": [{"text": quote, "quote": quote}]}
        return Response(json.dumps(_said(brief)), content_type="application/json")

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(handle)
    texts = [f"Сюжет номер {n} начался сегодня." for n in range(10, 30)]
    day = [Article(text, "", (text,), "ru") for text in texts]
    made = EndpointSummarizer(server(concurrency=8)).summarize(day, 4)
    said = [one.points[0].text for one in made if isinstance(one, Briefing)]
    assert said == texts


def test_who_is_interrupted_waits_for_no_answer(server: Callable[..., Server]) -> None:
    """A service manager kills who does not end within 90 s; an answer may take that long."""

    def handle(connection: socket.socket, request: bytes) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
        silence.stopped.wait()

    before = signal.signal(signal.SIGUSR1, signal.default_int_handler)
    try:
        with Listener(handle) as silence:
            endless = server(seconds=60.0, concurrency=1)
            engine = EndpointSummarizer(replace(endless, url=silence.url("/v1")))
            with pytest.raises(KeyboardInterrupt):
                engine.summarize(_many(3), 4)
            assert engine.spent() == (), "nothing has ended when the interrupt comes through"
        assert silence.connections == 1
    finally:
        signal.signal(signal.SIGUSR1, before)


# ── translations ─────────────────────────────────────────────────────────────────────────────────


Row = dict[str, Any]  # of an answer: number, begins, text
Rows = list[Row]


def _translated(*texts: str) -> dict[str, Any]:
    """Return the answer to sentences that are translated as themselves."""
    return {"translations": [_row(n, text, text) for n, text in enumerate(texts, 1)]}


def _row(number: object, sentence: str, text: str) -> Row:
    return {"number": number, "begins": " ".join(sentence.split()[:3]), "text": text}


def _right(prompt: str) -> Rows:
    """Return what a model should say: each sentence in upper case."""
    block = prompt.rpartition("=== SENTENCES ===\n")[2].partition("\n=== END ===")[0]
    said = [line.removeprefix("> ").partition(". ")[2] for line in block.splitlines()]
    return [_row(n, text, text.upper()) for n, text in enumerate(said, 1)]


def _translating(httpserver: HTTPServer, mangled: Callable[[Rows], Rows]) -> list[int]:
    """Translate right but for what `mangled` does; return how many sentences came each time."""
    asked: list[int] = []

    def handle(request: Request) -> Response:
        right = _right(request.get_json()["messages"][0]["content"])
        asked.append(len(right))
        reply = _said({"translations": mangled(right)})
        return Response(json.dumps(reply), content_type="application/json")

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(handle)
    return asked


def test_lost_sentences_are_asked_for_again_and_order_is_kept(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    def forgetful(rows: Rows) -> Rows:
        kept = rows if len(rows) <= 2 else rows[:-1]
        return [row for row in kept if "МОЛЧИ" not in row["text"]]

    _translating(httpserver, forgetful)
    engine = EndpointTranslator(server(), ["ru", "be"])
    texts = [f"сказ {n}" for n in range(30)] + ["сказ 3", "", "молчи"]
    made = engine.translate(texts, "ru", "be")
    assert made == [text.upper() if text != "молчи" else "" for text in texts]
    assert engine.pairs == {("ru", "be"), ("be", "ru")}


TWELVE = [f"{word} мост закрыт на ремонт." for word in
          ("Первый", "Второй", "Третий", "Четвёртый", "Пятый", "Шестой", "Седьмой", "Восьмой",
           "Девятый", "Десятый", "Одиннадцатый", "Двенадцатый")]  # fmt: skip


def _counted(rows: Rows) -> Rows:
    """Number rows as they come, as a model does that has lost count."""
    return [{**row, "number": n} for n, row in enumerate(rows, 1)]


def _shifted(rows: Rows) -> Rows:
    """Give each sentence the next one's translation, and the last one the first one's."""
    return _counted([*rows[1:], rows[0]])


def _joined(rows: Rows) -> Rows:
    """Make one translation of the first two, and two of the last."""
    first, second, *others = rows
    both = {**first, "text": f"{first['text']} {second['text']}"}
    last = others[-1]
    head, _, tail = last["text"].partition(" ")
    rest = {**last, "begins": tail, "text": tail}
    return _counted([both, *others[:-1], {**last, "text": head}, rest])


@pytest.mark.parametrize(
    "mangled",
    [
        lambda rows: rows[:1] + rows[2:],
        lambda rows: _counted(rows[:1] + rows[2:]),
        lambda rows: _counted([*rows[:1], *rows[2:], rows[-1]]),
        lambda rows: _counted([*rows[:2], *rows[1:-1]]),
        lambda rows: [*rows[:2], *rows[1:-1]],
        lambda rows: [*rows, {**rows[-1], "number": len(rows) + 1}],
        lambda rows: [*rows, rows[0]],
        lambda rows: [{**row, "number": row["number"] - 1} for row in rows],
        lambda rows: [{**row, "number": row["number"] + 1} for row in rows],
        _shifted,
        _joined,
    ],
    ids=[
        "drops",
        "drops and counts on",
        "drops and fills up",
        "doubles and counts on",
        "doubles with its number",
        "adds",
        "repeats",
        "counts from 0",
        "counts from 2",
        "shifts",
        "joins and splits",
    ],
)
@pytest.mark.parametrize("most", [2, 3, 11], ids=lambda most: f"right up to {most}")
def test_a_model_that_loses_count_is_asked_again_in_halves_and_no_pair_is_wrong(
    httpserver: HTTPServer,
    server: Callable[..., Server],
    mangled: Callable[[Rows], Rows],
    most: int,
) -> None:
    asked = _translating(httpserver, lambda rows: rows if len(rows) <= most else mangled(rows))
    engine = EndpointTranslator(server(), ["ru", "be"])
    assert engine.translate(TWELVE, "ru", "be") == [text.upper() for text in TWELVE]
    assert asked == {2: [12, 6, 6, 3, 3, 3, 3] + [1, 2] * 4, 3: [12, 6, 6, 3, 3, 3, 3],
                     11: [12, 6, 6]}[most]  # fmt: skip
    (spent,) = engine.spent()
    assert (spent.asked, spent.read, spent.written) == (
        len(asked),
        900 * len(asked),
        100 * len(asked),
    )


def test_a_model_that_never_counts_right_translates_nothing(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    asked = _translating(httpserver, lambda rows: [{**r, "number": r["number"] + 1} for r in rows])
    made = EndpointTranslator(server(), ["ru", "be"]).translate(TWELVE, "ru", "be")
    assert made == [""] * 12
    assert asked.count(1) == 12


@pytest.mark.parametrize(
    "written",
    [
        lambda row: {**row, "number": str(row["number"])},
        lambda row: {**row, "begins": f"«{row['begins'].upper()}…»"},
        lambda row: {**row, "begins": row["begins"].replace("ё", "е")},
        lambda row: {**row, "begins": row["begins"][:6]},
        lambda row: {**row, "note": "sure"},
    ],
    ids=["a text", "in quotes", "without dots", "in part", "with a note"],
)
def test_how_a_number_or_the_first_words_are_written_does_not_matter(
    httpserver: HTTPServer, server: Callable[..., Server], written: Callable[[Row], Row]
) -> None:
    asked = _translating(httpserver, lambda rows: list(map(written, reversed(rows))))
    made = EndpointTranslator(server(), ["ru", "be"]).translate(TWELVE, "ru", "be")
    assert made == [text.upper() for text in TWELVE]
    assert asked == [12]


def test_m18_a_cap_holds_while_a_model_that_loses_count_is_asked_again(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    asked = _translating(httpserver, lambda rows: rows if len(rows) <= 3 else _shifted(rows))
    engine = EndpointTranslator(server(caps=Caps(tokens=6000)), ["ru", "be"])
    made = engine.translate(TWELVE, "ru", "be")
    assert all(new in {"", text.upper()} for new, text in zip(made, TWELVE, strict=True))
    assert 0 < made.count("") < 12
    (spent,) = engine.spent()
    assert spent.read + spent.written == 1000 * len(asked) <= 6000


@pytest.mark.parametrize(
    ("text", "said", "made"),
    [
        ("The bridge is closed.", "- Мост закрыт.", "Мост закрыт."),
        ("– I cannot get through.", "— Я не проеду.", "— Я не проеду."),
    ],
)
def test_a_translation_has_no_mark_of_a_list(
    httpserver: HTTPServer, server: Callable[..., Server], text: str, said: str, made: str
) -> None:
    _serve(httpserver, _said(_translated(said)))
    assert EndpointTranslator(server(), ["en", "ru"]).translate([text], "en", "ru") == [made]


def test_the_glossary_s_terms_go_into_the_prompt(
    httpserver: HTTPServer, server: Callable[..., Server]
) -> None:
    asked = _serve(httpserver, _said(_translated("Minsk.")))
    engine = EndpointTranslator(server(), ["be", "en"], Glossary.load())
    engine.translate(["Сустрэча прайшла ў Мінску."], "be", "en")
    assert "- Мінску: Minsk" in asked[0]["messages"][0]["content"]


def test_an_address_that_is_none_is_told_before_the_night() -> None:
    with pytest.raises(ConfigError, match="http://"):
        EndpointSummarizer(Server("127.0.0.1:8080/v1", "m"))


def test_an_endpoint_without_an_address_says_what_to_set() -> None:
    with pytest.raises(ConfigError, match=r"\[endpoint\] url and model"):
        EndpointSummarizer(Server("", ""))
