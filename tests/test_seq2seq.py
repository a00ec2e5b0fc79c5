"""Seq2Seq on tiny random checkpoints of the real classes, with real tokenizers."""

from __future__ import annotations

import json
import shutil
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from digest.backends import families, seq2seq
from digest.backends.checkpoint import Checkpoint
from digest.backends.seq2seq import Seq2Seq
from digest.errors import ConfigError, ModelMissing, NoRoute

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

torch = pytest.importorskip("torch")
pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses"),
]

SENTENCES = [
    "Гарадскі савет прагаласаваў за рамонт старога моста праз раку.",
    "Мост.",
    "У аўторак стала вядома, што працы пачнуцца ў сакавіку, а скончацца восенню.",
    "",
    "Сёлета тут пабудуюць тры новыя школы і адну бальніцу.",
    "Вада паднялася на два метры.",
    "Міська рада проголосувала за ремонт старого мосту через річку.",
    "Городской совет проголосовал за ремонт старого моста через реку.",
]
LONG = ", ".join([f"у {n} годзе пабудавалі мост праз раку" for n in range(1960, 1975)]) + "."
POSITIONS = 160


def _sentencepiece(folder: Path) -> tuple[bytes, list[str]]:
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*SENTENCES, LONG] * 4), model_prefix=str(folder / "spm"),
        vocab_size=150, hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    made = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spm.model"))
    pieces = [made.id_to_piece(number) for number in range(made.get_piece_size())]
    return (folder / "spm.model").read_bytes(), pieces[3:]  # without <unk>, <s> and </s>


def _codes() -> list[str]:
    from transformers.models.m2m_100 import tokenization_m2m_100

    codes: list[str] = tokenization_m2m_100.FAIRSEQ_LANGUAGE_CODES["m2m100"]
    return codes


def _write(path: Path, name: str, content: object) -> None:
    path.mkdir(exist_ok=True)
    (path / name).write_text(json.dumps(content), "utf-8")


def _sizes() -> dict[str, Any]:
    names = ("layers", "attention_heads", "ffn_dim")
    sizes = (1, 2, 32)
    both = {f"{side}_{name}": size for side in ("encoder", "decoder")
            for name, size in zip(names, sizes, strict=True)}  # fmt: skip
    return {**both, "d_model": 16, "max_position_embeddings": POSITIONS}


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """Threads only wait for each other on models this small, seconds where cores are shared."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str]]:
    return _sentencepiece(tmp_path_factory.mktemp("spm"))


def _marian(path: Path, trained: tuple[bytes, list[str]], tokens: list[str]) -> Path:
    from transformers import MarianConfig, MarianMTModel

    model, pieces = trained
    words = ["</s>", "<unk>", *tokens, *pieces, "<pad>"]
    _write(path, "vocab.json", {word: number for number, word in enumerate(words)})
    _write(path, "tokenizer_config.json", {"tokenizer_class": "MarianTokenizer"})
    for name in ("source.spm", "target.spm"):
        (path / name).write_bytes(model)
    pad = len(words) - 1
    torch.manual_seed(1)
    config = MarianConfig(
        vocab_size=len(words), pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0,
        forced_eos_token_id=0, init_std=0.5, **_sizes(),
    )  # fmt: skip
    MarianMTModel(config).save_pretrained(path)
    return path


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory, trained: tuple[bytes, list[str]]) -> Path:
    return _marian(tmp_path_factory.mktemp("marian") / "opus-mt-ru-uk", trained, [])


@pytest.fixture(scope="module")
def multilingual(
    tmp_path_factory: pytest.TempPathFactory, trained: tuple[bytes, list[str]]
) -> Path:
    tokens = [">>bel<<", ">>bel_Latn<<", ">>rus<<", ">>ukr<<"]
    return _marian(tmp_path_factory.mktemp("marian") / "opus-mt-tc-base-zle-zle", trained, tokens)


@pytest.fixture(scope="module")
def m2m100(tmp_path_factory: pytest.TempPathFactory, trained: tuple[bytes, list[str]]) -> Path:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    path = tmp_path_factory.mktemp("m2m") / "m2m100-tiny"
    model, pieces = trained
    words = ["<s>", "<pad>", "</s>", "<unk>", *pieces]
    _write(path, "vocab.json", {word: number for number, word in enumerate(words)})
    _write(path, "tokenizer_config.json", {"tokenizer_class": "M2M100Tokenizer"})
    tokens = [f"__{code}__" for code in _codes()]
    _write(path, "special_tokens_map.json", {"additional_special_tokens": tokens})
    (path / "sentencepiece.bpe.model").write_bytes(model)
    size = max(M2M100Tokenizer.from_pretrained(path).lang_code_to_id.values()) + 1
    torch.manual_seed(3)
    config = M2M100Config(vocab_size=size, init_std=2.0, decoder_start_token_id=2, **_sizes())
    M2M100ForConditionalGeneration(config).save_pretrained(path)
    return path


def _plain(path: Path, target: str | None, lead: str = "", beams: int = 1) -> list[str]:
    """Translate as the library's manual does, one text at a time."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(path)
    model = AutoModelForSeq2SeqLM.from_pretrained(path).eval()
    options: dict[str, Any] = {}
    if target:
        tokenizer.src_lang = "be"
        options["forced_bos_token_id"] = tokenizer.get_lang_id(target)
    made = []
    for sentence in SENTENCES:
        inputs = tokenizer(lead + sentence, return_tensors="pt")
        room = 2 * -(-inputs.input_ids.shape[1] // 16) * 16 + 16
        output = model.generate(**inputs, num_beams=beams, max_new_tokens=room, **options)
        made.append(tokenizer.batch_decode(output, skip_special_tokens=True)[0].strip())
    return [text if sentence else "" for text, sentence in zip(made, SENTENCES, strict=True)]


@pytest.mark.parametrize("beams", [1, 4])
class TestSameAsOneByOne:
    def test_marian(self, bilingual: Path, beams: int) -> None:
        made = Seq2Seq(bilingual, beams=beams).translate(SENTENCES, "ru", "uk")
        assert made == _plain(bilingual, None, beams=beams)
        assert len(set(made)) > 4  # the order is seen to be restored

    def test_marian_for_several_targets(self, multilingual: Path, beams: int) -> None:
        made = Seq2Seq(multilingual, beams=beams).translate(SENTENCES, "be", "uk")
        assert made == _plain(multilingual, None, ">>ukr<< ", beams=beams)

    def test_m2m100(self, m2m100: Path, beams: int) -> None:
        made = Seq2Seq(m2m100, beams=beams).translate(SENTENCES, "be", "ru")
        assert made == _plain(m2m100, "ru", beams=beams)
        assert len(set(made)) > 4


def test_pairs(bilingual: Path, multilingual: Path, m2m100: Path) -> None:
    assert Seq2Seq(bilingual).pairs == {("ru", "uk")}
    slavic = {(one, other) for one in ("be", "ru", "uk") for other in ("be", "ru", "uk")}
    assert Seq2Seq(multilingual).pairs == {pair for pair in slavic if len(set(pair)) == 2}
    assert len(Seq2Seq(m2m100).pairs) == 100 * 99
    assert Seq2Seq(bilingual, pairs=[("ru", "be")]).pairs == {("ru", "be")}


def test_another_pair_is_refused(bilingual: Path) -> None:
    with pytest.raises(NoRoute, match="does not translate uk to ru"):
        Seq2Seq(bilingual).translate(["Мост."], "uk", "ru")


def test_the_plain_token_is_chosen(multilingual: Path) -> None:
    checkpoint = Checkpoint(multilingual)
    family = families.family_of(checkpoint, families.TRANSLATORS)
    assert families.languages(checkpoint, family)["be"].token == ">>bel<<"


def test_languages_from_the_tokenizer_where_the_name_is_silent(
    bilingual: Path, tmp_path: Path
) -> None:
    path = tmp_path / "snapshot"
    shutil.copytree(bilingual, path)
    with pytest.raises(ConfigError, match="does not say its languages"):
        Seq2Seq(path)
    _write(path, "tokenizer_config.json", {"source_lang": "bel", "target_lang": "pol"})
    assert Seq2Seq(path).pairs == {("be", "pl")}


def test_m2m100_never_shows_its_codes(m2m100: Path, tmp_path: Path) -> None:
    """Without the special tokens' map, the tokenizer takes the codes for text."""
    path = tmp_path / "model"
    shutil.copytree(m2m100, path)
    tokens = [f"__{code}__" for code in _codes()]
    (path / "special_tokens_map.json").unlink()
    _write(path, "tokenizer_config.json", {"tokenizer_class": "M2M100Tokenizer", "x": tokens})
    made = Seq2Seq(path, beams=1).translate(SENTENCES, "be", "ru")
    assert not any(token in text for token in tokens for text in made)
    assert made == Seq2Seq(m2m100, beams=1).translate(SENTENCES, "be", "ru")


def test_a_language_without_a_token_is_refused(m2m100: Path) -> None:
    engine = Seq2Seq(m2m100, pairs=[("be", "xx")])
    with pytest.raises(ModelMissing, match="no token for xx"):
        engine.translate(["Мост."], "be", "xx")


def test_a_long_sentence_is_translated_whole(
    bilingual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Seq2Seq(bilingual, beams=1)
    sent: list[str] = []
    tokenizer = engine._loaded[0]

    def echo(sources: list[list[int]], target: str) -> list[str]:
        texts = [tokenizer.decode(ids, skip_special_tokens=True) for ids in sources]
        assert all(len(ids) <= POSITIONS // 2 for ids in sources)
        sent.extend(texts)
        return texts

    monkeypatch.setattr(engine, "_generate", echo)
    assert engine.translate(["Мост.", LONG], "ru", "uk") == ["Мост.", LONG]
    assert len(sent) > 3
    assert all(text.endswith((",", ".")) for text in sent)


def test_the_longest_piece_fits_the_positions(bilingual: Path) -> None:
    assert all(Seq2Seq(bilingual, beams=1).translate([LONG, "а" * 1000], "ru", "uk"))


def test_quotes_are_not_taken_for_a_language(bilingual: Path) -> None:
    engine = Seq2Seq(bilingual, beams=1)
    made = engine.translate([">>Мост<< праз раку << тут.", "»Мост« праз раку « тут."], "ru", "uk")
    assert made[0] == made[1]


def test_batches_keep_to_the_budget() -> None:
    sources = [[0] * length for length in (5, 900, 7, 33, 900, 900, 6)]
    batches = list(seq2seq._batches(sources))
    assert sorted(index for batch in batches for index in batch) == list(range(7))
    assert all(sum(len(sources[i]) for i in batch) <= seq2seq.BATCH_TOKENS for batch in batches)
    firsts = [len(sources[batch[0]]) for batch in batches]
    assert all(one <= other for one, other in pairwise(firsts))


def test_the_settings_of_an_old_checkpoint_do_not_count(
    bilingual: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "opus-mt-ru-uk"
    shutil.copytree(bilingual, path)
    old = json.loads((path / "generation_config.json").read_text("utf-8"))
    old |= {"max_length": 20, "min_length": 15, "num_beams": 6}
    _write(path, "generation_config.json", old)
    made = Seq2Seq(path, beams=1).translate(SENTENCES, "ru", "uk")
    assert made == Seq2Seq(bilingual, beams=1).translate(SENTENCES, "ru", "uk")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["source.spm", "vocab.json", "model.safetensors"])
def test_a_damaged_checkpoint_is_one_line(bilingual: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "opus-mt-ru-uk"
    shutil.copytree(bilingual, path)
    (path / name).write_bytes(b"damaged")
    with pytest.raises(ModelMissing, match="cannot be loaded") as caught:
        Seq2Seq(path).translate(["Мост."], "ru", "uk")
    assert "\n" not in str(caught.value)


def test_signature(bilingual: Path, multilingual: Path) -> None:
    signature = Seq2Seq(bilingual, beams=2).signature("ru", "uk")
    assert (signature.engine, signature.model) == ("seq2seq", "opus-mt-ru-uk")
    assert dict(signature.settings)["beams"] == "2"
    assert int(dict(signature.settings)["max_new_tokens"]) < POSITIONS
    assert signature == Seq2Seq(bilingual, beams=2).signature("ru", "uk")
    assert signature.revision != Seq2Seq(multilingual).signature("ru", "uk").revision


def test_a_missing_directory(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nowhere"):
        Seq2Seq(tmp_path / "nowhere")


def test_pickled_weights_are_refused(bilingual: Path, tmp_path: Path) -> None:
    path = tmp_path / "opus-mt-ru-uk"
    shutil.copytree(bilingual, path)
    (path / "model.safetensors").rename(path / "pytorch_model.bin")
    with pytest.raises(ModelMissing, match="pickled"):
        Seq2Seq(path)


def test_an_unknown_family(bilingual: Path, tmp_path: Path) -> None:
    path = tmp_path / "opus-mt-ru-uk"
    shutil.copytree(bilingual, path)
    _write(path, "config.json", {"model_type": "llama"})
    with pytest.raises(ConfigError, match="llama model"):
        Seq2Seq(path)


def test_without_torch_it_says_what_to_install(
    bilingual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Seq2Seq(bilingual)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelMissing, match=r"pip install 'article-digest\[torch\]'"):
        engine.translate(["Мост."], "ru", "uk")
