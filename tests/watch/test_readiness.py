import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from helpline.watch import readiness
from helpline.watch.readiness import Readiness


def test_each_check_has_its_own_limit_and_its_own_word() -> None:
    """One that hangs keeps nobody else, and is not asked twice at once."""
    gate, asked = threading.Event(), []

    def hangs() -> str:
        asked.append(1)
        gate.wait(60)
        return "ok"

    def breaks() -> str:
        raise OSError("postgresql://house:hush@db/house")

    found = Readiness(
        {"database": hangs, "redis": breaks, "keys": lambda: "ok"}, {"database": 0.05, "redis": 9, "keys": 9}
    )

    async def story() -> None:
        assert await found.ask() == {"database": "slow", "redis": "away", "keys": "ok"}
        assert await found.ask() == {"database": "slow", "redis": "away", "keys": "ok"}
        assert asked == [1]
        gate.set()
        found._asked["database"].result(60)
        assert (await found.ask())["database"] == "ok"

    try:
        asyncio.run(story())
    finally:
        gate.set()
        found.close()


@pytest.mark.django_db
def test_a_house_that_is_whole(settings: Any, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    assert readiness.database() == "ok"
    assert readiness.keys() == "ok"
    assert readiness.redis_answers() == ("ok" if settings.REDIS_URL else "off")
    assert readiness.migrations() == "ok"


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr(connection, "cursor", away)
    assert readiness.database() == "away"


@pytest.mark.django_db
def test_a_migration_that_was_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_applied", False)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    assert readiness.migrations() == "behind"
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [])
    assert readiness.migrations() == "ok"
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    assert readiness.migrations() == "ok", "it is asked once"


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/", "redis+sentinel://127.0.0.1:1/house"])
def test_redis_that_is_away(settings: Any, address: str) -> None:
    settings.REDIS_URL = address
    assert readiness.redis_answers() == "away"


def test_keys_that_cannot_be_had(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.KEY_FOLDER = tmp_path / "file" / "keys"
    assert readiness.keys() == "away"
