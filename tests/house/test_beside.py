"""Long calculations are made in a process beside the one that serves; nothing is lost when it is not there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from bench.processes import stat
from helpline.beside import NICE, Beside
from tests.house.tree import ROOT


@contextmanager
def opened(**how: float) -> Generator[Beside]:
    made = Beside(**how)
    made.open()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def beside() -> Iterator[Beside]:
    """One that is open."""
    with opened() as made:
        yield made


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def loaded(beside: Beside) -> int:
    """Have it start; its number with the system."""
    assert beside.run(os.getpid) == os.getpid(), "the first one waits for nothing"
    until(lambda: beside.is_loaded)
    assert beside.pid is not None
    return beside.pid


def is_there(pid: int) -> bool:
    try:
        return stat(pid)[0] != "Z"
    except OSError:
        return False


def test_nothing_starts_where_nobody_serves() -> None:
    closed = Beside()
    assert closed.run(os.getpid) == os.getpid()
    assert closed.pid is None


def test_it_calculates_in_another_process_that_steps_back(beside: Beside) -> None:
    pid = loaded(beside)
    assert beside.run(os.getpid) == pid != os.getpid()
    assert beside.run(os.getpriority, os.PRIO_PROCESS, 0) >= NICE
    with translation.override("en"):
        assert beside.run(translation.gettext, "Monday") == "Monday"
        assert beside.run(translation.get_language) == "en"
    with pytest.raises(ValueError, match="drie"):
        beside.run(int, "drie")
    assert beside.run(os.getpid) == pid, "a refusal ends nothing"
    beside.close()
    until(lambda: not is_there(pid))
    assert beside.run(os.getpid) == os.getpid()


def test_who_is_killed_is_missed_by_nobody(beside: Beside) -> None:
    """It may be killed between two questions, or over one (its memory): both are answered."""
    os.kill(loaded(beside), signal.SIGKILL)
    assert beside.run(os.getpid) == os.getpid()
    pid = loaded(beside)
    assert beside.run(os.getpid) == pid
    here = os.getpid()
    assert beside.run(_kill_whoever_is_not, here) == "answered"


def _kill_whoever_is_not(survivor: int) -> str:
    if os.getpid() != survivor:
        os.kill(os.getpid(), signal.SIGKILL)
    return "answered"


def test_who_hangs_is_ended_and_keeps_nobody_waiting() -> None:
    with opened(patience=1) as hasty:
        pid = loaded(hasty)
        with pytest.raises(TimeoutError):
            hasty.run(time.sleep, 60)
        until(lambda: not is_there(pid))
        assert hasty.run(os.getpid) == os.getpid()


def test_it_ends_when_nobody_asks_for_a_while() -> None:
    with opened(idle=1) as patient:
        pid = loaded(patient)
        until(lambda: not is_there(pid))
        assert patient.run(os.getpid) == os.getpid()


def test_it_does_not_outlive_the_process_that_serves() -> None:
    story = (
        "import time\nfrom helpline.beside import beside\nif __name__ == '__main__':\n"
        "    beside.open(); beside.run(int)\n    while not beside.is_loaded: time.sleep(0.02)\n"
        "    print(beside.pid, flush=True); time.sleep(60)\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "helpline.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", story], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        assert is_there(pid)
        server.kill()
    until(lambda: not is_there(pid))
