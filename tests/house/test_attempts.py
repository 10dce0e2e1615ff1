"""What was refused is counted by kind and reason, and the log hears of it together: never of one alone in its hour."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from cms import errors
from helpline import attempts, metrics
from helpline.attempts import ENOUGH, Tally
from helpline.logs import JsonFormatter
from helpline.metrics import Route

EVENING = datetime(2026, 7, 7, 18, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def counted(**labels: str) -> float:
    return metrics.REGISTRY.get_sample_value("helpline_refused_total", labels) or 0.0


def filled(tally: Tally, *, many: int, few: int) -> Tally:
    tally.due(EVENING)
    for route, times in (("chat", many), ("post", few)):
        for _ in range(times):
            tally.add(route, "too_fast")
    return tally


def test_within_the_hour_nothing_is_told_and_after_it_what_is_enough() -> None:
    tally = filled(Tally(), many=ENOUGH, few=ENOUGH - 1)
    assert tally.due(EVENING + timedelta(minutes=50)) == []
    assert tally.due(EVENING + HOUR) == [("chat", "too_fast", ENOUGH)]
    assert tally.due(EVENING + 2 * HOUR) == []


def test_few_are_carried_on_until_they_are_enough() -> None:
    tally = filled(Tally(), many=0, few=ENOUGH - 1)
    assert tally.due(EVENING + HOUR) == []
    tally.add("post", "too_fast")
    assert tally.due(EVENING + 2 * HOUR) == [("post", "too_fast", ENOUGH)]


def test_few_are_told_when_the_day_or_the_process_ends() -> None:
    assert filled(Tally(), many=0, few=1).due(EVENING + timedelta(days=1)) == [("post", "too_fast", 1)]
    assert filled(Tally(), many=0, few=1).due(EVENING, is_end=True) == [("post", "too_fast", 1)]


def test_a_form_without_its_token_is_counted_as_that(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "_page", lambda request, template, status, **_: None)
    before = counted(route="post", why=attempts.FORM_TOKEN)
    errors.form_expired(rf.post("/helpwanted/post/write/"))
    assert counted(route="post", why=attempts.FORM_TOKEN) == before + 1


def test_the_line_has_a_kind_a_route_and_a_count_and_nothing_else(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "_tally", filled(Tally(), many=ENOUGH, few=1))
    with caplog.at_level(logging.INFO, "helpline.attempts"):
        attempts.tell(EVENING + HOUR)
    (line,) = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert line.keys() == {"at", "level", "logger", "event", "route", "kind", "count"}
    assert (line["route"], line["kind"], line["count"]) == (Route.CHAT, "too_fast", ENOUGH)
