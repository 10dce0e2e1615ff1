from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from helpline.metrics import Job
from helpline.pieces import SomeFailed
from helpline.serving import ticks
from helpline.serving.ticks import Ticker
from helpline.watch import readiness, working

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


JOBS = {
    Job.CHAT: ("ticking", "tick"),
    Job.PHONE: ("phone", "tick"),
    Job.PROVIDER: ("deletions", "delete_due"),
    Job.POST: ("post", "tick"),
    Job.VISITS: ("visits", "write"),
    Job.REFUSALS: ("attempts", "tell"),
    Job.PUBLISHING: ("publishing", "publish_due"),
    Job.EXAMINING: ("examinations", "catch_up"),
    Job.NIGHT: ("", "call_command"),
}


@pytest.mark.parametrize("broken", [*JOBS, "starting"])
def test_a_job_that_fails_keeps_no_other_from_being_done(
    broken: Job | str, monkeypatch: pytest.MonkeyPatch, calls: list[str]
) -> None:
    done: list[Job] = []

    def stand_in(job: Job) -> Callable[..., None]:
        def work(*args: object, **options: object) -> None:
            if job == broken:
                raise RuntimeError
            done.append(job)

        return work

    def cannot_start(*args: object) -> None:
        raise RuntimeError

    for job, (room, name) in JOBS.items():
        monkeypatch.setattr(getattr(ticks, room) if room else ticks, name, stand_in(job))
    monkeypatch.setattr(ticks, "account", lambda: "somebody")
    monkeypatch.setattr(ticks.post_bridge, "bridges", lambda: ["one"])
    monkeypatch.setattr(ticks.connections, "close_all", lambda: None)
    monkeypatch.setattr(working, "_since", {})
    ticker = Ticker(nights=True)
    if broken == "starting":
        monkeypatch.setattr(ticker, "_delete_beside", cannot_start)
    before = ticks.metrics.REGISTRY.get_sample_value(*_failures(broken)) or 0

    ticker.once(NOW)

    for thread in (ticker._deleting, ticker._posting):
        if thread is not None:
            thread.join()
    left = {Job.PROVIDER} if broken == "starting" else {broken}
    assert set(done) == set(JOBS) - left
    in_order = [job for job in done if job not in {Job.PROVIDER, Job.POST}]
    assert in_order == sorted(in_order, key=list(JOBS).index)
    if broken != "starting":
        assert ticks.metrics.REGISTRY.get_sample_value(*_failures(broken)) == before + 1
        assert list(working._since) == [broken]


def _failures(job: Job | str) -> tuple[str, dict[str, str]]:
    return "helpline_work_total", {"job": str(job), "outcome": "failed"}


@pytest.mark.django_db
def test_the_command_does_the_rest_and_ends_with_a_fault(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*, now: datetime) -> None:
        raise RuntimeError

    monkeypatch.setattr(ticks.ticking, "tick", fail)
    monkeypatch.setattr(ticks.phone, "tick", lambda *, now: calls.append("phone"))
    with pytest.raises(SomeFailed):
        call_command("tick")
    assert calls == ["phone"]


def test_a_job_that_fails_for_a_while_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_since", {})
    working.failed(Job.CHAT, clock=lambda: 0.0)
    working.failed(Job.CHAT, clock=lambda: 50.0)
    assert working.failing(lambda: 59.0) == []
    assert working.failing(lambda: 60.0) == [Job.CHAT]
    monkeypatch.setattr(working, "failing", lambda: [Job.CHAT])
    assert readiness.work() == "failing"
    assert readiness.work() in readiness.GOOD, (
        "it fails in every process: sending nobody anywhere helps nobody"
    )
    working.done(Job.CHAT)
    assert working._since == {}
