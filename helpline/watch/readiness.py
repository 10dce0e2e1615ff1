"""Whether this process can serve: database, Redis, keys and migrations, each asked with a time limit of its own.

Each is asked in a thread of its own that stays: one that hangs keeps neither the event loop nor the others, and is
asked again only when it came back. The answer is one short word for each and says nothing about what stands behind.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor

from helpline import redislines
from helpline.vault import folder, keystore
from helpline.watch import working

OK, OFF, AWAY, SLOW, BEHIND, REFUSED, OTHER = "ok", "off", "away", "slow", "behind", "refused", "other"
#: told, and no reason to send nobody here: what fails by the clock fails in every process
FAILING = "failing"
#: words with which a process is ready
GOOD = frozenset({OK, OFF, FAILING})

#: seconds for each
LIMITS = {"database": 2.0, "redis": 1.0, "keys": 1.0, "migrations": 5.0, "work": 1.0}

_applied = False


def database() -> str:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception:
        return AWAY
    return OK


def redis_answers() -> str:
    """Whether Redis (the current master, where sentinels know it) answers; off where there is none."""
    if not settings.REDIS_URL:
        return OFF
    try:
        with redislines.asked(settings.REDIS_URL, seconds=1) as client:
            client.ping()
    except Exception:
        return AWAY
    return OK


def keys() -> str:
    """Whether keys can be read, made and destroyed in the key folder, and it is the one of this database."""
    place = Path(settings.KEY_FOLDER)
    try:
        keystore.store().day_keys()
    except Exception:
        return AWAY
    if not all(os.access(each, os.R_OK | os.W_OK | os.X_OK) for each in (place, place / "day")):
        return REFUSED
    try:
        return OTHER if folder.fit() is folder.Fit.OTHER else OK
    except DatabaseError:  # told by the others
        connection.close()
        return OK
    except Exception:
        return AWAY


def migrations() -> str:
    """Whether the database is as this code wants it. Once it is, it stays so as long as the process lives."""
    global _applied
    if _applied:
        return OK
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception:
        return AWAY
    _applied = not behind
    return BEHIND if behind else OK


def work() -> str:
    """Whether every job by the clock was done here when it was last tried, or has only just failed."""
    return FAILING if working.failing() else OK


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "redis": redis_answers,
    "keys": keys,
    "migrations": migrations,
    "work": work,
}


def _in_thread(check: Callable[[], str]) -> str:
    """A check in a thread that stays: a connection that broke or grew old is not used again."""
    close_old_connections()
    word = check()
    if word == AWAY:
        connection.close()
    return word


class Readiness:
    """Asks, and keeps nothing but the threads it asks in."""

    def __init__(
        self, checks: dict[str, Callable[[], str]] | None = None, limits: dict[str, float] | None = None
    ) -> None:
        self._checks = CHECKS if checks is None else checks
        self._limits = LIMITS if limits is None else limits
        self._threads = {name: ThreadPoolExecutor(1, f"ready-{name}") for name in self._checks}
        self._asked: dict[str, Future[str]] = {}

    async def ask(self) -> dict[str, str]:
        """A word for each check, in their order."""
        words = await asyncio.gather(*(self._one(name) for name in self._checks))
        return dict(zip(self._checks, words, strict=True))

    async def _one(self, name: str) -> str:
        asked = self._asked.get(name)
        if asked is None or asked.done():
            asked = self._asked[name] = self._threads[name].submit(_in_thread, self._checks[name])
        try:
            # shielded: the thread goes on, and its late answer is nobody's
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(asked)), self._limits[name])
        except TimeoutError:
            return SLOW
        except Exception:
            return AWAY

    def close(self) -> None:
        """End the threads; one that hangs ends with the process."""
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
