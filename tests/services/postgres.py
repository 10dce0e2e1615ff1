"""A private PostgreSQL on a unix socket, with a migrated template from which each test database is copied.

Wagtail's migrations cost about ten seconds. They are paid once per state of the migrations: the migrated cluster is
kept under var/, named by a digest of all that shapes it, and every run starts from a copy of that folder.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.services import programs

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = "house_template"
_KEPT = 2
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
#: what a start asks for beside a database; also where no test run has set it (the bench)
FOR_TESTS = {
    "HELPLINE_TEST": "1",
    "PUBLIC_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost",
    "SECRET_KEY": "only for a migration of the tests' own databases",
}
_DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")


def shape_digest_of_files() -> str:
    """What a migrated database depends on: our migrations, the locked packages, this way of making it."""
    digest = hashlib.sha256()
    rooms = [ROOT / name for name in ("helpline", "chat", "cms", "selfhelp", "statistics")]
    migrations = sorted(path for room in rooms for path in room.glob("**/migrations/*.py"))
    for path in (ROOT / "requirements" / "app.txt", Path(__file__), *migrations):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def shape_digest() -> str:
    """As above, and the server whose files they are."""
    server = programs.find_program("postgres")
    return hashlib.sha256(f"{server} {shape_digest_of_files()}".encode()).hexdigest()[:16]


class Postgres:
    """One server in one folder.

    durable: fsync and synchronous commit on, as in production; off is only for tests that measure no durability.
    config: a file of settings (deploy/postgresql) that it runs with; size and socket are ours all the same.
    """

    def __init__(self, folder: Path, *, durable: bool = False, config: Path | None = None) -> None:
        self.folder = folder
        self._config = config
        #: addresses beside the unix socket at which anybody of these networks may come in, for hosts of a test
        self.networks: dict[str, str] = {}
        #: where it listens at those addresses, if not at PostgreSQL's own port
        self.port = 0
        #: files of settings beside `config`
        self.more: list[Path] = []
        self.durable = durable
        self._log = folder / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """The address of one database, as DATABASE_URL wants it."""
        port = f":{self.port}" if self.port else ""
        return f"postgresql://house@{quote(str(self.folder), safe='')}{port}/{database}"

    def start(self) -> None:
        """Start on a copy of the kept cluster, or build and keep one first."""
        kept = ROOT / "var" / "tests" / f"postgres-{shape_digest()}"
        data = self.folder / "data"
        self.folder.mkdir(parents=True, exist_ok=True)
        if kept.is_dir():
            with suppress(FileNotFoundError, shutil.Error):  # another run may tidy it away meanwhile
                shutil.copytree(kept, data, symlinks=True)
                os.utime(kept)
        if (data / "house_complete").exists():
            self._run(data)
            return
        shutil.rmtree(data, ignore_errors=True)
        self._build(data, kept)

    def stop(self) -> None:
        if self._process is not None:
            programs.end(self._process, end_signal=signal.SIGINT)  # SIGINT: the "fast" shutdown
            self._process = None

    def kill(self) -> None:
        """End it with all its processes as a power cut does, in the middle of whatever they do."""
        process, self._process = self._process, None
        assert process is not None
        process.send_signal(signal.SIGSTOP)  # it starts no other meanwhile
        for number in _children(process.pid):
            os.kill(number, signal.SIGKILL)
        process.kill()
        process.wait(60)
        # what the system would have forgotten with the power
        key = (self.folder / "data" / "postmaster.pid").read_text().splitlines()[6].split()[1]
        subprocess.run(["ipcrm", "-m", key], check=False, capture_output=True)

    @contextmanager
    def held(self) -> Generator[None]:
        """All its processes stand still."""
        process = self._process
        assert process is not None
        numbers: list[int] = []
        process.send_signal(signal.SIGSTOP)  # it starts no other meanwhile, and none that ends is gone
        try:
            numbers += _children(process.pid)
            for number in numbers:
                os.kill(number, signal.SIGSTOP)
            yield
        finally:
            for number in (*numbers, process.pid):
                os.kill(number, signal.SIGCONT)

    def start_again(self) -> None:
        """After `stop`: go on with the same data."""
        self._run(self.folder / "data")

    def create(self, database: str, *, template: str = TEMPLATE) -> str:
        """A fresh database, copied from the template; returns its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            recreate(connection, database, template=template)
        return self.url(database)

    def _build(self, data: Path, kept: Path) -> None:
        data.mkdir()
        programs.hand_over(self.folder)
        name = programs.servant()
        subprocess.run(
            [programs.find_program("initdb"), "-D", data, "-U", "house", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, cwd="/", **({} if name is None else {"user": name}),
        )  # fmt: skip
        self._run(data)
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        migrate(
            {
                "DATABASE_URL": self.url(TEMPLATE),
                "REDIS_URL": "redis://localhost",
                "HELPLINE_DATA": str(self.folder / "house"),
                "KEY_FOLDER": str(self.folder / "keys"),
            }
        )  # migrations need no Redis
        self.stop()
        (data / "house_complete").touch()
        keep(data, kept)
        self._run(data)

    def _run(self, data: Path) -> None:
        data.chmod(0o700)
        with (data / "pg_hba.conf").open("a") as rules:
            rules.writelines(f"host all all {network} trust\n" for network in self.networks.values())
        programs.hand_over(self.folder)
        options = [*self._given(), f"listen_addresses={','.join(self.networks)}",
                   f"unix_socket_directories={self.folder}", "max_connections=200",
                   "shared_buffers=64MB", "max_wal_size=512MB", "log_statement=none",
                   "log_min_error_statement=panic", "log_error_verbosity=terse",
                   *([f"port={self.port}"] if self.port else []),
                   *(_DURABLE if self.durable else _SPEED)]  # fmt: skip
        arguments = [part for option in options for part in ("-c", option)]
        self._process = programs.start(
            [programs.find_program("postgres"), "-D", data, *arguments],
            log=self._log,
            end_signal=signal.SIGINT,
        )
        programs.wait_for(self._answers, process=self._process, log=self._log)

    def _given(self) -> list[str]:
        files = [*([self._config] if self._config else []), *self.more]
        return [f"{name}={value}" for file in files for name, value in settings_in(file).items()]

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


class Standby(Postgres):
    """A server that follows another. name: by which the first one knows it (`synchronous_standby_names`)."""

    def __init__(self, folder: Path, first: Postgres, *, name: str, config: Path | None = None) -> None:
        super().__init__(folder, durable=first.durable, config=config)
        self.first, self.name = first, name

    def start(self) -> None:
        """Copy the first one, which runs, as docs/operate.md has it, and follow it."""
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        follows = f"host={self.first.folder} port={self.first.port} user=house application_name={self.name}"
        copied = subprocess.run(
            [programs.find_program("pg_basebackup"), "--checkpoint=fast", "--write-recovery-conf",
             "--pgdata", data, "--dbname", follows],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if copied.returncode != 0:
            raise RuntimeError(f"pg_basebackup failed.\n{copied.stderr}")
        self._run(data)


def _children(parent: int) -> list[int]:
    """The processes of a server, which are its children."""
    return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def settings_in(file: Path) -> dict[str, str]:
    """What a file of PostgreSQL's settings says."""
    lines = [line.split("#")[0].strip() for line in file.read_text().splitlines()]
    pairs = [line.partition("=")[::2] for line in lines if line]
    return {name.strip(): value.strip() for name, value in pairs}


def recreate(connection: "psycopg.Connection[object]", database: str, *, template: str = TEMPLATE) -> None:
    """Throw a database away, with whoever is connected, and copy it anew from the template."""
    name = sql.Identifier(database)
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, sql.Identifier(template))
    )


def migrate(environment: dict[str, str]) -> None:
    """Run the migrations in a process of their own, which reads its settings from `environment`."""
    outcome = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, **FOR_TESTS, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode != 0:
        raise RuntimeError(f"The migrations failed.\n{outcome.stderr[-3000:]}")


def keep(made: Path, kept: Path) -> None:
    """Keep what was costly to make under its name, and only the newest few of its kind."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_name(f"{kept.name}.{os.getpid()}")
    if made.is_dir():
        shutil.copytree(made, partial, symlinks=True, ignore=shutil.ignore_patterns("postmaster.pid"))
    else:
        shutil.copy2(made, partial)
    try:
        partial.rename(kept)
    except OSError:  # another run was first
        shutil.rmtree(partial, ignore_errors=True)
    kind = kept.name.split("-")[0]
    olds = sorted(kept.parent.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in olds[_KEPT:]:
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)
