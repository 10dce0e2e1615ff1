"""A house of an earlier release: its code out of the history, with its own packages, translations, tables and content.

What is served from it is that release, until `code` leads to this one; a process that is started then is of this one.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT
from tests.services.postgres import Postgres
from tests.services.production import Production


class NoHistory(Exception):
    """The revision is not to be had: an archive without history, or a clone that is not whole. The text says which."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release of before.

    migrations: those that this release has beyond it, as "app/name", in the order of their files.
    """

    revision: str
    code: Path
    python: Path
    migrations: list[str]


def _git(*words: str) -> str:
    """Raises NoHistory with what git said."""
    try:
        ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoHistory(f"git: {error.strerror}") from error
    if ran.returncode != 0:
        raise NoHistory(f"git {' '.join(words)}: {ran.stderr.strip()}")
    return ran.stdout.strip()


def before_the_newest_migration() -> str:
    """The commit before the one that brought the newest migration. Raises NoHistory."""
    # an archive that was unpacked within somebody else's repository would find that one
    if Path(_git("rev-parse", "--show-toplevel")) != ROOT:
        raise NoHistory(f"{ROOT} is no clone")
    brought = _git("log", "-1", "--no-merges", "--diff-filter=A", "--format=%H", "--", "*/migrations/0*.py")
    try:
        return _git("rev-parse", "--verify", f"{brought}^")
    except NoHistory as missing:
        raise NoHistory(f"the history begins at {brought[:12]}") from missing


def unpack(revision: str, folder: Path) -> Release:
    """The code of a revision in a folder, with packages and translations. Raises NoHistory; RuntimeError."""
    commit = _git("rev-parse", "--verify", f"{revision}^{{commit}}")
    folder.mkdir(parents=True)
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    if _pins(folder) <= _pins(ROOT):  # the same packages, or fewer
        (folder / ".venv").symlink_to(Path(sys.prefix))
    else:
        _run([folder / "tools" / "setup", "app"], folder)
    python = folder / ".venv" / "bin" / "python"
    _run([python, "tools/compile_messages.py"], folder)
    return Release(commit, folder, python, sorted(_migrations(ROOT) - _migrations(folder)))


def _pins(code: Path) -> set[str]:
    return set(re.findall(r"^([\w.-]+==\S+)", (code / "requirements" / "app.txt").read_text(), re.MULTILINE))


def _migrations(code: Path) -> set[str]:
    rooms = ("helpline", "chat", "cms", "selfhelp", "statistics")
    found = [path for room in rooms for path in (code / room).glob("**/migrations/0*.py")]
    return {f"{path.parent.parent.name}/{path.stem}" for path in found}


def _run(command: list[str | Path], folder: Path) -> None:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise RuntimeError(f"{command} failed.\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")


class Older(Production):
    """A production shape of an earlier release. folder: short, as for every shape."""

    def __init__(self, folder: Path, release: Release) -> None:
        super().__init__(folder, mail=False)
        self.release = release
        self.code, self.python = release.code, release.python

    def fill(self, postgres: Postgres | None) -> None:
        assert postgres is not None
        postgres.create(self.database, template="template0")
        self.manage("migrate", "--noinput", "--verbosity=0")
        self.manage("demo")

    def become_new(self) -> None:
        """From now on what is started is this release, as when the link leads to it."""
        self.code, self.python = ROOT, Path(sys.executable)
