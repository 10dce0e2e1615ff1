"""The outermost layer around a small application of the test's own; its collector is taken out again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpline import metrics
from helpline.watch import draining
from helpline.watch.gate import App, watched


@pytest.fixture
def watch() -> Iterator[Callable[[App], App]]:
    """`watch(app)`: the application, watched."""
    before = set(metrics.REGISTRY._collector_to_names)
    yield watched
    for collector in set(metrics.REGISTRY._collector_to_names) - before:
        metrics.REGISTRY.unregister(collector)
    draining.forget()


@pytest.fixture
def small(watch: Callable[[App], App]) -> App:
    """Something that answers 204 to everything, watched."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return watch(app)
