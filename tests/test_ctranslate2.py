"""The engine `ctranslate2` and conversion, on tiny checkpoints of every family."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tiny_checkpoints
import tiny_converted
from digest.backends.extractive import Extractive
from digest.backends.models import converted
from digest.backends.models.checkpoint import Checkpoint
from digest.backends.models.converted import FOLDER, Converted
from digest.backends.neural import batching
from digest.backends.neural.choice import engine_of
from digest.backends.neural.conversion import comparison
from digest.backends.neural.conversion.convert import QUANTIZATIONS, convert
from digest.backends.neural.ctranslate2 import CTranslate2Summarizer, CTranslate2Translator
from digest.backends.neural.families import SUMMARIZERS, TRANSLATORS, family_of
from digest.backends.neural.generation import Output, Request, cost, room
from digest.backends.neural.languages import languages
from digest.backends.neural.runtimes.ctranslate2 import CTranslate2
from digest.backends.neural.runtimes.pytorch import PyTorch
from digest.backends.neural.vocabulary import Prompt, Vocabulary
from digest.errors import ConfigError, DigestError, ModelMissing
from digest.pipeline import Engines, Plan, process
from digest.records import Article, Briefing, Detection, article_id
from digest.store import Database, Ledger
from tiny_checkpoints import QUIET, SENTENCES

if TYPE_CHECKING:
    from conftest import Tiny

pytest.importorskip(
    "ctranslate2", reason="CTranslate2 is not here (150 MB): pip install -e '.[ctranslate2]'"
)
pytestmark = QUIET


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a converted Marian model of random weights, made without PyTorch."""
    return tiny_converted.marian(tmp_path_factory.mktemp("converted"))


def _engine(path: Path, **options: Any) -> CTranslate2Translator:
    return CTranslate2Translator(path, **{"beams": 1, "device": "cpu", **options})


class TestWithoutPyTorch:
    def test_a_process_never_loads_it(self, model: Path) -> None:
        """Not even where it is installed: its import costs seconds and 200 MB."""
        program = (
            "import sys\n"
            "from digest.backends.neural.ctranslate2 import CTranslate2Translator as T\n"
            f"made = T({str(model)!r}).translate(['Мост.', 'Вода.'], 'ru', 'uk')\n"
            "assert len(made) == 2 and 'ctranslate2' in sys.modules\n"
            "assert 'torch' not in sys.modules"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True
        )
        assert (done.stdout, done.stderr) == ("", "")

    def test_the_network_is_never_asked(
        self, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Not by the conversion either; only `digest models pull` asks the hub."""
        pytest.importorskip("torch")

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a connection was tried")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        assert len(_engine(model).translate(["Мост."], "ru", "uk")) == 1
        convert(Checkpoint(tiny_checkpoints.marian(tmp_path)), tmp_path / "out", "float32")

    def test_order_and_duplicates(self, model: Path) -> None:
        engine = _engine(model)
        made = engine.translate(SENTENCES, "ru", "uk")
        assert made == [engine.translate([text], "ru", "uk")[0] for text in SENTENCES]
        assert made[1] == made[6]
        assert made[3] == ""
        assert len(set(made)) > 3  # the order is seen to be restored

    def test_a_batch_changes_nothing(self, model: Path) -> None:
        vocabulary, runtime = _engine(model)._open("ru", "uk")
        texts = [text for text in tiny_checkpoints.sentences() if len(text) < 90][:60]
        tokens = vocabulary.encode(texts, vocabulary.prompt("ru", "uk"))
        made = batching.run(
            tokens,
            lambda batch: runtime.generate(batch, Request(room(len(batch[0])), 4)),
            runtime.budget,
            room,
            cost,
        )
        alone = [runtime.generate([text], Request(room(len(text)), 4))[0] for text in tokens]
        assert made == alone
        assert len({output.tokens for output in alone}) > 10

    def test_a_replica_for_each_core(self, model: Path) -> None:
        runtime = CTranslate2(Converted(model), "cpu")
        assert runtime._model.num_translators == len(os.sched_getaffinity(0))

    @pytest.mark.parametrize("replicas", [1, 2, 3, 8])
    @pytest.mark.parametrize("beams", [1, 4])
    def test_replicas_get_equal_batches_that_fit(
        self, model: Path, monkeypatch: pytest.MonkeyPatch, replicas: int, beams: int
    ) -> None:
        runtime = CTranslate2(Converted(model), "cpu")
        monkeypatch.setattr(runtime, "_replicas", replicas)
        fit = runtime.budget.tokens // runtime._share
        for texts in (1, 5, 40, 200, 1000):
            size = runtime._together([(5,) * 30] * texts, beams)
            batches = -(-texts // size)
            assert size * 30 * beams <= fit
            assert batches <= texts
            if texts >= 40:
                assert batches % replicas == 0

    def test_what_was_cut_off_is_seen(self, model: Path) -> None:
        runtime = CTranslate2(Converted(model), "cpu")
        outputs = [runtime.generate([(n, 0)], Request(3))[0] for n in range(5, 80)]
        assert {output.ended for output in outputs} == {True, False}
        for output in outputs:
            assert output.ended == (output.tokens[-1] == 0)
            assert output.ended or len(output.tokens) == 3

    def test_long_sources_are_read_to_their_end(self, model: Path) -> None:
        """Past 1024 tokens, too, where CTranslate2 cuts without a word."""
        settings = json.loads((model / "config.json").read_text("utf-8"))
        assert settings["max_position_embeddings"] > 1100
        runtime = CTranslate2(Converted(model), "cpu")
        start = (5, 9, 12) * 360
        one, other = (runtime.score((*start, last, 0), (7, 8, 0)) for last in (30, 60))
        assert one != other
        made = [runtime.generate([(*start, last, 0)], Request(40)) for last in range(20, 60)]
        assert len({output.tokens for (output,) in made}) > 1

    def test_memory_that_does_not_suffice_halves_the_batch(
        self, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        runtime = CTranslate2(Converted(model), "cpu")
        asked: list[tuple[int, int]] = []
        real = runtime._model

        class Small:
            num_translators = real.num_translators

            def translate_batch(self, sources: Any, *rest: Any, **options: Any) -> Any:
                asked.append((len(sources), options["max_batch_size"]))
                if len(sources) > 5:
                    raise RuntimeError("CUDA failed with error out of memory")
                return real.translate_batch(sources, *rest, **options)

        monkeypatch.setattr(runtime, "_model", Small())
        texts = [(number, 9, 0) for number in range(5, 45)]

        def work(batch: list[batching.Tokens]) -> Any:
            return runtime.generate(batch, Request(8))

        assert None not in batching.run(texts, work, runtime.budget, cost=cost)
        assert min(size for size, _ in asked) <= 5
        assert asked[-1][1] < asked[0][1]  # the replicas' batches shrink along

    def test_other_errors_are_not_taken_for_it(
        self, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        runtime = CTranslate2(Converted(model), "cpu")
        with pytest.raises(ValueError, match="beam"):
            runtime.generate([(5, 0)], Request(8, beams=0))

    def test_weights_that_are_no_numbers(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match=r"NaN"):
            _engine(tiny_converted.marian(tmp_path, scale=float("nan"))).translate(
                ["Мост."], "ru", "uk"
            )

    def test_damaged_weights(self, model: Path, tmp_path: Path) -> None:
        damaged = Path(shutil.copytree(model, tmp_path / model.name))
        weights = damaged / FOLDER / "model.bin"
        weights.write_bytes(weights.read_bytes()[:1000])
        with pytest.raises(ModelMissing, match="cannot be loaded, convert it again"):
            _engine(damaged).translate(["Мост."], "ru", "uk")

    def test_a_directory_that_is_not_converted(self, model: Path, tmp_path: Path) -> None:
        plain = Path(shutil.copytree(model, tmp_path / model.name))
        shutil.rmtree(plain / FOLDER)
        with pytest.raises(ModelMissing, match=f"run digest models convert {plain}"):
            _engine(plain)

    def test_the_revision_is_that_of_the_converted_weights(
        self, model: Path, tmp_path: Path
    ) -> None:
        other = tiny_converted.marian(tmp_path, scale=0.9)
        signatures = [_engine(path).signature("ru", "uk") for path in (model, other)]
        assert [one.engine for one in signatures] == ["ctranslate2", "ctranslate2"]
        assert signatures[0].model == signatures[1].model
        assert signatures[0].revision != signatures[1].revision


class TestWhichRuntime:
    def test_converted_weights_come_first(
        self, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = Path(shutil.copytree(model, tmp_path / model.name))
        (both / "model.safetensors").touch()
        assert [engine_of(path) for path in (model, both)] == ["ctranslate2", "ctranslate2"]
        monkeypatch.setattr(converted, "find_spec", lambda name: None)
        assert engine_of(both) == "seq2seq"
        assert engine_of(model) == "ctranslate2"  # which then says what to install
        shutil.rmtree(both / FOLDER)
        assert engine_of(both) == "seq2seq"

    def test_the_command_line_uses_it(self, model: Path, tmp_path: Path) -> None:
        from click.testing import CliRunner

        from digest.cli import cli

        (tmp_path / "digest.toml").write_text(
            f'[translate]\nengines = []\nmodels = ["{model}"]\n', "utf-8"
        )
        asked = ["languages", "--config", str(tmp_path / "digest.toml")]
        result = CliRunner().invoke(cli, asked, standalone_mode=False)
        assert "ru → uk\tctranslate2" in result.stdout


def test_a_night_of_several_languages_loads_each_model_once(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two languages through a third one, to two readers, in more than one batch of articles."""
    started: list[str] = []
    start = CTranslate2Translator._start

    def noted(engine: CTranslate2Translator) -> Any:
        started.extend(f"{source}-{target}" for source, target in engine.pairs)
        return start(engine)

    monkeypatch.setattr(CTranslate2Translator, "_start", noted)
    pairs = [("en", "ru"), ("de", "ru"), ("ru", "be")]
    engines: tuple[Any, ...] = tuple(_engine(model, pairs=[pair]) for pair in pairs)
    day = [
        Article(f"{tag}{n}", f"{text} {n}", (f"{n}. {text}",), tag)
        for n in range(40)
        for tag, text in (("en", "The bridge was closed."), ("de", "Die Brücke ist gesperrt."))
    ]
    with Database(None) as database:
        night = Engines(Told(), Extractive(), engines)
        made = process(day, night, Ledger(database), Plan(("be", "ru"), batch=8))
    assert sorted(started) == ["de-ru", "en-ru", "ru-be"]
    assert {b.route for b in made.translations["be"]} == {("en", "ru", "be"), ("de", "ru", "be")}


class Told:
    """A detector that knows the two languages of that night by one word."""

    def detect(self, text: str) -> Detection:
        return Detection("de" if "ist" in text else "en", 1.0, "Latn")


# As CTranslate2 searches; with another penalty of length it finds other outputs than transformers.
PLAIN_BEAMS = {"early_stopping": True, "length_penalty": 1.0, "no_repeat_ngram_size": 0}
ENGLISH = ("The bridge was closed on Monday. A crack was found in it.",)
ARTICLE = Article(article_id("bridge", ENGLISH), "Bridge", ENGLISH, "en")


@pytest.mark.torch
@pytest.mark.usefixtures("one_thread")
class TestConversion:
    @pytest.mark.parametrize("family", tiny_checkpoints.MADE)
    def test_equal_token_for_token(self, tiny: Tiny, tmp_path: Path, family: str) -> None:
        """In float32, greedily and with beams that stop as CTranslate2's do."""
        made = convert(Checkpoint(tiny(family)), tmp_path / tiny(family).name, "float32")
        ours, theirs = CTranslate2(Converted(made), "cpu"), PyTorch(Checkpoint(tiny(family)))
        vocabulary, prompt = _prompt(tiny(family))
        for text in vocabulary.encode([text for text in SENTENCES if text], prompt):
            for beams, options in ((1, {}), (4, PLAIN_BEAMS)):
                asked = Request(room(len(text)), beams, prompt.forced, options)
                (one,), (other,) = ours.generate([text], asked), theirs.generate([text], asked)
                assert one == other or (beams > 1 and _tie(ours, text, one, other))

    def test_summaries_with_the_options_of_their_checkpoint(
        self, tiny: Tiny, tmp_path: Path
    ) -> None:
        """BART's: no three tokens twice, and a penalty of length."""
        made = convert(Checkpoint(tiny("bart")), tmp_path / "bart-tiny-cnn", "float32")
        engine = CTranslate2Summarizer(made, device="cpu")
        (briefing,) = engine.summarize([ARTICLE], 2)
        assert isinstance(briefing, Briefing)
        vocabulary, runtime = engine._open("en", "en")
        tokens = vocabulary.encode(tiny_checkpoints.sentences()[:40], vocabulary.prompt("en", "en"))
        free, bound = (
            [runtime.generate([text], Request(60, 4, None, options))[0].tokens for text in tokens]
            for options in ({"no_repeat_ngram_size": 0}, engine._options)
        )
        assert any(map(_repeats, free))
        assert not any(map(_repeats, bound))

    @pytest.mark.parametrize("family", ["madlad", "t5"])
    def test_outputs_that_are_not_scaled(self, tiny: Tiny, tmp_path: Path, family: str) -> None:
        """As T5 v1.1 and MADLAD have it, which CTranslate2 would scale."""
        path = Path(shutil.copytree(tiny(family), tmp_path / "in" / tiny(family).name))
        settings = json.loads((path / "config.json").read_text("utf-8"))
        (path / "config.json").write_text(
            json.dumps({**settings, "tie_word_embeddings": False}), "utf-8"
        )
        convert(Checkpoint(path), tmp_path / "out", "float32")
        assert Converted(tmp_path / "out").weights()

    @pytest.mark.parametrize("family", ["t5", "mt5"])
    def test_a_silent_fault_of_the_converter_is_found(
        self, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: str
    ) -> None:
        """Scaled outputs, as CTranslate2 makes them of mT5 without the mending."""
        from digest.backends.neural.conversion import convert as module

        def wrong(model: Any) -> None:
            model.config.tie_word_embeddings = family == "mt5"

        monkeypatch.setattr(module, "_mend", wrong)
        out = tmp_path / "out"
        with pytest.raises(DigestError, match="does not convert it right"):
            convert(Checkpoint(tiny(family)), out, "float32")
        assert list(out.iterdir()) == []

    def test_int8_within_its_tolerance(self, tmp_path: Path) -> None:
        calm = tiny_checkpoints.calm_marian(tmp_path)
        made = convert(Checkpoint(calm), calm)
        assert made == calm
        assert engine_of(calm) == "ctranslate2"
        sizes = [
            (calm / name).stat().st_size for name in (f"{FOLDER}/model.bin", "model.safetensors")
        ]
        assert sizes[0] < 0.4 * sizes[1]
        assert len(_engine(calm).translate(SENTENCES, "ru", "uk")) == len(SENTENCES)

    def test_int8_that_changes_too_much_is_removed(self, tiny: Tiny, tmp_path: Path) -> None:
        """Weights so wild that eight bits do not hold them; what was there before stays."""
        before = convert(Checkpoint(tiny("t5")), tmp_path / "t5", "float32") / FOLDER / "model.bin"
        stat = before.stat()
        with pytest.raises(DigestError, match="does not convert it right"):
            convert(Checkpoint(tiny("t5")), tmp_path / "t5", "int8")
        assert before.stat() == stat
        assert not list((tmp_path / "t5").glob(".converting-*"))

    def test_a_marian_model_that_was_trained_on(self, tiny: Tiny, tmp_path: Path) -> None:
        path = Path(shutil.copytree(tiny("marian"), tmp_path / tiny("marian").name))
        tiny_checkpoints.taught(path, [("Мост.", "Міст.")], steps=3)
        with pytest.raises(ConfigError, match="does not start from zeros"):
            convert(Checkpoint(path), tmp_path / "out")

    def test_M03_pickled_weights_are_read_as_tensors_only(self, tiny: Tiny, tmp_path: Path) -> None:
        import torch
        from safetensors.torch import load_file

        path = Path(shutil.copytree(tiny("marian"), tmp_path / tiny("marian").name))
        weights = load_file(path / "model.safetensors")
        (path / "model.safetensors").unlink()
        torch.save(weights, path / "pytorch_model.bin")
        convert(Checkpoint(path), path, "float32")
        assert engine_of(path) == "ctranslate2"
        canary = tmp_path / "canary"

        class Payload:
            def __reduce__(self) -> tuple[Any, ...]:
                return Path.touch, (canary,)

        torch.save({**weights, "payload": Payload()}, path / "pytorch_model.bin")
        with pytest.raises(ModelMissing, match="cannot be loaded"):
            convert(Checkpoint(path), tmp_path / "out", "float32")
        (path / "pytorch_model.bin").write_bytes(pickle.dumps(Payload()))
        with pytest.raises(ModelMissing, match="cannot be loaded"):
            convert(Checkpoint(path), tmp_path / "out", "float32")
        assert not canary.exists()

    def test_an_unknown_quantization(self, tiny: Tiny, tmp_path: Path) -> None:
        assert "int4" not in QUANTIZATIONS
        with pytest.raises(ConfigError, match="no quantization 'int4'; one of int8, "):
            convert(Checkpoint(tiny("t5")), tmp_path / "out", "int4")
        assert not (tmp_path / "out").exists()


def _prompt(path: Path) -> tuple[Vocabulary, Prompt]:
    checkpoint = Checkpoint(path)
    family = family_of(checkpoint, (*TRANSLATORS, *SUMMARIZERS))
    known = languages(checkpoint, family)
    vocabulary = Vocabulary(checkpoint, family, known)
    return vocabulary, vocabulary.prompt("ru", "ru" if "uk" not in known else "uk")


def _tie(runtime: CTranslate2, text: batching.Tokens, one: Output, other: Output) -> bool:
    """Tell whether two outputs are as likely: which of them ends in a beam first is chance."""
    sums = [
        runtime.score(text, made.tokens) * (len(made.tokens) + (not made.ended))
        for made in (one, other)
    ]
    return abs(sums[0] - sums[1]) < 0.001


def _repeats(tokens: tuple[int, ...]) -> bool:
    triples = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
    return len(set(triples)) < len(triples)


def test_the_comparison_is_of_scores_that_are_numbers() -> None:
    class Broken:
        def score(self, source: Any, target: Any) -> float:
            return float("nan")

    case = comparison.Case((5, 0), Request(8), (5, 0), -1.0)
    with pytest.raises(DigestError, match="scores an output nan"):
        comparison.compare(Broken(), [case], exact=False)  # type: ignore[arg-type]
