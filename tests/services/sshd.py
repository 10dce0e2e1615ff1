"""The other machine of the mirror: an sshd of its own on loopback, with keys that are made for it.

It runs as the servant, so what lies there belongs to another user than who sends it. Whoever asks has the files that
docs/operate.md has made (a key, known_hosts, a config that names port and user), in a folder instead of a home.
"""

import getpass
import re
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.services import programs
from tests.services.guide import TEXT
from tests.services.ports import free_port

#: how the guide calls the other machine
HOST = "mirror.example"
#: the line of its authorized_keys, as the guide has it, without the key; and the mirror's folder in it
ALLOWED = re.search(r"echo '(.*\"rrsync.* (/\S+)\".*) ssh-ed25519 AAAA\.\.\.' > ", TEXT)


class Sshd:
    """`with Sshd(folder) as there:` - what may be done there is what the guide's line leaves; the mirror is `mirrored`.

    folder: one that another user may pass through (plugin.services_folder).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._there, self._here = folder / "there", folder / "here"
        self.mirrored = self._there / "keys"
        self.known = self._here / "known_hosts"
        self._log = folder / "sshd.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Sshd":
        assert ALLOWED is not None, "the guide tells no line for authorized_keys any more"
        for each in (self._there, self._here):
            each.mkdir(parents=True)
        self.mirrored.mkdir(mode=0o700)
        self.make_host_key()
        _make_key(self._here / "id_ed25519")
        key = (self._here / "id_ed25519.pub").read_text()
        line = ALLOWED[1].replace(ALLOWED[2], str(self.mirrored))
        (self._there / "authorized_keys").write_text(f"{line} {key}")
        (self._there / "sshd_config").write_text(
            # the folder lies in one that everybody may write to, which sshd would not trust with a user's keys
            f"ListenAddress 127.0.0.1:{self.port}\nHostKey {self._there / 'host'}\nPidFile none\nUsePAM no\n"
            f"AuthorizedKeysFile {self._there / 'authorized_keys'}\nPasswordAuthentication no\nStrictModes no\n"
        )
        (self._here / "config").write_text(
            f"Host {HOST}\n  HostName 127.0.0.1\n  Port {self.port}\n  User {programs.servant() or getpass.getuser()}\n"
            f"  IdentityFile {self._here / 'id_ed25519'}\n  UserKnownHostsFile {self.known}\n"
            "  GlobalKnownHostsFile none\n"
        )
        programs.hand_over(self._there)
        self.start()
        scanned = subprocess.run(
            [programs.find_program("ssh-keyscan"), "-p", str(self.port), "127.0.0.1"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.known.write_text(scanned.stdout)
        return self

    def __exit__(self, *unused: object) -> None:
        self.stop()

    @property
    def ssh(self) -> str:
        """A program in the place of `ssh`, whose home is that folder: ssh asks the system for it, and no variable."""
        return f'#!/bin/sh\nexec {programs.find_program("ssh")} -F {self._here / "config"} "$@"\n'

    def start(self) -> None:
        program = programs.find_program("sshd")
        self._process = programs.start(
            [program, "-D", "-e", "-f", self._there / "sshd_config"], log=self._log
        )
        programs.wait_for(
            lambda: f"port {self.port}" in self._log.read_text(), process=self._process, log=self._log
        )

    def stop(self) -> None:
        """The machine is away."""
        if self._process is not None:
            programs.end(self._process)
            self._process = None
            self._log.write_text("")

    def make_host_key(self) -> None:
        """Another machine in its place shows another key; a start shows it."""
        for name in ("host", "host.pub"):
            with suppress(FileNotFoundError):
                (self._there / name).unlink()
        _make_key(self._there / "host")
        programs.hand_over(self._there)


def _make_key(path: Path) -> None:
    subprocess.run(
        [programs.find_program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", path], check=True
    )
