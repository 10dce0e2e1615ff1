"""What a session may do, asked once for everybody who asks at the same moment.

When a network or a server comes back, a counsellor's browser opens all its conversations at once, each with a ticket
and a socket. What waits for a free thread is asked together, and an answer is good for five seconds: from the ticket
to the socket that it opens. A revocation makes every kept answer void at once; a refusal is never kept.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from chat import access
from chat.access import Rights
from chat.errors import NotAllowed
from chat.workers import Workers

#: seconds that an answer is good for; staffwatch.CHECK_SECONDS later it is asked again: thirty together
KEEP_SECONDS = 5.0
#: lookups at once: as many as a hub has threads
AT_ONCE = 2


@dataclass(slots=True)
class _Batch:
    """The conversations that one session asks for, until the question is put."""

    ids: set[UUID] = field(default_factory=set)
    answer: "asyncio.Task[Mapping[UUID, Rights]] | None" = None


class Lookups:
    """The rights of sessions in conversations."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._loop = asyncio.get_running_loop()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._batches: dict[str, _Batch] = {}
        self._kept: dict[tuple[str, UUID], tuple[float, Rights]] = {}
        self._revocations = 0

    async def rights(self, session_key: str, conversation_id: UUID) -> Rights:
        """The rights of a session in a conversation. Raises SignedOut, NotAllowed."""
        kept = self._kept.get((session_key, conversation_id))
        if kept is not None and kept[0] > self._loop.time():
            return kept[1]
        batch = self._batches.get(session_key)
        if batch is None:
            batch = self._batches[session_key] = _Batch()
            batch.answer = self._loop.create_task(self._look(session_key, batch))
        batch.ids.add(conversation_id)
        assert batch.answer is not None
        found = (await asyncio.shield(batch.answer)).get(conversation_id)
        if found is None:
            raise NotAllowed
        return found

    def forget(self) -> None:
        """Somebody's access ended: nothing that was looked up before counts any more."""
        self._revocations += 1
        self._kept.clear()

    async def _look(self, session_key: str, batch: _Batch) -> Mapping[UUID, Rights]:
        async with self._gate:
            del self._batches[session_key]  # who asks from here on is in the next one
            revocations = self._revocations
            found = await self._workers.run(access.rights_in, session_key, batch.ids, timezone.now())
        if revocations == self._revocations:
            self._keep(session_key, found)
        return found

    def _keep(self, session_key: str, found: Mapping[UUID, Rights]) -> None:
        now = self._loop.time()
        for place, (until, _) in list(self._kept.items()):
            if until > now:
                break  # in the order in which they were kept
            del self._kept[place]
        for conversation_id, rights in found.items():
            self._kept.pop((session_key, conversation_id), None)
            self._kept[session_key, conversation_id] = (now + KEEP_SECONDS, rights)
