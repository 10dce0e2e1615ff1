"""A private Redis on a unix socket, with nothing written to the disk, and the sentinels that watch some."""

import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import redis as client

from tests.services import programs
from tests.services.ports import free_port


class Redis:
    """One server in one folder. config: a file that it starts with (deploy/redis); the socket is ours all the same."""

    def __init__(self, folder: Path, *, config: Path | None = None) -> None:
        self.folder = folder
        self._config = config
        #: addresses beside the unix socket, and the port there, for hosts of a test
        self.addresses: list[str] = []
        self.port = 0
        #: a port with TLS, on loopback, and the folder of its certificate (`nginx.make_certificates`); 0: none
        self.sealed_port = 0
        self.certificate: Path | None = None
        #: with which anybody comes in, also a replica
        self.password = ""
        #: the master that it is the replica of from the start
        self.follows: Redis | None = None
        self._socket = folder / "redis.sock"
        self._log = folder / "redis.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address, as REDIS_URL wants it."""
        login = f":{quote(self.password, safe='')}@" if self.password else ""
        return f"unix://{login}{self._socket}"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        programs.hand_over(self.folder)
        command = [programs.find_program("redis-server"), *self._given(), "--port", str(self.port), *self._bound(),
                   *self._sealed(), *self._of_several(), "--unixsocket", self._socket, "--unixsocketperm", "700",
                   "--save", "", "--appendonly", "no", "--dir", self.folder]  # fmt: skip
        self._process = programs.start(command, log=self._log)
        programs.wait_for(self._answers, process=self._process, log=self._log)

    def _bound(self) -> list[str]:
        return ["--bind", *self.addresses, "--protected-mode", "no"] if self.addresses else []

    def _of_several(self) -> list[str]:
        words = ["--requirepass", self.password, "--masterauth", self.password] if self.password else []
        return [
            *words,
            *(["--replicaof", f"127.0.0.1 {self.follows.port}"] if self.follows is not None else []),
        ]

    def _sealed(self) -> list[str | Path]:
        if self.certificate is None:
            return []
        of = self.certificate
        return ["--tls-port", str(self.sealed_port), "--tls-cert-file", of / "fullchain.pem",
                "--tls-key-file", of / "privkey.pem", "--tls-ca-cert-file", of / "fullchain.pem",
                "--tls-auth-clients", "no", "--bind", "127.0.0.1"]  # fmt: skip

    def _given(self) -> list[Path]:
        if self._config is None:
            return []
        copy = self.folder / "redis.conf"  # its own user may not be let into the place where ours stands
        copy.write_text(self._config.read_text())
        copy.chmod(0o644)
        return [copy]

    def stop(self) -> None:
        if self._process is not None:
            programs.end(self._process)
            self._process = None

    def kill(self) -> None:
        """End it as a power cut does."""
        process, self._process = self._process, None
        assert process is not None
        process.kill()
        process.wait(60)

    def client(self) -> "client.Redis":
        return client.Redis.from_url(self.url)

    def follows_now(self, master: "Redis") -> bool:
        """Whether it is a replica of this one, and has all that it has."""
        try:
            with self.client() as connection:
                told = connection.role()
        except client.ConnectionError:  # whoever is told that it is a replica sends everybody away
            return False
        return bool(told[0] == b"slave" and told[2] == master.port and told[3] == b"connected")

    def _answers(self) -> bool:
        try:
            with self.client() as connection:
                return bool(connection.ping())
        except client.ConnectionError:
            return False


class Sentinel:
    """One sentinel. name: what it calls the master that it watches. config: its file, filled in here."""

    #: seconds that a master may be silent in a test
    PATIENCE = 1

    def __init__(self, folder: Path, master: Redis, *, name: str, config: Path) -> None:
        self.folder, self.port = folder, 0
        self._master, self._name, self._config = master, name, config
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.port = free_port()
        self.folder.mkdir(parents=True)
        text = self._config.read_text()
        for pattern, word in (
            (r"^port \d+$", f"port {self.port}"),
            (r"^(sentinel monitor \S+) \S+ \d+", rf"\1 127.0.0.1 {self._master.port}"),
            (r"(down-after-milliseconds \S+) \d+", rf"\1 {self.PATIENCE * 1000}"),
            (r"(failover-timeout \S+) \d+", rf"\1 {self.PATIENCE * 6000}"),
            (r"\bPASSWORD$", f'"{self._master.password}"'),
        ):
            text, found = re.subn(pattern, word, text, flags=re.MULTILINE)
            assert found, pattern
        file = self.folder / "sentinel.conf"
        file.write_text(f"{text}dir {self.folder}\n")
        programs.hand_over(self.folder)  # it writes in there who is the master
        log = self.folder / "sentinel.log"
        self._process = programs.start([programs.find_program("redis-server"), file, "--sentinel"], log=log)
        programs.wait_for(self._answers, process=self._process, log=log)

    def stop(self) -> None:
        if self._process is not None:
            programs.end(self._process)
            self._process = None

    def _answers(self) -> bool:
        try:
            with client.Redis(port=self.port, password=self._master.password) as connection:
                return self._name in connection.sentinel_masters()
        except client.ConnectionError:
            return False
