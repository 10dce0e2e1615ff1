"""All that a house leaves anywhere, gathered for a search: databases, keys, files, logs, what passed by in Redis."""

import re
import subprocess
import threading
from collections.abc import Iterator

import psycopg
import redis

from tests.canaries import files
from tests.services import programs
from tests.services.house import House

_HOLE = re.compile(rb"\0{64,}")


def everything_kept(house: House) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every store of this house.

    The folder holds data, keys, media and the servers' output, on SQLite also the database with its WAL.
    """
    yield from files(house.folder)
    if house.engine == "postgres":
        yield from _of_postgres(house)
        yield from _of_redis(house)


def _of_postgres(house: House) -> Iterator[tuple[str, bytes]]:
    """A dump, and the files themselves: they hold deleted rows too, and the write-ahead log every row there was."""
    url = house.environment["DATABASE_URL"]
    dump = programs.find_program("postgres").with_name("pg_dump")
    dumped = subprocess.run([dump, "--inserts", url], capture_output=True, check=True)  # noqa: S603 - our own words
    yield "pg_dump", dumped.stdout
    with psycopg.connect(url) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert row is not None
    assert house.beside is not None
    folder = house.beside[0].folder
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        is_of_another = inside[:2] == ("data", "base") and inside[2:3] != (str(row[0]),)
        if path.is_file() and not is_of_another:
            # what is not written yet is zeros by the megabyte
            yield f"postgres/{'/'.join(inside)}", _HOLE.sub(bytes(64), path.read_bytes())


def _of_redis(house: House) -> Iterator[tuple[str, bytes]]:
    """Every key, and the server's own files with a snapshot that is not compressed."""
    assert house.beside is not None
    with redis.Redis.from_url(house.environment["REDIS_URL"]) as client:
        client.config_set("rdbcompression", "no")
        for key in client.scan_iter():
            yield f"redis {key!r}", key + b" " + (client.dump(key) or b"")
        client.save()
    yield from files(house.beside[1].folder)


class RedisWatch:
    """Notes every command that Redis is given and every message it passes on, until `end`."""

    _LAST = "the watch ends"

    def __init__(self, house: House) -> None:
        self._url = house.environment["REDIS_URL"]
        self._heard: list[bytes] = []
        self._ready = threading.Barrier(3)
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._commands, self._messages)
        ]
        for thread in self._threads:
            thread.start()
        self._ready.wait(60)

    def end(self) -> bytes:
        """Stop; all that was heard, a line for each."""
        with redis.Redis.from_url(self._url) as client:
            client.publish("proof", self._LAST)
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "the watch did not hear its end"
        return b"\n".join(self._heard)

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self._url, socket_timeout=None)  # nothing may be said for a while

    def _commands(self) -> None:
        with self._client() as client, client.monitor() as monitor:
            self._ready.wait(60)
            for command in monitor.listen():
                text = str(command["command"])
                self._heard.append(text.encode())
                if self._LAST in text:
                    return

    def _messages(self) -> None:
        with self._client() as client, client.pubsub() as channel:
            channel.psubscribe("*")
            for message in channel.listen():
                if message["type"] == "psubscribe":
                    self._ready.wait(60)
                    continue
                self._heard.append(bytes(message["channel"]) + b" " + bytes(message["data"]))
                if self._LAST.encode() in self._heard[-1]:
                    return
