"""Unwrapped data keys, for a short while, in this process only. No Django."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from uuid import UUID


class KeyCache:
    """The most recently used keys, each for at most `seconds` after it was unwrapped.

    The time limit bounds how long another process can still read after a key was shredded here; the size bounds what
    a picture of this process's memory shows.
    """

    def __init__(self, *, size: int, seconds: float, clock: Callable[[], float]) -> None:
        self._size = size
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._entries: OrderedDict[UUID, tuple[float, bytes]] = OrderedDict()

    def get(self, data_key_id: UUID) -> bytes | None:
        with self._lock:
            entry = self._entries.get(data_key_id)
            if entry is None:
                return None
            until, key = entry
            if self._clock() >= until:
                del self._entries[data_key_id]
                return None
            self._entries.move_to_end(data_key_id)
            return key

    def put(self, data_key_id: UUID, key: bytes) -> None:
        with self._lock:
            self._entries[data_key_id] = (self._clock() + self._seconds, key)
            self._entries.move_to_end(data_key_id)
            while len(self._entries) > self._size:
                self._entries.popitem(last=False)

    def forget(self, data_key_id: UUID) -> None:
        with self._lock:
            self._entries.pop(data_key_id, None)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)
