"""PostgreSQL, Redis and Tor with the files of deploy/: each is started with its file, or judges it."""

import subprocess
from pathlib import Path

import psycopg
import redis

from helpline.checks import DISCREET, DURABLE
from tests.services import programs
from tests.services.nginx import DEPLOY
from tests.services.postgres import settings_in
from tests.services.production import Production

#: what the tests' own server is given otherwise: its size
OWN = {"shared_buffers", "max_wal_size", "max_connections"}


def test_postgresql_runs_with_the_file(production: Production) -> None:
    wanted = settings_in(DEPLOY / "postgresql" / "helpline.conf")
    with psycopg.connect(production.database_url) as connection:
        for name, value in wanted.items():
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            assert row is not None
            assert name in OWN or row[0] == value, name
    assert {name: wanted[name] for name in DISCREET} == DISCREET
    assert all(wanted[name] == "on" for name in DURABLE)


def test_redis_runs_with_the_file_and_keeps_nothing(production: Production) -> None:
    with redis.Redis.from_url(production.redis_url, decode_responses=True) as client:
        told = {name: client.config_get(name)[name] for name in ("save", "appendonly", "maxmemory-policy")}
        assert told == {"save": "", "appendonly": "no", "maxmemory-policy": "noeviction"}
        client.set("deploy-test", "a" * 1000)
        client.eval("for i = 1, 100000 do redis.call('PING') end", 0)
        assert client.slowlog_get() == []
        client.delete("deploy-test")
    assert not list(production.redis.folder.glob("*.rdb"))


def test_tor_takes_the_file(tmp_path: Path) -> None:
    torrc = tmp_path / "torrc"
    text = (DEPLOY / "tor" / "torrc").read_text()
    torrc.write_text(text.replace("/var/lib/tor/helpline/", f"{tmp_path}/onion/"))
    judged = subprocess.run(  # noqa: S603 - our own words
        [programs.find_program("tor"), "--verify-config", "-f", torrc, "--DataDirectory", tmp_path / "data"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout
    assert "Configuration was valid" in judged.stdout
    assert "SafeLogging 1" in text
