"""The mirror of the keys over ssh, as docs/operate.md has it: an sshd, the line that restricts it, the program."""

import os
import stat
import subprocess
from collections.abc import Generator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from helpline.vault.keystore import MARK, MIRRORED, DayKeyName, FolderKeyStore
from tests.services.guide import commands, part
from tests.services.sshd import HOST, Sshd
from tests.services.systemd import Systemd

OLD, NEW = DayKeyName(date(2026, 11, 27), "chat"), DayKeyName(date(2026, 11, 28), "case")
#: a moment at which no test runs
BEFORE = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


@pytest.fixture
def there(folder: Path) -> Generator[Sshd]:
    with Sshd(folder / "s") as machine:
        yield machine


@pytest.fixture
def keys(folder: Path) -> FolderKeyStore:
    """The house's key folder, with a day key; it was mirrored at some time before."""
    store = FolderKeyStore(folder / "keys")
    store.pepper(MARK)
    store.wrap(OLD, bytes(32), b"")
    (folder / "keys" / MIRRORED / "at").touch()
    os.utime(folder / "keys" / MIRRORED / "at", (BEFORE, BEFORE))
    return store


@pytest.fixture
def here(folder: Path, there: Sshd) -> Generator[Systemd]:
    with Systemd(folder / "m", {"KEY_FOLDER": str(folder / "keys")}, programs={"ssh": there.ssh}) as machine:
        yield machine


def place() -> str:
    """What stands in /etc/helpline/mirror; whom one comes as there stands in the config here."""
    line = next(each for each in commands(part("### The mirror of the keys")) if "MIRROR_TO=" in each)
    told = line.removeprefix("echo MIRROR_TO=").removesuffix(" > /etc/helpline/mirror")
    assert told == f"keys@{HOST}:."
    return told.removeprefix("keys@")


def mirror(here: Systemd) -> "subprocess.CompletedProcess[str]":
    return here.as_house("mirror-keys", place())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, without what is noted beside the keys."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(f"{MIRRORED}/")}


def is_noted(folder: Path) -> bool:
    """Whether the page of promises takes it for mirrored since the fixture."""
    return (folder / "keys" / MIRRORED / "at").stat().st_mtime > BEFORE


def test_the_copy_becomes_what_the_folder_is(
    folder: Path, there: Sshd, keys: FolderKeyStore, here: Systemd
) -> None:
    done = mirror(here)
    assert done.returncode == 0, done.stderr
    first = contents(there.mirrored)
    assert first == contents(folder / "keys")
    assert set(first) == {f"day/{OLD}.key", f"pepper/{MARK}"}
    assert is_noted(folder)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (there.mirrored, *there.mirrored.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}

    assert keys.destroy(OLD)
    keys.wrap(NEW, bytes(32), b"")
    done = mirror(here)
    assert done.returncode == 0, done.stderr
    assert set(contents(there.mirrored)) == {f"day/{NEW}.key", f"pepper/{MARK}"}


def test_what_is_open_to_others_here_is_closed_there(
    folder: Path, there: Sshd, keys: FolderKeyStore, here: Systemd
) -> None:
    (folder / "keys" / "day").chmod(0o755)
    (folder / "keys" / "day" / f"{OLD}.key").chmod(0o644)
    assert mirror(here).returncode == 0
    assert stat.S_IMODE((there.mirrored / "day").stat().st_mode) == 0o700
    assert stat.S_IMODE((there.mirrored / "day" / f"{OLD}.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("fault", ["away", "another"])
def test_a_machine_that_is_away_or_another_gets_nothing_and_that_is_told(
    fault: str, folder: Path, there: Sshd, keys: FolderKeyStore, here: Systemd
) -> None:
    assert mirror(here).returncode == 0
    os.utime(folder / "keys" / MIRRORED / "at", (BEFORE, BEFORE))
    before = contents(there.mirrored)
    keys.destroy(OLD)
    there.stop()
    if fault == "another":
        there.make_host_key()
        there.start()
    done = mirror(here)
    assert done.returncode != 0
    assert {"away": "Connection refused", "another": "Host key verification failed"}[fault] in done.stderr
    assert done.stderr.endswith(
        f"The keys were not mirrored to {place()}. Why stands above. What was destroyed here since the last time may "
        "still lie there, and what is new here may be missing.\n"
    )
    assert contents(there.mirrored) == before
    assert not is_noted(folder)


def test_a_machine_whose_key_nobody_looked_at_gets_nothing(
    folder: Path, there: Sshd, keys: FolderKeyStore, here: Systemd
) -> None:
    """ssh would ask, and whoever types it by hand would say yes."""
    there.known.write_text("")
    done = mirror(here)
    assert done.returncode != 0
    assert "Host key verification failed" in done.stderr
    assert contents(there.mirrored) == {}
    assert there.known.read_text() == "", "nobody but the administrator says whom to trust"
    assert not is_noted(folder)


def test_a_folder_that_is_not_the_houses_is_not_mirrored(
    folder: Path, there: Sshd, keys: FolderKeyStore, here: Systemd
) -> None:
    assert mirror(here).returncode == 0
    os.utime(folder / "keys" / MIRRORED / "at", (BEFORE, BEFORE))
    before = contents(there.mirrored)
    (folder / "keys" / "pepper" / MARK).unlink()
    (folder / "keys" / "day" / f"{OLD}.key").unlink()
    done = mirror(here)
    assert done.returncode == 1
    assert "not the house's key folder" in done.stderr
    assert contents(there.mirrored) == before
    assert not is_noted(folder)


def test_who_has_the_houses_key_can_read_nothing_there(
    folder: Path, there: Sshd, keys: FolderKeyStore, here: Systemd
) -> None:
    """The line of the guide: no shell, no forwarding, nothing read, nothing outside the folder."""
    assert mirror(here).returncode == 0
    own = folder / "ssh"
    own.write_text(there.ssh)
    own.chmod(0o755)
    taken = folder / "taken"
    for command in (
        [own, HOST, "cat", str(there.mirrored / "pepper" / MARK)],
        ["rsync", "-e", own, f"{HOST}:pepper/{MARK}", taken],
        ["rsync", "-e", own, there.known, f"{HOST}:../authorized_keys"],
        [own, "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1", HOST],
    ):
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)  # noqa: S603
        assert done.returncode != 0, command
    assert not taken.exists()
    assert set(contents(there.mirrored)) == {f"day/{OLD}.key", f"pepper/{MARK}"}
