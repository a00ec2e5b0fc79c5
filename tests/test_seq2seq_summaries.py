"""Seq2SeqSummarizer on tiny checkpoints of every family, and both engines end to end."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import tiny_checkpoints
from digest.backends.extractive import Extractive
from digest.backends.neural.generation import Output, Request
from digest.backends.neural.seq2seq import Seq2SeqSummarizer
from digest.backends.neural.summarizer import ROOM
from digest.errors import ConfigError, ModelMissing
from digest.records import Article, Briefing, Failure, article_id, caveat
from digest.summarize import summarize
from digest.text.sentences import sentences, split
from tiny_checkpoints import DEVICE, QUIET

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Tiny
    from digest.backends.neural.batching import Tokens

torch = pytest.importorskip("torch")
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("one_thread"), *QUIET]

SHORT = "Inspectors found a crack. Repairs take two weeks."
BRIDGE = (
    "The only bridge was closed on Monday after inspectors found a crack.",
    "Repairs are expected to take at least two weeks.",
    "The bridge was built in 1974.",
)
SUMMARY = "Inspectors found a crack and closed the bridge. Repairs are to take two weeks."
TRANSLATED = {
    "Bridge closed for repairs": "Мост закрыт на ремонт",
    "Inspectors found a crack and closed the bridge.": "В опоре нашли трещину, и мост закрыли.",
    "Repairs are to take two weeks.": "Ремонт займет две недели.",
}


def _article(*paragraphs: str, language: str = "en", title: str = "Bridge closed") -> Article:
    return Article(article_id(title, paragraphs), title, paragraphs, language)


def _engine(path: Path, **options: Any) -> Seq2SeqSummarizer:
    return Seq2SeqSummarizer(path, **{"device": DEVICE, "dtype": "float32", **options})


class Echo:
    """A runtime that summarizes honestly: the first words of the source, as whole sentences."""

    def __init__(self, engine: Seq2SeqSummarizer, keep: int, language: str = "en") -> None:
        self.vocabulary, self.runtime = engine._open(language, language)
        self.keep = keep
        self.sources: list[str] = []
        self.ended = True

    def __call__(self, batch: list[Tokens], request: Request) -> list[Output]:
        texts = self.vocabulary.decode(batch)
        self.sources += texts
        kept = [" ".join(split(text, "en")[: self.keep]) for text in texts]
        prompt = self.vocabulary.prompt("en", "en")
        return [Output(made, self.ended) for made in self.vocabulary.encode(kept, prompt)]


# family -> what its manual says leads the text, and the language its tokenizer is told
TOLD = {"bart": ("", ""), "pegasus": ("", ""), "mbart": ("", "ru_RU"), "t5": ("summarize: ", ""),
        "mt5": ("", "")}  # fmt: skip


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("family", TOLD)
def test_token_for_token_as_one_by_one(tiny: Tiny, family: str, beams: int) -> None:
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    engine = _engine(tiny(family), beams=beams)
    lead, code = TOLD[family]
    language = "ru" if family == "mbart" else "en"
    tokenizer = AutoTokenizer.from_pretrained(tiny(family))
    model = AutoModelForSeq2SeqLM.from_pretrained(tiny(family)).eval().to(DEVICE)
    model.generation_config.forced_eos_token_id = None
    model.generation_config.max_length = None
    if code:
        tokenizer.src_lang = code
    texts = [SHORT, BRIDGE[2], BRIDGE[0]]
    vocabulary, runtime = engine._open(language, language)
    prompt = replace(vocabulary.prompt(language, language), lead=engine._prefix)
    request = Request(40, beams, prompt.forced, engine._options)
    made = runtime.generate(vocabulary.encode(texts, prompt), request)
    size = 2 if family == "mt5" else 3
    for text, output in zip(texts, made, strict=True):
        inputs = tokenizer(lead + text, return_tensors="pt").to(DEVICE)
        expected = model.generate(
            **inputs, num_beams=beams, max_new_tokens=40, min_length=0, no_repeat_ngram_size=size
        )[0].tolist()
        assert [*output.tokens] == expected[1:]


class TestLongTexts:
    def test_windows_hold_every_sentence_in_order_and_fit(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        article = _article(
            *(f"In {year} the bridge number {year} was built." for year in range(1950, 1990))
        )
        echo = Echo(engine, keep=1)
        engine._loaded = echo.vocabulary, _Scripted(echo)
        engine.summarize([article], 3)
        first = _first_round(echo.sources, article)
        assert " ".join(first) == " ".join(sentences(article))
        prompt = echo.vocabulary.prompt("en", "en")
        sizes = [len(tokens) for tokens in echo.vocabulary.encode(first, prompt)]
        assert max(sizes) <= engine._longest <= tiny_checkpoints.POSITIONS
        assert min(sizes) > max(sizes) / 2  # the last window is no crumb
        assert len(first) > 4

    def test_summaries_are_summarized_until_short_enough(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        article = _article(
            *(f"In {year} the bridge number {year} was built." for year in range(1950, 1990))
        )
        echo = Echo(engine, keep=1)
        engine._loaded = echo.vocabulary, _Scripted(echo)
        (briefing,) = engine.summarize([article], 3)
        assert isinstance(briefing, Briefing)
        assert 1 <= len(briefing.points) <= 3
        assert len(echo.sources) > len(_first_round(echo.sources, article))
        assert briefing.points[0].text == sentences(article)[0]
        assert all(point.evidence for point in briefing.points)

    def test_a_sentence_longer_than_the_model_reads_goes_in_clauses(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        long = ", ".join(f"in {year} they built a bridge" for year in range(1950, 1990)) + "."
        echo = Echo(engine, keep=1)
        engine._loaded = echo.vocabulary, _Scripted(echo)
        article = _article(long, BRIDGE[1])
        engine.summarize([article], 1)
        windows = _first_round(echo.sources, article)
        assert " ".join(windows) == f"{long} {BRIDGE[1]}"
        assert all(window.endswith((",", ".")) for window in windows)

    def test_a_whole_day_is_one_pool(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        echo = Echo(engine, keep=2)
        scripted = _Scripted(echo)
        engine._loaded = echo.vocabulary, scripted
        day = [_article(f"The bridge {n} was built in 1974.", BRIDGE[1]) for n in range(30)]
        assert len(summarize(day, engine, 2)) == 30
        assert scripted.calls < 10


class _Scripted:
    """A runtime around a function, which counts its calls."""

    def __init__(self, work: Echo) -> None:
        from digest.backends.neural.batching import Budget

        self.work, self.calls = work, 0
        self.rows, self.budget = work.runtime.rows, Budget(8192)

    def generate(self, batch: list[Tokens], request: Request) -> list[Output]:
        self.calls += 1
        return self.work(batch, request)

    def close(self) -> None:
        return


def _first_round(sources: list[str], article: Article) -> list[str]:
    """Return the sources of the first round, in the article's order."""
    whole = " ".join(sentences(article))
    firsts: list[str] = []
    rest = whole
    while rest:
        window = max((s for s in sources if rest.startswith(s)), key=len)
        firsts.append(window)
        rest = rest[len(window) :].strip()
    return firsts


class TestFallback:
    def test_points_that_the_article_does_not_say_are_left_out(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        article = _article(*BRIDGE)
        (plain,) = Extractive().summarize([article], 3)
        assert isinstance(plain, Briefing)
        briefing = engine._briefing(plain, [BRIDGE[1], "Potatoes win the Olympics again."], 3)
        assert [point.text for point in briefing.points] == [BRIDGE[1]]
        assert briefing.warnings == (caveat("ungrounded", count=1),)
        assert briefing.made_by == engine.signature

    def test_M09_garbage_is_never_shown(self, tiny: Tiny) -> None:
        """Random weights write random words: the briefing is extractive, and says so."""
        article = _article(*BRIDGE)
        (briefing,) = _engine(tiny("bart"), beams=1).summarize([article], 2)
        (plain,) = Extractive().summarize([article], 2)
        assert isinstance(plain, Briefing)
        assert briefing == replace(plain, warnings=(caveat("fallback", engine="seq2seq"),))

    def test_a_language_that_the_model_does_not_read(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        article = _article("Мост закрыли. Рамонт скончыцца праз тыдзень.", language="be")
        (briefing,) = engine.summarize([article], 2)
        assert isinstance(briefing, Briefing)
        assert briefing.warnings == (caveat("fallback", engine="seq2seq"),)
        assert engine._loaded is None  # not even loaded

    def test_M11_a_cut_sentence_is_left_out(self, tiny: Tiny) -> None:
        engine = _engine(tiny("bart"))
        echo = Echo(engine, keep=3)
        engine._loaded = echo.vocabulary, _Scripted(echo)
        article = _article(" ".join(BRIDGE))
        echo.ended = False
        (briefing,) = engine.summarize([article], 3)
        assert isinstance(briefing, Briefing)
        assert 1 <= len(briefing.points) < 3 or briefing.warnings

    def test_M06_a_text_that_does_not_fit_falls_back(
        self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = _engine(tiny("mt5"))
        _, runtime = engine._open("en", "en")

        def full(**_: Any) -> None:
            raise MemoryError

        monkeypatch.setattr(runtime._model, "generate", full)  # type: ignore[attr-defined]
        (briefing,) = engine.summarize([_article(*BRIDGE)], 2)
        assert isinstance(briefing, Briefing)
        assert briefing.warnings == (caveat("fallback", engine="seq2seq"),)

    def test_an_article_without_sentences_is_a_failure(self, tiny: Tiny) -> None:
        results = _engine(tiny("mt5")).summarize([_article("", title="")], 2)
        assert isinstance(results[0], Failure)

    def test_M07_weights_that_cannot_be_used_end_no_night(
        self, tiny: Tiny, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The articles speak for themselves, the reader is told, and nothing is loaded twice."""
        from safetensors.torch import load_file, save_file

        path = shutil.copytree(tiny("bart"), tmp_path / "bart")
        weights = load_file(path / "model.safetensors")
        weights[next(name for name in weights if "fc1.weight" in name)][:] = float("nan")
        save_file(weights, path / "model.safetensors", {"format": "pt"})
        engine, article = _engine(path), _article(*BRIDGE)
        (plain,) = Extractive().summarize([article], 2)
        for _ in range(2):
            (made,) = engine.summarize([article], 2)
            assert isinstance(plain, Briefing)
            assert isinstance(made, Briefing)
            assert (made.points, made.made_by) == (plain.points, plain.made_by)
            assert [warning.kind for warning in made.warnings] == ["fallback"]
            assert "give no numbers" in caplog.text
            shutil.rmtree(path, ignore_errors=True)  # it would be noticed


def test_pegasus_writes_line_ends_in_its_own_way(tiny: Tiny) -> None:
    vocabulary, _ = _engine(tiny("pegasus"))._open("en", "en")
    (one, two) = vocabulary.encode([BRIDGE[1], BRIDGE[2]], vocabulary.prompt("en", "en"))
    end = vocabulary.tokenizer.convert_tokens_to_ids(["<n>"])
    assert vocabulary.decode([(*one[:-1], *end, *two)]) == [f"{BRIDGE[1]} {BRIDGE[2]}"]


class TestSettings:
    def test_M01_without_a_model_it_says_what_to_set(self) -> None:
        with pytest.raises(ConfigError, match=r"set \[brief\] model"):
            Seq2SeqSummarizer(None)
        with pytest.raises(ModelMissing, match="there is no model"):
            Seq2SeqSummarizer("facebook/bart-large-cnn")

    def test_a_translator_is_not_a_summarizer(self, tiny: Tiny) -> None:
        with pytest.raises(ConfigError, match="marian model"):
            Seq2SeqSummarizer(tiny("marian"))

    def test_the_checkpoints_options_come_before_the_familys(
        self, tiny: Tiny, tmp_path: Path
    ) -> None:
        path = shutil.copytree(tiny("mt5"), tmp_path / "mt5")
        tiny_checkpoints.write(
            path, "generation_config.json", {"num_beams": 2, "length_penalty": 0.6}
        )
        settings = dict(_engine(path).signature.settings)
        assert settings["beams"] == "2"
        assert settings["length_penalty"] == "0.6"
        assert settings["no_repeat_ngram_size"] == "2"
        assert settings["room"] == str(ROOM)
        assert _engine(path, beams=1).signature != _engine(path).signature


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A summarizer and a translator that were trained, though on one text each."""
    folder = tmp_path_factory.mktemp("taught")
    summarizer = tiny_checkpoints.bart(folder)
    tiny_checkpoints.taught(summarizer, [(" ".join(BRIDGE), SUMMARY)], 500)
    translator = tiny_checkpoints.marian(folder).rename(folder / "opus-mt-en-ru")
    lessons = list(TRANSLATED.items())
    return summarizer, tiny_checkpoints.taught(translator, lessons, 500, zeros=True)


@pytest.mark.parametrize("name", ["seq2seq", "ctranslate2"])
def test_from_the_command_line(
    name: str,
    taught: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A page in, a briefing in Russian out, both by models that learned it."""
    from digest.cli import cli

    if name == "ctranslate2":
        pytest.importorskip("ctranslate2")
        for path in taught:
            asked = ["models", "convert", str(path), "--quantization", "float32"]
            assert cli(asked, standalone_mode=False) == 0
        capsys.readouterr()
    summarizer, translator = taught
    title = "Bridge closed for repairs"
    text = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
    body = f"<body><article><h1>{title}</h1>{text}</article></body>"
    page = f"<!doctype html><html><head><title>{title}</title></head>{body}</html>"
    (tmp_path / "bridge.html").write_text(page, "utf-8")
    settings = (
        f'[brief]\nmodel = "{summarizer}"\n[translate]\nmodels = ["{translator}"]\nengines = []\n'
    )
    (tmp_path / "digest.toml").write_text(settings, "utf-8")
    monkeypatch.chdir(tmp_path)
    arguments = ["brief", "bridge.html", "--engine", name, "--to", "ru", "--json"]
    assert cli(arguments, standalone_mode=False) == 0
    record = json.loads(capsys.readouterr().out)
    assert " ".join(point["text"] for point in record["points"]) == SUMMARY
    assert [point["evidence"] for point in record["points"]] == [[0], [1]]
    assert record["made_by"]["engine"] == name
    (translation,) = record["translations"]
    texts = [translation["headline"], *(point["text"] for point in translation["points"])]
    assert texts == list(TRANSLATED.values())
    assert translation["route"] == ["en", "ru"]
    assert translation["made_by"]["engine"] == name
    assert translation["made_by"]["model"] == "opus-mt-en-ru"
    assert record["warnings"] == []
