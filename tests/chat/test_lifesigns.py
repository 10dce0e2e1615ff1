"""Who really waits stays within reach on every road, also with a page in the background; who is gone does not.

Time is played: a minute passes when the test says so, for the server's clocks and for nothing else.
"""

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from chat import hub, savings
from chat.actions import queue
from chat.lifesigns import SILENT_SECONDS
from chat.models import Conversation, Presence
from chat.rules import REACHABLE
from chat.storage import StorageAway
from chat.views.talk import REFRESH_SECONDS
from chat.visit import TOUCH_SECONDS
from helpline.programmes.models import Programme
from tests.chat.sockets import House, Wire, in_thread, play, visitor_cookie
from tests.chat.visitors import Visitor
from tests.factories.chat import make_full, make_open_programme, make_waiting
from tests.house.tree import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]
EVENTS = "/helpwanted/chat/road/events?after=0"
#: a browser lets the timers of a page in the background run once a minute
IN_THE_BACKGROUND = 60.0


class Clock:
    """Passes for the time of day, and for the clock of an event loop."""

    def __init__(self) -> None:
        self.passed = 0.0
        self._now = timezone.now

    def now(self) -> datetime:
        return self._now() + timedelta(seconds=self.passed)

    def loop(self, real: asyncio.AbstractEventLoop) -> "Shifted":
        return Shifted(self, real)


class Shifted:
    """A loop whose clock a test moves."""

    def __init__(self, clock: Clock, real: asyncio.AbstractEventLoop) -> None:
        self._clock, self._real = clock, real

    def time(self) -> float:
        return self._real.time() + self._clock.passed

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr(savings, "SAVE_SECONDS", 3600)  # written down when a test says so: `written`
    return clock


@pytest.fixture
def programme() -> Programme:
    programme = make_open_programme()
    make_full(programme=programme, now=timezone.now())
    return programme


@pytest.fixture
def waiting(programme: Programme) -> Conversation:
    made = make_waiting(programme=programme, now=timezone.now())
    return Conversation.objects.select_related("programme").get(pk=made.pk)


def is_within_reach(conversation: Conversation) -> bool:
    return queue.reachable(conversation.programme, timezone.now()).filter(pk=conversation.pk).exists()


def use(clock: Clock) -> None:
    here = hub.here()
    here._loop = clock.loop(asyncio.get_running_loop())  # type: ignore[assignment]


async def written() -> None:
    """What was heard so far is written down, as the hub does once a second."""
    here = hub.here()
    await asyncio.gather(*here._signs._hearing)
    await here._savings._save()


async def frame_of(wire: Wire, kind: str, **fields: object) -> None:
    """Wait for a frame that says so."""
    while True:
        frame = await wire.next(kind)
        if fields.items() <= frame.items():
            return


def interval(script: str, name: str) -> float:
    """A constant of a script, in seconds."""
    found = re.search(rf"\b{name} = (\d+);", (ROOT / "chat/static/chat" / script).read_text())
    assert found
    return int(found[1]) / 1000


def test_the_numbers_leave_room_for_a_page_in_the_background() -> None:
    """The longest silence in a row is a sign that came just too early to be written, and the next one."""
    for every in (
        interval("line.js", "PING_MS"),
        interval("line.js", "POLL_MS"),
        interval("line.js", "POLL_HIDDEN_MS"),
        float(REFRESH_SECONDS),
        IN_THE_BACKGROUND,
    ):
        assert TOUCH_SECONDS + every + savings.SAVE_SECONDS + 10 < REACHABLE.total_seconds()
        assert every < SILENT_SECONDS


@pytest.mark.parametrize("every", [20.0, 59.9, IN_THE_BACKGROUND])
def test_a_socket_that_pings_keeps_its_visitor_within_reach(
    waiting: Conversation, clock: Clock, every: float
) -> None:
    async def story(house: House) -> None:
        use(clock)
        visitor = await house.visitor(waiting)
        while clock.passed < 600:
            clock.passed += every
            assert await in_thread(is_within_reach, waiting), f"after {clock.passed} s"
            await visitor.send({"t": "ping"})
            await visitor.next("pong")
            await written()

    play(story)


@pytest.mark.parametrize("every", [10.0, 59.9, IN_THE_BACKGROUND])
def test_so_does_the_plain_road(waiting: Conversation, clock: Clock, every: float) -> None:
    async def story(house: House) -> None:
        use(clock)
        while clock.passed < 600:
            clock.passed += every
            assert await in_thread(is_within_reach, waiting), f"after {clock.passed} s"
            news = await house.road("GET", EVENTS, cookie=visitor_cookie(waiting))
            assert news.body["state"]["place"] == 1
            await written()

    play(story)


@pytest.mark.parametrize("every", [float(REFRESH_SECONDS), 59.9, IN_THE_BACKGROUND])
def test_so_does_a_page_without_scripts_that_refreshes(
    programme: Programme, clock: Clock, every: float
) -> None:
    visitor = Visitor(scripted=False)
    visitor.knock()
    while clock.passed < 600:
        Presence.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
        clock.passed += every
        assert is_within_reach(visitor.conversation), f"after {clock.passed} s"
        assert "You are next." in visitor.get("read/")


def test_a_socket_that_is_silent_does_not(waiting: Conversation, clock: Clock) -> None:
    async def story(house: House) -> None:
        use(clock)
        visitor = await house.visitor(waiting)
        await visitor.send({"t": "ping"})
        await visitor.next("pong")
        await written()
        clock.passed += REACHABLE.total_seconds()
        assert not await in_thread(is_within_reach, waiting)

    play(story)


def test_a_phone_that_wakes_up_has_its_place_back_and_says_so(waiting: Conversation, clock: Clock) -> None:
    """The socket is still there, or a new one comes: either way the first sign of life is enough."""
    behind = make_waiting(programme=waiting.programme, now=timezone.now())
    behind = Conversation.objects.select_related("programme").get(pk=behind.pk)

    async def story(house: House) -> None:
        use(clock)
        sleeper = await house.visitor(waiting)
        awake = await house.visitor(behind)
        await frame_of(awake, "state", place=2)
        clock.passed += REACHABLE.total_seconds() + 10
        await awake.send({"t": "ping"})
        await frame_of(awake, "state", place=1)
        await sleeper.send({"t": "ping"})
        await frame_of(sleeper, "ev", body='{"code": "within_reach"}')
        await frame_of(awake, "state", place=2)
        assert await in_thread(is_within_reach, waiting)

    play(story)


def test_a_database_that_is_away_costs_nobody_the_place(
    waiting: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_away(**_: object) -> bool:
        raise StorageAway

    async def story(house: House) -> None:
        use(clock)
        sleeper = await house.visitor(waiting)
        monkeypatch.setattr("chat.actions.returning.sign_of_life", is_away)
        clock.passed += REACHABLE.total_seconds() + 10
        await sleeper.send({"t": "ping"})
        await sleeper.next("pong")
        await written()
        assert await in_thread(is_within_reach, waiting)

    play(story)
