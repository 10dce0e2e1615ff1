"""Looking again whether staff may still be where they are: every half minute, and at once on a revocation.

Sessions are looked at together, each for all the conversations it follows: a few questions for a whole shift.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from uuid import UUID

from django.utils import timezone

from chat import access, tasks, wakes
from chat.access import Rights
from chat.circle import Member
from chat.lookups import Lookups
from chat.protocol import Close
from chat.workers import Workers

logger = logging.getLogger(__name__)

#: seconds between two looks when nothing else makes us look
CHECK_SECONDS = 25.0
#: sessions that are looked at with the same questions: many at once would keep the messages waiting
TOGETHER = 50


class StaffWatch:
    """The staff's sockets in conversations, by session."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._lookups = Lookups(workers)
        self._members: dict[str, set[Member]] = {}
        #: the same sockets by what a revocation may name: their session and their conversation
        self._by_mark: dict[str, dict[Member, str]] = {}
        self._marked: set[str] = set()
        self._again = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._watch_for_ever())

    async def rights(self, session_key: str, conversation_id: UUID) -> Rights:
        """What a session may do in a conversation, for who wants to come in. Raises SignedOut, NotAllowed."""
        return await self._lookups.rights(session_key, conversation_id)

    def add(self, session_key: str, member: Member) -> None:
        """Watch over a socket that was let in with this session."""
        self._members.setdefault(session_key, set()).add(member)
        for mark in _marks(session_key, member):
            self._by_mark.setdefault(mark, {})[member] = session_key

    def remove(self, session_key: str, member: Member) -> None:
        """A socket is gone."""
        members = self._members.get(session_key, set())
        members.discard(member)
        if not members:
            self._members.pop(session_key, None)
        for mark in _marks(session_key, member) if session_key else ():
            marked = self._by_mark.get(mark, {})
            marked.pop(member, None)
            if not marked:
                self._by_mark.pop(mark, None)

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
            meant = list((self._everybody() if everybody else self._under(marked)).items())
            for start in range(0, len(meant), TOGETHER):
                await self._check(dict(meant[start : start + TOGETHER]))

    def _everybody(self) -> dict[str, set[Member]]:
        return {session_key: set(members) for session_key, members in self._members.items()}

    def _under(self, marks: Set[str]) -> dict[str, set[Member]]:
        """The sockets to look at under these marks, by session."""
        meant: dict[str, set[Member]] = {}
        for mark in marks:
            for member, session_key in self._by_mark.get(mark, {}).items():
                meant.setdefault(session_key, set()).add(member)
        return meant

    async def _check(self, meant: Mapping[str, Set[Member]]) -> None:
        wanted = {key: {member.circle.id for member in members} for key, members in meant.items()}
        try:
            found = await self._workers.run(access.rights_of, wanted, timezone.now())
        except Exception:  # the database is away: nobody is let in, and nobody can read or write either
            logger.warning("The sockets of staff could not be checked; they are checked again soon")
            return
        for session_key, members in meant.items():
            rights = found.get(session_key)
            if rights is not None:
                await _apply(members, rights)
                continue
            for member in members:
                await member.close(Close.SIGN_IN, "sign in again")


async def _apply(members: Iterable[Member], rights: dict[UUID, Rights]) -> None:
    for member in list(members):
        now = rights.get(member.circle.id)
        if now is None:
            await member.close(Close.NOT_YOURS, "not yours")
        else:
            member.is_counsellor, member.may_whisper = now.is_counsellor, now.whisper


def _marks(session_key: str, member: Member) -> tuple[str, str]:
    return wakes.mark(session_key), wakes.mark(member.circle.id)
