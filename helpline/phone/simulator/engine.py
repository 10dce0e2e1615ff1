"""The provider: takes calls in, makes calls, knows the queues and rooms, and does what its own API is asked for."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from helpline.phone.simulator.interpreter import Interpreter
from helpline.phone.simulator.kernel import Clock, Future, Script, Task
from helpline.phone.simulator.people import ANONYMOUS, Call, Endpoint, HungUp, Person
from helpline.phone.simulator.places import Bridge, Guest, Queue, Room
from helpline.phone.simulator.wire import Wire


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a number, or the application of the softphones, is configured with."""

    voice: str
    fallback: str = ""
    status: str = ""


@dataclass(slots=True)
class Ringing:
    """A call that is being made. picked_up: whether it was, as soon as that is known."""

    call: Call
    picked_up: Future = field(default_factory=Future)


#: seconds that a word takes to say
WORD_SECONDS = 0.35
#: a number that rings and rings
NOBODY = Endpoint("no-answer")


class UnknownCall(Exception):
    """The provider has no such call (any more)."""


class NotInProgress(Exception):
    """The call has ended: it can be told nothing."""


class Engine:
    """A whole provider with one account.

    softphones: how the application of the browsers' phones is configured. others: what every number does that has no
    endpoint of its own. names: what calls are named by, where not even the same seed may give the same names again.
    """

    def __init__(
        self,
        clock: Clock,
        wire: Wire,
        *,
        account_sid: str,
        softphones: Addresses,
        others: Endpoint = NOBODY,
        word_seconds: float = WORD_SECONDS,
        names: random.Random | None = None,
        on_problem: Callable[[str], None] | None = None,
    ) -> None:
        self.clock = clock
        self.wire = wire
        self.account_sid = account_sid
        self.softphones = softphones
        self.calls: dict[str, Call] = {}
        self.endpoints: dict[str, Endpoint] = {}
        self.problems: list[str] = []
        self.word_seconds = word_seconds
        self._names = names or wire.chance
        self._others = others
        self.deleted = 0
        self._on_problem = on_problem
        self._queues: dict[str, Queue] = {}
        self._rooms: dict[str, Room] = {}
        self._bridges: dict[Call, Bridge] = {}
        self._interpreter = Interpreter(self)

    # --- calls that come in ---------------------------------------------------------------------------------------

    def call_in(self, person: Person, number: str, addresses: Addresses) -> Call:
        """Somebody calls one of our numbers."""
        call = self._new(person, person.number, number, "inbound")
        call.task = Task(self._life(call, addresses))
        call.task.start()
        if self._happens(self.wire.mischief.hang_up):
            self.clock.later(self.wire.chance.expovariate(1 / 60), call.hang_up)
        return call

    def softphone(self, identity: str, parameters: Mapping[str, str], person: Person | None = None) -> Call:
        """A browser's phone calls our application, with parameters of its own."""
        call = self._new(person or Person(), f"client:{identity}", "", "inbound")
        call.extra = dict(parameters)
        call.task = Task(self._life(call, self.softphones))
        call.task.start()
        return call

    def _life(self, call: Call, addresses: Addresses) -> Script:
        with suppress(HungUp):
            yield from self._interpreter.follow(call, addresses.voice, addresses.fallback)
        self._ended(call)
        self.wire.tell(addresses.status, self._final(call, 0))

    # --- calls that go out ----------------------------------------------------------------------------------------

    def ring(
        self,
        target: str,
        *,
        caller_id: str,
        parent: Call | None = None,
        status_url: str = "",
        events: frozenset[str] = frozenset(),
        seconds: float = 30,
        url: str = "",
        room: str = "",
    ) -> Ringing:
        """Call a number or a softphone. What happens when it is picked up: `url`'s instructions, a room, or nothing."""
        endpoint = self.endpoints.get(target, self._others)
        direction = "outbound-dial" if parent is not None else "outbound-api"
        call = self._new(Person(talk=endpoint.talk, keys=iter(endpoint.keys)), caller_id, target, direction)
        call.parent_sid = parent.sid if parent is not None else ""
        call.status = "queued"
        ringing = Ringing(call)
        numbers = iter(range(1000))

        def tell(event: str) -> None:
            if event in events:
                form = {
                    **call.parameters(),
                    "SequenceNumber": str(next(numbers)),
                    "CallbackSource": "call-progress-events",
                }
                self.wire.tell(
                    status_url, form if event != "completed" else {**form, **self._final(call, None)}
                )

        call.events = tell
        is_followed = parent is None
        call.task = Task(self._outgoing(ringing, endpoint, seconds, url, room, follows=is_followed))
        call.task.start()
        return ringing

    def _outgoing(
        self, ringing: Ringing, endpoint: Endpoint, seconds: float, url: str, room: str, *, follows: bool
    ) -> Script:
        call = ringing.call
        try:
            call.status = "ringing"
            call.events("initiated")
            call.events("ringing")
            if endpoint.answers == "answer" and endpoint.after < seconds:
                yield self.clock.sleep(endpoint.after)
                self.answered(call)
                call.events("answered")
                yield from self._picked_up(ringing, url, room, follows=follows)
            else:
                yield self.clock.sleep(
                    seconds if endpoint.answers in ("answer", "no-answer") else endpoint.after
                )
                call.status = endpoint.answers if endpoint.answers != "answer" else "no-answer"
        except HungUp:
            if call.answered_at is None:
                call.status = "canceled"
        self._ended(call)
        ringing.picked_up.set(False)
        call.events("completed")

    def _picked_up(self, ringing: Ringing, url: str, room: str, *, follows: bool) -> Script:
        call = ringing.call
        if room:
            ringing.picked_up.set(True)
            yield from self._interpreter.be_in_room(Guest(call, closes=False), room, begins=True)
            return
        if url:
            yield from self._interpreter.follow(call, url)
        if not follows:
            ringing.picked_up.set(True)
            yield call.is_over

    # --- what the interpreter asks --------------------------------------------------------------------------------

    def queue(self, name: str) -> Queue:
        if name not in self._queues:
            self._queues[name] = Queue(self._sid("QU"), name)
        return self._queues[name]

    def knows_queue(self, name: str) -> bool:
        return name in self._queues

    def queues(self) -> list[Queue]:
        return list(self._queues.values())

    def room(self, name: str) -> Room:
        if name not in self._rooms:
            self._rooms[name] = Room(self._sid("CF"), name)
        return self._rooms[name]

    def rooms(self) -> list[Room]:
        return list(self._rooms.values())

    def close_room(self, room: Room) -> None:
        if room.is_over and not room.guests and self._rooms.get(room.name) is room:
            del self._rooms[room.name]

    def bridge(self, one: Call, other: Call) -> Bridge:
        made = Bridge(one, other, self.clock.now)
        self._bridges[one] = self._bridges[other] = made
        self.speak(one)
        self.speak(other)
        return made

    def unbridge(self, call: Call) -> None:
        """End the bridge of a call. The other one goes on a moment later, with whatever it finds."""
        bridge = self._bridges.pop(call, None)
        if bridge is not None:
            self._bridges = {each: held for each, held in self._bridges.items() if held is not bridge}
            bridge.end()

    def speak(self, call: Call) -> None:
        """Two people talk; at some point this one has nothing more to say."""
        if call.person.talk is not None:
            self.clock.later(call.person.talk, call.hang_up)

    def lose_patience(self, call: Call) -> None:
        """Somebody waits; at some point this one waits no longer."""
        if call.person.patience is not None:

            def go() -> None:
                if call.queue_name and call.talks_with is None:
                    call.hang_up()

            self.clock.later(call.person.patience, go)

    def answered(self, call: Call) -> None:
        if call.answered_at is None:
            call.answered_at = self.clock.now
            call.status = "in-progress"

    def problem(self, what: str) -> None:
        """Something of ours was not understood. The caller hears that an error has occurred, and the line is dead."""
        self.problems.append(what)
        if self._on_problem is not None:
            self._on_problem(what)

    # --- what the API is asked for --------------------------------------------------------------------------------

    def live(self, sid: str) -> Call:
        call = self.known(sid)
        if not call.is_live:
            raise NotInProgress
        return call

    def known(self, sid: str) -> Call:
        if sid not in self.calls:
            raise UnknownCall
        return self.calls[sid]

    def delete(self, sid: str) -> None:
        """Forget a call that has ended."""
        if self.known(sid).is_live:
            raise NotInProgress
        del self.calls[sid]
        self.deleted += 1

    def hold(self, room_sid: str, call_sid: str, *, on: bool, url: str) -> Call:
        room = next((each for each in self._rooms.values() if each.sid == room_sid), None)
        guest = room.guest(call_sid) if room is not None else None
        if guest is None:
            raise UnknownCall
        guest.call.on_hold, guest.hold_url = on, url
        guest.hold_changed.set()
        return guest.call

    # --- the rest -------------------------------------------------------------------------------------------------

    def _new(self, person: Person, origin: str, target: str, direction: str) -> Call:
        call = Call(
            sid=self._sid("CA"),
            origin=origin or ANONYMOUS,
            target=target,
            direction=direction,
            person=person,
            began_at=self.clock.now,
            account_sid=self.account_sid,
        )
        self.calls[call.sid] = call
        return call

    def _ended(self, call: Call) -> None:
        call.ended_at = self.clock.now
        if call.status in ("ringing", "queued", "in-progress"):
            call.status = "completed" if call.answered_at is not None else "canceled"
        if call.talks_with is not None:
            self.unbridge(call)
        call.is_over.set()

    def _final(self, call: Call, number: int | None) -> dict[str, str]:
        seconds = int((call.ended_at or self.clock.now) - (call.answered_at or self.clock.now))
        told = {**call.parameters(), "CallDuration": str(seconds), "CallbackSource": "call-progress-events"}
        return told if number is None else {**told, "SequenceNumber": str(number)}

    def _sid(self, prefix: str) -> str:
        return f"{prefix}{self._names.getrandbits(128):032x}"

    def _happens(self, how_often: float) -> bool:
        return how_often > 0 and self.wire.chance.random() < how_often


def chance(seed: int) -> random.Random:
    """The one source of chance of a run."""
    return random.Random(seed)  # noqa: S311  a run must be repeatable; nothing secret comes of it
