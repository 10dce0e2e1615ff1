"""What a session may do, asked once for everybody who asks at the same moment.

When a network or a server comes back, a counsellor's browser opens all its conversations at once, each with a ticket
and a socket, and so do the colleagues'. What waits for a free thread is asked together, and an answer is good for five
seconds: from the ticket to the socket that it opens. A revocation makes every kept answer void at once; a refusal is
never kept.
"""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from chat import access
from chat.access import Rights, SignedOut
from chat.errors import NotAllowed
from chat.together import Together
from chat.workers import Workers

#: seconds that an answer is good for; staffwatch.CHECK_SECONDS later it is asked again: thirty together
KEEP_SECONDS = 5.0
#: lookups at once: as many as a hub has threads
AT_ONCE = 2
#: places of one lookup: a shift of thirty who come back, each with six conversations
TOGETHER = 180

#: a session and a conversation
Place = tuple[str, UUID]


class Lookups:
    """The rights of sessions in conversations."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._loop = asyncio.get_running_loop()
        self._asked: Together[Place, Rights | type[Exception]] = Together(
            self._look, most=TOGETHER, at_once=AT_ONCE
        )
        self._kept: dict[Place, tuple[float, Rights]] = {}
        self._revocations = 0

    async def rights(self, session_key: str, conversation_id: UUID) -> Rights:
        """The rights of a session in a conversation. Raises SignedOut, NotAllowed."""
        place = session_key, conversation_id
        kept = self._kept.get(place)
        if kept is not None and kept[0] > self._loop.time():
            return kept[1]
        found = await self._asked.get(place)
        if isinstance(found, Rights):
            return found
        raise SignedOut if found is SignedOut else NotAllowed

    def forget(self) -> None:
        """Somebody's access ended: nothing that was looked up before counts any more."""
        self._revocations += 1
        self._kept.clear()

    async def _look(self, places: Sequence[Place]) -> Mapping[Place, Rights | type[Exception]]:
        wanted: dict[str, set[UUID]] = {}
        for session_key, conversation_id in places:
            wanted.setdefault(session_key, set()).add(conversation_id)
        revocations = self._revocations
        found = await self._workers.run(access.rights_asked, wanted, timezone.now())
        answers: dict[Place, Rights | type[Exception]] = {}
        for session_key, ids in wanted.items():
            of_session = found.get(session_key)
            for conversation_id in ids:
                answers[session_key, conversation_id] = (
                    SignedOut if of_session is None else of_session.get(conversation_id, NotAllowed)
                )
        if revocations == self._revocations:
            self._keep(answers)
        return answers

    def _keep(self, answers: Mapping[Place, Rights | type[Exception]]) -> None:
        now = self._loop.time()
        for place, (until, _) in list(self._kept.items()):
            if until > now:
                break  # in the order in which they were kept
            del self._kept[place]
        for place, found in answers.items():
            if isinstance(found, Rights):
                self._kept.pop(place, None)
                self._kept[place] = (now + KEEP_SECONDS, found)
