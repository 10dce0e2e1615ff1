"""Where calls meet: queues, bridges and rooms. They know no time and no request."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from helpline.phone.simulator.kernel import Future
from helpline.phone.simulator.people import Call


class Bridge:
    """Two calls that hear each other, until one of them goes."""

    def __init__(self, one: Call, other: Call, began_at: float) -> None:
        self.began_at = began_at
        self.is_over = Future()
        self._pair = (one, other)
        one.talks_with, other.talks_with = other, one

    def end(self) -> None:
        for each in self._pair:
            each.talks_with = None
        self.is_over.set()


@dataclass(slots=True, eq=False)
class Taker:
    """Somebody who takes the next one of a queue. found: the member; connected: the bridge, or None if nothing came."""

    call: Call
    url: str
    found: Future = field(default_factory=Future)
    connected: Future = field(default_factory=Future)


@dataclass(slots=True, eq=False)
class Member:
    """Somebody in a queue. taken: by whom. waited: seconds, once that is over."""

    call: Call
    since: float
    taken: Future = field(default_factory=Future)
    waited: float | None = None


class Queue:
    """First come, first served, on both sides."""

    def __init__(self, sid: str, name: str, most: int = 1000) -> None:
        self.sid = sid
        self.name = name
        self.most = most
        self.members: list[Member] = []
        self.takers: list[Taker] = []
        self.waits: list[float] = []

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    @property
    def is_full(self) -> bool:
        return len(self.members) >= self.most

    @property
    def average_wait(self) -> int:
        return int(sum(self.waits) / len(self.waits)) if self.waits else 0

    def join(self, member: Member) -> None:
        self.members.append(member)
        self._match()

    def take(self, taker: Taker) -> None:
        self.takers.append(taker)
        self._match()

    def leave(self, member: Member, now: float) -> None:
        if member in self.members:
            self.members.remove(member)
        if member.waited is None:
            member.waited = now - member.since
            self.waits.append(member.waited)

    def give_up(self, taker: Taker) -> None:
        if taker in self.takers:
            self.takers.remove(taker)

    def place(self, member: Member) -> int:
        return self.members.index(member) + 1

    def _match(self) -> None:
        while self.takers and self.members:
            member, taker = self.members.pop(0), self.takers.pop(0)
            taker.found.set(member)
            member.taken.set(taker)


@dataclass(slots=True, eq=False)
class Guest:
    """Somebody in a room. out: they have to leave it, because it closed."""

    call: Call
    closes: bool
    out: Future = field(default_factory=Future)
    hold_changed: Future = field(default_factory=Future)
    hold_url: str = ""


class Room:
    """A conference."""

    def __init__(self, sid: str, name: str) -> None:
        self.sid = sid
        self.name = name
        self.guests: list[Guest] = []
        self.has_begun = False
        self.is_over = False

    def enter(self, guest: Guest, *, begins: bool) -> None:
        self.guests.append(guest)
        guest.call.room_name = self.name
        self.has_begun = self.has_begun or begins

    def leave(self, guest: Guest) -> None:
        if guest not in self.guests:
            return
        self.guests.remove(guest)
        guest.call.room_name = ""
        guest.call.on_hold = False
        if guest.closes or not self.guests:
            self.is_over = True
            for each in list(self.guests):
                each.out.set()

    def guest(self, call_sid: str) -> Guest | None:
        return next((each for each in self.guests if each.call.sid == call_sid), None)
