"""What the outermost layer answers, to whom, and what it counts."""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from helpline import attempts, metrics
from helpline.watch import draining
from helpline.watch.gate import App
from helpline.watch.readiness import Readiness
from tests.watch.asgi import ask

SECRET = "wat-hier-staat-mag-nooit-terugkomen"


def counted(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the checks will say; a test changes it."""
    words = {"database": "ok", "redis": "off", "keys": "ok", "migrations": "ok", "work": "ok"}

    async def asked(self: Readiness) -> dict[str, str]:
        return words

    monkeypatch.setattr(Readiness, "ask", asked)
    return words


def test_a_process_answers_that_it_is_there(small: App) -> None:
    assert asyncio.run(ask(small, "/healthz")) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_for_outsiders_there_is_nothing_there(small: App, path: str) -> None:
    assert asyncio.run(ask(small, path, near=False)) == (204, b"")
    assert asyncio.run(ask(small, path, headers=[(b"x-forwarded-proto", b"https")])) == (204, b"")


def test_another_machine_asks_with_a_token(small: App, settings: Any) -> None:
    settings.METRICS_TOKEN = "t" * 48
    told = [(b"authorization", b"Bearer " + b"t" * 48)]
    assert asyncio.run(ask(small, "/healthz", near=False, headers=told))[0] == 200
    assert asyncio.run(ask(small, "/healthz", near=False))[0] == 204


def test_only_questions_are_answered(small: App) -> None:
    assert asyncio.run(ask(small, "/metrics", method="POST"))[0] == 405


def test_ready_is_told_in_a_word_for_each(small: App, ready: dict[str, str]) -> None:
    status, body = asyncio.run(ask(small, "/readyz"))
    assert (status, json.loads(body)) == (200, {"ready": True, **ready})


@pytest.mark.parametrize("word", ["away", "slow", "behind", "refused"])
def test_not_ready_is_503(small: App, ready: dict[str, str], word: str) -> None:
    ready["keys"] = word
    status, body = asyncio.run(ask(small, "/readyz"))
    assert (status, json.loads(body)) == (503, {"ready": False, **ready})


def test_a_process_that_ends_is_alive_and_not_ready(small: App, ready: dict[str, str]) -> None:
    draining.begin()
    status, body = asyncio.run(ask(small, "/readyz"))
    assert (status, json.loads(body)) == (503, {"ready": False, "process": "ending"})
    assert asyncio.run(ask(small, "/healthz"))[0] == 200
    assert counted("helpline_draining") == 1


def test_requests_are_counted_by_kind_and_never_by_path(small: App) -> None:
    before = counted("helpline_requests_total", route="advice", status="2xx")
    asyncio.run(ask(small, f"/{SECRET}/advice/{SECRET}/", query=SECRET.encode()))
    assert counted("helpline_requests_total", route="advice", status="2xx") == before + 1
    assert counted("helpline_request_seconds_count", route="advice") >= 1


@pytest.mark.parametrize(("status", "why"), sorted(attempts.WHY.items()))
def test_every_answer_that_refuses_is_counted_by_its_reason(
    watch: Callable[[App], App], status: int, why: str
) -> None:
    async def refuses(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    assert why in metrics.REFUSALS
    before = counted("helpline_refused_total", route="advice", why=why)
    asyncio.run(ask(watch(refuses), f"/{SECRET}/advice/"))
    assert counted("helpline_refused_total", route="advice", why=why) == before + 1


def test_what_nobody_caught_gets_a_number_and_no_words(
    watch: Callable[[App], App], caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError(SECRET)

    before = counted("helpline_incidents_total", route="chat_road")
    with caplog.at_level(logging.ERROR, "helpline.watch.gate"):
        status, body = asyncio.run(ask(watch(breaks), f"/{SECRET}/chat/road/send"))
    told = json.loads(body)
    assert (status, told["why"]) == (500, "storage")
    assert re.fullmatch(r"\d{3}-\d{3}", told["incident"])
    assert [record.__dict__["incident"] for record in caplog.records] == [told["incident"]]
    assert SECRET not in caplog.messages[0] + body.decode()
    assert counted("helpline_incidents_total", route="chat_road") == before + 1


def test_an_answer_that_breaks_off_is_not_answered_twice(watch: Callable[[App], App]) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError(SECRET)

    with pytest.raises(ValueError, match=SECRET):
        asyncio.run(ask(watch(breaks), "/"))


@pytest.mark.parametrize(("code", "counted_as"), [(4409, "4409"), (4777, "other"), (None, "1000")])
def test_sockets_are_counted_while_they_are_open_and_by_how_they_close(
    watch: Callable[[App], App], code: int | None, counted_as: str
) -> None:
    open_meanwhile: list[float] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        open_meanwhile.append(counted("helpline_sockets", socket="visitor"))
        await send({"type": "websocket.close", "code": code})

    async def nothing(message: Any = None) -> dict[str, Any]:
        return {}

    labels = {"socket": "visitor", "code": counted_as}
    before, there = (
        counted("helpline_sockets_closed_total", **labels),
        counted("helpline_sockets", socket="visitor"),
    )
    scope = {"type": "websocket", "path": "/helpwanted/chat/socket", "headers": []}
    asyncio.run(watch(app)(scope, nothing, nothing))  # type: ignore[arg-type]
    assert open_meanwhile == [there + 1]
    assert counted("helpline_sockets", socket="visitor") == there
    assert counted("helpline_sockets_closed_total", **labels) == before + 1
