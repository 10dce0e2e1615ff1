"""Walks count in memory; a test writes that down when it wants to, and no thread of its own does."""

from collections.abc import Iterator

import pytest

from selfhelp.advice import counting, queries, ready


@pytest.fixture(autouse=True)
def counted_on_demand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(counting, "_write_soon", lambda: None)
    counting.forget()
    queries.forget_trees()
    ready.forget()
    yield
    counting.forget()
    queries.forget_trees()
