"""Signals end a run in order: no traceback, no lost work, the code that a shell expects."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from digest.cli.signals import Stop, Stopped

_WAIT = """
import signal, sys
from digest import cli
@cli.cli.command("wait")
def wait():
    print("ready", flush=True)
    signal.pause()
cli._COMMANDS += ("wait",)
cli.cli.get_command = lambda context, name: wait
sys.argv = ["digest", "wait"]
cli.main()
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_b10_b11_b12_a_signal_is_an_exit_code_and_no_traceback(
    number: signal.Signals, code: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WAIT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.communicate()[1] == ""
    assert process.returncode == code


@pytest.fixture
def stop() -> Stop:
    return Stop()


def heard(stop: Stop, number: int = signal.SIGTERM) -> None:
    before = signal.signal(number, stop._heard)
    try:
        os.kill(os.getpid(), number)
    finally:
        signal.signal(number, before)


def test_b10_what_is_shielded_finishes_and_then_ends(stop: Stop) -> None:
    finished = False
    with pytest.raises(Stopped) as ended, stop.shield():  # noqa: PT012  # in this order
        heard(stop)
        assert stop()
        finished = True
    assert finished
    assert ended.value.exit_code == 143


def test_b11_a_second_signal_ends_even_that(stop: Stop) -> None:
    with pytest.raises(Stopped) as ended, stop.shield():  # noqa: PT012  # in this order
        heard(stop)
        heard(stop, signal.SIGINT)
        pytest.fail("the second signal was not heard")
    assert ended.value.exit_code == 130


def test_without_a_signal_nothing_happens(stop: Stop) -> None:
    with stop.shield():
        assert not stop()
