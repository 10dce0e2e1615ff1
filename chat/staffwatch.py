"""Looking again whether staff may still be where they are: every half minute, and at once on a revocation.

A session that follows many conversations is looked at once for all of them.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.utils import timezone

from chat import access, tasks, wakes
from chat.access import Rights, SignedOut
from chat.circle import Member
from chat.lookups import Lookups
from chat.protocol import Close
from chat.workers import Workers

logger = logging.getLogger(__name__)

#: seconds between two looks when nothing else makes us look
CHECK_SECONDS = 25.0


class StaffWatch:
    """The staff's sockets in conversations, by session."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._lookups = Lookups(workers)
        self._members: dict[str, set[Member]] = {}
        self._marked: set[str] = set()
        self._again = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._watch_for_ever())

    async def rights(self, session_key: str, conversation_id: UUID) -> Rights:
        """What a session may do in a conversation, for who wants to come in. Raises SignedOut, NotAllowed."""
        return await self._lookups.rights(session_key, conversation_id)

    def add(self, session_key: str, member: Member) -> None:
        """Watch over a socket that was let in with this session."""
        self._members.setdefault(session_key, set()).add(member)

    def remove(self, session_key: str, member: Member) -> None:
        """A socket is gone."""
        members = self._members.get(session_key, set())
        members.discard(member)
        if not members:
            self._members.pop(session_key, None)

    def revoked(self, mark: str) -> None:
        """Access ended, of a session or to a conversation (see chat.wakes.mark): look at once."""
        self._lookups.forget()
        self._marked.add(mark)
        self._again.set()

    async def close(self) -> None:
        await tasks.end(self._task)

    async def _watch_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + CHECK_SECONDS
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._again.wait()
            self._again.clear()
            marked, self._marked = self._marked, set()
            everybody = loop.time() >= due
            if everybody:
                due = loop.time() + CHECK_SECONDS
            for session_key, members in list(self._members.items()):
                mark = wakes.mark(session_key)
                meant = {
                    member
                    for member in members
                    if everybody or mark in marked or wakes.mark(member.circle.id) in marked
                }
                if meant:
                    await self._check(session_key, meant)

    async def _check(self, session_key: str, members: Iterable[Member]) -> None:
        ids = {member.circle.id for member in members}
        try:
            rights = await self._workers.run(access.rights_in, session_key, ids, timezone.now())
        except SignedOut:
            for member in list(members):
                await member.close(Close.SIGN_IN, "sign in again")
        except Exception:  # the database is away: nobody is let in, and nobody can read or write either
            logger.warning("The sockets of a session could not be checked; they are checked again soon")
        else:
            await _apply(members, rights)


async def _apply(members: Iterable[Member], rights: dict[UUID, Rights]) -> None:
    for member in list(members):
        now = rights.get(member.circle.id)
        if now is None:
            await member.close(Close.NOT_YOURS, "not yours")
        else:
            member.is_counsellor, member.may_whisper = now.is_counsellor, now.whisper
