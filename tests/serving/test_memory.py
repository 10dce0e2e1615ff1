"""The collector is set for a server, and garbage is still collected."""

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
    kept = [[] for _ in range(memory.THRESHOLDS[0] + 1)]
    assert knot() is None
    assert kept
