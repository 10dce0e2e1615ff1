"""deploy/bin/backup and restore, played: a house with a chat, a case and a picture, opened again elsewhere."""

import shutil
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from helpline.vault.keystore import MARK, MIRRORED, FolderKeyStore
from tests.proof.wire import Client
from tests.services.house import House
from tests.services.nginx import load_program
from tests.services.production import Production
from tests.services.sizes import IS_FULL
from tests.services.systemd import Systemd

SAID, NOTED = "ik durf het niemand te vertellen", "belde over een foto op school"


class Elsewhere(House):
    """Another machine: a house that is given what a backup holds."""

    def __init__(self, folder: Path, shape: Production) -> None:
        super().__init__(folder, engine="postgres")
        self._shape = shape

    def start(self) -> None:
        self.folder.mkdir(parents=True)
        with psycopg.connect(self._shape.postgres.url("postgres"), autocommit=True) as connection:
            # as docs/operate.md has it: a user without rights, who owns an empty database
            connection.execute("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)")
            connection.execute("DROP ROLE IF EXISTS plain")
            connection.execute("CREATE ROLE plain LOGIN PASSWORD 'p:/@s s'")
            connection.execute("CREATE DATABASE elsewhere OWNER plain TEMPLATE template0")
        self.open_door()
        host = quote(str(self._shape.postgres.folder), safe="")
        self.environment = self._shape.environment | {
            "DATABASE_URL": f"postgresql://plain:{quote('p:/@s s', safe='')}@{host}/elsewhere?connect_timeout=9",
            "PUBLIC_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "HELPLINE_DATA": str(self.folder / "data"),
            "KEY_FOLDER": str(self.folder / "keys"),
            "MEDIA_FOLDER": str(self.folder / "media"),
            "REDIS_PREFIX": "elsewhere",
        }

    def stop(self) -> None:
        for number in range(len(self.ports)):
            self.stop_server(number)
        self.close_door()
        shutil.rmtree(self.folder)


def test_a_backup_is_opened_on_another_machine(production: Production, folder: Path) -> None:
    production.inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    visitor = Client(production)
    visitor.knock()
    assert visitor.says(SAID)[0] == 200
    case = production.inside.ask("case_with_a_note", text=NOTED)
    staff = f"hl_staff={production.inside.ask('sign_in', email='counsellor@demo.test')}"
    picture = Path(production.environment["MEDIA_FOLDER"]) / "images" / "schoolplein.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"a picture")

    backups = folder / "backups"
    for old in ("2026-01-01", "2026-01-02", "2026-01-03.part"):
        (backups / old).mkdir(parents=True)
    here = production.served_with() | {"BACKUP_FOLDER": str(backups)}
    with Systemd(folder / "here", here, left_out=() if IS_FULL else ("backup_made",)) as machine:
        with (machine.etc / "env").open("a") as settings:
            settings.write("BACKUP_DAYS=2\n")
        assert "Backup made" in machine.start("helpline-backup")
        assert machine.ran[-1] == "python manage.py backup_made --what database media"
        # the mirror is on another disk, and has a key that was destroyed here since
        mirror = folder / "elsewhere" / "keys"
        (mirror / "day").mkdir(parents=True)
        (mirror / "day" / "chat-2020-01-01.key").write_bytes(b"old")
        assert machine.as_house("mirror-keys", mirror).returncode == 0
    made = [path.name for path in sorted(backups.iterdir())]
    assert made[0] == "2026-01-02"
    assert len(made) == 2, "of the older ones so many stay as were asked for, and nothing half done"
    day = backups / made[1]
    assert {path.name for path in day.iterdir()} == {"database", "media.tar", "SUMS"}
    assert {path.stat().st_mode & 0o77 for path in (day, *day.iterdir())} == {0}
    for term in ("chat", "case"):
        key = next(Path(production.environment["KEY_FOLDER"]).glob(f"day/{term}-*.key"))
        assert (mirror / "day" / key.name).read_bytes() == key.read_bytes()
        assert not any(key.read_bytes() in file.read_bytes() for file in day.iterdir())
    assert not (mirror / "day" / "chat-2020-01-01.key").exists()

    _opened(Elsewhere(folder / "house", production), folder, day, visitor, case=case, staff=staff)


def _opened(there: Elsewhere, folder: Path, day: Path, visitor: Client, *, case: str, staff: str) -> None:
    there.start()
    media = there.folder / "media"
    media.mkdir(mode=0o2750)
    media.chmod(0o2750)
    shutil.copytree(folder / "elsewhere" / "keys", there.folder / "keys")
    try:
        with Systemd(folder / "there", there.environment) as machine:
            restored = machine.as_house("restore", day)
            assert restored.returncode == 0, restored.stderr
            again = machine.as_house("restore", day)
            assert again.returncode == 1
            assert "The database is not empty" in again.stderr
            if IS_FULL:
                for command in (("migrate", "--noinput"), ("nightly", "--again")):
                    done = machine.run("manage", *command)
                    assert done.returncode == 0, done.stderr
        assert (media / "images" / "schoolplein.webp").read_bytes() == b"a picture"
        assert media.stat().st_mode & 0o7777 == 0o2750, (
            "nginx's group must be let in to what is uploaded next"
        )
        there.start_server()
        back = Client(there)
        back.cookies = dict(visitor.cookies)
        assert back.said() == [SAID]
        colleague = Client(there, headers={"Cookie": staff})
        status, page = colleague.get(f"/staff/cases/{case}/")
        assert status == 200
        assert NOTED in page
    finally:
        there.stop()


def test_a_backup_that_was_changed_is_not_restored(folder: Path) -> None:
    day = folder / "2026-11-25"
    day.mkdir()
    (day / "database").write_bytes(b"something else")
    (day / "SUMS").write_text(f"{'0' * 64}  database\n")
    settings = {"DATABASE_URL": "postgresql://nobody@localhost/none", "HELPLINE_DATA": str(folder)}
    with Systemd(folder / "m", settings) as machine:
        restored = machine.as_house("restore", day)
    assert restored.returncode == 1
    assert "database: FAILED" in restored.stdout


def test_a_key_folder_whose_disk_is_away_is_not_mirrored(folder: Path) -> None:
    """It would empty the only other copy. A server that starts meanwhile makes the folders, and no mark in them."""
    keys, mirror = folder / "keys", folder / "mirror"
    for each in (keys, mirror):
        each.mkdir()
    (mirror / "a.key").write_bytes(b"a key")
    with Systemd(folder / "m", {"KEY_FOLDER": str(keys)}) as machine:
        assert machine.as_house("mirror-keys", mirror).returncode == 1
        store = FolderKeyStore(keys)
        assert machine.as_house("mirror-keys", mirror).returncode == 1
        assert (mirror / "a.key").exists()
        assert list((keys / MIRRORED).iterdir()) == []
        store.pepper(MARK)
        assert machine.as_house("mirror-keys", mirror).returncode == 0
        assert (keys / MIRRORED / "at").exists()
        assert machine.as_house("mirror-keys", mirror).returncode == 0
    assert not (mirror / "a.key").exists()
    assert not (mirror / MIRRORED).exists()
    assert (mirror / "pepper" / MARK).read_bytes() == (keys / "pepper" / MARK).read_bytes()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://helpline:a%20b%3A%40@db:6432/house",
         {"PGHOST": "db", "PGPORT": "6432", "PGUSER": "helpline", "PGPASSWORD": "a b:@", "PGDATABASE": "house"}),
        ("postgres://h@%2FRun%2Fpg/x?sslmode=verify-full&sslrootcert=/etc/ca.pem",
         {"PGHOST": "/Run/pg", "PGUSER": "h", "PGDATABASE": "x", "PGSSLMODE": "verify-full",
          "PGSSLROOTCERT": "/etc/ca.pem"}),
        ("postgresql:///x?host=/run/postgresql", {"PGHOST": "/run/postgresql", "PGDATABASE": "x"}),
        ("postgresql://u@db1:5433,[::1],%2Frun%2Fpg/x?connect_timeout=9",
         {"PGHOST": "db1,::1,/run/pg", "PGPORT": "5433,5432,5432", "PGUSER": "u", "PGDATABASE": "x",
          "PGTARGETSESSIONATTRS": "read-write", "PGCONNECT_TIMEOUT": "9"}),
        ("postgresql://u@[::1]:5432/x", {"PGHOST": "::1", "PGPORT": "5432", "PGUSER": "u", "PGDATABASE": "x"}),
    ],
)  # fmt: skip
def test_the_address_of_the_database_is_told_part_by_part(url: str, told: dict[str, str]) -> None:
    assert load_program("bin/database").parts_of(url) == told


@pytest.mark.parametrize(
    "url", ["", "sqlite:///x", "postgresql://host", "postgresql://h/x?keepalives=1", "postgresql://h:1:2,g/x"]
)
def test_an_address_that_no_program_can_be_told_is_refused(url: str) -> None:
    database = load_program("bin/database")
    with pytest.raises(database.NotReadable):
        database.parts_of(url)
