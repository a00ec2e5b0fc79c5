"""Rows F11-F25: what lies on a disk, through the door of the package."""

from __future__ import annotations

import io
import json
import os
import tempfile
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import sources
from digest.errors import InputError
from digest.records import Article, Failure
from digest.sources import Limits, files
from digest.sources.parsing import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65_534
FIRST = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады."
SECOND = "Прэм'ер-міністр сказаў, што гэта важна для ўсіх жыхароў горада."
TEXT = f"{FIRST}\n\n{SECOND}\n"


def only(results: list[Article | Failure]) -> Failure:
    (result,) = results
    assert isinstance(result, Failure)
    assert "\n" not in result.error
    return result


def read(*inputs: Path | str, limits: Limits = Limits()) -> list[Article | Failure]:  # noqa: B008
    return list(sources.read([str(path) for path in inputs], limits))


def test_every_format_of_a_directory(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(f"<html><body><article><p>{FIRST}<p>{SECOND}</article>")
    (tmp_path / "c.json").write_text(json.dumps({"text": TEXT}))
    (tmp_path / "d.jsonl").write_text(json.dumps({"content": [FIRST, SECOND]}) + "\n")
    (tmp_path / "e.eml").write_text(
        f"From: a@b.by\nSubject: s\nContent-Type: text/plain;charset=utf-8\n\n{TEXT}"
    )
    (tmp_path / "f.rss").write_text(
        f"<rss version='2.0'><channel><title>t</title><item><title>i</title>"
        f"<description>{FIRST}&lt;p>{SECOND}</description></item></channel></rss>"
    )
    for ignored in ("digest.toml", "style.css", "x.js", "p.png", ".hidden.txt"):
        (tmp_path / ignored).write_text("x")
    results = read(tmp_path)
    assert len(results) == 6
    for result in results:
        assert isinstance(result, Article)
        assert "".join(result.text) == FIRST + SECOND


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?>\n<rss version='2.0'>", "feed"),
        (b'{"text": "a"}', "json"),
        (b'{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        (b"From: a@b.by\nSubject: x\n\nText", "mail"),
        (b"Just a text", "text"),
    ],
)
def test_formats_are_sniffed(data: bytes, kind: str) -> None:
    assert formats.sniff(data) == kind
    assert formats.sniff(data, ".xyz") == kind


def test_a_page_under_the_name_of_a_text_is_a_page() -> None:
    assert formats.sniff(b"<!doctype html><html>", ".txt") == "html"


def test_standard_input() -> None:
    (result,) = sources.read(["-"], stdin=io.BytesIO(TEXT.encode()))
    assert isinstance(result, Article)


def test_urls_are_off_by_default() -> None:
    assert "fetching is off" in only(read("https://nn.by/")).error


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "[::1]"])
def test_a_private_url_is_refused(host: str) -> None:
    (result,) = sources.read([f"http://{host}/"], allow_urls=True)
    assert isinstance(result, Failure)
    assert result.exit_code == 77


def test_a_missing_file(tmp_path: Path) -> None:
    assert only(read(tmp_path / "none.txt")).exit_code == 66


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a"])
def test_f11_a_binary_under_another_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    failed = only(read(tmp_path / name))
    assert "not text (PNG image)" in failed.error
    assert failed.exit_code == 65


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_f12_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert "empty" in only(read(tmp_path)).error


def test_f13_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    tracemalloc.start()
    failed = only(read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "too large" in failed.error
    assert peak < 1_000_000


def test_f14_a_fifo_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "not a regular file" in only(read(tmp_path)).error


def test_f14_endless_input() -> None:
    assert "not a regular file" in only(read("/dev/zero")).error


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no /proc")
def test_f20_a_file_that_opens_and_cannot_be_read() -> None:
    assert "cannot be read ([Errno 5]" in only(read("/proc/self/mem")).error  # as on a broken disk


def test_f15_folders_that_lie_deeper_than_calls_can(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    deep = tmp_path.joinpath(*["a"] * 600)
    deep.mkdir(parents=True)
    (deep / "c.txt").write_text(TEXT)
    lowest, good = read(tmp_path)
    assert isinstance(lowest, Article)
    assert isinstance(good, Article)


def test_f15_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").write_text(TEXT)
    (tmp_path / "up").symlink_to(tmp_path)
    *loops, good = read(tmp_path)
    assert all(isinstance(loop, Failure) and "ELOOP" in loop.error for loop in loops)
    assert isinstance(good, Article)


def test_f16_a_link_out_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text(TEXT)
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret.txt")
    failed = only(read(tmp_path / "in"))
    assert "leads out" in failed.error
    assert failed.exit_code == 65


@pytest.fixture
def no_root() -> Iterator[Path]:
    """Be a user who may not read everything, and give him a folder (root's are closed to him)."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, NOBODY, NOBODY)
        os.seteuid(NOBODY)  # and with it root's power over files
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


def test_f18_permission_denied(no_root: Path) -> None:
    (no_root / "a.txt").touch(mode=0)
    (no_root / "d").mkdir(mode=0)
    (no_root / "e.txt").write_text(TEXT)
    *denied, good = read(no_root)
    assert [result.exit_code for result in denied if isinstance(result, Failure)] == [77, 77]
    assert isinstance(good, Article)


def test_f18_a_directory_that_cannot_be_listed(no_root: Path) -> None:
    (no_root / "d").mkdir(mode=0)
    failed = only(read(no_root / "d"))
    assert failed.exit_code == 77
    assert failed.subject == str(no_root / "d")


def test_f19_a_file_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    check = files._check

    def appending(status: os.stat_result, limit: int) -> None:
        check(status, limit)
        with path.open("a") as file:
            file.write("more")

    monkeypatch.setattr(files, "_check", appending)
    with pytest.raises(InputError, match="changing"):
        files.load(path, Limits())


def test_f20_a_file_that_vanishes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    results = sources.read([str(tmp_path)])
    assert isinstance(next(results), Article)
    (tmp_path / "b.txt").unlink()
    assert "gone" in only(list(results)).error


@pytest.mark.parametrize(
    "name", [b"a\nb.txt", b"a'\".txt", b"\xff\xfe.txt", b"-rf.txt", b"x" * 251 + b".txt"]
)
def test_f21_odd_file_names(tmp_path: Path, name: bytes) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(path)).write_text("")
    failed = only(read(tmp_path))
    assert failed.subject.isprintable()
    json.dumps(failed.subject).encode()


def test_f22_two_names_one_identity(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT.replace("\n\n", "\r\n\r\n"))
    one, two = read(tmp_path)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.id == two.id


def test_f23_a_bound_on_the_number_of_files(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(TEXT)
    results = read(tmp_path, limits=Limits(files=3))
    assert [type(result) for result in results] == [Article] * 3 + [Failure]


@pytest.mark.slow
def test_f23_many_files_take_flat_memory(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}").write_text(f"{TEXT}\n\nНумар {number}. " + "слова " * 500)
        tracemalloc.start()
        read_all = sum(isinstance(result, Article) for result in sources.read([str(folder)]))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read_all == count
        return most

    few, many = peak(60), peak(180)
    assert many - few < 120 * 2_000  # of 6 kB a file: names stay, texts do not


def test_f25_an_archive_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x1f\x8b\x08\x00" + b"\0" * 100)
    assert "gzip archive" in only(read(tmp_path)).error


def test_a_bad_line_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{FIRST}"}}\n{{bad\n[]\n{{"title": "t"}}\n{{"body": "{SECOND}"}}\n')
    results = read(path)
    kinds = [type(result) for result in results]
    assert kinds == [Article, Failure, Failure, Failure, Article]
    assert [r.subject[-6:] for r in results if isinstance(r, Failure)] == [
        "line 2",
        "line 3",
        "line 4",
    ]


def test_json_fields(tmp_path: Path) -> None:
    row = {
        "title": "Бібліятэка", "text": [FIRST, SECOND], "url": "https://nn.by/a", "source": "НН",
        "language": "be", "published": "2026-11-20T10:00:00+03:00", "author": {"name": "Я. Купала"},
        "tags": ["культура"],
    }  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps([row, {"article": row}]))
    one, two = read(tmp_path)
    assert one == two
    assert isinstance(one, Article)
    assert (one.title, one.language, one.source, one.byline) == (
        "Бібліятэка",
        "be",
        "НН",
        "Я. Купала",
    )
    assert one.published is not None
    assert one.published.isoformat() == row["published"]
    assert one.tags == ("культура",)


def test_json_nested_too_deep(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 200_000)
    assert isinstance(only(read(tmp_path)), Failure)


@pytest.mark.parametrize("run", ["слово" * 40_000, "`" * 200_000, "<!--" * 60_000, "a.b-" * 9_000])
def test_h13_what_is_no_word_is_cut_and_no_stage_chokes_on_it(tmp_path: Path, run: str) -> None:
    (tmp_path / "a.txt").write_text(f"{TEXT}\n\nРабочие {run} уходят.\n\n{run}\n", "utf-8")
    (found,) = read(tmp_path / "a.txt")
    assert isinstance(found, Article)
    assert "Рабочие … уходят." in found.text
    assert max(map(len, found.text)) < 1000
    assert [cut.reason for cut in found.cuts] == ["no word", "no word"]
    assert "".join(cut.text for cut in found.cuts).startswith(run)


def test_chinese_has_no_blanks_and_is_no_endless_word(tmp_path: Path) -> None:
    text = "昨天晚上，首都举办了一场大型展览，许多人前来参观这些作品。" * 60
    (tmp_path / "a.txt").write_text(f"展览\n\n{text}\n", "utf-8")
    (found,) = read(tmp_path / "a.txt")
    assert isinstance(found, Article)
    assert text in found.text
