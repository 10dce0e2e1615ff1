"""The installation of docs/operate.md, played: from an empty database to a site that answers and an administrator.

`make test` leaves the checks and migrations out: its database is a copy of a migrated one. `make prove` begins with
nothing.
"""

import http.client
import json
import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.services.guide import SETTINGS
from tests.services.ports import free_port
from tests.services.postgres import recreate
from tests.services.production import Production
from tests.services.sizes import IS_FULL, of_all
from tests.services.systemd import Systemd

LEFT_OUT = () if IS_FULL else ("check", "migrate")
VISITORS, STAFF = "www.helpwanted.example", "staff.helpwanted.example"


def settings_of(folder: Path, production: Production) -> dict[str, str]:
    """The lines of the guide's /etc/helpline/env, with this machine's folders and database."""
    if IS_FULL:
        with psycopg.connect(production.postgres.url("postgres"), autocommit=True) as connection:
            recreate(connection, "empty", template="template0")
        database = production.postgres.url("empty")
    else:
        database = production.postgres.create("empty")
    (folder / "secret").write_text(
        "only for a house under test, and as long as one that is not, with 0123456789"
    )
    ours = {
        "HELPLINE_DATA": folder / "data", "KEY_FOLDER": folder / "keys", "MEDIA_FOLDER": folder / "media",
        "BACKUP_FOLDER": folder / "backups", "SECRET_KEY_FILE": folder / "secret",
        "DATABASE_URL": database, "REDIS_URL": production.redis.url,
    }  # fmt: skip
    assert ours.keys() < SETTINGS.keys()
    return SETTINGS | {name: str(value) for name, value in ours.items()} | {"REDIS_PREFIX": "installed"}


def ask(port: int, path: str, host: str) -> tuple[int, str, Mapping[str, str]]:
    """As nginx asks for somebody, or, for the machine's own name, as somebody on the machine does."""
    way = {} if host == "127.0.0.1" else {"X-Forwarded-Proto": "https"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET", path, headers={"Host": host, **way})
        answer = line.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())


def test_from_an_empty_database_to_a_site_that_answers(production: Production, folder: Path) -> None:
    settings = settings_of(folder, production)
    public = folder / "public"
    with Systemd(folder / "m", settings, public=public, left_out=LEFT_OUT) as machine:
        updated = machine.run("update")
        assert updated.returncode == 0, updated.stdout + updated.stderr
        assert list((public / "static").rglob("*.css")), "nginx hands them out"
        seeded = machine.run("manage", "seed")
        assert seeded.returncode == 0, seeded.stderr
        invited = machine.run("manage", "createadmin", "you@example.org", "Your Name")
        assert invited.returncode == 0, invited.stderr
        invitation = re.search(rf"https://{re.escape(VISITORS)}(/\S+)", invited.stdout)
        assert invitation, invited.stdout

        port = free_port()
        with machine.serving(port) as log:
            status, told, _ = ask(port, "/readyz", "127.0.0.1")
            assert status == 200, told
            assert set(json.loads(told).values()) <= {"ok", True}, told
            status, page, headers = ask(port, "/", VISITORS)
            assert status == 200
            assert 'lang="nl"' in page
            assert "Helpwanted" in page
            assert headers["Content-Security-Policy"]
            for address in ("/helpwanted/", "/stopitnow/", "/helpwanted/chat/"):
                assert ask(port, address, VISITORS)[0] == 200, address
            status, page, _ = ask(port, invitation[1], STAFF)
            assert status == 200
            assert "Your Name" in page
        assert "Traceback" not in log.read_text()

    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        people = connection.execute("SELECT email FROM accounts_user").fetchall()
    assert people == [("you@example.org",)], "no demo accounts stand beside it"


@pytest.mark.parametrize(
    "missing", of_all(["SECRET_KEY_FILE", "REDIS_URL", "ALLOWED_HOSTS"], part=["REDIS_URL"])
)
def test_a_line_that_was_forgotten_stops_the_update_with_its_name(
    production: Production,
    folder: Path,
    missing: str,
) -> None:
    settings = settings_of(folder, production)
    del settings[missing]
    with Systemd(folder / "m", settings, public=folder / "public") as machine:
        updated = machine.run("update", "8001")
        assert len(machine.ran) == 1, "nothing was migrated, and no process restarted"
    assert updated.returncode != 0
    assert missing.removesuffix("_FILE") in updated.stdout + updated.stderr
    assert "Traceback" not in updated.stderr
