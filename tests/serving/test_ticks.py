from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from helpline.serving import ticks
from helpline.serving.ticks import Ticker

NOW = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    monkeypatch.setattr(ticks.ticking, "tick", lambda *, now: made.append("tick"))
    monkeypatch.setattr(ticks, "call_command", lambda name, **options: made.append(name))
    monkeypatch.setattr(ticks.phone, "tick", lambda *, now: None)
    monkeypatch.setattr(ticks.publishing, "publish_due", lambda *, now: None)
    monkeypatch.setattr(ticks.examinations, "catch_up", lambda *, now: None)
    monkeypatch.setattr(ticks, "close_old_connections", lambda: None)
    return made


def test_a_tick_each_time_and_a_night_each_day(calls: list[str]) -> None:
    ticker = Ticker(nights=True)
    ticker.once(NOW)
    ticker.once(NOW + timedelta(seconds=5))
    assert calls == ["tick", "nightly", "tick"]
    ticker.once(NOW + timedelta(days=1))
    assert calls.count("nightly") == 2


def test_in_production_a_timer_does_the_nights(calls: list[str]) -> None:
    Ticker(nights=False).once(NOW)
    assert calls == ["tick"]


def test_a_failed_night_is_tried_again_later_and_stops_no_tick(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str, **options: object) -> None:
        calls.append(name)
        raise RuntimeError

    monkeypatch.setattr(ticks, "call_command", fail)
    ticker = Ticker(nights=True)
    ticker.once(NOW)
    ticker.once(NOW + timedelta(minutes=1))
    ticker.once(NOW + ticks.NIGHT_AGAIN)
    assert calls == ["tick", "nightly", "tick", "tick", "nightly"]


def test_a_failed_tick_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch, calls: list[str]) -> None:
    def fail(*, now: datetime) -> None:
        calls.append("failed")
        raise RuntimeError

    monkeypatch.setattr(ticks.ticking, "tick", fail)
    ticker = Ticker(nights=False)
    ticker.once(NOW)
    ticker.once(NOW)
    assert calls == ["failed", "failed"]


@pytest.mark.django_db
def test_the_command_ticks(calls: list[str]) -> None:
    call_command("tick")
    assert calls == ["tick"]


@pytest.mark.django_db(transaction=True)
def test_deleting_at_the_provider_leaves_no_connection_behind(
    monkeypatch: pytest.MonkeyPatch, calls: list[str]
) -> None:
    """Each tick deletes in a thread of its own: a connection left open in each becomes more than a database takes."""
    used: list[BaseDatabaseWrapper] = []

    def delete(*, now: datetime) -> None:
        connection.ensure_connection()
        used.append(connections[connection.alias])

    monkeypatch.setattr(ticks, "account", lambda: "somebody")
    monkeypatch.setattr(ticks.deletions, "delete_due", delete)
    ticker = Ticker(nights=False)
    ticker.once(NOW)
    assert ticker._deleting is not None
    ticker._deleting.join()
    assert [left.connection for left in used] == [None]
