"""What is written down at leisure: how far each side received and read, and signs of life. Once a second, together."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from django.utils import timezone

from chat import tasks
from chat.circle import Circle
from chat.storage import Marks, Storage, StorageAway

logger = logging.getLogger(__name__)

SAVE_SECONDS = 1.0


class Savings:
    """Gathers what changed and writes it; what could not be written is kept for the next time."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._circles: dict[UUID, Circle] = {}
        self._touched: set[UUID] = set()
        self._task = asyncio.get_running_loop().create_task(self._save_for_ever())

    def marks(self, circle: Circle) -> None:
        """One side of a conversation received or read more."""
        self._circles[circle.id] = circle

    def touched(self, circle: Circle) -> None:
        """The visitor gave a sign of life."""
        self._touched.add(circle.id)

    async def close(self) -> None:
        """Write what there is, and stop."""
        await tasks.end(self._task)
        with suppress(StorageAway):
            await self._save()

    async def _save_for_ever(self) -> None:
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            try:
                await self._save()
            except StorageAway:
                pass
            except Exception:
                logger.exception("What was seen could not be written down; it is tried again")

    async def _save(self) -> None:
        circles, self._circles = self._circles, {}
        touched, self._touched = self._touched, set()
        try:
            if circles:
                await self._storage.save_marks(
                    [Marks(circle.id, circle.marks) for circle in circles.values()]
                )
            if touched:
                await self._storage.touch(list(touched), timezone.now())
        except BaseException:
            self._circles = {**circles, **self._circles}
            self._touched |= touched
            raise
