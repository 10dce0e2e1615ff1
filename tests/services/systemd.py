"""systemd's part of deploy/bin, played where there is none: `systemd-run` and `systemctl` stand first on PATH.

What they are asked is done: a program is run with the settings of `env` and nothing else of the caller's environment,
and a restart is whatever the test says that it is. An option that systemd does not have is refused, as systemd does.
"""

import os
import re
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType

from helpline import environment
from tests.services import programs
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT

#: where the units say that the house is
AT = "/srv/helpline/app"
_RUN = """#!{python}
import os, sys
words = sys.argv[1:]
flags, program = words[: words.index("--")], words[words.index("--") + 1 :]
told = dict(flag.split("=", 2)[1:] for flag in flags if flag.startswith("--property="))
spare = set(told) - {{"User", "UMask", "EnvironmentFile", "WorkingDirectory", "LimitCORE"}}
spare |= {{flag for flag in flags if "=" not in flag}} - {{"--quiet", "--collect", "--wait", "--pipe"}}
if spare or not os.path.isabs(program[0]):
    sys.exit(f"systemd-run: not understood: {{spare}} {{program[0]}}")
with open(told["EnvironmentFile"]) as file:
    settings = dict(line.rstrip("\\n").split("=", 1) for line in file)
with open({log!r}, "a") as log:
    log.write(" ".join([os.path.basename(program[0]), *program[1:]]) + "\\n")
if program[1:2] == ["manage.py"] and program[2] in {left_out!r}:
    sys.exit(0)
os.chdir(told["WorkingDirectory"])
os.umask(int(told["UMask"], 8))
os.execve(program[0], program, {{"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **settings}})
"""
_CTL = """#!{python}
import socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({socket!r})
    line.sendall("\\0".join(sys.argv[1:]).encode() + b"\\n")
    sys.exit(int(line.makefile().read()))
"""


def answers(port: int) -> bool:
    """Whether a process answers, asked as the units ask."""
    return subprocess.run([DEPLOY / "bin" / "answers", str(port)], check=False).returncode == 0


class Systemd:
    """`with Systemd(folder, shape.served_with()) as machine:` - then `machine.run("update", "8001")`.

    folder: short (a socket lies in it); it gets etc/ (what /etc/helpline holds) and bin/ (the two programs).
    settings: of the processes; what the house knows of them goes into etc/env.
    public: PUBLIC_FOLDER, which stands in etc/values.
    restart: called with the port of helpline-web@PORT; False is a process that did not answer.
    left_out: commands of manage.py that are noted and not run, because a test needs no second migration.
    programs: more that stand first on PATH, name and text.
    """

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, str],
        *,
        public: Path | None = None,
        restart: Callable[[int], bool] = lambda port: False,
        left_out: tuple[str, ...] = (),
        programs: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.etc = folder / "etc"
        self._bin = folder / "bin"
        self._log = folder / "run.log"
        self._socket = folder / "systemctl.sock"
        self._restart = restart
        for made in (self.etc, self._bin):
            made.mkdir(parents=True)
        known = {name: value for name, value in settings.items() if name in environment.VARIABLES}
        (self.etc / "env").write_text("".join(f"{name}={value}\n" for name, value in known.items()))
        if public is not None:
            (self.etc / "values").write_text(f"# in front\nPUBLIC_FOLDER={public}\n")
        filled = {"python": sys.executable, "log": str(self._log), "socket": str(self._socket)}
        own = {
            name: text.format(**filled, left_out=set(left_out))
            for name, text in (("systemd-run", _RUN), ("systemctl", _CTL))
        }
        for name, text in {**programs, **own}.items():
            (self._bin / name).write_text(text)
            (self._bin / name).chmod(0o755)

    def __enter__(self) -> "Systemd":
        machine = self

        class Asked(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                words = self.rfile.readline().decode().rstrip("\n").split("\0")
                self.wfile.write(b"0" if machine._systemctl(words) else b"1")

        self._server = socketserver.ThreadingUnixStreamServer(str(self._socket), Asked)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self.etc.parent)

    @property
    def ran(self) -> list[str]:
        """What `systemd-run` was asked to run, line by line."""
        return self._log.read_text().splitlines() if self._log.exists() else []

    def run(self, program: str, *words: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Call a program of deploy/bin as root would in a terminal; its exit code and what it printed."""
        return subprocess.run(
            [DEPLOY / "bin" / program, *words],
            env=self._environment() | variables, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def as_house(self, program: str, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        """Call a program of deploy/bin as the house's user."""
        return self.run("as-house", DEPLOY / "bin" / program, *words)

    def start(self, unit: str) -> str:
        """Do what `systemctl start` does with a unit that ends by itself; what it printed. Raises AssertionError."""
        printed = ""
        text = (DEPLOY / "systemd" / f"{unit}.service").read_text()
        for line in re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE):
            done = self.run("as-house", *line.replace(AT, str(ROOT)).split())
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            printed += done.stdout
        return printed

    @contextmanager
    def serving(self, port: int) -> Generator[Path]:
        """Do what `systemctl start helpline-web@PORT` does, until the end of the block; yields what it logs to."""
        log = self.etc.parent / f"web-{port}.log"
        settings = dict(line.split("=", 1) for line in (self.etc / "env").read_text().splitlines())
        with log.open("ab") as output:
            process = subprocess.Popen(
                [DEPLOY / "bin" / "serve", "127.0.0.1", str(port)],
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **settings}, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, preexec_fn=programs.end_with_parent(signal.SIGTERM),
            )  # fmt: skip
        try:
            programs.wait_for(lambda: answers(port), process=process, log=log)
            yield log
        finally:
            programs.end(process)

    def _environment(self) -> dict[str, str]:
        # no settings of the test's own, and PostgreSQL's programs where they are
        homes = [
            str(self._bin),
            str(programs.find_program("pg_dump").parent),
            os.environ.get("PATH", os.defpath),
        ]
        return {"PATH": os.pathsep.join(homes), "HELPLINE_ETC": str(self.etc)}

    def _systemctl(self, words: list[str]) -> bool:
        found = re.fullmatch(r"restart helpline-web@(\d+)", " ".join(words))
        return found is not None and self._restart(int(found[1]))
