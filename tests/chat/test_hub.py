"""The hub: what it tells, what it hears from others, and that nothing anybody wrote leaves through Redis."""

import asyncio
import json

import pytest

from chat import hub, log, news, wakes
from chat.actions import aftercare
from chat.models import Conversation, Sender
from chat.news import News
from chat.protocol import Close
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from tests.chat.sockets import House, in_thread, now, play, session_of
from tests.factories.accounts import make_user
from tests.factories.chat import make_full, make_open_programme, make_talking, make_waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


@pytest.fixture
def counsellor() -> User:
    return make_user(roles=[(make_open_programme(), Role.COUNSELLOR)])


@pytest.fixture
def conversation(counsellor: User) -> Conversation:
    made = make_talking(programme=counsellor.memberships.get().programme, user=counsellor, now=now())
    return Conversation.objects.select_related("programme").get(pk=made.pk)


def write(conversation: Conversation, body: str, client_id: str) -> None:
    log.append(conversation_id=conversation.pk, sender=Sender.COUNSELLOR, body=body, client_id=client_id)


def test_what_an_action_writes_arrives_at_once(conversation: Conversation) -> None:
    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        await visitor.so_far()
        await in_thread(write, conversation, "uit een formulier", "f1")
        assert (await visitor.next("ev"))["body"] == "uit een formulier"

    play(story)


def test_a_lost_wake_mends_itself(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "SWEEP_SECONDS", 0.2)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        await visitor.so_far()
        wakes.listen(None)  # nobody hears it here
        monkeypatch.setattr(wakes, "_publish", lambda news: None)  # and nobody passes it on
        await in_thread(write, conversation, "ongehoord", "f1")
        assert (await visitor.next("ev"))["body"] == "ongehoord"

    play(story)


def test_order_and_completeness_for_all_readers(conversation: Conversation, counsellor: User) -> None:
    """However messages of sockets, forms and another process mix: every reader gets all of them once, in one order."""
    session = session_of(counsellor)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        staff = await house.staff(conversation, counsellor, session)
        start = visitor.welcome["head"]
        await visitor.so_far(), await staff.so_far()

        async def forms() -> None:
            for n in range(10):
                await in_thread(write, conversation, f"form {n}", f"f{n}")

        async def sends(wire, name: str) -> None:  # type: ignore[no-untyped-def]
            for n in range(10):
                await wire.send({"t": "send", "cid": f"{name}{n}", "body": f"{name} {n}"})
                await asyncio.sleep(0.002)

        await asyncio.gather(forms(), sends(visitor, "v"), sends(staff, "s"))
        orders = []
        for wire in (visitor, staff):
            numbers = {}
            while len(numbers) < 30:
                frame = await wire.receive()
                if frame["t"] in ("ev", "ack"):
                    assert numbers.setdefault(frame["seq"], frame["cid"]) == frame["cid"]
            assert sorted(numbers) == list(range(start + 1, start + 31))
            orders.append([numbers[seq] for seq in sorted(numbers)])
        assert orders[0] == orders[1]

    play(story)


def test_a_waiting_visitor_is_told_the_place(counsellor: User) -> None:
    programme = counsellor.memberships.get().programme
    make_full(programme=programme, now=now())
    first = make_waiting(programme=programme, now=now())
    second = make_waiting(programme=programme, now=now())
    first, second = (
        Conversation.objects.select_related("programme").get(pk=each.pk) for each in (first, second)
    )

    async def story(house: House) -> None:
        visitor = await house.visitor(second)
        state = await visitor.next("state")
        assert (state["state"], state["place"], state["counsellor"]) == ("waiting", 2, False)
        await in_thread(aftercare.delete_now, conversation=first)
        while (await visitor.next("state"))["place"] != 1:
            pass

    play(story)


def test_deleting_starts_everybody_over(conversation: Conversation, counsellor: User) -> None:
    session = session_of(counsellor)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        staff = await house.staff(conversation, counsellor, session)
        await visitor.send({"t": "send", "cid": "a", "body": "geheim"})
        await staff.next("ev")
        await in_thread(aftercare.delete_now, conversation=conversation)
        assert (await staff.closed()).code == Close.MOVING
        assert (await visitor.closed()).code == Close.MOVING
        again = await house.staff(conversation, counsellor, session)
        assert again.welcome["epoch"] == 2
        assert [frame["body"] for frame in await again.so_far() if frame["t"] == "ev"] == []

    play(story)


class Layer:
    """A channel layer that writes down what is published, and lets a test play another process."""

    def __init__(self) -> None:
        self.published: list[dict[str, object]] = []
        self.incoming: asyncio.Queue[dict[str, object]] = asyncio.Queue()

    async def new_channel(self) -> str:
        return "here"

    async def group_add(self, group: str, channel: str) -> None:
        assert (group, channel) == (wakes.GROUP, "here")

    async def receive(self, channel: str) -> dict[str, object]:
        return await self.incoming.get()

    async def group_send(self, group: str, message: dict[str, object]) -> None:
        self.published.append(message)


def test_no_content_is_ever_published(
    conversation: Conversation, counsellor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(counsellor)
    layer = Layer()
    monkeypatch.setattr(news, "get_channel_layer", lambda: layer)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        staff = await house.staff(conversation, counsellor, session)
        await visitor.send({"t": "send", "cid": "kanarie-cid", "body": "kanarie in een bericht"})
        await visitor.send({"t": "typing", "on": True})
        await staff.send({"t": "seen", "delivered": 2, "read": 2})
        await staff.send({"t": "send", "cid": "w", "body": "kanarie onder ons", "line": 1})
        await in_thread(write, conversation, "kanarie in een formulier", "f1")
        await in_thread(wakes.revoke, session)
        await staff.so_far()

    play(story)
    published = json.dumps(layer.published)
    assert layer.published
    for name in ("heads", "look", "seen", "typing", "revoked", "opened"):
        assert any(message.get(name) for message in layer.published), name
    assert "kanarie" not in published
    assert session not in published
    shapes = (str, int, bool, list, dict)
    assert all(isinstance(value, shapes) for message in layer.published for value in message.values())


def test_another_process_is_heard(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = Layer()
    monkeypatch.setattr(news, "get_channel_layer", lambda: layer)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        await visitor.so_far()
        name, head = conversation.pk.hex, visitor.welcome["head"]
        wakes.listen(None)
        monkeypatch.setattr(wakes, "_publish", lambda news: None)
        await in_thread(write, conversation, "van ver", "f1")
        layer.incoming.put_nowait({"type": "wakes", "from": "other", "heads": {name: [head + 1, 0]}})
        assert (await visitor.next("ev"))["body"] == "van ver"
        layer.incoming.put_nowait({"type": "wakes", "typing": {f"{name}1": True}, "nonsense": 3})
        assert (await visitor.next("typing"))["on"]
        layer.incoming.put_nowait({"type": "wakes", "seen": {f"{name}1": [2, 1]}})
        assert await visitor.next("seen") == {"t": "seen", "delivered": 2, "read": 1, "by": "counsellor"}
        # what is not understood, or not of here, harms nobody
        layer.incoming.put_nowait(
            {"type": "wakes", "look": ["00000000000000000000000000000000"], "heads": []}
        )

    play(story)


@pytest.mark.parametrize("who", ["visitor", "counsellor"])
def test_a_tab_that_opens_at_another_process_closes_the_older_one_here(
    conversation: Conversation, counsellor: User, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    session = session_of(counsellor)
    layer = Layer()
    monkeypatch.setattr(news, "get_channel_layer", lambda: layer)

    def opened() -> dict[str, int]:
        told: dict[str, int] = {}
        for message in layer.published:
            told |= message["opened"]  # type: ignore[arg-type]
        return told

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        staff = await house.staff(conversation, counsellor, session)
        here, other = (visitor, staff) if who == "visitor" else (staff, visitor)
        name = conversation.pk.hex + ("0" if who == "visitor" else f"1{counsellor.pk}")
        while name not in opened():
            await asyncio.sleep(news.GATHER_SECONDS)
        mine = opened()[name]

        # the late hello of a line that was abandoned for this one: it has to hear that it is the older
        layer.published.clear()
        layer.incoming.put_nowait({"type": "wakes", "from": "other", "opened": {name: mine - 1}})
        while name not in opened():
            await asyncio.sleep(news.GATHER_SECONDS)
        assert opened()[name] == mine
        # what was told of conversations and people that are not here harms nobody
        strangers = {name + "9": mine + 1, "0" * 32 + "0": mine + 1}
        layer.incoming.put_nowait({"type": "wakes", "from": "other", "opened": strangers})
        layer.incoming.put_nowait({"type": "wakes", "from": "other", "opened": {name: mine + 1}})
        assert (await here.closed()).code == Close.ELSEWHERE
        await other.send({"t": "send", "cid": "a", "body": "nog hier"})
        assert await other.next("ack")

    play(story)


def test_news_survives_the_road() -> None:
    told = News(
        heads={"a": (1, 2)}, look={"b"}, desks={3}, revoked={"c"}, seen={"d0": (1, 1)}, typing={"e1": False},
        opened={"f0": 5},
    )  # fmt: skip
    assert News.read(json.loads(json.dumps(told.message()))) == told


def test_goodbye_is_spread(conversation: Conversation, counsellor: User) -> None:
    session = session_of(counsellor)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        staff = await house.staff(conversation, counsellor, session)
        await hub.here().say_goodbye(4.0)
        moments = sorted([(await wire.next("bye"))["retry_ms"] for wire in (visitor, staff)])
        assert moments == [2000, 4000]
        late = await house.wire("/helpwanted/chat/socket")
        await late.send({"t": "hello", "ticket": "x", "after": 0})
        assert (await late.closed()).code == Close.MOVING

    play(story)
