"""What a checkpoint's small files tell about it, family by family; no model is loaded."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from digest.backends.models.checkpoint import Checkpoint
from digest.backends.neural.families import SUMMARIZERS, TRANSLATORS, Lead, family_of
from digest.backends.neural.languages import languages, pairs_of, primary
from digest.errors import ConfigError, ModelMissing

if TYPE_CHECKING:
    from pathlib import Path

    from digest.backends.neural.families import Family
    from digest.backends.neural.languages import Pairs


def _made(path: Path, files: dict[str, Any]) -> Checkpoint:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_text(json.dumps(content), "utf-8")
    return Checkpoint(path)


def _told(checkpoint: Checkpoint) -> tuple[Family, Pairs]:
    family = family_of(checkpoint, TRANSLATORS)
    return family, pairs_of(checkpoint, family, languages(checkpoint, family))


def _m2m(tokenizer: str, *tokens: str, **config: Any) -> dict[str, Any]:
    return {
        "config.json": {"model_type": "m2m_100", **config},
        "tokenizer_config.json": {"tokenizer_class": tokenizer},
        "special_tokens_map.json": {"additional_special_tokens": tokens},
    }


class TestTranslators:
    def test_marian_of_two_languages(self, tmp_path: Path) -> None:
        files = {"config.json": {"model_type": "marian"}, "vocab.json": {"</s>": 0}}
        family, pairs = _told(_made(tmp_path / "opus-mt-ru-uk", files))
        assert (family.name, family.lead) == ("marian", Lead.TEXT)
        assert pairs == {("ru", "uk")}

    def test_marian_of_many_targets(self, tmp_path: Path) -> None:
        vocabulary = [">>bel<<", ">>bel_Latn<<", ">>rus<<", ">>ukr<<", "</s>", ">>deu<<"]
        files = {"config.json": {"model_type": "marian"}, "vocab.json": vocabulary}
        checkpoint = _made(tmp_path / "opus-mt-tc-big-en-zle", files)
        family, pairs = _told(checkpoint)
        assert pairs == {("en", "be"), ("en", "ru"), ("en", "uk")}
        assert languages(checkpoint, family)["be"].token == ">>bel<<"

    def test_m2m100(self, tmp_path: Path) -> None:
        family, pairs = _told(_made(tmp_path, _m2m("M2M100Tokenizer", "__be__", "__en__")))
        assert (family.name, family.lead, family.forced) == ("m2m100", Lead.SOURCE, True)
        assert pairs == {("be", "en"), ("en", "be")}

    @pytest.mark.parametrize(
        ("name", "config"),
        [("small100", {}), ("x", {"encoder_layers": 12, "decoder_layers": 3}),
         ("x", {"_name_or_path": "alirezamsh/small100"})],
    )  # fmt: skip
    def test_small100_is_told_from_m2m100(
        self, tmp_path: Path, name: str, config: dict[str, Any]
    ) -> None:
        files = _m2m("M2M100Tokenizer", "__be__", "__en__", **config)
        family, _ = _told(_made(tmp_path / name, files))
        assert (family.name, family.lead, family.forced) == ("small100", Lead.TARGET, False)

    @pytest.mark.parametrize("tokenizer", ["NllbTokenizer", "NllbTokenizerFast"])
    def test_nllb_is_told_from_m2m100(self, tmp_path: Path, tokenizer: str) -> None:
        files = _m2m(tokenizer, "bel_Cyrl", "eng_Latn", encoder_layers=12, decoder_layers=12)
        family, pairs = _told(_made(tmp_path, files))
        assert family.name == "nllb"
        assert pairs == {("be", "en"), ("en", "be")}

    def test_nllb_without_its_list_of_languages_is_refused(self, tmp_path: Path) -> None:
        """From sentencepiece.bpe.model alone every language would become `<unk>`."""
        checkpoint = _made(tmp_path, _m2m("NllbTokenizer"))
        with pytest.raises(ConfigError, match=r"no languages in tokenizer.json or .*download"):
            _told(checkpoint)

    def test_nllb_of_several_scripts(self, tmp_path: Path) -> None:
        checkpoint = _made(
            tmp_path, _m2m("NllbTokenizer", "zho_Hant", "zho_Hans", "kas_Deva", "kas_Arab")
        )
        known = languages(checkpoint, family_of(checkpoint, TRANSLATORS))
        assert {tag: one.code for tag, one in known.items()} == {"zh": "zho_Hans", "ks": "kas_Arab"}

    def test_mbart50(self, tmp_path: Path) -> None:
        files = _m2m("MBart50Tokenizer", "ru_RU", "en_XX", "uk_UA")
        files["config.json"]["model_type"] = "mbart"
        family, pairs = _told(_made(tmp_path / "mbart-large-50-many-to-many-mmt", files))
        assert (family.name, family.forced, len(pairs)) == ("mbart50", True, 6)
        _, pairs = _told(_made(tmp_path / "mbart-large-50-many-to-one-mmt", files))
        assert pairs == {("ru", "en"), ("uk", "en")}
        _, pairs = _told(_made(tmp_path / "mbart-large-50-one-to-many-mmt", files))
        assert pairs == {("en", "ru"), ("en", "uk")}

    def test_madlad_is_told_from_t5(self, tmp_path: Path) -> None:
        vocabulary = {"model": {"vocab": [["<2be>", 0], ["<2ru>", 0], ["<2zh_Latn>", 0], ["x", 1]]}}
        files = {"config.json": {"model_type": "t5"}, "tokenizer.json": vocabulary}
        checkpoint = _made(tmp_path / "madlad", files)
        family, pairs = _told(checkpoint)
        assert (family.name, family.lead) == ("madlad", Lead.TEXT)
        assert {("be", "ru"), ("ru", "be"), ("be", "zh")} <= pairs
        plain = _made(tmp_path / "t5", {"config.json": {"model_type": "t5"}})
        with pytest.raises(ConfigError, match="t5 model, which cannot be used here"):
            _told(plain)


@pytest.mark.parametrize("name", ["bart", "pegasus", "mbart", "t5", "mt5"])
def test_summarizers(tmp_path: Path, name: str) -> None:
    checkpoint = _made(tmp_path, {"config.json": {"model_type": name}})
    assert family_of(checkpoint, SUMMARIZERS).name == name


def test_mbart50_summarizers_are_told_their_language(tmp_path: Path) -> None:
    files = {
        "config.json": {"model_type": "mbart"},
        "tokenizer_config.json": {"tokenizer_class": "MBart50TokenizerFast"},
    }
    assert family_of(_made(tmp_path, files), SUMMARIZERS).forced


@pytest.mark.parametrize(
    ("code", "tag"),
    [("bel", "be"), ("bel_Cyrl", "be"), ("ru_RU", "ru"), ("uk", "uk"), ("arb_Arab", "ar"),
     ("nob_Latn", "nb"), ("no", "nb"), ("ns", "nso"), ("tl", "fil"), ("pes_Arab", "fa")],
)  # fmt: skip
def test_codes_are_bcp_47(code: str, tag: str) -> None:
    assert primary(code) == tag


class TestCheckpoint:
    def test_M01_a_missing_directory_names_the_fix(self, tmp_path: Path) -> None:
        checkpoint = Checkpoint(tmp_path / "facebook" / "nllb-200")
        with pytest.raises(ModelMissing, match=r"nllb-200, .*models pull .*digest.toml"):
            family_of(checkpoint, TRANSLATORS)
        assert ModelMissing.exit_code == 78

    def test_M03_pickled_weights_are_refused_unopened(self, tmp_path: Path) -> None:
        canary = tmp_path / "canary"
        payload = f"cos\nsystem\n(S'touch {canary}'\ntR.".encode()
        checkpoint = _made(tmp_path / "model", {"config.json": {"model_type": "marian"}})
        (checkpoint.path / "pytorch_model.bin").write_bytes(payload)
        with pytest.raises(ModelMissing, match=r"pickled weights only, .* digest models convert"):
            checkpoint.revision()
        assert not canary.exists()

    @pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
    def test_M04_remote_code_is_refused(self, tmp_path: Path, name: str) -> None:
        files = {"config.json": {"model_type": "marian"}, "tokenizer_config.json": {}}
        files[name]["auto_map"] = {"AutoModel": "evil--model.Evil"}  # type: ignore[assignment]
        with pytest.raises(ConfigError, match="code of its own"):
            family_of(_made(tmp_path, files), TRANSLATORS)

    def test_damaged_json_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "config.json").write_text("{", "utf-8")
        with pytest.raises(ConfigError, match=r"config.json is not JSON"):
            family_of(Checkpoint(tmp_path), TRANSLATORS)

    def test_the_hubs_cache_tells_the_name(self, tmp_path: Path) -> None:
        snapshot = tmp_path / "models--Helsinki-NLP--opus-mt-ru-uk" / "snapshots" / ("a" * 40)
        assert _made(snapshot, {}).name == "opus-mt-ru-uk"

    def test_the_revision_is_that_of_the_content(self, tmp_path: Path) -> None:
        one = _made(tmp_path / "one", {"config.json": {}, "tokenizer.json": {}})
        two = _made(tmp_path / "two", {"config.json": {}, "tokenizer.json": {}})
        for checkpoint in (one, two):
            (checkpoint.path / "model.safetensors").write_bytes(bytes(1000) + b"weights")
        first = one.revision()
        assert first == two.revision() == one.revision()
        (two.path / "model.safetensors").write_bytes(bytes(1000) + b"Weights")
        assert two.revision() != first
        (one.path / "tokenizer.json").write_text("[]", "utf-8")
        assert one.revision() != first

    def test_the_revision_reads_the_weights_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checkpoint = _made(tmp_path, {"config.json": {}})
        weights = checkpoint.path / "model.safetensors"
        weights.write_bytes(b"weights")
        before, when = checkpoint.revision(), weights.stat()
        weights.write_bytes(b"WEIGHTS")  # behind our back, with the same size and time
        os.utime(weights, ns=(when.st_atime_ns, when.st_mtime_ns))
        assert checkpoint.revision() == before
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
        assert checkpoint.revision() != before

    def test_a_blob_of_the_hubs_cache_is_known_by_its_name(self, tmp_path: Path) -> None:
        blob = tmp_path / "blobs" / ("ab" * 32)
        blob.parent.mkdir()
        blob.write_bytes(b"weights")
        one = _made(tmp_path / "snapshot", {"config.json": {}})
        (one.path / "model.safetensors").symlink_to(blob)
        before = one.revision()
        blob.write_bytes(b"not read")
        assert one.revision() == before

    def test_a_home_that_cannot_be_written_stops_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checkpoint = _made(tmp_path / "model", {"config.json": {}})
        (checkpoint.path / "model.safetensors").write_bytes(b"weights")
        (tmp_path / "file").touch()
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
        assert len(checkpoint.revision()) == 16
