"""A private Dovecot: a real IMAP server on loopback, with one mailbox that letters are put into as files."""

import grp
import os
import pwd
import socket
import subprocess
from pathlib import Path
from uuid import uuid4

from tests.services import programs

USER, PASSWORD = "box", "only-for-tests"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/home/Maildir
mail_fsync = never
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
"""


class Dovecot:
    """One server in one folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What stands in POST_IN for it."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        self._inbox.mkdir(parents=True, exist_ok=True)
        for name in ("new", "tmp"):
            (self._inbox.parent / name).mkdir(exist_ok=True)
        entry = pwd.getpwnam(programs.servant() or pwd.getpwuid(os.geteuid()).pw_name)
        config = self.folder / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                folder=self.folder, user=entry.pw_name, group=grp.getgrgid(entry.pw_gid).gr_name,
                port=self.port, password=PASSWORD,
            )
        )  # fmt: skip
        programs.hand_over(self.folder)
        log = self.folder / "start.log"
        # its master process changes users itself, so it runs as we do
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(programs.find_program("dovecot")), "-F", "-c", str(config)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                preexec_fn=programs.end_with_parent(15),
            )  # fmt: skip
        programs.wait_for(self._answers, process=self._process, log=log)

    def stop(self) -> None:
        if self._process is not None:
            programs.end(self._process)
            self._process = None

    def deliver(self, content: bytes) -> None:
        """Put a mail into the mailbox, as a mail server does: whole or not at all."""
        name = f"{uuid4().hex}.tests"
        waiting = self._inbox.parent / "tmp" / name
        waiting.write_bytes(content.replace(b"\r\n", b"\n"))
        if programs.servant():
            entry = pwd.getpwnam(str(programs.servant()))
            os.chown(waiting, entry.pw_uid, entry.pw_gid)
        waiting.rename(self._inbox.parent / "new" / name)

    def left(self) -> list[bytes]:
        """The mails that are still on the server."""
        folders = (self._inbox, self._inbox.parent / "new")
        return [path.read_bytes() for folder in folders for path in sorted(folder.iterdir())]

    def empty(self) -> None:
        """Take every mail away."""
        for folder in (self._inbox, self._inbox.parent / "new"):
            for path in folder.iterdir():
                path.unlink()

    @property
    def _inbox(self) -> Path:
        return self.folder / "home" / "Maildir" / "cur"

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as connection:
                return connection.recv(4) == b"* OK"
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
