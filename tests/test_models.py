"""`digest models`: the registry, and pulling from a hub on loopback that breaks off."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.backends.models import better, entries, entry, manifest
from digest.backends.models.checkpoint import Checkpoint
from digest.backends.models.registry import restricted
from digest.backends.neural.families import SUMMARIZERS, TRANSLATORS
from digest.config import load
from digest.errors import ConfigError, InputError, InputMissing, ModelMissing
from hub import COMMIT, Hub

if TYPE_CHECKING:
    from collections.abc import Iterator

WEIGHTS = bytes(range(256)) * 4000
FILES = {
    "config.json": b'{"model_type": "marian"}',
    "source.spm": b"pieces",
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": b"a pickle, which is not wanted",
    "tf_model.h5": b"another library's, which is not wanted",
    "README.md": b"---\nlicense: mit\n---\n",
    "onnx/model.safetensors": b"in a folder, which is not wanted",
}
REPO = "someone/opus-mt-ru-uk"
WANTED = {"config.json", "source.spm", "model.safetensors", "README.md"}


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub(REPO, dict(FILES)) as server:
        yield server


class Machine:
    """A home of its own, whose `digest` asks the hub on loopback."""

    def __init__(self, home: Path, hub: Hub) -> None:
        self.home = home
        self.environment = {
            **os.environ, "HOME": str(home), "HF_HOME": str(home / "hf"), "HF_ENDPOINT": hub.url,
            "HF_HUB_DISABLE_XET": "1", "NO_PROXY": "*",
        }  # fmt: skip

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-c", "from digest.cli import main; main()", "models"]
        return subprocess.run(
            [*program, *arguments], env={**self.environment, **environment}, cwd=self.home,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def pulled(self, *arguments: str) -> Path:
        done = self.run("pull", REPO, *arguments)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())


@pytest.fixture
def machine(tmp_path: Path, hub: Hub) -> Machine:
    return Machine(tmp_path, hub)


class TestPull:
    def test_takes_what_is_needed_and_resumes_where_it_broke_off(
        self, machine: Machine, hub: Hub
    ) -> None:
        large = WEIGHTS * 30  # 30 MB, of which the library keeps whole tens
        hub.files["model.safetensors"] = large
        hub.breaks.add("model.safetensors")
        path = machine.pulled()
        assert path.is_relative_to(machine.home / "hf")
        assert path.name == COMMIT
        assert {file.name for file in path.iterdir()} == {*WANTED, manifest.NAME}
        assert (path / "model.safetensors").read_bytes() == large
        first, second = hub.downloads("model.safetensors")
        assert first == ""
        assert 0 < int(second.removeprefix("bytes=").rstrip("-")) < len(large)
        subprocess.run(["sha256sum", "-c", "--quiet", manifest.NAME], check=True, cwd=path)

    def test_nothing_is_asked_for_but_the_model(self, machine: Machine, hub: Hub) -> None:
        """The library would also fetch a list of programs, to tell the hub which one runs it."""
        machine.pulled()
        assert [path for _, path, _ in hub.asked if REPO not in path] == []

    def test_pulled_again_downloads_nothing(self, machine: Machine, hub: Hub) -> None:
        assert machine.pulled() == machine.pulled()
        assert len(hub.downloads("model.safetensors")) == 1

    def test_pickled_weights_only_where_there_are_no_others(
        self, machine: Machine, hub: Hub
    ) -> None:
        del hub.files["model.safetensors"]
        names = {file.name for file in machine.pulled().iterdir()}
        assert "pytorch_model.bin" in names
        assert "tf_model.h5" not in names

    def test_a_chat_template_comes_along(self, machine: Machine, hub: Hub) -> None:
        hub.files["chat_template.jinja"] = b"{{ messages }}"
        assert (machine.pulled() / "chat_template.jinja").read_bytes() == b"{{ messages }}"

    def test_one_gguf_file_of_several(self, machine: Machine, hub: Hub) -> None:
        del hub.files["model.safetensors"], hub.files["pytorch_model.bin"]
        hub.files |= {"small.Q4.gguf": b"GGUF small", "large.Q8.gguf": b"GGUF large"}
        done = machine.run("pull", REPO)
        assert done.returncode == 78
        assert "with --file: small.Q4.gguf, large.Q8.gguf" in done.stderr
        assert machine.run("pull", REPO, "--file", "none.gguf").returncode == 78
        assert hub.downloads(".gguf") == []
        path = machine.pulled("--file", "small.Q4.gguf")
        assert [file.name for file in path.glob("*.gguf")] == ["small.Q4.gguf"]

    def test_the_commit_of_the_list_is_asked_for(self, machine: Machine, hub: Hub) -> None:
        hub.repo = "facebook/m2m100_418M"
        machine.run("pull", "m2m100_418M")
        commit = entry("m2m100_418M").revision
        asked = [path for _, path, _ in hub.asked if "m2m100" in path]
        assert asked[0] == f"/api/models/facebook/m2m100_418M/revision/{commit}"

    def test_M02_what_is_not_what_the_hub_has_is_named_and_deleted(
        self, machine: Machine, hub: Hub
    ) -> None:
        hub.lies["model.safetensors"] = WEIGHTS[:-1] + b"!"
        done = machine.run("pull", REPO)
        assert done.returncode == 65
        assert "model.safetensors is not what the hub has, and was deleted" in done.stderr
        assert not list((machine.home / "hf").rglob("*.safetensors"))
        hub.lies.clear()
        assert (machine.pulled() / "model.safetensors").read_bytes() == WEIGHTS

    def test_a_small_file_that_is_not_what_the_hub_has(self, machine: Machine, hub: Hub) -> None:
        hub.lies["source.spm"] = b"pieceS"
        done = machine.run("pull", REPO)
        assert done.returncode == 65
        assert "source.spm is not what the hub has" in done.stderr

    @pytest.mark.parametrize("licence", ["cc-by-nc-4.0", "other", ""])
    def test_a_licence_that_forbids_some_use_needs_consent(
        self, machine: Machine, hub: Hub, licence: str
    ) -> None:
        hub.licence = licence
        named = licence or "unknown"
        done = machine.run("pull", REPO)
        assert done.returncode == 77
        assert f'set [models] accept_licences = ["{named}"]' in done.stderr
        assert hub.downloads("model.safetensors") == []
        assert machine.pulled("--accept-licence", named).is_dir()

    def test_consent_in_the_settings(self, machine: Machine, hub: Hub) -> None:
        hub.licence = "cc-by-nc-4.0"
        settings = machine.home / "digest.toml"
        settings.write_text('[models]\naccept_licences = ["cc-by-nc-4.0"]\n', "utf-8")
        assert machine.pulled("--config", str(settings)).is_dir()

    def test_offline(self, machine: Machine, hub: Hub) -> None:
        done = machine.run("pull", REPO, HF_HUB_OFFLINE="1")
        assert done.returncode == 69
        assert "unset HF_HUB_OFFLINE" in done.stderr
        assert hub.asked == []

    def test_a_model_that_the_hub_does_not_have(self, machine: Machine) -> None:
        done = machine.run("pull", "someone/nothing")
        assert done.returncode == 66
        assert "the hub has no model someone/nothing" in done.stderr

    def test_a_hub_that_does_not_answer(self, machine: Machine) -> None:
        done = machine.run("pull", REPO, HF_ENDPOINT="http://127.0.0.1:1")
        assert done.returncode == 69
        assert "cannot be pulled now, try again: Connection refused" in done.stderr


class TestAfterwards:
    def test_M02_verify_names_the_file_of_a_flipped_bit(self, machine: Machine) -> None:
        path = machine.pulled()
        told = machine.run("verify", REPO).stdout
        assert told == f"{path}: {len(WANTED)} files as they were in {REPO}@{COMMIT}\n"
        blob = (path / "model.safetensors").resolve()
        content = bytearray(blob.read_bytes())
        content[1000] ^= 1
        blob.write_bytes(content)
        done = machine.run("verify", REPO)
        assert done.returncode == 65
        assert "damaged or missing: model.safetensors;" in done.stderr

    def test_remove(self, machine: Machine) -> None:
        path = machine.pulled()
        assert machine.run("remove", REPO, "--yes").returncode == 0
        assert not path.exists()
        again = machine.run("remove", REPO, "--yes")
        assert again.returncode == 66
        assert "no model someone/opus-mt-ru-uk was pulled" in again.stderr

    def test_remove_asks_nothing_of_what_was_not_pulled(self, machine: Machine) -> None:
        (machine.home / "own").mkdir()
        done = machine.run("remove", str(machine.home / "own"))
        assert done.returncode == 66
        assert "was pulled" in done.stderr
        assert "Delete" not in done.stderr

    def test_remove_asks_first(self, machine: Machine) -> None:
        path = machine.pulled()
        assert machine.run("remove", REPO).returncode == 130  # stdin is empty
        assert path.exists()

    def test_a_pulled_model_is_known_by_its_name(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from huggingface_hub import constants

        from digest.backends.models import directory

        path = machine.pulled()
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(machine.home / "hf" / "hub"))
        assert directory(Path(REPO)) == path
        assert directory(path) == path
        assert directory(Path("someone/else")) == Path("someone/else")


class TestManifest:
    def test_M02_changed_weights_are_not_loaded(self, tmp_path: Path) -> None:
        for name, content in FILES.items():
            if name in WANTED:
                (tmp_path / name).write_bytes(content)
        manifest.add(tmp_path, [tmp_path / name for name in WANTED])
        before = Checkpoint(tmp_path).revision()
        (tmp_path / "model.safetensors").write_bytes(WEIGHTS[:-1])
        with pytest.raises(InputError, match=r"model\.safetensors is not what was pulled"):
            Checkpoint(tmp_path).revision()
        manifest.add(tmp_path, [tmp_path / "model.safetensors"])
        assert Checkpoint(tmp_path).revision() != before

    def test_what_was_pulled_stays_known_when_files_are_added(self, tmp_path: Path) -> None:
        (tmp_path / "config.json").write_text("{}", "utf-8")
        manifest.add(tmp_path, [tmp_path / "config.json"], "owner/name@c0ffee")
        (tmp_path / "model.bin").write_bytes(b"weights")
        manifest.add(tmp_path, [tmp_path / "model.bin"])
        assert manifest.origin(tmp_path) == "owner/name@c0ffee"
        assert set(manifest.read(tmp_path)) == {"config.json", "model.bin"}
        assert manifest.verify(tmp_path) == 2

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_bytes(b"{}")
        (tmp_path / "b.json").write_bytes(b"{}")
        manifest.add(tmp_path, tmp_path.glob("*.json"))
        assert manifest.verify(tmp_path) == 2
        (tmp_path / "b.json").unlink()
        with pytest.raises(InputError, match=r"damaged or missing: b\.json;"):
            manifest.verify(tmp_path)

    def test_without_one(self, tmp_path: Path) -> None:
        with pytest.raises(InputMissing, match="was not pulled or converted"):
            manifest.verify(tmp_path)

    def test_of_a_model_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputMissing, match="there is no model"):
            manifest.verify(tmp_path / "none")


def test_m01_a_folder_of_converted_weights_alone_says_so(tmp_path: Path) -> None:
    (tmp_path / "ctranslate2").mkdir()
    (tmp_path / "ctranslate2" / "model.bin").touch()
    with pytest.raises(ModelMissing, match="use ctranslate2"):
        Checkpoint(tmp_path).weights()


class TestSettings:
    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ('device = "cude"', "'cude' is none of auto, cpu, cuda, mps; did you mean 'cuda'?"),
            ('dtype = "bfloat"', "did you mean 'bfloat16'?"),
            ('devise = "cpu"', "no such setting; did you mean 'device'?"),
        ],
    )
    def test_a_mistake_is_told_with_what_was_meant(
        self, tmp_path: Path, line: str, said: str
    ) -> None:
        file = tmp_path / "digest.toml"
        file.write_text(f"[models]\n{line}\n", "utf-8")
        with pytest.raises(ConfigError) as told:
            load(file)
        assert said in str(told.value)
        assert f"{file}:2:" in str(told.value)


class TestRegistry:
    def test_every_entry_is_complete(self) -> None:
        families = {family.name for family in (*TRANSLATORS, *SUMMARIZERS)}
        for one in entries():
            assert one.task in {"translate", "summarize", "chat"}
            assert one.task == "chat" or one.family in families
            assert one.device in {"cpu", "gpu"}
            assert one.licence == one.licence.lower() != ""
            assert one.megabytes > 0
            assert re.fullmatch(r"[0-9a-f]{40}|", one.revision)
            assert {tag for pair in one.pairs for tag in pair} <= set(one.languages)
        assert len({one.name for one in entries()}) == len(entries())

    def test_what_we_recommend_first_is_free_for_any_use(self) -> None:
        for source in ("be", "ru", "uk", "en", "pl", "de"):
            for target in {"be", "ru", "uk", "en", "pl", "de"} - {source}:
                found = better(source, target, "cpu")
                assert found is not None
                assert found.device == "cpu"
                assert not restricted(found.licence)
        assert better("ka", "be", "cpu") is None

    def test_by_name(self) -> None:
        assert entry("opus-mt-tc-big-en-zle") is entry("Helsinki-NLP/opus-mt-tc-big-en-zle")
        with pytest.raises(ModelMissing, match="digest models list"):
            entry("nothing")

    def test_list_and_info(self, machine: Machine) -> None:
        lines = machine.run("list", "--pair", "en-be").stdout.splitlines()
        assert lines[0].startswith("Helsinki-NLP/opus-mt-tc-big-en-zle\ttranslate\tcpu\t480 MB\tcc")
        assert not any("zle-zle" in line for line in lines)
        records = [json.loads(line) for line in machine.run("list", "--json").stdout.splitlines()]
        assert len(records) == len(entries())
        assert {record["here"] for record in records} == {None}
        info = machine.run("info", "opus-mt-tc-big-zle-zle").stdout
        assert "unpinned" in info
        assert "licence    cc-by-4.0" in info
