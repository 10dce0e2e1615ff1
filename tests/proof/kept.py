"""All that a house leaves anywhere, store by store, for a search: databases, keys, files, logs, backups, exports."""

import gzip
import io
import re
import sqlite3
import subprocess
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from enum import StrEnum
from pathlib import Path

import psycopg
import redis

from tests.canaries import files
from tests.journeys.inside import Inside
from tests.services import programs
from tests.services.house import House
from tests.services.postgres import ROOT
from tests.services.production import Production

_HOLE = re.compile(rb"\0{64,}")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_BETWEEN = " | "


class Store(StrEnum):
    """Where something can stay."""

    ROWS = "rows"
    DATABASE = "database files"
    WAL = "write-ahead log"
    DATABASE_LOG = "database log"
    BACKUP = "backup"
    REDIS = "Redis memory"
    REDIS_FILES = "Redis files"
    REDIS_LOG = "Redis log"
    REDIS_PASSING = "Redis traffic"
    LOG = "process logs"
    NGINX = "nginx"
    DATA = "data folder"
    MEDIA = "media"
    KEYS = "keys"
    EXPORTS = "exports"
    TEMPORARY = "temporary, cores"
    MAIL = "mail server"


#: the copies of the mail server itself: what people write to it and what is sent to them lies with it, not with us
EXCEPTION = Store.MAIL

#: what each form of a house has
OF_SQLITE = (Store.ROWS, Store.DATABASE, Store.WAL, Store.BACKUP, Store.LOG, Store.DATA, Store.MEDIA, Store.KEYS,
             Store.EXPORTS, Store.TEMPORARY)  # fmt: skip
OF_PRODUCTION = tuple(Store)


def store_of(where: str) -> Store:
    """The store of a place that `everything_kept` named."""
    return Store(where.partition(_BETWEEN)[0])


def everything_kept(house: House, inside: Inside) -> Iterator[tuple[str, bytes]]:
    """(place, content) of every store of this house; a place begins with its store."""
    for store, name, content in _kept(house, inside):
        yield f"{store}{_BETWEEN}{name}", content


_Found = Iterator[tuple[Store, str, bytes]]


def _kept(house: House, inside: Inside) -> _Found:
    yield from _of_folder(house.folder)
    yield from _exports(inside)
    if "TMPDIR" in house.environment:  # a house of the proof; others share the machine's
        yield from _files(Store.TEMPORARY, temporary_folder(house))
    for path in ROOT.glob("core*"):
        if path.is_file():
            yield Store.TEMPORARY, path.name, path.read_bytes()
    if house.engine == "postgres":
        yield from _of_postgres(house)
        yield from _of_redis(house)
    else:
        yield from _of_sqlite(house)
    if isinstance(house, Production):
        yield from _of_production(house)


def temporary_folder(house: House) -> Path:
    """Where this house's processes put what they need for a moment (TMPDIR)."""
    return Path(house.environment["TMPDIR"])


def _files(store: Store, folder: Path) -> _Found:
    for name, content in files(folder) if folder.exists() else ():
        yield store, name, content


def _of_folder(folder: Path) -> _Found:
    stores = {"data": Store.DATA, "keys": Store.KEYS, "media": Store.MEDIA}
    for path in sorted(folder.rglob("*")):
        first = path.relative_to(folder).parts[0]
        if not path.is_file():
            continue
        if path.suffix == ".sqlite3":
            store = Store.DATABASE
        elif path.name.endswith((".sqlite3-wal", ".sqlite3-shm")):
            store = Store.WAL
        else:
            store = stores.get(first, Store.LOG)
        yield store, str(path.relative_to(folder)), path.read_bytes()


def _of_sqlite(house: House) -> _Found:
    """Every row in words, and a copy as an operator makes it."""
    with closing(sqlite3.connect(house.folder / "data" / "helpline.sqlite3")) as lite:
        yield Store.ROWS, "dump", "\n".join(lite.iterdump()).encode()
        yield Store.BACKUP, "copy", lite.serialize()


def _of_postgres(house: House) -> _Found:
    """A dump, a backup, and the files themselves: they hold deleted rows too, and the log every row there was."""
    url = house.environment["DATABASE_URL"]
    server = programs.find_program("postgres")
    for store, options in ((Store.ROWS, ["--inserts"]), (Store.BACKUP, ["--format=custom", "--compress=0"])):
        dumped = subprocess.run(  # noqa: S603 - our own words
            [server.with_name("pg_dump"), *options, url], capture_output=True, check=True
        )
        yield store, "pg_dump", dumped.stdout
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
            log = Store.WAL if inside[1:2] == ("pg_wal",) else Store.DATABASE
            store = Store.DATABASE_LOG if path.suffix == ".log" or inside[1:2] == ("log",) else log
            # what is not written yet is zeros by the megabyte
            yield store, "/".join(inside), _HOLE.sub(bytes(64), path.read_bytes())


def _of_redis(house: House) -> _Found:
    """Every key; and the files that a server leaves which persists after all: a snapshot and an append-only file."""
    assert house.beside is not None
    folder = house.beside[1].folder
    with redis.Redis.from_url(house.environment["REDIS_URL"]) as client:
        for key in client.scan_iter():
            yield Store.REDIS, repr(key), key + b" " + (client.dump(key) or b"")
        for setting, value in (
            ("rdbcompression", "no"),
            ("aof-use-rdb-preamble", "no"),
            ("appendonly", "yes"),
        ):
            client.config_set(setting, value)
        _wait_until_written(client)
        client.save()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            store = Store.REDIS_LOG if path.suffix == ".log" else Store.REDIS_FILES
            yield store, str(path.relative_to(folder)), path.read_bytes()


def _wait_until_written(client: redis.Redis) -> None:
    deadline = time.monotonic() + 60
    while (told := client.info("persistence"))["aof_rewrite_in_progress"] or told["aof_rewrite_scheduled"]:
        assert time.monotonic() < deadline, "the append-only file was not written"
        time.sleep(0.02)


def _of_production(house: Production) -> _Found:
    """What stands before and beside the processes: nginx with its folders, and the mail server."""
    yield from _files(Store.NGINX, house.nginx.folder)
    if house.phone_log.exists():
        yield Store.LOG, house.phone_log.name, house.phone_log.read_bytes()
    if house.post_in is not None and house.post_out is not None:
        yield from _files(Store.MAIL, house.post_in.folder)
        for number, letter in enumerate(house.post_out.letters):
            yield Store.MAIL, f"sent {number}", " ".join(letter.to).encode() + b"\n" + letter.content


def _exports(inside: Inside) -> _Found:
    """Every report in every format, opened where it is packed: a workbook's parts, a PDF's streams."""
    with tempfile.TemporaryDirectory(prefix="exports-") as folder:
        for slug in ("helpwanted", "stopitnow"):
            for path in map(Path, inside.ask("figures_exported", slug=slug, folder=folder)):
                for part, content in unpacked(path.read_bytes()):
                    yield Store.EXPORTS, f"{path.name}{part}", content


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """(part, content) of a file, and of everything that is packed in it, metadata too."""
    yield "", content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                yield f"/{member.filename}", member.comment + member.extra + packed.read(member)
    elif content[:2] == b"\x1f\x8b":
        yield "/gzip", gzip.decompress(content)
    elif content[:5] == b"%PDF-":
        for number, stream in enumerate(_PDF_STREAM.findall(content)):
            with suppress(zlib.error):
                yield f"/stream {number}", zlib.decompress(stream)


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
