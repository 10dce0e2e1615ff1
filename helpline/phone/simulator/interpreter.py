"""What a call does with our instructions: one method for each verb. Scripts yield what they wait for (see kernel)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from helpline.phone.simulator import twiml
from helpline.phone.simulator.kernel import Afterwards, Future, Script, Task, first_of
from helpline.phone.simulator.people import Call, HungUp, Redirected, Stopped
from helpline.phone.simulator.places import Bridge, Guest, Member, Queue, Taker
from helpline.phone.simulator.twiml import UnknownTwiml, Verb

if TYPE_CHECKING:
    from helpline.phone.simulator.engine import Engine

#: seconds that somebody needs to press keys
PRESS_SECONDS = 1.5
#: seconds an empty answer while waiting costs: the provider does not ask again in the same breath
EMPTY_SECONDS = 1.0

Document = tuple[Verb, ...]


class GoOn(Exception):
    """The rest of these instructions does not count: those at another address do."""

    def __init__(self, url: str, told: Mapping[str, str]) -> None:
        super().__init__(url)
        self.url = url
        self.told = told


class Left(Exception):
    """<Leave>: out of the queue."""


@dataclass(slots=True)
class Stay:
    """One stay in a queue, and how it ended."""

    member: Member
    result: str = "hangup"


class Interpreter:
    """Follows instructions for one engine."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._clock = engine.clock

    # --- documents ------------------------------------------------------------------------------------------------

    def follow(self, call: Call, url: str, fallback: str = "") -> Script:
        """Do what stands at an address, and at those it leads to, until nothing is left to do."""
        told: Mapping[str, str] = {}
        while url:
            try:
                document = yield from self._fetch(call, url, told, fallback)
                base, url, told = url, "", {}
                for verb in document:
                    yield from self._perform(call, verb, base)
            except GoOn as on:
                url, told = on.url, on.told
            except Redirected as away:
                url, told = away.url, {}

    def _fetch(
        self,
        call: Call,
        url: str,
        told: Mapping[str, str],
        fallback: str = "",
        allowed: frozenset[str] | None = None,
    ) -> Script:
        answer = yield from self._engine.wire.ask(url, {**call.parameters(), **told}, fallback)
        if not answer.is_good:
            self._engine.problem(f"HTTP {answer.status} from {url}")
            raise HungUp
        try:
            return twiml.read(answer.body, allowed=allowed)
        except UnknownTwiml as refused:
            self._engine.problem(f"{refused} (from {url})")
            raise HungUp from refused

    def _perform(self, call: Call, verb: Verb, base: str) -> Script:
        if verb.name == "Reject":
            call.status = "busy" if verb.get("reason") == "busy" else "no-answer"
            raise HungUp
        if call.answered_at is None and not verb.is_on("answerOnBridge"):
            self._engine.answered(call)
        if verb.name in ("Say", "Play", "Pause"):
            yield from self._listen(call, verb)
        elif verb.name == "Gather":
            yield from self._gather(call, verb, base)
        elif verb.name == "Enqueue":
            yield from self._enqueue(call, verb, base)
        elif verb.name == "Dial":
            yield from self._dial(call, verb, base)
        elif verb.name == "Redirect":
            raise GoOn(urljoin(base, verb.text), {})
        elif verb.name == "Leave":
            raise Left
        else:
            raise HungUp

    # --- listening and pressing -----------------------------------------------------------------------------------

    def _listen(self, call: Call, verb: Verb) -> Script:
        call.heard.append(verb)
        if verb.name == "Pause":
            yield self._clock.sleep(verb.seconds("length", 1))
        else:
            yield self._clock.sleep(self._engine.word_seconds * max(1, len(verb.text.split())))

    def _gather(self, call: Call, verb: Verb, base: str) -> Script:
        call.asked = Future()
        knows = next(call.person.keys, None)
        if knows:
            self._clock.later(PRESS_SECONDS, lambda asked=call.asked: asked.set(knows))  # type: ignore[misc]
        for each in verb.inside:
            if call.asked.is_done:
                break
            yield from self._while_asked(call, each)
        _which, pressed = yield first_of(call.asked, self._clock.sleep(verb.seconds("timeout", 5)))
        call.asked = None
        digits = self._digits(verb, str(pressed or ""))
        if digits or verb.is_on("actionOnEmptyResult"):
            raise GoOn(urljoin(base, verb.get("action", base)), {"Digits": digits})

    def _while_asked(self, call: Call, verb: Verb) -> Script:
        """A key ends what is being said."""
        call.heard.append(verb)
        seconds = (
            verb.seconds("length", 1)
            if verb.name == "Pause"
            else self._engine.word_seconds * len(verb.text.split())
        )
        assert call.asked is not None
        yield first_of(call.asked, self._clock.sleep(seconds))

    @staticmethod
    def _digits(verb: Verb, pressed: str) -> str:
        finish = verb.get("finishOnKey", "#")
        if finish and finish in pressed:
            pressed = pressed[: pressed.index(finish)]
        most = int(verb.get("numDigits", "0"))
        return pressed[:most] if most else pressed

    # --- waiting in a queue ---------------------------------------------------------------------------------------

    def _enqueue(self, call: Call, verb: Verb, base: str) -> Script:
        queue = self._engine.queue(verb.text)
        action = urljoin(base, verb.get("action")) if verb.get("action") else ""
        if queue.is_full:
            if action:
                raise GoOn(action, {"QueueResult": "queue-full"})
            return
        stay = Stay(Member(call, since=self._clock.now))
        call.queue_name = queue.name
        self._engine.lose_patience(call)

        def told() -> dict[str, str]:
            waited = str(int(stay.member.waited or 0))
            return {"QueueResult": stay.result, "QueueSid": queue.sid, "QueueTime": waited}

        def tell(status: str) -> None:
            # what is answered then is not followed: the call has ended, or goes on somewhere else
            if action:
                self._engine.wire.tell(action, {**call.parameters(), **told(), "CallStatus": status})

        try:
            yield from self._in_queue(call, stay, urljoin(base, verb.get("waitUrl")), base)
        except Redirected:
            stay.result = "redirected-from-bridged" if stay.result == "bridged" else "redirected"
            tell(call.status)
            raise
        except HungUp:
            tell("completed")
            raise
        if action:
            raise GoOn(action, told())

    def _in_queue(self, call: Call, stay: "Stay", wait_url: str, base: str) -> Script:
        """Wait, and be connected with whoever takes this call."""
        member, queue = stay.member, self._engine.queue(call.queue_name)
        left = Future()
        listening = Task(self._wait(call, member, wait_url), left.set)
        queue.join(member)
        with Afterwards(lambda: self._out_of(queue, call, member, listening)):
            if not member.taken.is_done:
                listening.start()
                yield first_of(member.taken, left)
            if not member.taken.is_done:
                stay.result = str(left.value)
                if stay.result == "hangup":
                    raise HungUp
                return
            listening.interrupt(Stopped())
            queue.leave(member, self._clock.now)
            bridge: Bridge | None = yield from self._be_taken(call, member, member.taken.value, base)
            stay.result = "error" if bridge is None else "bridged"
            if bridge is not None:
                yield bridge.is_over

    def _out_of(self, queue: Queue, call: Call, member: Member, listening: Task) -> None:
        listening.interrupt(Stopped())
        queue.leave(member, self._clock.now)
        call.queue_name = ""
        if call.talks_with is not None:
            self._engine.unbridge(call)
        if member.taken.is_done:
            member.taken.value.connected.set(None)

    def _wait(self, call: Call, member: Member, wait_url: str) -> Script:
        """What is heard while waiting, again and again. Returns why it ended: "leave" or "hangup"."""
        queue = self._engine.queue(call.queue_name)
        url: str = wait_url
        told: dict[str, str] = {}
        try:
            while member in queue.members:
                began = self._clock.now
                try:
                    told = {**self._place(queue, member), **told}
                    document = yield from self._fetch(call, url, told, allowed=twiml.WHILE_WAITING)
                    for verb in document:
                        yield from self._perform(call, verb, url)
                    url, told = wait_url, {}
                except GoOn as on:
                    url, told = on.url, dict(on.told)
                if self._clock.now - began < EMPTY_SECONDS and url == wait_url:
                    yield self._clock.sleep(EMPTY_SECONDS)
        except Left:
            return "leave"
        except (Stopped, HungUp):
            return "hangup"
        return "hangup"

    def _place(self, queue: Queue, member: Member) -> dict[str, str]:
        return {
            "QueueSid": queue.sid,
            "QueuePosition": str(queue.place(member)),
            "QueueTime": str(int(self._clock.now - member.since)),
            "AvgQueueTime": str(queue.average_wait),
            "CurrentQueueSize": str(len(queue.members)),
        }

    def _be_taken(self, call: Call, member: Member, taker: Taker, base: str) -> Script:
        """Hear what is said just before being connected; then be connected."""
        if taker.url:
            told = {
                "QueueSid": self._engine.queue(call.queue_name).sid,
                "QueueTime": str(int(self._clock.now - member.since)),
                "DequeingCallSid": taker.call.sid,
            }
            document = yield from self._fetch(
                call, urljoin(base, taker.url), told, allowed=twiml.BEFORE_CONNECTED
            )
            for verb in document:
                yield from self._perform(call, verb, taker.url)
        if taker.connected.is_done or not taker.call.is_live:
            return None
        bridge = self._engine.bridge(call, taker.call)
        taker.connected.set(bridge)
        return bridge

    # --- dialling -------------------------------------------------------------------------------------------------

    def _dial(self, call: Call, verb: Verb, base: str) -> Script:
        noun = verb.inside[0]
        call.heard.append(verb)
        action = urljoin(base, verb.get("action")) if verb.get("action") else ""
        began = self._clock.now
        told: dict[str, str] = {}
        try:
            if noun.name == "Queue":
                told = yield from self._dial_queue(call, verb, noun, base)
            elif noun.name == "Conference":
                told = yield from self._dial_room(call, noun)
            else:
                told = yield from self._dial_somebody(call, verb, noun, base)
        except HungUp:
            if action:
                ended = {"DialCallStatus": "completed", "DialCallDuration": str(int(self._clock.now - began))}
                self._engine.wire.tell(action, {**call.parameters(), "CallStatus": "completed", **ended})
            raise
        if action:
            raise GoOn(action, told)

    def _dial_queue(self, call: Call, verb: Verb, noun: Verb, base: str) -> Script:
        if not self._engine.knows_queue(noun.text):
            return {"DialCallStatus": "failed", "DialBridged": "false"}
        queue = self._engine.queue(noun.text)
        taker = Taker(call, urljoin(base, noun.get("url")) if noun.get("url") else "")

        def give_up() -> None:
            queue.give_up(taker)
            taker.connected.set(None)
            if call.talks_with is not None:
                self._engine.unbridge(call)

        queue.take(taker)
        with Afterwards(give_up):
            yield first_of(taker.found, self._clock.sleep(verb.seconds("timeout", 30)))
            if not taker.found.is_done:
                return {"DialCallStatus": "no-answer", "DialBridged": "false"}
            bridge: Bridge | None = yield taker.connected
            if bridge is None:
                return {"DialCallStatus": "no-answer", "DialBridged": "false"}
            self._engine.answered(call)
            yield bridge.is_over
        return {
            "DialCallStatus": "completed",
            "DialBridged": "true",
            "DialCallDuration": str(int(self._clock.now - bridge.began_at)),
        }

    def _dial_somebody(self, call: Call, verb: Verb, noun: Verb, base: str) -> Script:
        target = f"client:{noun.text}" if noun.name == "Client" else noun.text
        status_url = urljoin(base, noun.get("statusCallback")) if noun.get("statusCallback") else ""
        screen = urljoin(base, noun.get("url")) if noun.get("url") else ""
        child = self._engine.ring(
            target,
            caller_id=verb.get("callerId") or call.origin,
            parent=call,
            status_url=status_url,
            events=frozenset(noun.get("statusCallbackEvent").split()),
            seconds=verb.seconds("timeout", 30),
            url=screen,
        )

        def let_go() -> None:
            if call.talks_with is not None:
                self._engine.unbridge(call)
            child.call.hang_up()

        with Afterwards(let_go):
            picked_up = yield child.picked_up
            if picked_up and child.call.is_live:
                self._engine.answered(call)
                bridge = self._engine.bridge(call, child.call)
                yield bridge.is_over
        if not picked_up:
            return {
                "DialCallStatus": child.call.status,
                "DialCallSid": child.call.sid,
                "DialBridged": "false",
            }
        return {
            "DialCallStatus": "completed",
            "DialCallSid": child.call.sid,
            "DialCallDuration": str(int(self._clock.now - (child.call.answered_at or self._clock.now))),
            "DialBridged": "true",
        }

    def _dial_room(self, call: Call, noun: Verb) -> Script:
        began = self._clock.now
        self._engine.answered(call)
        guest = Guest(call, closes=noun.is_on("endConferenceOnExit"))
        yield from self.be_in_room(guest, noun.text, begins=noun.is_on("startConferenceOnEnter", True))
        return {"DialCallStatus": "answered", "DialCallDuration": str(int(self._clock.now - began))}

    def be_in_room(self, guest: Guest, name: str, *, begins: bool) -> Script:
        """Be in a room until one leaves, is redirected, or the room closes."""
        room = self._engine.room(name)
        room.enter(guest, begins=begins)
        self._engine.speak(guest.call)
        listening: Task | None = None

        def go() -> None:
            if listening is not None:
                listening.interrupt(Stopped())
            room.leave(guest)
            self._engine.close_room(room)

        with Afterwards(go):
            while not guest.out.is_done:
                guest.hold_changed = Future()
                yield first_of(guest.out, guest.hold_changed)
                if listening is not None:
                    listening.interrupt(Stopped())
                    listening = None
                if guest.call.on_hold and guest.hold_url:
                    listening = Task(self._on_hold(guest.call, guest.hold_url)).start()

    def _on_hold(self, call: Call, url: str) -> Script:
        try:
            while True:
                began = self._clock.now
                document = yield from self._fetch(call, url, {}, allowed=twiml.ON_HOLD)
                for verb in document:
                    yield from self._perform(call, verb, url)
                if self._clock.now - began < EMPTY_SECONDS:
                    yield self._clock.sleep(EMPTY_SECONDS)
        except (Stopped, HungUp, GoOn):
            return
