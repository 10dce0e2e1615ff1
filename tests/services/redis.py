"""A private Redis on a unix socket, with nothing written to the disk."""

import subprocess
from pathlib import Path

import redis as client

from tests.services import programs


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
        self._socket = folder / "redis.sock"
        self._log = folder / "redis.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address, as REDIS_URL wants it."""
        return f"unix://{self._socket}"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        programs.hand_over(self.folder)
        command = [programs.find_program("redis-server"), *self._given(), "--port", str(self.port), *self._bound(),
                   *self._sealed(), "--unixsocket", self._socket, "--unixsocketperm", "700",
                   "--save", "", "--appendonly", "no", "--dir", self.folder]  # fmt: skip
        self._process = programs.start(command, log=self._log)
        programs.wait_for(self._answers, process=self._process, log=self._log)

    def _bound(self) -> list[str]:
        return ["--bind", *self.addresses, "--protected-mode", "no"] if self.addresses else []

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

    def _answers(self) -> bool:
        try:
            with client.Redis.from_url(self.url) as connection:
                return bool(connection.ping())
        except client.ConnectionError:
            return False
