"""The addresses of the database and of Redis, read and judged, and what Django is told of them.

An address of the database may name several servers, as libpq does: one of them is the primary, the others stand by.
An address of Redis may name the sentinels that know where the master is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SQLITE_OPTIONS = {
    # A transaction takes the write lock at its start: a later upgrade could fail at once instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: a commit is on the disk before it is acknowledged. Never weakened for speed.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::(\d{1,5}))?")
#: the path of an address of sentinels: the name that they have for the master
_MASTER = re.compile(r"/[A-Za-z0-9._-]+")
#: what a session asks the server to be that may write; libpq's other words would let a standby answer
_WRITES = frozenset({"read-write", "primary"})
#: Where one of several servers is the primary, in libpq's words: it is looked for, one that does not answer is passed
#: by while the chat still has patience (two seconds are the least that libpq knows), and a line whose other end went
#: without a word is given up, or a page would wait for a quarter of an hour.
_AMONG_SEVERAL: Mapping[str, object] = {
    "target_session_attrs": "read-write",
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


def read_database_url(url: str) -> str:
    """DATABASE_URL, or "" for the embedded shape. Raises ImproperlyConfigured."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host:5432/name. "
            "Leave it out for the embedded SQLite database."
        )
    options = parse_qs(parts.query)
    # A client may ask its own session for less than the server promises; durability is not ours to trade.
    told = " ".join(options.get("options", []))
    if "synchronous_commit" in told or "fsync" in told:
        raise ImproperlyConfigured("DATABASE_URL must not change synchronous_commit or fsync in its options.")
    if "," in parts.netloc.rpartition("@")[2]:
        _servers(parts.netloc)
        if not _WRITES.issuperset(options.get("target_session_attrs", [])):
            raise ImproperlyConfigured(
                "DATABASE_URL may only look for the server that can be written to: leave target_session_attrs out."
            )
    return url


def embedded_settings(data_folder: Path) -> dict[str, object]:
    """Django's settings of the database that lies in a file."""
    name = data_folder / "helpline.sqlite3"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(_SQLITE_OPTIONS)}


def served_settings(url: str) -> dict[str, object]:
    """Django's settings of a PostgreSQL. Everything that connects takes its address from them."""
    import dj_database_url

    parts = urlsplit(url)
    login, at, place = parts.netloc.rpartition("@")
    if "," not in place:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    # it knows one host only
    without = parts._replace(netloc=login + at).geturl()
    found: dict[str, object] = dict(dj_database_url.parse(without, conn_max_age=600, conn_health_checks=True))
    hosts, ports = _servers(parts.netloc)
    given = found.get("OPTIONS")
    options = {**_AMONG_SEVERAL, **(given if isinstance(given, Mapping) else {})}
    return found | {"HOST": ",".join(hosts), "PORT": ",".join(ports), "OPTIONS": options}


def _servers(netloc: str) -> tuple[list[str], list[str]]:
    """The hosts and the ports of an address that names several. Raises ImproperlyConfigured."""
    found = [_HOST.fullmatch(each) for each in netloc.rpartition("@")[2].split(",")]
    named = [each for each in found if each is not None and 0 < int(each[2] or 5432) < 65536]
    if len(named) != len(found):
        raise ImproperlyConfigured(
            "DATABASE_URL must name each of several servers as host:port, with commas between: "
            "postgresql://user:password@first:5432,second:5432/name."
        )
    return [unquote(each[1].strip("[]")) for each in named], [each[2] or "5432" for each in named]


@dataclass(frozen=True, slots=True)
class Sentinels:
    """Who knows where the master of this name is. user, password: of the sentinels and of the servers alike, or ""."""

    addresses: tuple[tuple[str, int], ...]
    master: str
    user: str
    password: str


def sentinels_of(url: str) -> Sentinels | None:
    """The sentinels that an address of Redis names; None where it names a server. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme != "redis+sentinel":
        return None
    login, _, place = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    found = [_HOST.fullmatch(each) for each in place.split(",")]
    named = [each for each in found if each is not None and 0 < int(each[2] or 26379) < 65536]
    if len(named) != len(found) or not _MASTER.fullmatch(parts.path) or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "REDIS_URL must name the sentinels as host:port, with commas between, and the master they watch: "
            "redis+sentinel://:password@first:26379,second:26379,third:26379/house. The password is that of the "
            "servers and of the sentinels; nothing else can be said there."
        )
    addresses = tuple((unquote(each[1].strip("[]")), int(each[2] or 26379)) for each in named)
    return Sentinels(addresses, parts.path[1:], unquote(user), unquote(password))


def read_redis_url(url: str, *, is_production: bool) -> str:
    """REDIS_URL, or "" for wake-ups within the process. Raises ImproperlyConfigured."""
    if not url:
        return ""
    if sentinels_of(url) is None and urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(
            "REDIS_URL must begin with redis://, rediss://, unix:// or redis+sentinel://."
        )
    if not is_production:
        raise ImproperlyConfigured(
            "REDIS_URL is set without DATABASE_URL. Set both (several processes) or neither (one process, SQLite)."
        )
    return url
