"""The hub: one per process. It knows the sockets that are open here and what each of them was told last.

What it tells comes from the log, or was committed to it a moment ago. Other processes are woken through the channel
layer with ids and numbers, never with content; a wake that is lost mends itself, because every few seconds the hub
compares the heads of its own conversations with the log. Everything here runs in the server's event loop.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.utils import timezone

from chat import asides, counting, protocol, tabs, tasks, wakes
from chat.circle import STAFF, VISITOR, Circle, Member
from chat.errors import ConversationUnknown
from chat.lifesigns import LifeSigns
from chat.log import READ_LIMIT, Appended, Entry
from chat.models import EventKind, Sender
from chat.news import Ears, News, Post
from chat.protocol import Close, Seen, Send
from chat.savings import Savings
from chat.staffwatch import StaffWatch
from chat.standing import Standing, standings
from chat.storage import Snapshot, Storage, StorageAway, Write, open_storage
from chat.together import Together
from chat.visit import Claim, is_current
from chat.workers import Workers
from helpline.vault import actions as vault

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
TOGETHER = 50  # rows or keys that are asked for at once: some milliseconds of the loop
REMEMBER_SECONDS = 120.0  # of a conversation without sockets: its limits count on over a reconnect


class Hub:
    """Sockets by conversation, and the road between them and the log."""

    def __init__(self, storage: Storage) -> None:
        self.id = uuid4().hex
        self.storage = storage
        self.closing = False
        self._loop = asyncio.get_running_loop()
        self._workers = Workers(2, "chat-hub")
        self._snapshots = Together(storage.snapshots, most=TOGETHER)
        self._keys = Together(lambda ids: self._workers.run(vault.unwrap_all, ids), most=TOGETHER)
        self.staff = StaffWatch(self._workers)
        self._circles: dict[UUID, Circle] = {}
        self._post = Post(self.id, self._heard)
        self._looks: set[UUID] = set()
        self._desks: set[int] = set()
        self._savings = Savings(storage)
        self._signs = LifeSigns(self._workers, self._savings)
        self._desk_callbacks: set[Callable[[int], None]] = set()
        self._revocation_callbacks: set[Callable[[str], None]] = set()
        self._wanted = asyncio.Event()
        self._tasks = [
            self._loop.create_task(work) for work in (self._look_for_ever(), self._sweep_for_ever())
        ]
        wakes.listen(Ears(self._post, self._look, self._desk, self._revoke))

    async def close(self) -> None:
        """Save what is known, stop listening, let go of connections and threads."""
        wakes.listen(None)
        await tasks.end(*self._tasks)
        await self._signs.close()
        await self._savings.close()
        await self._post.close()
        await self.staff.close()
        await self.storage.close()
        await self._workers.close()

    # --- joining and leaving --------------------------------------------------------------------------------------

    async def circle(self, conversation_id: UUID) -> Circle:
        """The circle around a conversation, as the log has it now. Raises ConversationUnknown, StorageAway."""
        circle = self._circles.get(conversation_id)
        if circle is None:
            snapshot = await self._snapshots.get(conversation_id)
            if snapshot is None:
                raise ConversationUnknown
            fresh = Circle(snapshot, self._loop.time(), timezone.now())
            circle = self._circles.setdefault(conversation_id, fresh)  # somebody may have been faster
        circle.used_at = self._loop.time()
        return circle

    async def join(self, member: Member, hello_after: int, hello_aside: int | None) -> None:
        """Let a socket follow a conversation: hub first, backlog second, so that nothing falls in between.

        Of one person's sockets the newest stays, in whichever process; the others are closed with 4409.
        """
        circle = member.circle
        if not await tabs.admit(member):
            return
        tabs.tell(member, self._post)
        member.rewind(hello_after, hello_aside)
        await member.send(protocol.write(circle.welcome(member)))
        await self.catch_up(member)
        if circle.state == "waiting":
            self._desks.add(circle.programme_id)
            self._wanted.set()

    def leave(self, member: Member) -> None:
        """A socket is gone."""
        self.staff.remove(member.session_key, member)
        with suppress(ValueError):
            member.circle.members.remove(member)
        member.circle.used_at = self._loop.time()

    async def catch_up(self, member: Member) -> None:
        """Send a socket what is new to it, no faster than it reads. Raises what `entries` does, and BadFrame."""
        circle = member.circle
        for line in member.lines:
            while member.sent[line] < circle.heads[line]:
                entries = await self.entries(circle, member.side, line, member.sent[line])
                for entry in entries:
                    await member.until_read()
                    await member.offer(line, entry)
                if not entries:
                    break

    # --- messages -------------------------------------------------------------------------------------------------

    async def say(
        self, circle: Circle, send: Send, *, staff_id: int | None, sender: Sender, by: Member | None
    ) -> Appended:
        """Commit a message, and tell everybody who follows the conversation. Raises what the storage raises."""
        send = await asides.guarded(send, self.in_thread)
        write = Write(
            circle.id, send.line, sender, staff_id, EventKind.TEXT, send.cid, send.body, timezone.now(),
            circle.key or await self._key(circle),
        )  # fmt: skip
        appended = await counting.append(self.storage, write)
        if by is not None:
            await by.acknowledge(send, appended)
        if not appended.repeated:
            entry = Entry(appended.seq, sender, staff_id, send.cid, EventKind.TEXT, appended.at, send.body)
            await self._committed(circle, send.line, entry)
        return appended

    async def _committed(self, circle: Circle, line: int, entry: Entry) -> None:
        circle.typing.pop(STAFF if entry.sender in circle.STAFF_SENDERS else VISITOR, None)
        if entry.seq == circle.heads[line] + 1:
            circle.heads[line] = entry.seq
            await circle.tell(line, entry)
        elif entry.seq > circle.heads[line]:
            await self._follow(circle, line)
        self._post.outgoing.heads[circle.id.hex] = tuple(circle.heads)
        self._post.send_soon()

    async def _follow(self, circle: Circle, line: int) -> None:
        """Read what others wrote after the head we know, and tell it here."""
        if circle.following[line]:
            circle.following_again[line] = True
            return
        circle.following[line] = True
        try:
            more = True
            while more:
                circle.following_again[line] = False
                entries = await self._read(circle, line, circle.heads[line])
                for entry in entries:
                    if entry.seq == circle.heads[line] + 1:
                        circle.heads[line] = entry.seq
                        await circle.tell(line, entry)
                more = circle.following_again[line] or len(entries) == READ_LIMIT
        finally:
            circle.following[line] = False

    async def entries(self, circle: Circle, side: int, line: int, after: int) -> list[Entry]:
        """What stands after a number, for one side. Raises StorageAway, ConversationUnknown, TooFast."""
        circle.ask_to_be_told(side, self._loop.time())
        found = await self._read(circle, line, after)
        circle.was_told(side, found, self._loop.time())
        return found

    async def _read(self, circle: Circle, line: int, after: int) -> list[Entry]:
        key = circle.key or await self._key(circle)
        return await self.storage.read(circle.id, key, line, after, READ_LIMIT)

    async def _key(self, circle: Circle) -> bytes:
        if circle.data_key_id is None:
            raise ConversationUnknown
        circle.key = key = await self._keys.get(circle.data_key_id)
        if key is None:  # shredded
            raise ConversationUnknown
        return key

    # --- what is not kept, or kept at leisure ---------------------------------------------------------------------

    async def seen(self, circle: Circle, side: int, seen: Seen) -> None:
        """One side received and read so far: tell the other side at once, write it down within a second."""
        if not circle.grow_marks(side, seen.delivered, seen.read):
            return
        self._savings.marks(circle)
        await circle.tell_other_side(side, circle.seen_frame(side))
        self._post.outgoing.seen[f"{circle.id.hex}{side}"] = circle.marks_of(side)
        self._post.send_soon()

    async def typing(self, circle: Circle, side: int, on: bool) -> None:
        """One side is typing, or stopped. Told and forgotten."""
        circle.set_typing(side, on, self._loop.time())
        await circle.tell_other_side(side, circle.typing_frame(side, on))
        self._post.outgoing.typing[f"{circle.id.hex}{side}"] = on
        self._post.send_soon()

    def touch(self, circle: Circle) -> None:
        """The visitor gave a sign of life."""
        self._signs.heard(circle, self._loop.time())

    def is_visit(self, circle: Circle, claim: Claim) -> bool:
        """Whether a visit's cookie still counts: of this epoch, and the visitor was seen in the last half hour."""
        seen_ago = timedelta(seconds=self._loop.time() - circle.visitor_seen)
        now = timezone.now()
        return is_current(claim, epoch=circle.epoch, seen_at=now - seen_ago, now=now)

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that asks the database through the ORM, away from the event loop."""
        return await self._workers.run(work, *args, **kwargs)

    # --- what is heard --------------------------------------------------------------------------------------------

    def on_desk(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Have `callback(programme_id)` called when a desk changed; returns what ends that."""
        self._desk_callbacks.add(callback)
        return lambda: self._desk_callbacks.discard(callback)

    def on_revocation(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Have `callback(mark)` called when access ended (see chat.wakes.mark); returns what ends that."""
        self._revocation_callbacks.add(callback)
        return lambda: self._revocation_callbacks.discard(callback)

    async def _heard(self, news: News) -> None:
        for name in news.look:
            self._look(UUID(hex=name))
        for programme_id in news.desks:
            self._desk(programme_id)
        for mark in news.revoked:
            self._revoke(mark)
        for newer in await tabs.heard(self._circles, news.opened):
            tabs.tell(newer, self._post)
        # all at once: what they read from the log is asked for together
        await asyncio.gather(*(self._heard_heads(UUID(hex=name), told) for name, told in news.heads.items()))
        await self._heard_signs(news)

    async def _heard_signs(self, news: News) -> None:
        for name, marks in news.seen.items():
            circle, side = self._circles.get(UUID(hex=name[:32])), int(name[32])
            if circle is not None and circle.grow_marks(side, *marks):
                await circle.tell_other_side(side, circle.seen_frame(side))
        for name, on in news.typing.items():
            circle, side = self._circles.get(UUID(hex=name[:32])), int(name[32])
            if circle is not None:
                circle.set_typing(side, on, self._loop.time())
                await circle.tell_other_side(side, circle.typing_frame(side, on))

    async def _heard_heads(self, conversation_id: UUID, heads: tuple[int, ...]) -> None:
        circle = self._circles.get(conversation_id)
        for line in (0, 1):
            if circle is not None and heads[line] > circle.heads[line]:
                await self._safely(self._follow(circle, line))

    def _look(self, conversation_id: UUID) -> None:
        if conversation_id in self._circles:
            self._looks.add(conversation_id)
            self._wanted.set()

    def _desk(self, programme_id: int) -> None:
        for callback in list(self._desk_callbacks):
            callback(programme_id)
        self._desks.add(programme_id)
        self._wanted.set()

    def _revoke(self, mark: str) -> None:
        self.staff.revoked(mark)
        for callback in list(self._revocation_callbacks):
            callback(mark)

    # --- work in the background -----------------------------------------------------------------------------------

    async def _look_for_ever(self) -> None:
        while True:
            await self._wanted.wait()
            await asyncio.sleep(0.005)  # several wakes of one action become one look
            self._wanted.clear()
            looks, self._looks = self._looks, set()
            desks, self._desks = self._desks, set()
            if looks:
                await self._safely(self._compare(looks))
            await self._safely(self._tell_standings(looks, desks))

    async def _sweep_for_ever(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await self._safely(self._sweep())

    async def _sweep(self) -> None:
        now = self._loop.time()
        for circle in list(self._circles.values()):
            if not circle.members and now - circle.used_at > REMEMBER_SECONDS:
                del self._circles[circle.id]
                self.storage.forget(circle.id)
        followed = [circle.id for circle in self._circles.values()]
        for start in range(0, len(followed), TOGETHER):  # messages come in between
            await self._compare(followed[start : start + TOGETHER])
        waited_for = {c.programme_id for c in self._circles.values() if c.state == "waiting"}
        await self._tell_standings((), waited_for)

    async def _compare(self, ids: Iterable[UUID]) -> None:
        """Look at conversations in the log and bring their circles up to date."""
        ids = [conversation_id for conversation_id in ids if conversation_id in self._circles]
        snapshots = await self.storage.snapshots(ids) if ids else {}
        for conversation_id in ids:
            circle = self._circles.get(conversation_id)
            if circle is not None:
                await self._bring_up_to_date(circle, snapshots.get(conversation_id))

    async def _bring_up_to_date(self, circle: Circle, snapshot: Snapshot | None) -> None:
        if snapshot is None or snapshot.epoch != circle.epoch:
            # deleted, erased, or opened somewhere else: whoever may still see it comes back and starts over
            del self._circles[circle.id]
            self.storage.forget(circle.id)
            code = Close.NOT_YOURS if snapshot is None else Close.MOVING
            for member in list(circle.members):
                await member.close(code, "the conversation changed")
            return
        if (snapshot.state, snapshot.counsellor_id) != (circle.state, circle.counsellor_id):
            self._look(circle.id)  # tells the new state, also when it was found by the sweep
        if snapshot.counsellor_id != circle.counsellor_id:
            self._revoke(wakes.mark(circle.id))
        for side in circle.take_over(snapshot, self._loop.time(), timezone.now()):
            await circle.tell_other_side(side, circle.seen_frame(side))
        for line, head in enumerate((snapshot.head, snapshot.aside_head)):
            if head > circle.heads[line]:
                await self._follow(circle, line)

    async def _tell_standings(self, looks: Iterable[UUID], desks: Iterable[int]) -> None:
        """Tell the state, and to who waits the place and the wait, where it changed."""
        of_desks = set(desks)
        circles = [self._circles[each] for each in looks if each in self._circles]
        circles += [c for c in self._circles.values() if c.programme_id in of_desks and c.state == "waiting"]
        followed = {circle.id: circle for circle in circles if circle.members}
        if not followed:
            return
        found = await self.in_thread(standings, list(followed), timezone.now())
        for conversation_id, standing in found.items():
            await followed[conversation_id].tell_standing(standing)

    async def standing(self, circle: Circle) -> Standing | None:
        """State, place and wait of one conversation, for the HTTP road."""
        return (await self.in_thread(standings, [circle.id], timezone.now())).get(circle.id)

    async def _safely(self, work: Awaitable[object]) -> None:
        """The hub outlives whatever goes wrong in one piece of work: it is looked at again at the next sweep."""
        try:
            await work
        except (StorageAway, ConversationUnknown):
            pass
        except Exception:
            logger.exception("Something failed in the hub")

    # --- ending ---------------------------------------------------------------------------------------------------

    async def say_goodbye(self, spread_seconds: float) -> None:
        """Ask every client to come back, each after another while, so that they do not all come at once."""
        self.closing = True
        members = [member for circle in self._circles.values() for member in circle.members]
        for index, member in enumerate(members):
            retry_ms = int(spread_seconds * 1000 * (index + 1) / len(members))
            with suppress(Exception):
                await member.send(protocol.write({"t": "bye", "retry_ms": retry_ms}))


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def here() -> Hub:
    """The hub of this event loop, started on first use."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub(open_storage())
    return hub


async def close_here() -> None:
    """End the hub of this event loop, if there is one."""
    hub = _hubs.pop(asyncio.get_running_loop(), None)
    if hub is not None:
        await hub.close()
