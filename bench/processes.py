"""Start servers, pin them to a core, and read what they cost from the operating system."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    """A loopback port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cores() -> tuple[int, int]:
    """One core for the server and one for the client; the same one twice on a machine with a single core."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def stat(pid: int) -> list[str]:
    """What the system tells of a process: proc(5), from the third field on. Raises OSError when it is gone."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process since it started."""
    fields = stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def run_inside(
    environment: Mapping[str, str],
    module: str,
    *arguments: str,
    code: Path = ROOT,
    python: Path | None = None,
) -> str:
    """Run a program of the bench inside a house, by the house's environment; what it printed.

    code, python: of the house, where it is of another release; the program is the one of that release then.

    Raises RuntimeError with its complaint when it fails.
    """
    ran = subprocess.run(
        [python or sys.executable, "-m", module, *arguments],
        cwd=code, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        raise RuntimeError(f"{module} failed.\n{ran.stderr[-3000:]}")
    return ran.stdout


def resident_bytes(pid: int) -> int:
    """Memory that is really in use: the resident set."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


@dataclass
class Server:
    """One application process under measurement."""

    name: str
    process: subprocess.Popen[bytes]
    port: int

    @property
    def pid(self) -> int:
        return self.process.pid

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str],
        *,
        port: int,
        environment: Mapping[str, str],
        core: int,
        log: Path,
    ) -> "Server":
        """Start `command` on one core and wait until its port answers. Raises RuntimeError with its last words."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        os.sched_setaffinity(process.pid, {core})
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return cls(name, process, port)
            time.sleep(0.05)
        process.kill()
        raise RuntimeError(f"{name} did not start: {log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it as an operator would; insist after ten seconds."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def daphne(name: str, application: str, *, core: int, log: Path) -> Server:
    """An ASGI application on plain daphne, the server that the chat itself runs on."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application]
    return Server.start(name, command, port=port, environment={}, core=core, log=log)
