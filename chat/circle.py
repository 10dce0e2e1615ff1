"""A circle: the sockets that follow one conversation in this process, and what is known of it here. No storage."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from chat import limits, protocol
from chat.errors import TooFast
from chat.log import Appended, Entry
from chat.models import Sender
from chat.protocol import Send
from chat.standing import Standing
from chat.storage import Snapshot

VISITOR, STAFF = 0, 1
_BY = ("visitor", "counsellor")
#: seconds that a typing sign lasts when nothing follows
TYPING_SECONDS = 6.0


@dataclass(slots=True, eq=False)
class Member:
    """One socket. staff_id is None for the visitor; `sent` is the last number sent on each line it follows.

    until_read: waits for a client that reads slowly, and raises BadFrame for one that does not read.

    ticket_until: until when its ticket is good. Tickets live equally long, so this tells in which order the sockets of
    a person were asked for.
    """

    circle: "Circle"
    side: int
    staff_id: int | None
    session_key: str
    is_counsellor: bool
    put: Callable[[str], Awaitable[None]]
    end: Callable[[int, str], Awaitable[None]]
    until_read: Callable[[], Awaitable[None]]
    lines: tuple[int, ...] = (0,)
    may_whisper: bool = False
    ticket_until: datetime | None = None
    sent: list[int] = field(default_factory=lambda: [0, 0])
    is_open: bool = True

    @property
    def person(self) -> str:
        """Who this is in the conversation: one name for all sockets of the visitor, or of one member of staff."""
        return f"{self.side}{self.staff_id or ''}"

    def is_same_person(self, other: "Member") -> bool:
        """Whether both sockets are of the visitor, or of the same member of staff."""
        return self.person == other.person

    def is_older_than(self, other: "Member") -> bool:
        """Whether this socket was asked for before the other one, though its hello may have come later."""
        return (
            self.ticket_until is not None
            and other.ticket_until is not None
            and self.ticket_until < other.ticket_until
        )

    def rewind(self, after: int, aside: int | None) -> None:
        """Start after these numbers; a client that claims to have more than there is has nothing to be sent."""
        self.sent[0] = min(after, self.circle.heads[0])
        if aside is not None:
            self.sent[1] = min(aside, self.circle.heads[1])

    async def send(self, text: str) -> None:
        """Send a frame, unless the socket is closed already."""
        if self.is_open:
            await self.put(text)

    async def close(self, code: int, reason: str) -> None:
        """Close the socket; what is sent afterwards is dropped."""
        if self.is_open:
            self.is_open = False
            await self.end(int(code), reason)

    async def offer(self, line: int, entry: Entry, text: str | None = None) -> None:
        """Send an entry when it is the next one for this socket; entries come once and in order."""
        if entry.seq == self.sent[line] + 1 and line in self.lines:
            self.sent[line] = entry.seq
            mine = is_mine(entry, self.side, self.staff_id)
            await self.send(self._mine(line, entry) if mine else text or _frame(line, entry))

    async def acknowledge(self, send: Send, appended: Appended) -> None:
        """The own message is committed: its number, instead of the entry itself."""
        if appended.seq == self.sent[send.line] + 1:
            self.sent[send.line] = appended.seq
        frame = {"t": "ack", "cid": send.cid, "seq": appended.seq, "at": protocol.moment(appended.at)}
        await self.send(protocol.write(frame))

    def _mine(self, line: int, entry: Entry) -> str:
        return protocol.write({**fields(line, entry), "mine": True})


def is_mine(entry: Entry, side: int, staff_id: int | None) -> bool:
    """Whether an entry was written by the visitor, or the member of staff, who reads it."""
    if side == VISITOR:
        return entry.sender == Sender.VISITOR
    return entry.staff_id is not None and entry.staff_id == staff_id


class Circle:
    """Everything this process knows about one conversation while somebody here follows it."""

    STAFF_SENDERS: ClassVar = frozenset({Sender.COUNSELLOR, Sender.LEAD})

    __slots__ = (
        "counsellor_id", "data_key_id", "epoch", "following", "following_again", "heads", "id", "key", "marks",
        "members", "messages", "programme_id", "standing", "state", "telling", "touched_at", "typing", "used_at",
        "visitor_seen",
    )  # fmt: skip

    def __init__(self, snapshot: Snapshot, now: float, moment: datetime) -> None:
        self.id: UUID = snapshot.id
        self.epoch = snapshot.epoch
        self.programme_id = snapshot.programme_id
        self.state = snapshot.state
        self.counsellor_id = snapshot.counsellor_id
        self.data_key_id = snapshot.data_key_id
        self.key: bytes | None = None
        self.heads = [snapshot.head, snapshot.aside_head]
        self.marks = _marks(snapshot)
        self.members: list[Member] = []
        self.messages: dict[int, limits.Bucket] = {}
        self.telling = limits.telling()
        self.following = [False, False]
        self.following_again = [False, False]
        self.standing: Standing | None = None
        self.typing: dict[int, float] = {}
        self.touched_at = now - 60
        self.used_at = now
        #: on the loop's clock, like everything that is only compared here
        self.visitor_seen = now - (moment - snapshot.visitor_seen_at).total_seconds()

    # --- telling --------------------------------------------------------------------------------------------------

    async def tell(self, line: int, entry: Entry) -> None:
        """Send an entry to everybody who follows that line and has all that comes before it."""
        text = _frame(line, entry)
        for member in list(self.members):
            await member.offer(line, entry, text)

    async def tell_other_side(self, side: int, frame: dict[str, object]) -> None:
        """Send a frame to the sockets of the side that is not `side`."""
        text = protocol.write(frame)
        for member in list(self.members):
            if member.side != side:
                await member.send(text)

    async def tell_standing(self, standing: Standing) -> None:
        """Send state, place and wait when they changed."""
        if standing != self.standing:
            self.standing = standing
            text = protocol.write(standing.frame())
            for member in list(self.members):
                await member.send(text)

    def welcome(self, member: Member) -> dict[str, object]:
        """The first frame of a socket: where the conversation stands.

        A waiting visitor's place takes a look at the whole queue; it follows in a frame of its own.
        """
        other = STAFF if member.side == VISITOR else VISITOR
        frame: dict[str, object] = {
            "t": "welcome",
            "epoch": self.epoch,
            "head": self.heads[0],
            "read": self.marks_of(member.side)[1],
            "seen": self.seen_frame(other),
        }
        if 1 in member.lines:
            frame["aside"] = self.heads[1]
        if self.standing is not None:
            frame["state"] = self.standing.frame()
        elif self.state != "waiting":
            frame["state"] = Standing(self.state, None, None, self.counsellor_id is not None).frame()
        return frame

    # --- marks and signs ------------------------------------------------------------------------------------------

    def marks_of(self, side: int) -> tuple[int, int]:
        """How far a side received and read."""
        return self.marks[2 * side], self.marks[2 * side + 1]

    def grow_marks(self, side: int, delivered: int, read: int) -> bool:
        """Take over marks of a side, as far as they are higher and stand in the log. Whether anything changed."""
        old_delivered, old_read = self.marks_of(side)
        new_read = max(old_read, min(read, self.heads[0]))
        new_delivered = max(old_delivered, new_read, min(delivered, self.heads[0]))
        if (new_delivered, new_read) == (old_delivered, old_read):
            return False
        other = self.marks[2:] if side == VISITOR else self.marks[:2]
        mine = (new_delivered, new_read)
        self.marks = (*mine, *other) if side == VISITOR else (*other, *mine)
        return True

    def seen_frame(self, side: int) -> dict[str, object]:
        """How far a side received and read, as the other side is told."""
        delivered, read = self.marks_of(side)
        return {"t": "seen", "delivered": delivered, "read": read, "by": _BY[side]}

    def typing_frame(self, side: int, on: bool) -> dict[str, object]:
        return {"t": "typing", "on": on, "from": _BY[side]}

    def set_typing(self, side: int, on: bool, now: float) -> None:
        if on:
            self.typing[side] = now + TYPING_SECONDS
        else:
            self.typing.pop(side, None)

    def is_typing(self, side: int, now: float) -> bool:
        """Whether that side said so in the last seconds, for the HTTP road."""
        return self.typing.get(side, 0.0) > now

    def ask_to_send(self, side: int, now: float) -> None:
        """Take one message from the side's limit. Raises TooFast."""
        _take(self._limit(side), now)

    def ask_to_hand_over(self, side: int, wanted: int, now: float) -> int:
        """How many of these messages a page that goes may say at once. Raises TooFast when none."""
        bucket = self._limit(side)
        lent = bucket.borrow(wanted, now, limits.LENT)
        if not lent:
            raise TooFast(bucket.wait(now))
        return lent

    def ask_to_be_told(self, side: int, now: float) -> None:
        """Raises TooFast when the visitor's clients were told too much of the log lately. Staff may always be told."""
        if side == VISITOR:
            _take(self.telling, now)

    def was_told(self, side: int, entries: Sequence[Entry], now: float) -> None:
        """What was read of the log for the visitor is on their account, also when it is more than they have left."""
        if side == VISITOR:
            told = sum(len(entry.body) for entry in entries) // limits.LETTERS
            self.telling.borrow(told, now, told)

    def _limit(self, side: int) -> limits.Bucket:
        bucket = self.messages.get(side)
        if bucket is None:
            bucket = self.messages[side] = limits.messages()
        return bucket

    # --- the row --------------------------------------------------------------------------------------------------

    def take_over(self, snapshot: Snapshot, now: float, moment: datetime) -> Iterator[int]:
        """Take over what the row says, but for the heads, which follow the entries. Yields sides that saw more."""
        self.state = snapshot.state
        self.programme_id = snapshot.programme_id
        self.counsellor_id = snapshot.counsellor_id
        if snapshot.data_key_id != self.data_key_id:
            self.data_key_id, self.key = snapshot.data_key_id, None
        seen = now - (moment - snapshot.visitor_seen_at).total_seconds()
        self.visitor_seen = max(self.visitor_seen, seen)
        row = _marks(snapshot)
        return (side for side in (VISITOR, STAFF) if self.grow_marks(side, *row[2 * side : 2 * side + 2]))


def _take(bucket: limits.Bucket, now: float) -> None:
    if not bucket.take(now):
        raise TooFast(bucket.wait(now))


def _marks(row: Snapshot) -> tuple[int, int, int, int]:
    return (row.visitor_delivered, row.visitor_read, row.staff_delivered, row.staff_read)


def fields(line: int, entry: Entry) -> dict[str, object]:
    """An entry as its readers get it."""
    return protocol.entry(
        seq=entry.seq,
        line=line,
        sender=entry.sender,
        kind=entry.kind,
        body=entry.body,
        at=entry.at,
        client_id=entry.client_id,
        staff_id=entry.staff_id,
    )


def _frame(line: int, entry: Entry) -> str:
    return protocol.write(fields(line, entry))
