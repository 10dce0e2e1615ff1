"""The collector is set for a server, and garbage is still collected."""

import asyncio
import gc
import weakref
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from helpline.serving import memory


@pytest.fixture
def collector() -> Generator[None]:
    """As it was, afterwards."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Knot:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.self = self


@pytest.mark.usefixtures("collector")
def test_what_was_loaded_is_left_alone_and_new_garbage_goes() -> None:
    memory.settle()
    assert gc.get_freeze_count() > 10_000
    knot = weakref.ref(Knot())
    kept = [[] for _ in range(2 * memory.THRESHOLDS[0])]
    assert knot() is None
    assert kept


@pytest.mark.parametrize(
    ("now", "hours", "due"),
    [
        (datetime(2026, 11, 27, 4, 0, tzinfo=UTC), 24, True),
        (datetime(2026, 11, 27, 4, 59, tzinfo=UTC), 12, True),
        (datetime(2026, 11, 27, 4, 59, tzinfo=UTC), 0.9, False),  # this very night
        (datetime(2026, 11, 27, 3, 59, tzinfo=UTC), 48, False),
        (datetime(2026, 11, 27, 16, 0, tzinfo=UTC), 48, False),  # people are here
    ],
)
def test_everything_is_looked_through_once_a_night(now: datetime, hours: float, *, due: bool) -> None:
    assert memory.is_due(now, now - timedelta(hours=hours)) is due


@contextmanager
def collecting(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(memory, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(memory, "WORTH", 0)
    task = asyncio.create_task(memory.collect_for_ever(lambda: False))
    try:
        yield
    finally:
        task.cancel()


def forgotten(*, after: Callable[[], object]) -> "weakref.ref[Knot]":
    """A knot of a settled process that nobody holds any more, and what happened before that."""
    memory.settle()
    tied = Knot()
    after()
    return weakref.ref(tied)


async def until_gone(knot: "weakref.ref[Knot]") -> None:
    async with asyncio.timeout(10):
        while knot() is not None:
            await asyncio.sleep(0.001)


@pytest.mark.asyncio
@pytest.mark.usefixtures("collector")
async def test_what_grew_old_before_it_became_garbage_goes_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    knot = forgotten(after=lambda: (gc.collect(), gc.collect()))
    with collecting(monkeypatch):
        await until_gone(knot)


@pytest.mark.usefixtures("collector")
def test_what_was_found_alive_is_left_alone_once_looking_takes_time(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.settle()
    kept = [[number] for number in range(50_000)]
    before = gc.get_freeze_count()
    monkeypatch.setattr(memory, "SHORT", 60.0)
    memory.look(is_busy=False)
    # of what is left alone something may go meanwhile: it is counted in what came, not to the one
    assert gc.get_freeze_count() < before + len(kept) // 2, "a look at that little is made again"
    monkeypatch.setattr(memory, "SHORT", 0.0)
    memory.look(is_busy=True)
    assert gc.get_freeze_count() < before + len(kept) // 2, "a page may hold what is garbage in a moment"
    memory.look(is_busy=False)
    assert gc.get_freeze_count() > before + len(kept) // 2
    assert len(gc.get_objects()) < 10_000
    monkeypatch.setattr(memory, "LONG", 0.0)
    more = [[number] for number in range(1_000)]
    before = gc.get_freeze_count()
    memory.look(is_busy=True)
    assert gc.get_freeze_count() > before + len(more) // 2, "there is always a page being made somewhere"


@pytest.mark.asyncio
@pytest.mark.usefixtures("collector")
async def test_what_became_garbage_after_that_goes_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    knot = forgotten(after=gc.freeze)
    with collecting(monkeypatch):
        await asyncio.sleep(0.05)
        assert knot() is not None
        monkeypatch.setattr(memory, "is_due", lambda now, last: True)
        await until_gone(knot)
