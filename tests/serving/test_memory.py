"""The collector is set for a server, and garbage is still collected."""

import asyncio
import gc
import weakref
from collections.abc import Generator

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
    ("grown", "ago", "took", "due"),
    [
        (memory.WORTH, 0.5 * memory.SHARE, 0.5, True),
        (memory.WORTH - 1, 10 * memory.SHARE, 0.5, False),  # nothing much is new
        (100, 0.49 * memory.SHARE, 0.5, False),  # half a second again, so soon
        (memory.WORTH, memory.LOOK_SECONDS, 0.0, True),  # the first one
    ],
)
def test_everything_is_looked_through_when_it_is_worth_it_and_seldom(
    grown: int, ago: float, took: float, *, due: bool
) -> None:
    assert memory.is_due(grown, ago, took) is due


@pytest.mark.asyncio
@pytest.mark.usefixtures("collector")
async def test_what_grew_old_before_it_became_garbage_goes_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(memory, "WORTH", 0)
    memory.settle()
    tied = Knot()
    gc.collect()
    gc.collect()
    knot = weakref.ref(tied)
    del tied
    collecting = asyncio.create_task(memory.collect_for_ever())
    try:
        async with asyncio.timeout(10):
            while knot() is not None:
                await asyncio.sleep(0.001)
    finally:
        collecting.cancel()
