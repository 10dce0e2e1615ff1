"""A very small machine for things that wait: generators that yield what they wait for, and a clock.

The clock is either virtual, for tests that let an hour pass in no time and always in the same order, or the wall's.
Everything runs in one thread; `post` is how another thread says something.
"""

import heapq
import itertools
import logging
import queue
import time
from collections.abc import Callable, Generator
from typing import Any

logger = logging.getLogger(__name__)

#: what waits: yields Futures, is given their results
Script = Generator["Future", Any, Any]


class Future:
    """Something that will be known later. The first word counts; later ones are not heard."""

    __slots__ = ("_heard_by", "is_done", "value")

    def __init__(self) -> None:
        self.is_done = False
        self.value: Any = None
        self._heard_by: list[Callable[[Any], None]] = []

    def set(self, value: Any = None) -> None:
        if self.is_done:
            return
        self.is_done = True
        self.value = value
        heard_by, self._heard_by = self._heard_by, []
        for each in heard_by:
            each(value)

    def on_done(self, heard_by: Callable[[Any], None]) -> None:
        """Call this with the value, as soon as it is known."""
        if self.is_done:
            heard_by(self.value)
        else:
            self._heard_by.append(heard_by)

    def forget(self, heard_by: Callable[[Any], None]) -> None:
        """Do not call this any more."""
        if heard_by in self._heard_by:
            self._heard_by.remove(heard_by)


class Clock:
    """Virtual time, in seconds since the beginning."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = itertools.count()
        self._planned: list[tuple[float, int, Callable[[], None]]] = []

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something after a while. What is planned for the same moment happens in the order of planning."""
        heapq.heappush(self._planned, (self.now + max(0.0, seconds), next(self._order), do))

    def sleep(self, seconds: float) -> Future:
        """A future that is done after a while."""
        future = Future()
        self.later(seconds, future.set)
        return future

    def run(self, seconds: float | None = None) -> None:
        """Let time pass: so many seconds, or until nothing is planned any more."""
        until = None if seconds is None else self.now + seconds
        while self._planned and (until is None or self._planned[0][0] <= until):
            self.now, _order, do = heapq.heappop(self._planned)
            do()
        if until is not None:
            self.now = until

    @property
    def is_idle(self) -> bool:
        """Whether nothing is planned."""
        return not self._planned


class WallClock(Clock):
    """The time on the wall. `run_for_ever` belongs into a thread; others talk to that thread with `post`."""

    def __init__(self, speed: float = 1.0) -> None:
        super().__init__()
        self._began = time.monotonic()
        self._speed = speed
        self._posted: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def post(self, do: Callable[[], None]) -> None:
        """Have something done in the clock's own thread, soon."""
        self._posted.put(do)

    def stop(self) -> None:
        """Let `run_for_ever` return."""
        self._posted.put(None)

    def run_for_ever(self) -> None:
        while True:
            self._catch_up()
            wait = (self._planned[0][0] - self.now) / self._speed if self._planned else None
            try:
                do = self._posted.get(timeout=wait)
            except queue.Empty:
                continue
            if do is None:
                return
            self._catch_up()
            self._safely(do)

    def _catch_up(self) -> None:
        wall = (time.monotonic() - self._began) * self._speed
        while self._planned and self._planned[0][0] <= wall:
            self.now, _order, do = heapq.heappop(self._planned)
            self._safely(do)
        self.now = max(self.now, wall)

    @staticmethod
    def _safely(do: Callable[[], None]) -> None:
        """What fails in one call must not end the others'."""
        try:
            do()
        except Exception:
            logger.exception("Something failed in the phone simulator")


class Task:
    """A script that runs. `interrupt` throws into it wherever it waits."""

    def __init__(self, script: Script, on_end: Callable[[Any], None] | None = None) -> None:
        self._script = script
        self._waits_for: Future | None = None
        self._is_running = False
        self._interruptions: list[BaseException] = []
        self._on_end = on_end
        self.is_over = False

    def start(self) -> "Task":
        self._step(lambda: next(self._script))
        return self

    def interrupt(self, why: BaseException) -> None:
        """Throw into the script. While it is at work itself, that waits until it waits for something."""
        if self.is_over:
            return
        if self._is_running:
            self._interruptions.append(why)
            return
        if self._waits_for is not None:
            self._waits_for.forget(self._resume)
            self._waits_for = None
        self._step(lambda: self._script.throw(why))

    def _step(self, go_on: Callable[[], Future]) -> None:
        self._is_running = True
        try:
            waits_for = go_on()
            while self._interruptions:
                waits_for = self._script.throw(self._interruptions.pop(0))
        except StopIteration as end:
            self.is_over = True
            self._is_running = False
            if self._on_end is not None:
                self._on_end(end.value)
            return
        except BaseException:
            self.is_over = True
            raise
        finally:
            self._is_running = False
        self._waits_for = waits_for
        waits_for.on_done(self._resume)

    def _resume(self, value: Any) -> None:
        # at work it waits for nothing: what is heard then was for something it gave up
        if self.is_over or self._is_running:
            return
        self._waits_for = None
        self._step(lambda: self._script.send(value))


class Afterwards:
    """What is done when a script leaves a place, however it leaves; but not when it is thrown away unfinished."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do = do

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not GeneratorExit:
            self._do()


def first_of(*futures: Future) -> Future:
    """Done when the first of them is; its result is (which of them, its value)."""
    one = Future()
    for at, future in enumerate(futures):
        future.on_done(lambda value, at=at: one.set((at, value)))  # type: ignore[misc]
    return one
