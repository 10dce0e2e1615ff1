"""Where the programs stand that the tests start, and as whom they run."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

#: Debian keeps the server's programs out of PATH, in a folder per version.
POSTGRES_HOMES = "/usr/lib/postgresql"

PACKAGES = {
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "chromium": "chromium",
    "msgfmt": "gettext",
    "dovecot": "dovecot-imapd",
    "nginx": "nginx-light",
    "ip": "iproute2",
    "rsync": "rsync",
    "rrsync": "rsync",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "ssh-keygen": "openssh-client",
    "ssh-keyscan": "openssh-client",
    "systemd-analyze": "systemd",
    "systemd-nspawn": "systemd-container",
}
#: the first that is there is taken. The shell is the same browser without windows: a page costs it half the work
ALTERNATIVES = {"chromium": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")}
_PR_SET_PDEATHSIG = 1


class ProgramMissing(RuntimeError):
    """A program that the tests need is not on this machine. The text names the package to install."""

    def __init__(self, program: str) -> None:
        package = PACKAGES.get(program, program)
        super().__init__(
            f"The program '{program}' is not installed. Install it (Debian, Ubuntu: apt-get install {package}) "
            f"or run `make test`, which does so where it may."
        )


def find_program(name: str) -> Path:
    """The path of a program; raises ProgramMissing."""
    if name in {"postgres", "initdb", "pg_basebackup", "pg_dump", "pg_restore", "psql"}:
        versions = Path(POSTGRES_HOMES).glob(f"*/bin/{name}")
        newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
        if newest is not None:
            return newest
    # what runs as a service stands where only root looks by itself
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    found = next(
        filter(None, (shutil.which(each, path=path) for each in ALTERNATIVES.get(name, (name,)))), None
    )
    if found is None:
        raise ProgramMissing("postgres" if name == "initdb" else name)
    return Path(found)


def servant() -> str | None:
    """The user a server runs as: None for "as we are", and a powerless one when we are root (PostgreSQL insists)."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "redis", "nobody") if name in names), None)


def hand_over(folder: Path) -> None:
    """Give a folder and all in it to the servant, if there is one."""
    name = servant()
    if name is None:
        return
    entry = pwd.getpwnam(name)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def end_with_parent(number: int) -> Callable[[], None]:
    """For Popen: the kernel sends `number` to the child when we die, so that a killed run leaves nothing."""
    library = ctypes.CDLL(None)

    def prepare() -> None:
        library.prctl(_PR_SET_PDEATHSIG, number)

    return prepare


def start(
    command: Sequence[str | Path], *, log: Path, end_signal: signal.Signals = signal.SIGTERM
) -> "subprocess.Popen[bytes]":
    """Start a server as the servant, its output in `log`."""
    name = servant()
    extra_groups: Mapping[str, object] = {} if name is None else {"user": name, "extra_groups": []}
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            preexec_fn=end_with_parent(end_signal),
            **extra_groups,  # type: ignore[arg-type]
        )


def end(process: "subprocess.Popen[bytes]", *, end_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask one process to end, and make it end after a minute. Only ever by its own id."""
    if process.poll() is not None:
        return
    process.send_signal(end_signal)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(60)


def wait_for(
    is_ready: Callable[[], bool], *, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 120
) -> None:
    """Wait until a server answers; raises RuntimeError with the end of its log when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if is_ready():
            return
        time.sleep(0.03)
    tail = log.read_text(errors="replace")[-3000:]
    raise RuntimeError(f"A server did not start (exit {process.poll()}).\n{tail}")
