"""The chat's promise as a state machine: sockets, the HTTP road, the hub and the log, with people who lose their line.

The invariant in one sentence: whatever is cut, repeated or answered into the void, each message that was said stands
in the log once, where its acknowledgement said, and both people saw the log's order.
"""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from bench.exactly_once import Line, Person, violations
from chat import hub, limits, log
from chat.circle import Circle, Member
from chat.log import Appended
from chat.models import Conversation, Sender
from chat.protocol import Send
from helpline.accounts.roles import Role
from tests.chat.sockets import House, Wire, now, session_of, staff_cookie, visitor_cookie
from tests.factories.accounts import make_user
from tests.factories.chat import make_open_programme, make_talking
from tests.services.sizes import IS_FULL

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

SIDES = st.sampled_from((0, 1))
#: a message is never empty
WORDS = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda words: f"x{words}")
PLAYED = settings(
    max_examples=200 if IS_FULL else 10,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
#: a machine that never gets anywhere proves nothing
counted: Counter[str] = Counter()


class Client:
    """One person with an outbox, as the protocol says: what is not acknowledged is sent again, with the same id."""

    def __init__(self, side: int, conversation: Conversation, session_key: str) -> None:
        self.side, self.conversation, self.session_key = side, conversation, session_key
        self.person = Person(("visitor", "counsellor")[side])
        self.outbox: list[tuple[str, str]] = []
        self.wire: Wire | None = None
        self.last = 0

    async def connect(self, house: House) -> None:
        if self.wire is None:
            if self.side == 0:
                self.wire = await house.visitor(self.conversation, after=self.last)
            else:
                user = self.conversation.counsellor
                assert user is not None
                self.wire = await house.staff(
                    self.conversation, user, self.session_key, after=self.last, aside=None
                )
        await self.listen()

    async def cut(self) -> None:
        wire, self.wire = self.wire, None
        if wire is not None:
            await wire.leave()

    def frame(self) -> dict[str, Any]:
        cid, body = self.outbox[0]
        return {"t": "send", "cid": cid, "body": body}

    async def listen(self) -> None:
        """Take in whatever there is, and ask for what is missing."""
        assert self.wire is not None
        while True:
            await self.wire.send({"t": "ping"})
            while (frame := await self.wire.receive())["t"] != "pong":
                self.take(frame)
            if frame["head"] <= self.last:
                return
            await self.wire.send({"t": "sync", "after": self.last})

    def take(self, frame: dict[str, Any]) -> None:
        assert frame["t"] != "no", frame
        if frame["t"] == "ack":
            self.acknowledged(frame["cid"], frame["seq"])
        elif frame["t"] == "ev":
            self.apply(Line(frame["seq"], frame["cid"], frame["body"]))
            if frame.get("mine"):
                self.acknowledged(frame["cid"], frame["seq"])

    def acknowledged(self, cid: str, seq: int) -> None:
        self.person.acknowledge(cid, seq)
        self.outbox = [waiting for waiting in self.outbox if waiting[0] != cid]
        self.apply(Line(seq, cid, self.person.said[cid]))

    def apply(self, line: Line) -> None:
        """Strictly the next one: an earlier one was applied, a later one comes again with what lies between."""
        if line.seq == self.last + 1:
            self.last = line.seq
            self.person.applied.append(line)


class Evening(RuleBasedStateMachine):
    """Two people, one conversation, and everything that goes wrong between them."""

    @initialize()
    def begin(self) -> None:
        programme = make_open_programme(slug=f"p{uuid4().hex[:12]}")
        user = make_user(roles=[(programme, Role.COUNSELLOR)])
        made = make_talking(programme=programme, user=user, now=now())
        conversation = Conversation.objects.select_related("programme", "counsellor").get(pk=made.pk)
        self.runner = asyncio.Runner()
        self.house = self.runner.run(self._house())
        key = session_of(user)
        self.clients = [Client(side, conversation, key) for side in (0, 1)]
        self.conversation = conversation
        self.system = Person("system")
        for entry in log.read(conversation.pk):
            self.system.said[entry.client_id] = entry.body
        self.system.applied = self.lines()
        self.run(*(client.connect(self.house) for client in self.clients))

    @staticmethod
    async def _house() -> House:
        return House()

    def run(self, *work: Any) -> None:
        async def together() -> None:
            for each in work:
                await each

        self.runner.run(together())

    def lines(self) -> list[Line]:
        return [Line(entry.seq, entry.client_id, entry.body) for entry in log.read(self.conversation.pk)]

    @rule(side=SIDES, texts=st.lists(WORDS, min_size=2, max_size=6))
    def write(self, side: int, texts: list[str]) -> None:
        """Somebody types: it waits in the outbox."""
        client = self.clients[side]
        for text in texts:
            cid = f"{side}-{len(client.person.said)}"
            client.person.said[cid] = text
            client.outbox.append((cid, text))
        counted["messages"] += len(texts)

    @rule(side=SIDES, times=st.integers(1, 3))
    def send(self, side: int, times: int) -> None:
        """The network may hand a frame over more than once."""
        client = self.clients[side]
        if client.wire is not None and client.outbox:
            frame = client.frame()
            self.run(*(client.wire.send(frame) for _ in range(times)), client.listen())

    @rule(side=SIDES, cuts_first=st.booleans())
    def send_into_the_void(self, side: int, cuts_first: bool) -> None:
        """The line goes while a message is on its way: nobody knows whether it arrived."""
        client = self.clients[side]
        if client.wire is None:
            self.run(client.connect(self.house))
        if not client.outbox:
            self.write(side, ["xleeg", "xleeg"])
        assert client.wire is not None
        counted["void"] += 1
        pause = asyncio.sleep(0 if cuts_first else 0.02)
        self.run(client.wire.send(client.frame()), pause, client.cut())

    @rule(side=SIDES, hears=st.booleans())
    def take_the_road(self, side: int, hears: bool) -> None:
        """The same message over plain HTTP, whose answer may get lost."""
        client = self.clients[side]
        if not client.outbox:
            self.write(side, ["xplat", "xplat"])
        counted["road"] += 1
        self.run(self._by_road(client, hears=hears))

    async def _by_road(self, client: Client, *, hears: bool) -> None:
        cid, body = client.outbox[0]
        slug = self.conversation.programme.slug
        road = (f"/{slug}/chat/road/send", f"/staff/chat/{self.conversation.pk}/road/send")[client.side]
        cookie = (visitor_cookie(self.conversation), staff_cookie(client.session_key))[client.side]
        answer = await self.house.road("POST", road, {"cid": cid, "body": body}, cookie=cookie)
        assert answer.status == 200, answer
        if hears:
            client.acknowledged(cid, answer.body["seq"])

    @rule(sides=st.sampled_from(((0,), (1,), (0, 1))))
    def lose_the_line(self, sides: tuple[int, ...]) -> None:
        self.run(*(self.clients[side].cut() for side in sides))

    @rule(side=SIDES)
    def come_back(self, side: int) -> None:
        self.run(self.clients[side].connect(self.house))

    @rule()
    def restart(self) -> None:
        """The process ends and another one takes over: all that is known is what was committed."""
        counted["restart"] += 1
        self.run(*(client.cut() for client in self.clients))
        self.run(self.house.close())
        self.house = self.runner.run(self._house())

    def teardown(self) -> None:
        if not hasattr(self, "clients"):
            return
        try:
            for client in self.clients:
                self.run(client.connect(self.house))
                while client.outbox:
                    assert client.wire is not None
                    self.run(client.wire.send(client.frame()), client.listen())
            self.run(*(client.listen() for client in self.clients))
            self.system.applied = self.lines()[: len(self.system.said)]
            self.system.acknowledged = {line.cid: line.seq for line in self.system.applied}
            people = [client.person for client in self.clients]
            found = violations(self.lines(), [*people, _reader_of_all(self.system, self.lines())])
            assert not found, found
        finally:
            self.run(self.house.close())
            self.runner.close()


def _reader_of_all(system: Person, lines: list[Line]) -> Person:
    """The system wrote the first entries, and "sees" the log itself."""
    return Person(system.name, system.said, system.acknowledged, lines)


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pace is tested elsewhere; here a message may come as fast as the machine is."""
    monkeypatch.setattr(limits, "messages", lambda: limits.Bucket(per_second=1000, burst=1000))
    monkeypatch.setattr(limits, "frames", lambda: limits.Bucket(per_second=1000, burst=1000))


def test_said_once_stands_once() -> None:
    for _ in range(3):  # what an evening meets is chance: more are played until each kind came often enough
        run_state_machine_as_test(
            Evening,
            settings=PLAYED,
        )
        if _met() >= 3:
            break
    assert counted["messages"] >= 100, counted
    assert _met() >= 3, counted


def _met() -> int:
    """How often the rarest kind of trouble was met."""
    return min(counted[name] for name in ("void", "road", "restart"))


class HastyHub(hub.Hub):
    """A planted fault: it acknowledges before the commit, and of every third message the commit never comes."""

    said = 0

    async def say(
        self, circle: Circle, send: Send, *, staff_id: int | None, sender: Sender, by: Member | None
    ) -> Appended:
        HastyHub.said += 1
        if by is not None and HastyHub.said % 3 == 0:
            appended = Appended(circle.heads[0] + 1, now(), repeated=False)
            await by.acknowledge(send, appended)
            return appended
        return await super().say(circle, send, staff_id=staff_id, sender=sender, by=by)


def test_a_server_that_acknowledges_too_early_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "Hub", HastyHub)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(
            Evening,
            settings=settings(PLAYED, derandomize=True, database=None, phases=[Phase.generate]),
        )
