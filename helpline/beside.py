"""Long calculations of a process that serves: in another process beside it, which steps back behind the chat.

Python lets one thread run at a time. A thread that calculates gives its turn away often, but not while it sorts, reads
rows or builds a table in C, and what it leaves behind has the collector look more often, during which everything stands
still. A process of its own shares nothing with the event loop but the processor, and of that it takes what the chat
leaves (docs/decisions/0166).

It starts with the first calculation, which is made here while it loads, and ends when nobody asked for a while.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

import django
from django.db import close_old_connections
from django.utils import translation

logger = logging.getLogger(__name__)

#: how far it steps back; Linux gives it a tenth of what the process that serves may have when both want all
NICE = 10
#: seconds without a question until it ends: it holds some 200 MiB
IDLE_SECONDS = 600.0
#: seconds until an answer is given up, and the process with it: nginx has told the person so by then
PATIENCE = 60.0
_WATCH_SECONDS = 1.0

P = ParamSpec("P")
T = TypeVar("T")


class Beside:
    """One process beside this one, when there is something to calculate.

    idle: seconds without a question until it ends. patience: seconds that an answer may take.
    """

    def __init__(self, idle: float = IDLE_SECONDS, patience: float = PATIENCE) -> None:
        self._idle = idle
        self._patience = patience
        self._lock = threading.Lock()
        self._is_open = False
        self._pool: ProcessPoolExecutor | None = None
        self._loaded: Future[int] | None = None
        self._end: threading.Timer | None = None

    def open(self) -> None:
        """Calculate in a process beside from now on. Until this is called, everything is calculated here."""
        self._is_open = True

    def close(self) -> None:
        """End it. Whatever is asked from now on is calculated here."""
        self._is_open = False
        self._drop()

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns or raises, in the active language. Raises TimeoutError when it takes too long.

        work: a function of a module; it, what it is given and what it returns go from one process to another and have
        to be pickled. It asks the database over a connection of its own: it sees nothing of an open transaction.
        """
        asked = self._ask(work, args, kwargs)
        if asked is None:
            return work(*args, **kwargs)
        try:
            return asked.result(self._patience)
        except TimeoutError:
            if not asked.done():  # it hangs, and whoever asks next would wait behind it
                self._kill()
            raise
        except BrokenExecutor:
            logger.warning("The process that calculates ended before it was done; it is calculated here")
            self._drop()
            return work(*args, **kwargs)

    @property
    def is_loaded(self) -> bool:
        """Whether it stands there and takes the next question."""
        return self._loaded is not None and self._loaded.done() and self._loaded.exception() is None

    @property
    def pid(self) -> int | None:
        """Its number with the system, once it is loaded."""
        return self._loaded.result() if self._loaded is not None and self.is_loaded else None

    def _ask(self, work: Callable[..., T], args: Any, kwargs: Any) -> Future[T] | None:
        """Give it the question; None while there is nobody who could take it."""
        if not self._is_open:
            return None
        with self._lock:
            if self._pool is None:
                self._start()
            self._postpone_the_end()
            if self._pool is None or not self.is_loaded:
                return None
            try:
                return self._pool.submit(_calculate, translation.get_language(), work, args, kwargs)
            except BrokenExecutor:
                self._pool = None  # the next question starts another one
                return None

    def _start(self) -> None:
        try:
            self._pool = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), initializer=_step_back, initargs=(os.getpid(),)
            )
            self._loaded = self._pool.submit(os.getpid)
        except OSError:
            logger.exception("No process could be started beside this one; everything is calculated here")
            self._pool = None

    def _postpone_the_end(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = threading.Timer(self._idle, self._end_when_idle)
        self._end.daemon = True
        self._end.start()

    def _end_when_idle(self) -> None:
        if self._loaded is not None and not self._loaded.done():
            self._postpone_the_end()  # it was asked for, and is still loading
        else:
            self._drop()

    def _kill(self) -> None:
        logger.warning("The process that calculates took too long, and was ended")
        pid = self.pid
        self._drop()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _drop(self) -> None:
        """Let it finish what it was asked, and end."""
        with self._lock:
            pool, self._pool, self._loaded = self._pool, None, None
            if self._end is not None:
                self._end.cancel()
        if pool is not None:
            pool.shutdown(wait=False)


def _step_back(parent: int) -> None:
    """The beginning of the other process."""
    from helpline.logs import take_over

    take_over()
    try:
        os.nice(NICE)
    except PermissionError:  # a unit of one's own that forbids it: it takes its turn then
        logger.warning("The process that calculates may not step back: setpriority is forbidden here")
    # the keyboard means the process that serves, which ends this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    django.setup()


def _end_with(parent: int) -> None:
    """Nobody is asked to end who was killed: look whether the process that serves is still there."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(0)


def _calculate(language: str | None, work: Callable[..., T], args: Any, kwargs: Any) -> T:
    close_old_connections()
    try:
        with translation.override(language):
            return work(*args, **kwargs)
    finally:
        close_old_connections()


#: of this process
beside = Beside()
