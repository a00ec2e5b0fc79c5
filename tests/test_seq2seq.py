"""Seq2Seq on tiny random checkpoints of the real classes, with real tokenizers."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING, Any

import pytest

import tiny_checkpoints
from digest.backends.models.checkpoint import Checkpoint
from digest.backends.neural import batching
from digest.backends.neural.generation import Request, room
from digest.backends.neural.runtimes import loading, memory
from digest.backends.neural.runtimes.pytorch import PyTorch
from digest.backends.neural.seq2seq import Seq2Seq
from digest.errors import ConfigError, DigestError, ModelMissing, NoRoute
from digest.gate import check_translation
from tiny_checkpoints import DEVICE, QUIET, SENTENCES, write

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Tiny

torch = pytest.importorskip("torch")
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("one_thread"), *QUIET]

LONG = ", ".join([f"в {n} году построили мост через реку" for n in range(1960, 1975)]) + "."
# family -> how the library's manuals say source and target, and what leads the text
TOLD: dict[str, tuple[str, str, str]] = {
    "marian": ("", "", ""),
    "marian_targets": ("", "", ">>ukr<< "),
    "m2m100": ("ru", "__uk__", ""),
    "small100": ("uk", "", ""),
    "nllb": ("rus_Cyrl", "ukr_Cyrl", ""),
    "mbart50": ("ru_RU", "uk_UA", ""),
    "madlad": ("", "", "<2uk> "),
}


def _engine(path: Path, **options: Any) -> Seq2Seq:
    return Seq2Seq(path, **{"beams": 1, "device": DEVICE, "dtype": "float32", **options})


def _copied(path: Path, to: Path) -> Path:
    return shutil.copytree(path, to / path.name)


class Plain:
    """The loop that the library's manual shows: one text at a time."""

    def __init__(self, path: Path) -> None:
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForSeq2SeqLM.from_pretrained(path).eval().to(DEVICE)
        self.model.generation_config.forced_eos_token_id = None
        self.model.generation_config.max_length = None

    def generate(self, text: str, told: tuple[str, str, str], beams: int) -> list[int]:
        source, forced, lead = told
        if source:
            self.tokenizer.src_lang = source
        inputs = self.tokenizer(lead + text, return_tensors="pt").to(DEVICE)
        options = {}
        if forced:
            options["forced_bos_token_id"] = self.tokenizer.convert_tokens_to_ids(forced)
        made: list[int] = self.model.generate(
            **inputs, num_beams=beams, min_length=0,
            max_new_tokens=room(inputs.input_ids.shape[1]), **options,
        )[0].tolist()  # fmt: skip
        return made

    def text(self, ids: list[int]) -> str:
        return " ".join(self.tokenizer.decode(ids, skip_special_tokens=True).split())


@pytest.mark.parametrize("family", TOLD)
class TestSameAsOneByOne:
    @pytest.mark.parametrize("beams", [1, 4])
    def test_token_for_token(self, tiny: Tiny, family: str, beams: int) -> None:
        plain, engine = Plain(tiny(family)), _engine(tiny(family))
        texts = [text for text in SENTENCES if text]
        vocabulary, runtime = engine._open("ru", "uk")
        prompt = vocabulary.prompt("ru", "uk")
        tokens = vocabulary.encode(texts, prompt)
        made = batching.run(
            tokens,
            lambda batch: runtime.generate(
                batch, Request(room(len(batch[0])), beams, prompt.forced)
            ),
            batching.Budget(2048),
            room,
        )
        expected = [plain.generate(text, TOLD[family], beams)[1:] for text in texts]
        ends = plain.model.generation_config.eos_token_id
        assert [out and [*out.tokens] for out in made] == expected
        assert [out and out.ended for out in made] == [ids[-1] == ends for ids in expected]

    def test_text_for_text(self, tiny: Tiny, family: str) -> None:
        plain, engine = Plain(tiny(family)), _engine(tiny(family))
        texts = ["Мост.", "Вода поднялась на два метра.", "Три школы."]
        for text, made in zip(texts, engine.translate(texts, "ru", "uk"), strict=True):
            ids = plain.generate(text, TOLD[family], 1)
            ended = ids[-1] == plain.model.generation_config.eos_token_id
            assert made == (plain.text(ids) if ended else "")


@pytest.mark.parametrize("family", TOLD)
def test_words_and_numbers_of_tokens(tiny: Tiny, family: str) -> None:
    """Runtimes that take words instead of numbers get the same text."""
    vocabulary, _ = _engine(tiny(family))._open("ru", "uk")
    (tokens,) = vocabulary.encode(["Мост."], vocabulary.prompt("ru", "uk"))
    assert tuple(vocabulary.tokenizer.convert_tokens_to_ids(vocabulary.words(tokens))) == tokens
    assert vocabulary.words(tokens)[-1] == "</s>"


def test_madlad_reads_by_the_only_embedding_that_its_checkpoint_has(tiny: Tiny) -> None:
    """Before 5.18, transformers took its outputs' for it, without a word (their issue 48154)."""
    from safetensors.torch import load_file

    model = PyTorch(Checkpoint(tiny("madlad")), "cpu", "float32")._model
    weights = load_file(tiny("madlad") / "model.safetensors")
    assert torch.equal(model.encoder.embed_tokens.weight, weights["decoder.embed_tokens.weight"])
    assert torch.equal(model.decoder.embed_tokens.weight, weights["decoder.embed_tokens.weight"])
    assert torch.equal(model.lm_head.weight, weights["lm_head.weight"])


class TestEveryText:
    def test_order_and_duplicates(self, tiny: Tiny) -> None:
        engine = _engine(tiny("madlad"))
        made = engine.translate(SENTENCES, "ru", "uk")
        assert made == [engine.translate([text], "ru", "uk")[0] for text in SENTENCES]
        assert made[1] == made[6]
        assert made[3] == ""
        assert len(set(made)) > 3  # the order is seen to be restored

    def test_a_long_sentence_is_translated_whole(
        self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = _engine(tiny("marian"))
        vocabulary, runtime = engine._open("ru", "uk")
        sent: list[str] = []

        def echo(batch: list[batching.Tokens], request: Request) -> list[Any]:
            from digest.backends.neural.generation import Output

            assert all(
                len(tokens) + request.room <= 3 * tiny_checkpoints.POSITIONS for tokens in batch
            )
            sent.extend(vocabulary.decode(batch))
            return [Output(tokens) for tokens in batch]

        monkeypatch.setattr(runtime, "generate", echo)
        assert engine.translate(["Мост.", LONG], "ru", "uk") == ["Мост.", LONG]
        assert len(sent) > 3
        assert all(text.endswith((",", ".")) for text in sent)

    def test_the_longest_piece_fits_the_positions(self, tiny: Tiny) -> None:
        engine = _engine(tiny("marian"))
        _, runtime = engine._open("ru", "uk")
        source = (5,) * engine._longest
        (output,) = runtime.generate([source], Request(room(len(source))))
        assert len(output.tokens) <= room(len(source)) <= tiny_checkpoints.POSITIONS

    @pytest.mark.parametrize("text", [">>Мост<< тут.", "a </s> b", "<pad>", "__en__ x", "<unk>"])
    @pytest.mark.parametrize("family", ["marian_targets", "m2m100", "nllb", "mbart50"])
    def test_what_looks_like_a_token_is_text(self, tiny: Tiny, family: str, text: str) -> None:
        engine = _engine(tiny(family))
        vocabulary, _ = engine._open("ru", "uk")
        tokenizer = vocabulary.tokenizer
        prompt = vocabulary.prompt("ru", "uk")
        (around,) = vocabulary.encode([""], prompt)
        (tokens,) = vocabulary.encode([text], prompt)
        special = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        assert [n for n in tokens if n in special] == [n for n in around if n in special]
        assert len(tokens) > len(around)


class TestSilentFailures:
    def test_nllb_without_its_codes_is_refused(self, tiny: Tiny, tmp_path: Path) -> None:
        """The library would load it, and take every language for `<unk>`."""
        path = _copied(tiny("nllb"), tmp_path)
        (path / "tokenizer.json").unlink()
        write(path, "tokenizer_config.json", {"tokenizer_class": "NllbTokenizer"})
        with pytest.raises(ConfigError, match="lists no languages"):
            Seq2Seq(path)

    def test_nllb_whose_codes_are_unknown_is_refused(self, tiny: Tiny, tmp_path: Path) -> None:
        path = _copied(tiny("nllb"), tmp_path)
        (path / "tokenizer.json").unlink()
        listed = {
            "tokenizer_class": "NllbTokenizer",
            "extra_special_tokens": [],
            "x": ["rus_Cyrl", "ukr_Cyrl"],
        }
        write(path, "tokenizer_config.json", listed)
        with pytest.raises(
            ModelMissing, match=r"no token for (ru|uk): download its tokenizer.json"
        ):
            Seq2Seq(path).translate(["Мост."], "ru", "uk")

    def test_m2m100_never_shows_its_codes(self, tiny: Tiny, tmp_path: Path) -> None:
        """Without the special tokens' map, the tokenizer takes the codes for text."""
        path = _copied(tiny("m2m100"), tmp_path)
        listed = json.loads((path / "special_tokens_map.json").read_text("utf-8"))
        (path / "special_tokens_map.json").unlink()
        config = {"tokenizer_class": "M2M100Tokenizer", "x": listed["additional_special_tokens"]}
        write(path, "tokenizer_config.json", config)
        texts = ["Мост.", "Три школы.", "Вода поднялась на два метра.", *SENTENCES]
        made = _engine(path).translate(texts, "ru", "uk")
        assert made == _engine(tiny("m2m100")).translate(texts, "ru", "uk")
        assert any(made)
        assert not any("__" in text for text in made)

    def test_an_output_is_not_stopped_after_20_tokens(self, tiny: Tiny) -> None:
        _, runtime = _engine(tiny("marian"))._open("ru", "uk")
        made = runtime.generate([(n, n + 1, 9) for n in range(20, 60)], Request(60))
        assert max(len(output.tokens) for output in made) > 21

    @pytest.mark.parametrize("family", ["marian", "mbart50", "nllb"])
    def test_a_cut_is_seen_though_the_checkpoint_forces_an_end(
        self, tiny: Tiny, family: str
    ) -> None:
        vocabulary, runtime = _engine(tiny(family))._open("ru", "uk")
        prompt = vocabulary.prompt("ru", "uk")
        tokens: list[batching.Tokens] = [(n, 2 * n, n + 1) for n in range(20, 90)]
        made = runtime.generate(tokens, Request(30, forced=prompt.forced))
        for text, output in zip(tokens, made, strict=True):
            length = len(output.tokens)
            if not output.ended or length < 4:
                continue
            (whole,) = runtime.generate([text], Request(length, forced=prompt.forced))
            (cut,) = runtime.generate([text], Request(length - 1, forced=prompt.forced))
            assert whole == output
            assert (cut.ended, cut.tokens) == (False, output.tokens[:-1])
            return
        pytest.fail("no output ended by itself")

    def test_M11_a_cut_translation_is_never_shown(self, tiny: Tiny) -> None:
        engine = _engine(tiny("small100"))
        text = SENTENCES[4]
        (made,) = engine.translate([text], "ru", "uk")
        assert made == ""
        assert check_translation(text, made, "ru", "uk")

    def test_what_was_cut_is_tried_again_in_halves(
        self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from digest.backends.neural.generation import Output

        engine = _engine(tiny("marian"))
        vocabulary, runtime = engine._open("ru", "uk")

        def short(batch: list[batching.Tokens], request: Request) -> list[Output]:
            return [Output(tokens, ended=len(tokens) < 30) for tokens in batch]

        monkeypatch.setattr(runtime, "generate", short)
        text = "Вода поднялась на два метра, а мост стоит."
        assert len(vocabulary.encode([text], vocabulary.prompt("ru", "uk"))[0]) > 30
        assert engine.translate([text], "ru", "uk") == [text]

    def test_old_settings_of_a_checkpoint_do_not_count(
        self, tiny: Tiny, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        path = _copied(tiny("marian"), tmp_path)
        old = json.loads((path / "generation_config.json").read_text("utf-8"))
        old |= {"max_length": 20, "min_length": 15, "num_beams": 6}
        write(path, "generation_config.json", old)
        made = _engine(path).translate(SENTENCES, "ru", "uk")
        assert made == _engine(tiny("marian")).translate(SENTENCES, "ru", "uk")
        assert capfd.readouterr() == ("", "")

    def test_the_network_is_never_asked(self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
        """The hub's client would try for 48 seconds; here any socket is an error."""
        import socket

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a connection was tried")

        monkeypatch.setattr(socket, "create_connection", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        assert len(_engine(tiny("m2m100")).translate(["Мост."], "ru", "uk")) == 1
        with pytest.raises(ModelMissing, match="there is no model"):
            Seq2Seq("Helsinki-NLP/opus-mt-ru-uk")

    def test_a_fork_is_refused_and_does_not_hang(self, tiny: Tiny) -> None:
        engine = _engine(tiny("marian"))
        engine.translate(["Мост."], "ru", "uk")
        child = os.fork()
        if child == 0:
            try:
                engine.translate(["Мост."], "ru", "uk")
            except DigestError as error:
                os._exit(7 if "spawn" in str(error) else 8)
            os._exit(9)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


class TestFaults:
    def test_M01_a_missing_directory(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match=r"nowhere, .*digest.toml"):
            Seq2Seq(tmp_path / "nowhere")

    @pytest.mark.parametrize("name", ["source.spm", "vocab.json", "model.safetensors"])
    def test_M02_a_damaged_checkpoint_is_one_line(
        self, tiny: Tiny, tmp_path: Path, name: str
    ) -> None:
        path = _copied(tiny("marian"), tmp_path)
        (path / name).write_bytes((path / name).read_bytes()[:-100])
        with pytest.raises(ModelMissing, match="cannot be loaded, get it again") as caught:
            Seq2Seq(path).translate(["Мост."], "ru", "uk")
        assert "\n" not in str(caught.value)

    def test_M03_pickled_weights_are_never_opened(self, tiny: Tiny, tmp_path: Path) -> None:
        path, canary = _copied(tiny("marian"), tmp_path), tmp_path / "canary"

        class Payload:
            def __reduce__(self) -> tuple[Any, ...]:
                return os.mkdir, (str(canary),)

        torch.save(Payload(), path / "pytorch_model.bin")
        with_both = Seq2Seq(path)
        assert len(with_both.translate(["Мост."], "ru", "uk")) == 1
        (path / "model.safetensors").unlink()
        with pytest.raises(ModelMissing, match="pickled weights only"):
            Seq2Seq(path)
        assert not canary.exists()

    def test_M04_remote_code_is_refused(self, tiny: Tiny, tmp_path: Path) -> None:
        path, canary = _copied(tiny("marian"), tmp_path), tmp_path / "canary"
        (path / "evil.py").write_text(f"import os; os.mkdir({str(canary)!r})", "utf-8")
        config = json.loads((path / "config.json").read_text("utf-8"))
        write(path, "config.json", config | {"auto_map": {"AutoModelForSeq2SeqLM": "evil.Evil"}})
        with pytest.raises(ConfigError, match="code of its own"):
            Seq2Seq(path)
        assert not canary.exists()

    def test_M05_a_vocabulary_larger_than_the_model(self, tiny: Tiny, tmp_path: Path) -> None:
        path = _copied(tiny("marian"), tmp_path)
        words = json.loads((path / "vocab.json").read_text("utf-8"))
        write(path, "vocab.json", {word: number + 300 for word, number in words.items()})
        with pytest.raises(ModelMissing, match=r"tokenizer of .* is not that of its model"):
            Seq2Seq(path).translate(["Мост."], "ru", "uk")

    def test_M05_a_vocabulary_of_other_words(self, tiny: Tiny, tmp_path: Path) -> None:
        path = _copied(tiny("marian"), tmp_path)
        words = json.loads((path / "vocab.json").read_text("utf-8"))
        others = {(word if word[0] == "<" else f"x{word}"): n for word, n in words.items()}
        write(path, "vocab.json", others)
        with pytest.raises(ModelMissing, match="does not know digits"):
            Seq2Seq(path).translate(["Мост."], "ru", "uk")

    @pytest.mark.parametrize("error", [
        MemoryError(), RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory"),
    ])  # fmt: skip
    def test_M06_out_of_memory_halves_the_batch_and_goes_on(
        self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        texts = [f"Три школы и {number} мостов." for number in range(10)]
        engine = _engine(tiny("madlad"))
        expected = engine.translate(texts, "ru", "uk")
        _, runtime = engine._open("ru", "uk")
        assert isinstance(runtime, PyTorch)
        generate, sizes = runtime._model.generate, []

        def limited(input_ids: Any, **options: Any) -> Any:
            if len(input_ids) > 3:
                raise error
            sizes.append(len(input_ids))
            return generate(input_ids=input_ids, **options)

        monkeypatch.setattr(runtime._model, "generate", limited)
        assert engine.translate(texts, "ru", "uk") == expected
        assert max(sizes) in {2, 3}

    def test_M06_another_error_is_a_bug(self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
        engine = _engine(tiny("madlad"))
        _, runtime = engine._open("ru", "uk")

        def broken(**_: object) -> None:
            raise RuntimeError("shapes differ")

        monkeypatch.setattr(runtime._model, "generate", broken)  # type: ignore[attr-defined]
        with pytest.raises(RuntimeError, match="shapes differ"):
            engine.translate(["Мост."], "ru", "uk")

    def test_M07_weights_that_are_not_numbers(self, tiny: Tiny, tmp_path: Path) -> None:
        from safetensors.torch import load_file, save_file

        path = _copied(tiny("marian"), tmp_path)
        weights = load_file(path / "model.safetensors")
        name = next(name for name in weights if "fc1.weight" in name)
        weights[name][:] = float("nan")
        save_file(weights, path / "model.safetensors", {"format": "pt"})
        with pytest.raises(ModelMissing, match="give no numbers"):
            Seq2Seq(path).translate(["Мост."], "ru", "uk")

    @pytest.mark.parametrize("beams", [1, 4])
    def test_M07_one_text_that_overflows_is_empty_and_the_others_are_not(
        self, tiny: Tiny, beams: int
    ) -> None:
        engine = _engine(tiny("nllb"), beams=beams)
        texts = ["Мост.", "Три школы.", "Вода поднялась на два метра."]
        expected = engine.translate(texts, "ru", "uk")
        vocabulary, runtime = engine._open("ru", "uk")
        prompt = vocabulary.prompt("ru", "uk")
        mine = set(vocabulary.encode([texts[1]], prompt)[0])
        others = {n for text in (texts[0], texts[2]) for n in vocabulary.encode([text], prompt)[0]}
        assert isinstance(runtime, PyTorch)
        with torch.no_grad():
            runtime._model.get_encoder().embed_tokens.weight.data = (
                runtime._model.get_encoder().embed_tokens.weight.data.clone()
            )
            runtime._model.get_encoder().embed_tokens.weight[min(mine - others)] = float("nan")
        made = engine.translate(texts, "ru", "uk")
        assert made[1] == ""
        assert [made[0], made[2]] == [expected[0], expected[2]]

    def test_M07_half_precision_that_overflows_goes_on_in_single(
        self, tiny: Tiny, tmp_path: Path
    ) -> None:
        from safetensors.torch import load_file, save_file

        path = _copied(tiny("madlad"), tmp_path)
        weights = load_file(path / "model.safetensors")
        name = "encoder.block.0.layer.1.DenseReluDense.wo.weight"
        weights[name] *= 1e4
        save_file(weights, path / "model.safetensors", {"format": "pt"})
        texts = ["Мост.", "Три школы."]
        made = _engine(path, dtype="float16").translate(texts, "ru", "uk")
        assert made == _engine(path).translate(texts, "ru", "uk")

    def test_an_unknown_family(self, tiny: Tiny, tmp_path: Path) -> None:
        path = _copied(tiny("marian"), tmp_path)
        write(path, "config.json", {"model_type": "llama"})
        with pytest.raises(ConfigError, match="llama model"):
            Seq2Seq(path)

    def test_another_pair_is_refused(self, tiny: Tiny) -> None:
        with pytest.raises(NoRoute, match="does not translate uk to ru"):
            Seq2Seq(tiny("marian")).translate(["Мост."], "uk", "ru")

    def test_without_torch_it_says_what_to_install(
        self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = Seq2Seq(tiny("marian"))
        monkeypatch.setitem(sys.modules, "torch", None)
        with pytest.raises(ModelMissing, match=r"pip install 'article-digest\[torch\]'"):
            engine.translate(["Мост."], "ru", "uk")
        assert engine.is_unusable


def test_threads_sleep_while_they_wait() -> None:
    """On a busy machine two spinning threads take ten times as long as one."""
    code = "from digest.backends import libraries; libraries.torch()"
    environment = {**os.environ, "OMP_DISPLAY_ENV": "true"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    assert "OMP_WAIT_POLICY = 'PASSIVE'" in done.stderr


def test_nothing_is_said_while_a_model_is_loaded(tiny: Tiny) -> None:
    """In a process of its own: libraries read what silences them when they are imported."""
    code = (
        "import sys; from digest.backends.neural.seq2seq import Seq2Seq\n"
        "Seq2Seq(sys.argv[1], device='cpu').translate(['Мост.'], 'ru', 'uk')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tiny("marian")], check=True, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("", "")


class TestDevice:
    """What is chosen for a GPU, decided without one."""

    @pytest.mark.parametrize(("bf16", "expected"), [(True, "bfloat16"), (False, "float16")])
    def test_half_precision(
        self, monkeypatch: pytest.MonkeyPatch, bf16: bool, expected: str
    ) -> None:
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: bf16)
        assert loading.precision("cuda") == getattr(torch, expected)
        assert loading.precision("cpu") == torch.float32

    def test_the_budget_is_what_the_memory_holds(
        self, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from transformers import AutoModelForSeq2SeqLM

        model = AutoModelForSeq2SeqLM.from_pretrained(tiny("madlad"))
        assert memory.budget(model) == memory.CPU_BUDGET
        elsewhere = model.to("meta")
        budgets = []
        for gigabytes in (0, 8, 80):
            free = gigabytes << 30
            monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _, free=free: (free, 2 * free))
            budgets.append(memory.budget(elsewhere))
        assert budgets[0] == memory.CPU_BUDGET
        assert budgets[2] == pytest.approx(10 * budgets[1], rel=1e-3)


class TestMemory:
    def test_close_releases_the_weights(self, tiny: Tiny) -> None:
        engine = _engine(tiny("madlad"))
        made = engine.translate(["Мост."], "ru", "uk")
        weights = weakref.ref(engine._open("ru", "uk")[1]._model)  # type: ignore[attr-defined]
        assert weights() is not None
        engine.close()
        gc.collect()
        assert weights() is None
        assert engine.translate(["Мост."], "ru", "uk") == made

    def test_one_model_is_in_memory(self, tiny: Tiny) -> None:
        first, second = _engine(tiny("marian")), _engine(tiny("madlad"))
        first.translate(["Мост."], "ru", "uk")
        weights = weakref.ref(first._open("ru", "uk")[1]._model)  # type: ignore[attr-defined]
        second.translate(["Мост."], "ru", "uk")
        gc.collect()
        assert weights() is None

    def test_nothing_is_loaded_before_it_is_asked(self, tiny: Tiny) -> None:
        engine = _engine(tiny("marian"))
        assert engine.signature("ru", "uk").model
        assert engine._loaded is None


class TestPrecision:
    def test_it_is_part_of_the_signature(self, tiny: Tiny) -> None:
        signature = Seq2Seq(tiny("marian"), dtype="bfloat16").signature("ru", "uk")
        assert dict(signature.settings)["dtype"] == "bfloat16"
        assert "dtype" not in dict(Seq2Seq(tiny("marian")).signature("ru", "uk").settings)

    @pytest.mark.parametrize("asked", [{"dtype": "int8"}, {"device": "tpu"}])
    def test_what_pytorch_does_not_have_is_refused_at_once(
        self, tiny: Tiny, asked: dict[str, str]
    ) -> None:
        (setting,) = asked
        with pytest.raises(ConfigError, match=rf"set \[models\] {setting} to one of auto"):
            Seq2Seq(tiny("marian"), **asked)  # type: ignore[arg-type]


def test_signature(tiny: Tiny) -> None:
    signature = Seq2Seq(tiny("marian"), beams=2).signature("ru", "uk")
    assert (signature.engine, signature.model) == ("seq2seq", "opus-mt-ru-uk")
    assert signature.revision == Checkpoint(tiny("marian")).revision()
    assert dict(signature.settings)["beams"] == "2"
    assert signature == Seq2Seq(tiny("marian"), beams=2).signature("ru", "uk")
    assert signature.revision != Seq2Seq(tiny("marian_targets")).signature("ru", "uk").revision
