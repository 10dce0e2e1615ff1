"""Signs of life of visitors: written down once a minute, and at once when somebody who waits was silent for long."""

import asyncio
import logging

from django.utils import timezone

from chat import tasks
from chat.actions import returning
from chat.circle import Circle
from chat.errors import ConversationUnknown
from chat.rules import REACHABLE
from chat.savings import Savings
from chat.storage import StorageAway
from chat.visit import TOUCH_SECONDS
from chat.workers import Workers

logger = logging.getLogger(__name__)

#: after so long a silence somebody who waits may have been out of reach. The row says whether it was so: it may stand
#: a minute behind what was heard here.
SILENT_SECONDS = REACHABLE.total_seconds() - TOUCH_SECONDS


class LifeSigns:
    """Hears visitors on behalf of a hub."""

    def __init__(self, workers: Workers, savings: Savings) -> None:
        self._workers = workers
        self._savings = savings
        self._hearing: set[asyncio.Task[None]] = set()

    def heard(self, circle: Circle, now: float) -> None:
        """A frame or a request came from the visitor. now: on the loop's clock."""
        silent, circle.visitor_seen = now - circle.visitor_seen, now
        if circle.state == "waiting" and silent >= SILENT_SECONDS:
            circle.touched_at = now
            task = asyncio.get_running_loop().create_task(self._heard_again(circle))
            self._hearing.add(task)
            task.add_done_callback(self._hearing.discard)
        elif now - circle.touched_at >= TOUCH_SECONDS:
            circle.touched_at = now
            self._savings.touched(circle)

    async def _heard_again(self, circle: Circle) -> None:
        try:
            await self._workers.run(returning.sign_of_life, conversation_id=circle.id, now=timezone.now())
        except ConversationUnknown:
            pass  # deleted meanwhile
        except StorageAway:
            self._savings.touched(circle)  # in line again as soon as that can be written
        except Exception:
            logger.exception("A visitor who is back in line could not be told so")
            self._savings.touched(circle)

    async def close(self) -> None:
        """Stop waiting for what is being written; it is written all the same."""
        await tasks.end(*self._hearing)
