"""A whole house that runs: server processes of its own, on a database, keys and folders of its own."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.services import filled, programs
from tests.services.balancer import Balancer
from tests.services.hotline import Hotline
from tests.services.ports import free_port
from tests.services.postgres import ROOT, Postgres
from tests.services.redis import Redis


class House:
    """One installation with demo content, reached at `url`.

    engine: "sqlite" with the in-process layer (one process), or "postgres" with Redis (one process or more).
    """

    def __init__(
        self,
        folder: Path,
        *,
        engine: str,
        processes: int = 1,
        servers: tuple[Postgres, Redis] | None = None,
    ) -> None:
        if engine == "sqlite" and processes != 1:
            raise ValueError("SQLite with the in-process layer is one process.")
        self.folder = folder
        self.engine = engine
        self.ports = [free_port() for _ in range(processes)]
        self.balancer: Balancer
        self.hotline = Hotline()
        self.beside = servers
        self._servers: list[subprocess.Popen[bytes] | None] = [None] * processes
        self.environment: dict[str, str] = {}
        #: the release that is served, and whose Python: this one
        self.code, self.python = ROOT, Path(sys.executable)

    @property
    def database(self) -> str:
        """The name of its database, on PostgreSQL."""
        return "house_" + self.folder.name.replace("-", "_")

    @property
    def url(self) -> str:
        """Where visitors and staff come in: the balancer, whose connections can be cut."""
        return f"http://localhost:{self.balancer.port}"

    def entrance(self, number: int) -> int:
        """The port on loopback at which a client without a browser comes to one server; here straight to it."""
        return self.ports[number]

    def open_door(self) -> None:
        """Start what stands before the servers, so that `url` is known."""
        self.balancer = Balancer(self.ports)
        self.balancer.start()

    def close_door(self) -> None:
        self.balancer.stop()

    def served_with(self) -> dict[str, str]:
        """The environment of the server processes."""
        return self.environment

    def start(self, *, serving: bool = True) -> None:
        """Fill it and let it be reached. serving: False leaves it at its database."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.open_door()
        self.hotline.start()
        self.environment = {
            **os.environ,
            "HELPLINE_TEST": "1",
            "DEMO": "1",
            "HELPLINE_DATA": str(self.folder / "data"),
            "KEY_FOLDER": str(self.folder / "keys"),
            "MEDIA_FOLDER": str(self.folder / "media"),
            "PUBLIC_URL": self.url,
            "PHONE_SIMULATOR_PORT": str(free_port()),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SECRET_KEY": "only for a house under test, where it protects nothing",
            "REDIS_PREFIX": f"house-{self.folder.name}",
            "HOTLINE_URL": self.hotline.url,
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "PYTHONUNBUFFERED": "1",
        }
        postgres = None
        if self.engine == "postgres":
            assert self.beside is not None
            postgres, redis = self.beside
            self.environment |= {"DATABASE_URL": postgres.url(self.database), "REDIS_URL": redis.url}
        self.fill(postgres)
        if not serving:
            return
        for number in range(len(self.ports)):
            self.start_server(number)

    def fill(self, postgres: Postgres | None) -> None:
        """Give it a database with the demo's content. postgres: where; None is SQLite."""
        filled.fill(self, postgres)

    def stop(self) -> None:
        for number in range(len(self.ports)):
            self.stop_server(number)
        self.close_door()
        self.hotline.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str) -> str:
        """Run one management command in this house; returns what it printed, raises with what went wrong."""
        outcome = subprocess.run(
            [self.python, "manage.py", *arguments],
            cwd=self.code, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if outcome.returncode != 0:
            raise RuntimeError(
                f"manage.py {' '.join(arguments)} failed.\n{outcome.stdout}\n{outcome.stderr[-3000:]}"
            )
        return outcome.stdout

    def start_server(self, number: int = 0) -> None:
        """Start one server process and wait until it answers."""
        port = self.ports[number]
        log = self.log_path(number)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [self.python, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(port)],
                cwd=self.code, env=self.served_with(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                preexec_fn=programs.end_with_parent(signal.SIGTERM),
            )  # fmt: skip
        self._servers[number] = process
        programs.wait_for(lambda: answers(port), process=process, log=log, seconds=120)

    def stop_server(self, number: int = 0) -> int:
        """End one server politely: it says goodbye to its sockets. Returns its exit code: 0 when it ended by itself."""
        process = self._servers[number]
        if process is None:
            return 0
        programs.end(process)
        self._servers[number] = None
        return int(process.returncode)

    def kill_server(self, number: int = 0) -> None:
        """End one server as a power cut does."""
        process = self._servers[number]
        assert process is not None
        process.kill()
        process.wait(60)
        self._servers[number] = None

    def pid(self, number: int = 0) -> int:
        process = self._servers[number]
        assert process is not None
        return process.pid

    def log_path(self, number: int = 0) -> Path:
        return self.folder / f"server-{number}.log"

    def logs(self) -> str:
        """All that the servers wrote."""
        return "\n".join(
            path.read_text(errors="replace") for path in sorted(self.folder.glob("server-*.log"))
        )


def answers(port: int) -> bool:
    """True once a server on this port answers a request for a page at all."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True
