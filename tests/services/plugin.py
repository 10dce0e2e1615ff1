"""The pytest plugin that gives every run its own servers and its own folders.

It must be loaded by `-p` (pyproject.toml): a conftest is read after pytest-django has read the settings, and tests
would silently run on SQLite. The controller starts the servers once; xdist's workers find them in the environment and
differ by name: each has its own database, its own Redis prefix and its own data folder.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.services import network
from tests.services.postgres import Postgres
from tests.services.programs import ProgramMissing
from tests.services.redis import Redis
from tests.services.sizes import IS_FULL

_MEMORY = Path("/dev/shm")
#: bytes that a whole run may need, with much to spare
_ENOUGH = 6 * 2**30
_FOLDER = "HOUSE_TEST_FOLDER"
_started: list[Postgres | Redis] = []
_folders: list[Path] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("house", "The house's own test servers")
    group.addoption(
        "--engine",
        choices=("postgres", "sqlite"),
        default="postgres",
        help="postgres: with Redis, as in production (default); sqlite: with the in-process layer, as embedded",
    )
    group.addoption(
        "--durable-postgres",
        action="store_true",
        default=False,
        help="run the private PostgreSQL with fsync and synchronous commit on",
    )
    group.addoption(
        "--pictures", default=None, help="a folder for the journeys' screenshots; without it none are made"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """As a wrapper this comes before pytest-django's own hook, which reads the settings."""
    options = early_config.known_args_namespace
    if not getattr(options, "help", False) and not getattr(options, "version", False):
        try:
            _prepare(engine=options.engine, durable=options.durable_postgres)
        except ProgramMissing as missing:
            pytest.exit(str(missing), returncode=3)
        network.refuse_all_but_loopback()
    yield


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Nothing is left out in silence: a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{len(skipped)} skipped; the house skips nothing.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    for server in reversed(_started):
        server.stop()
    _started.clear()
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
    _folders.clear()


def services_folder() -> Path:
    """A new folder for servers and sockets: short, because a unix socket's path holds 107 characters at most.

    In memory where there is enough: hundreds of databases are copied and thrown away, and a slow disk takes a second
    for what memory does in a twentieth. The whole proofs write to the disk.
    """
    folder = Path(
        tempfile.mkdtemp(prefix="house-", dir="/tmp" if IS_FULL or not _is_roomy(_MEMORY) else _MEMORY)
    )
    folder.chmod(0o711)  # a servant that is not us must reach its own folder inside
    return folder


def _tidy(place: Path) -> None:
    """Throw away what runs that were killed a day ago left in memory."""
    with suppress(OSError):
        for folder in place.glob("house-*"):
            if folder.stat().st_mtime < time.time() - 86_400:
                shutil.rmtree(folder, ignore_errors=True)


def _is_roomy(place: Path) -> bool:
    """Whether programs can be run there, and much can be written."""
    try:
        told = os.statvfs(place)
    except OSError:
        return False
    return not told.f_flag & os.ST_NOEXEC and told.f_bavail * told.f_frsize >= _ENOUGH


def _prepare(*, engine: str, durable: bool) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if worker == "main":
        _tidy(_MEMORY)
        folder = services_folder()
        _folders.append(folder)
        os.environ[_FOLDER] = str(folder)
    folder = Path(os.environ[_FOLDER])
    os.environ.update(
        HELPLINE_TEST="1",
        HELPLINE_DATA=str(folder / worker / "data"),
        KEY_FOLDER=str(folder / worker / "keys"),
        MEDIA_FOLDER=str(folder / worker / "media"),
        PUBLIC_URL="http://localhost:8000",
        ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
        SECRET_KEY="only for tests, where it protects nothing at all",
        REDIS_PREFIX=f"test-{worker}",
        DATABASE_URL="",
        REDIS_URL="",
        DEMO="",
        DEBUG="",
    )
    if engine == "sqlite":
        return
    postgres, redis = Postgres(folder / "postgres", durable=durable), Redis(folder / "redis")
    if worker == "main":
        for server in (postgres, redis):
            _started.append(server)
            server.start()
    os.environ.update(DATABASE_URL=postgres.url(f"test_{worker}"), REDIS_URL=redis.url)
