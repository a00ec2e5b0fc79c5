"""The night as an operator meets it: killed, doubled, empty, restored, on a full disk."""

from __future__ import annotations

import itertools
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest

from digest.store import lock
from nights import NEWS, READERS, Place, fork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from digest.deliver.transport import Letter
    from digest.store.copies import Outcome

DAY = ("--day", "2026-11-24")
NEXT = ("--day", "2026-11-25")

# Places where a kill is tried; those of SMTP and of subscribers have tests of their own.
PLACES = (
    "work.recorded:1", "work.recorded:3", "night.composed", "night.saved", "freeze.begin",
    "freeze.issue", "freeze.articles", "freeze.copies", "freeze.committed", "night.addressed",
    "night.settled", "night.frozen", "settle.committed", "expire.committed", "file.written:2",
    "mark.begin:2", "mark.written:2", "mark.committed:2", "file.renamed:2", "record.begin:2",
    "record.written:2", "record.committed:2", "record.committed:5", "finish.begin",
    "finish.committed",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.drop(**NEWS)
    return made


def once(day: str = "2026-11-24", readers: tuple[str, ...] = READERS) -> Counter[tuple[str, str]]:
    return Counter({(reader, day): 1 for reader in readers})


def document(place: Place, day: str = "2026-11-24") -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (place.folder / "out" / f"digest-{day}.json").read_text("utf-8")
    )
    return found


@pytest.mark.parametrize("crash", PLACES)
def test_b01_a_kill_anywhere_costs_no_reader_an_issue_and_brings_none_twice(
    place: Place, crash: str
) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": crash}) == -signal.SIGKILL
    assert place("run", *DAY) in {0, 3}, place.said()
    assert place.mails() == once()
    counts = document(place)["counts"]
    assert isinstance(counts, dict)
    assert [counts[name] for name in ("articles", "stories", "failed")] == [2, 2, 0]
    assert place("run", *DAY) == 0
    assert place.mails() == once()


def test_b02_of_fifty_runs_started_together_one_works(place: Place) -> None:
    place.subscribe(*READERS)
    go, wait = os.pipe()[::-1]
    children = []
    for _ in range(50):
        child = fork()
        if not child:
            os.close(go)
            # The one that has the lock goes on when all the others have given up.
            code = place("run", *DAY, env={}, before=lambda: _hold(wait))
            os._exit(code)
        children.append(child)
    os.close(wait)
    codes = Counter[int]()
    while len(codes) < 2 and codes.total() < 49:
        _, status = os.wait()
        codes[os.waitstatus_to_exitcode(status)] += 1
        if codes[75] == 49:
            break
    os.close(go)
    while codes.total() < 50:
        _, status = os.wait()
        codes[os.waitstatus_to_exitcode(status)] += 1
    assert codes == {0: 1, 75: 49}, place.said()
    assert place.mails() == once()
    assert place.said().count("holds") == 49


def _hold(wait: int) -> None:
    """Make the run that gets the lock wait until the pipe is closed."""
    from digest.cli.nightly import closing

    begin = closing.begin

    def slowly(*arguments: object) -> object:
        os.read(wait, 1)
        return begin(*arguments)  # type: ignore[arg-type]

    closing.begin = slowly  # type: ignore[assignment]


_WATCHED = """
import sys
from digest.pipeline import night
before = set()
night.passing = lambda name: before or before.update(sys.modules)
from digest.cli import main
try:
    main()
finally:
    assert before
    late = sorted({name.partition(".")[0] for name in sys.modules.keys() - before})
    print(*(name for name in late if name not in sys.stdlib_module_names))
"""


@pytest.mark.parametrize("transport", ["folder", "smtp"])
def test_what_cannot_be_imported_fails_before_the_work(tmp_path: Path, transport: str) -> None:
    place = Place(tmp_path, '[report]\nmail = "ann@example.org"\n')
    text = place.config.read_text("utf-8").replace('"folder"', f'"{transport}"\nport = 9')
    place.config.write_text(text.replace('["json"]', '["json", "html"]'), "utf-8")
    place.drop(**NEWS)
    place.subscribe("ann@пошта.бел")
    program = [sys.executable, "-c", _WATCHED, "run", "--json", "--config", str(place.config)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("}\n\n"), done  # its report, and no module


def _fill_the_disk() -> None:
    from digest.cli.nightly import recipients
    from digest.errors import StateDamaged

    def full(*_: object) -> None:
        raise StateDamaged("disk full")

    recipients.take_in = full  # type: ignore[assignment]


def test_b05_a_run_that_ends_before_it_reads_is_not_taken_for_a_killed_one(place: Place) -> None:
    assert place("run", *DAY, before=_fill_the_disk) == 74
    assert place("run", *DAY) == 0, place.said()
    assert "did not end" not in place.said()


def test_b06_a_state_that_cannot_be_written_is_73_before_anything_is_read(place: Place) -> None:
    (place.folder / "state").write_text("in the way")
    assert place("run", *DAY) == 73
    assert not (place.folder / "out").exists() or not any((place.folder / "out").iterdir())


def test_b07_a_second_run_of_a_day_sends_nothing_and_new_articles_wait(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY) == 0, place.said()
    place.drop(late="В Вольме вечером открыли новый музей. В нём 300 экспонатов из 12 стран.")
    assert place("run", *DAY) == 0
    assert place.mails() == once()
    assert place("run", *NEXT) == 0
    assert document(place, "2026-11-25")["counts"]["stories"] == 1  # type: ignore[index]
    assert place.mails() == once() + once("2026-11-25")


def test_b07_a_second_run_of_a_day_says_what_it_leaves_as_it_is(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY) == 0, place.said()
    place.said()
    assert place("run", *DAY, "--to", "be") == 0
    said = place.said()
    assert "2026-11-24 was frozen before (main): nothing is read or made anew" in said
    assert "edition main stays in ru today; be begins with the next" in said
    assert place("run", *DAY, "--quiet") == 0
    assert place.said() == ""
    text = (place.folder / "state" / "reports" / "2026-11-24.txt").read_text("utf-8")
    assert text.count("was frozen before") == 2


def test_b07_a_second_run_of_a_day_names_an_edition_that_was_added_since(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY) == 0, place.said()
    place.said()
    with place.config.open("a") as config:
        config.write('[[editions]]\nkey = "main"\n[[editions]]\nkey = "late"\nlanguage = "be"\n')
    assert place("run", *DAY) == 0
    told = "edition late is none of them: it had nothing that day, or was added since"
    said = place.said()
    assert told in said
    assert "edition main" not in said


def test_f18_an_input_that_fails_as_before_is_counted_and_no_news(tmp_path: Path) -> None:
    place = Place(tmp_path, '[report]\nmail = "operator@example.org"\n')
    place.drop(**NEWS)
    (place.folder / "drop" / "bad.txt").write_bytes(b"")
    assert place("run", *DAY) == 3
    assert "bad.txt: empty" in place.said()
    for number, day in enumerate(("25", "26")):
        place.drop(**{f"n{number}": f"В городе открыли музей {number}. В нём {30 + number} залов."})
        assert place("run", "--day", f"2026-11-{day}") == 0
        said = place.said()
        assert "1 fail as before" in said
        assert "bad.txt" not in said
        text = (place.folder / "state" / "reports" / f"2026-11-{day}.txt").read_text("utf-8")
        assert "fails as before:" in text
        assert "(since 2026-11-24)" in text
    pages = {path.stem: path.read_text("utf-8") for path in place.folder.glob("out/**/*.json")}
    told = {day: "bad.txt" in page for day, page in pages.items()}  # readers hear of it once, too
    assert sorted(told.values()) == [False, False, True]
    assert told["digest-2026-11-24"]
    assert place.mails()["operator@example.org", ""] == 1
    (place.folder / "drop" / "worse.txt").write_bytes(b"")
    assert place("run", "--day", "2026-11-27") == 3
    assert "worse.txt: empty" in place.said()


def test_n13_a_source_that_fails_every_night_is_3_every_night(tmp_path: Path) -> None:
    place = Place(tmp_path, '[[sources]]\nname = "gone"\npath = "gone"\n')
    place.drop(**NEWS)
    assert [place("run", "--day", f"2026-11-{day}") for day in (24, 25, 26)] == [3, 3, 3]


def test_b09_missed_nights_are_one_issue_and_nothing_is_lost(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY) == 0
    place.drop(
        museum="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран.",
        fire="На складе у города ночью сгорело 40 тонн зерна. Никто не пострадал, сообщили в МЧС.",
        goal="Хоккеисты Немана выиграли у гостей 5:2. Три шайбы забросил вратарь второй команды.",
    )
    assert place("run", "--day", "2026-11-28") == 0, place.said()
    assert document(place, "2026-11-28")["counts"]["stories"] == 3  # type: ignore[index]


def test_b17_nothing_new_is_no_mail_and_0(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY) == 0
    place.said()
    assert place("run", *NEXT) == 0
    assert "nothing new" in place.said()
    assert place.mails() == once()
    assert place("run", "--quiet", *NEXT) == 0
    assert place.said() == ""


def test_b18_where_everything_fails_readers_get_nothing_and_the_operator_a_mail(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path, '[report]\nmail = "operator@example.org"\n')
    place.subscribe(*READERS)
    (tmp_path / "drop").rmdir()
    assert place("run", *DAY) == 69, place.said()
    assert [to for to, _ in place.mails()] == ["operator@example.org"]
    assert not list((tmp_path / "out").glob("digest-*"))
    assert place("run", *DAY) == 69
    assert place.mails().total() == 1  # told once; a timer may try all morning


def test_b19_cron_gives_no_locale_no_home_and_any_umask(place: Place) -> None:
    place.subscribe(*READERS)
    command = [sys.executable, "-c", "from digest.cli import main; main()", "run", *DAY]
    done = subprocess.run(
        [*command, "--config", str(place.config)], env={"PATH": os.environ["PATH"]}, umask=0,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Вольма" in json.dumps(document(place), ensure_ascii=False)
    private = [path for path in (place.folder / "state").rglob("*") if path.is_file()]
    assert private
    assert all(path.stat().st_mode & 0o027 == 0 for path in private)


@pytest.mark.parametrize("output", ["out", "none"])
def test_s02_a_ledger_that_alone_is_lost_can_be_begun_anew(place: Place, output: str) -> None:
    ledger = place.folder / "state" / "ledger.db"
    assert place("run", *DAY) == 0
    for path in ledger.parent.glob("ledger.db*"):
        if path.suffix != ".runs":
            path.unlink()
    if output == "none":
        shutil.rmtree(place.folder / "out")
    for command in (("run", *NEXT), ("send",), ("subscribers", "list")):
        assert place(*command) == 78, command
    assert not ledger.exists()
    assert place("run", *NEXT, "--new-state") == 0, place.said()
    assert place("run", *NEXT) == 0, place.said()


@pytest.mark.parametrize("emptied", [False, True])
def test_s02_a_lost_ledger_beside_old_editions_is_78_and_sends_nothing(
    place: Place, emptied: bool
) -> None:
    ledger = place.folder / "state" / "ledger.db"
    place.subscribe(*READERS)
    assert place("run", *DAY) == 0
    shutil.rmtree(ledger.parent)
    if emptied:
        ledger.parent.mkdir()
        ledger.touch()
    assert place("run", *NEXT) == 78
    assert "digest backup --restore" in place.said()
    for command in (
        ("send",), ("send", "--status"), ("bounces", "--mbox", "box"), ("subscribers", "list"),
        ("subscribers", "add", "new@example.org"), ("run", "drop"),
    ):  # fmt: skip
        assert place(*command) == 78, command
    assert ledger.exists() is emptied
    assert place("run", *NEXT) == 78
    assert place("status") == 66
    assert place.mails() == once()
    assert place("run", *NEXT, "--new-state") == 0


def test_s08_a_second_configuration_does_not_get_the_ledger(place: Place, tmp_path: Path) -> None:
    assert place("run", *DAY) == 0
    other = tmp_path / "other.toml"
    other.write_bytes(place.config.read_bytes())
    place.config = other
    assert place("run", *NEXT) == 78
    assert "belongs to" in place.said()


def test_s09_after_a_restored_backup_nobody_gets_a_story_again(place: Place) -> None:
    place.subscribe(*READERS)
    copy = place.folder / "copy.db"
    assert place("backup", str(copy)) == 0
    assert place("run", *DAY) == 0, place.said()
    assert place("backup", "--restore", str(copy)) == 0
    place.drop(new="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран.")
    assert place("run", *NEXT) == 0, place.said()
    assert document(place, "2026-11-25")["counts"]["stories"] == 1  # type: ignore[index]
    assert place.mails()[READERS[0], "2026-11-25"] == 1


def test_b04_a_run_whose_lock_file_was_removed_sends_nothing(place: Place) -> None:
    place.subscribe(*READERS)
    lock = place.folder / "state" / "lock"

    def remove() -> None:
        from digest.cli.nightly import nightwork

        publish = nightwork._publish

        def removing(*arguments: object) -> object:
            lock.unlink(missing_ok=True)
            return publish(*arguments)  # type: ignore[arg-type]

        nightwork._publish = removing  # type: ignore[assignment]

    assert place("run", *DAY, before=remove) == 75
    assert place.mails() == Counter()
    assert place("run", *DAY) == 0
    assert place.mails() == once()


_FULL = """
set -e
mount -t tmpfs -o size=$2 tmpfs "$1"
cp -r "$3/." "$1"
cd "$1"
set +e
"$4" -c "from digest.cli import main; main()" run --day 2026-11-24 --config digest.toml 2>&1
echo "exit $?"
"$4" - <<'END'
import sqlite3
print("check", sqlite3.connect("state/ledger.db").execute("PRAGMA quick_check").fetchone()[0])
END
mount -o remount,size=30m "$1"
"$4" -c "from digest.cli import main; main()" run --day 2026-11-24 --config digest.toml 2>&1
echo "exit $?"
ls mails | wc -l
"""


@pytest.mark.parametrize("free", [48, 96, 160])  # kilobytes that are left on the disk
def test_b05_a_full_disk_is_74_and_the_next_run_finishes(
    place: Place, tmp_path: Path, free: int
) -> None:
    place.subscribe(*READERS)
    (disk := tmp_path.parent / f"{tmp_path.name}-disk").mkdir()
    used = sum(path.stat().st_size // 4096 * 4 + 4 for path in tmp_path.rglob("*"))
    size = f"{used + free}k"
    command = ["unshare", "-rm", "bash", "-c", _FULL, "-", str(disk), size, str(tmp_path)]
    done = subprocess.run([*command, sys.executable], capture_output=True, text=True, check=False)
    if "exit" not in done.stdout:
        pytest.skip(f"no tmpfs of our own here: {done.stderr.strip()[:80]}")
    lines = done.stdout.splitlines()
    exits = [line for line in lines if line.startswith("exit ")]
    assert exits[0] in {"exit 73", "exit 74"}, done.stdout
    assert "check ok" in lines
    assert exits[1] in {"exit 0", "exit 3"}, done.stdout
    assert lines[-1].strip() == "5"


@pytest.mark.parametrize("size", [60_000, 120_000, 170_000, 1_500])
def test_b05_a_file_that_may_not_grow_is_74_or_73_and_the_next_run_finishes(
    place: Place, size: int
) -> None:
    place.subscribe(*READERS)

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    assert place("run", *DAY, before=bound) in {73, 74}, place.said()
    assert "Traceback" not in place.said()
    sent = place.mails()
    assert place("run", *DAY) in {0, 3}, place.said()
    assert place.mails() == once()
    assert sent <= once()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make it another user's")
def test_b06_b20_an_output_of_another_user_is_73_before_anything_is_read(place: Place) -> None:
    out = place.folder / "out"
    out.mkdir(mode=0o755)
    os.chown(out, 12345, 12345)
    program = [sys.executable, "-c", "from digest.cli import main; main()", "run", *DAY]
    command = ["unshare", "-r", *program, "--config", str(place.config)]  # a root over its own only
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr:
        pytest.skip(f"no user of our own here: {done.stderr.strip()[:80]}")
    assert (done.returncode, "Permission denied" in done.stderr) == (73, True), done.stderr
    assert str(out) in done.stderr
    assert not (place.folder / "state" / "ledger.db").exists()
    os.chown(out, os.geteuid(), os.getegid())
    assert place("run", *DAY) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make it another user's")
def test_b20_the_state_of_another_user_is_told_and_not_taken(place: Place) -> None:
    assert place("run", *DAY) == 0
    ledger = place.folder / "state" / "ledger.db"
    os.chown(ledger, 12345, 12345)
    assert place("run", *NEXT) == 0
    assert "belongs to another user" in place.said()
    assert ledger.stat().st_uid == 12345


def test_b21_ten_hours_of_sleep_in_the_middle_end_no_deadline(place: Place) -> None:
    place.subscribe(*READERS)

    def sleep() -> None:
        begin, asked, wall = time.monotonic(), itertools.count(), time.time
        time.time = lambda: wall() + (36_000 if next(asked) and time.monotonic() > begin else 0)

    assert place("run", *DAY, before=sleep) == 0, place.said()
    assert place.mails() == once()


@pytest.mark.parametrize("room", [0, 8_000, 40_000])  # bytes that the largest file may grow by
def test_b05_a_file_that_may_not_grow_is_74_and_the_next_run_finishes(
    place: Place, room: int
) -> None:
    place.subscribe(*READERS)
    size = (place.folder / "state" / "ledger.db").stat().st_size + room
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    assert place("run", *DAY, before=limit) == 74, place.said()
    assert set(place.mails().values()) <= {1}
    assert place("run", *DAY) == 0, place.said()
    assert place.mails() == once()


def test_b06_a_document_that_cannot_be_written_keeps_nobodys_mail(place: Place) -> None:
    place.subscribe(*READERS)
    wall = place.folder / "out" / "digest-2026-11-24.json" / "wall"
    wall.mkdir(parents=True)
    assert place("run", *DAY) == 73, place.said()
    assert place.mails() == once()
    assert "cannot write" in next((place.folder / "state" / "reports").glob("*.txt")).read_text()
    shutil.rmtree(wall.parent)
    assert place("run", *DAY) == 0, place.said()
    assert wall.parent.is_file()
    assert place.mails() == once()


def test_b07_a_gap_between_two_nights_is_told(place: Place) -> None:
    assert place("run", *DAY) == 0
    state = sqlite3.connect(place.folder / "state" / "ledger.db")
    state.execute("UPDATE run SET started = '2020-01-01T00:00:00+00:00'")
    state.commit()
    state.close()
    assert place("run", *NEXT) == 0
    assert "nights were missed, or the clock was changed" in place.said()


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [("old.example", "new.example", True), ("old.example", "old.example", False),
     ("0123456789ab", "ba9876543210", False), ("old.example", "0123456789ab", True)],
)  # fmt: skip
def test_s09_a_ledger_that_is_run_on_another_machine_is_told(
    place: Place, before: str, now: str, told: bool
) -> None:
    for day, host in ((DAY, before), (NEXT, now)):
        place.said()
        name = partial(setattr, socket, "gethostname", partial(str, host))
        assert place("run", *day, before=name) == 0
    assert (f"the last run was on {before}: if runs go on there" in place.said()) is told


def test_the_health_check_hears_the_start_and_the_exit_status(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    for signal_ in ("start", "0", "75"):
        httpserver.expect_request(f"/secret/{signal_}").respond_with_data("OK")
    (tmp_path / "ping").write_text(httpserver.url_for("/secret"), "ascii")
    place = Place(tmp_path, '[report]\nping_file = "ping"\n')
    place.drop(**NEWS)
    assert place("run", *DAY) == 0
    with lock(tmp_path / "state"):
        assert place("run", *DAY) == 75
    asked = [request.path for request, _ in httpserver.log]
    assert asked == ["/secret/start", "/secret/0", "/secret/start", "/secret/75"]
    assert "secret" not in place.said()
    for path in (tmp_path / "state" / "reports").iterdir():
        assert "/secret" not in path.read_text("utf-8")


def test_json_logs_are_one_object_a_line_and_name_no_reader(place: Place) -> None:
    place.subscribe(*READERS)
    place.said()
    place.drop(empty="")
    (place.folder / "drop" / "empty.txt").write_bytes(b"")
    assert place("run", *DAY, "--log-format", "json") == 3
    lines = [line for line in place.said().splitlines() if not line.endswith(".json")]
    records = [json.loads(line) for line in lines]
    assert {record["event"] for record in records} == {"item.failed", "run.ended"}
    assert len({record["run_id"] for record in records}) == 1
    assert "@" not in "".join(lines)


def test_json_is_the_report(place: Place) -> None:
    place.subscribe(*READERS)
    place.said()
    assert place("run", *DAY, "--json", "--quiet") == 0
    report = json.loads(place.said())
    assert report["schema"] == "digest/report/1"
    assert report["issues"] == [{"issue": "main/2026-11-24", "copies": {"sent": 5}}]
    assert {stage["stage"] for stage in report["stages"]} == {
        "language",
        "summarize",
        "translate ru",
    }
    assert report["models"]


def signalled(numbers: tuple[int, ...], turn: int) -> Callable[[], None]:
    """Return what makes the program signal itself while it hands over copy number `turn`."""

    def install() -> None:
        from digest.deliver.mailbox import Files

        hand_over, count = Files.hand_over, itertools.count(1)

        def handing(self: Files, letter: Letter, mark: Callable[[], None]) -> Outcome:
            def marked() -> None:
                mark()
                if next(count) == turn:
                    for number in numbers:
                        os.kill(os.getpid(), number)

            return hand_over(self, letter, marked)

        Files.hand_over = handing  # type: ignore[method-assign]

    return install


def test_b10_sigterm_finishes_the_copy_in_hand_and_leaves_the_rest(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY, before=signalled((signal.SIGTERM,), 2)) == 143, place.said()
    assert place.mails().total() == 2
    reports = json.loads(
        (place.folder / "state" / "reports" / "2026-11-24.json").read_text("utf-8")
    )
    (told,) = reports["runs"]
    assert (told["code"], told["error"]) == (143, "stopped by a signal")
    assert place("run", *DAY) == 0
    assert place.mails() == once()


def test_b11_a_second_sigint_ends_at_once_and_nothing_is_lost(place: Place) -> None:
    place.subscribe(*READERS)
    both = (signal.SIGINT, signal.SIGINT)
    assert place("run", *DAY, before=signalled(both, 2)) == 130, place.said()
    assert place.mails().total() == 1
    assert place("run", *DAY) in {0, 3}
    assert place.mails() == once()


def test_b10_sigterm_while_it_computes_costs_a_batch(place: Place) -> None:
    place.subscribe(*READERS)

    def install() -> None:
        from digest.backends.extractive import Extractive

        def stopping(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGTERM)

        Extractive.summarize = stopping  # type: ignore[assignment, method-assign]

    assert place("run", *DAY, before=install) == 143
    assert "stopped by a signal" in place.said()
    assert place("run", *DAY) == 0
    assert place.mails() == once()


@pytest.mark.parametrize("formats", ['["json"]', '["html"]', '["md", "txt"]'])
@pytest.mark.parametrize("garbage", [b"", b"{", b"\xff\x00", b'[{"article": {"id": 3}}]'])
def test_s09_a_restored_backup_needs_no_format_and_survives_garbage(
    place: Place, formats: str, garbage: bytes
) -> None:
    text = place.config.read_text("utf-8").replace('["json"]', formats)
    place.config.write_text(text, "utf-8")
    place.subscribe(*READERS)
    copy = place.folder / "copy.db"
    assert place("backup", str(copy)) == 0
    assert place("run", *DAY) == 0, place.said()
    assert place("backup", "--restore", str(copy)) == 0
    (place.folder / "out" / "digest-2026-11-20.json").write_bytes(garbage)
    place.drop(new="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран.")
    assert place("run", *NEXT, "--json", "--quiet") == 0, place.said()
    report = json.loads(place.said().splitlines()[-1])
    assert report["counts"]["stories"] == 1
    assert report["counts"]["repeated"] == 2


def test_s09_only_the_edition_that_had_an_article_goes_without_it(tmp_path: Path) -> None:
    place = Place(tmp_path, '[[editions]]\nkey = "one"\n')
    place.drop(**NEWS)
    place.subscribe(*READERS, edition="one")
    copy = place.folder / "copy.db"
    assert place("backup", str(copy)) == 0
    assert place("run", *DAY) == 0, place.said()
    assert place("backup", "--restore", str(copy)) == 0
    with place.config.open("a", encoding="utf-8") as config:
        config.write('[[editions]]\nkey = "two"\n')
    assert place("run", *NEXT) == 0, place.said()
    assert [path.parent.name for path in place.folder.glob("out/*/*25.json")] == ["two"]


@pytest.mark.parametrize("name", ["digest-2026-11-24.html", "be/digest-2026-11-24.epub"])
def test_s02_editions_of_any_format_forbid_a_silent_new_begin(place: Place, name: str) -> None:
    edition = place.folder / "out" / name
    edition.parent.mkdir(parents=True)
    edition.write_bytes(b"an edition")
    assert place("run", *DAY) == 78
    assert place("run", *DAY, "--new-state") == 0
