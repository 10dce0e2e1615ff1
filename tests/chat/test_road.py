"""The HTTP road: the same conversation in small requests."""

import pytest
from django.conf import settings

from chat import log, visit
from chat.actions import talk
from chat.models import Conversation, Sender
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from tests.chat.sockets import House, bodies, in_thread, now, play, session_of, visitor_cookie
from tests.factories.accounts import make_user
from tests.factories.chat import make_open_programme, make_talking

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

ROAD = "/helpwanted/chat/road/"


@pytest.fixture
def counsellor() -> User:
    return make_user(roles=[(make_open_programme(), Role.COUNSELLOR)])


@pytest.fixture
def conversation(counsellor: User) -> Conversation:
    made = make_talking(programme=counsellor.memberships.get().programme, user=counsellor, now=now())
    return Conversation.objects.select_related("programme").get(pk=made.pk)


def test_road_and_socket_are_one_conversation(conversation: Conversation) -> None:
    cookie = visitor_cookie(conversation)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        await visitor.so_far()
        sent = await house.road("POST", f"{ROAD}send", {"cid": "r1", "body": "via de weg"}, cookie=cookie)
        assert sent.status == 200
        assert set(sent.body) == {"cid", "seq", "at"}
        entry = await visitor.next("ev")
        assert (entry["seq"], entry["cid"], entry["mine"]) == (sent.body["seq"], "r1", True)
        again = await house.road("POST", f"{ROAD}send", {"cid": "r1", "body": "via de weg"}, cookie=cookie)
        assert again.body == sent.body
        news = await house.road("GET", f"{ROAD}events?after={sent.body['seq'] - 1}", cookie=cookie)
        assert news.body["head"] == sent.body["seq"]
        assert [(event["cid"], event["mine"]) for event in news.body["events"]] == [("r1", True)]
        assert news.body["state"]["state"] == "talking"
        assert news.body["seen"]["by"] == news.body["typing"]["from"] == "counsellor"
        assert news.headers["cache-control"] == "no-store"

    play(story)


def test_what_is_refused_and_how(conversation: Conversation) -> None:
    cookie = visitor_cookie(conversation)

    async def story(house: House) -> None:
        async def send(told: object = None, **options: object) -> tuple[int, str]:
            given = {"cookie": cookie, **options}
            answer = await house.road("POST", f"{ROAD}send", told, **given)  # type: ignore[arg-type]
            return answer.status, answer.body["why"]

        message = {"cid": "a", "body": "dag"}
        assert await send(message, cookie="") == (401, "signed_out")
        assert await send(message, cookie=f"{visit.cookie_name('helpwanted')}=nonsense") == (
            401,
            "signed_out",
        )
        assert await send(message, origin=None) == (403, "origin")
        assert await send(message, origin="https://evil.example") == (403, "origin")
        assert await send(message, content_type="text/plain") == (415, "malformed")
        assert await send(raw=b"{") == (400, "malformed")
        assert await send(raw=b"[1]") == (400, "malformed")
        assert await send(raw=b"x" * 40_000) == (413, "too_long")
        assert await send({**message, "from": "counsellor"}) == (400, "malformed")
        assert await send({"cid": "a", "body": "x" * 4001}) == (413, "too_long")
        assert await send({"cid": "a", "body": " "}) == (400, "empty")
        assert await send({**message, "line": 1}) == (403, "not_yours")
        assert (await house.road("POST", f"{ROAD}send", message, cookie=cookie)).status == 200
        assert await send({"cid": "a", "body": "iets anders"}) == (409, "reused")
        assert (await house.road("GET", f"{ROAD}send", cookie=cookie)).status == 405
        assert (await house.road("POST", f"{ROAD}nonsense", {}, cookie=cookie)).status == 404
        assert (await house.road("GET", f"{ROAD}events?after=x", cookie=cookie)).status == 400

    before = len(bodies(conversation.pk))
    play(story)
    assert len(bodies(conversation.pk)) == before + 1


def test_the_limit_is_shared_with_the_socket(conversation: Conversation) -> None:
    cookie = visitor_cookie(conversation)

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        for n in range(15):
            await visitor.send({"t": "send", "cid": f"c{n}", "body": "x"})
            await visitor.next("ack")
        slow = await house.road("POST", f"{ROAD}send", {"cid": "r", "body": "x"}, cookie=cookie)
        assert (slow.status, slow.body["why"]) == (429, "slow")
        assert slow.body["retry_ms"] > 0

    play(story)


@pytest.mark.usefixtures("in_one_moment")
def test_a_page_that_goes_hands_over_what_it_had_not_said(conversation: Conversation) -> None:
    """Sixteen were written in a breath: the burst went by socket, the rest must not wait for a page that is gone."""
    cookie = visitor_cookie(conversation)
    rest = [{"cid": f"c{n}", "body": f"bericht {n}"} for n in range(14, 20)]

    async def story(house: House) -> None:
        visitor = await house.visitor(conversation)
        for n in range(15):
            await visitor.send({"t": "send", "cid": f"c{n}", "body": f"bericht {n}"})
            await visitor.next("ack")
        handed = await house.road("POST", f"{ROAD}rest", {"messages": rest}, cookie=cookie)
        assert handed.status == 200
        assert [each["cid"] for each in handed.body["taken"]] == [each["cid"] for each in rest]
        again = await house.road("POST", f"{ROAD}rest", {"messages": rest}, cookie=cookie)
        assert again.body == handed.body
        # what was handed over ahead of the pace is on its account
        slow = await house.road("POST", f"{ROAD}send", {"cid": "r", "body": "x"}, cookie=cookie)
        assert (slow.status, slow.body["why"]) == (429, "slow")
        assert slow.body["retry_ms"] > 20_000

    play(story)
    said = [body for body in bodies(conversation.pk) if body.startswith("bericht")]
    assert said == [f"bericht {n}" for n in range(20)]


@pytest.mark.usefixtures("in_one_moment")
def test_what_is_handed_over_has_a_limit_too(conversation: Conversation, counsellor: User) -> None:
    cookie, session = visitor_cookie(conversation), session_of(counsellor)

    async def story(house: House) -> None:
        async def rest(messages: object, **options: str) -> tuple[int, object]:
            given = {"cookie": cookie, **options}
            answer = await house.road("POST", f"{ROAD}rest", {"messages": messages}, **given)  # type: ignore[arg-type]
            return answer.status, answer.body.get("why", len(answer.body.get("taken", [])))

        many = [{"cid": f"a{n}", "body": "x"} for n in range(31)]
        assert await rest(many) == (400, "malformed")
        assert await rest([]) == (400, "malformed")
        assert await rest(["x"]) == (400, "malformed")
        assert await rest([{"cid": "a", "body": "x", "from": "counsellor"}]) == (400, "malformed")
        assert await rest([{"cid": "a", "body": "x" * 70_000}]) == (413, "too_long")
        assert await rest(many[:1], cookie="") == (401, "signed_out")
        assert await rest(many[:1], origin="https://evil.example") == (403, "origin")
        # one that cannot stand is passed over: nobody is there to read a refusal
        odd = [
            {"cid": "b1", "body": " "},
            {"cid": "b2", "body": "y" * 4001},
            {"cid": "b3", "body": "z", "line": 1},
        ]
        assert await rest([*odd, {"cid": "b4", "body": "goed"}]) == (200, 1)
        assert await rest([{"cid": "b4", "body": "anders"}, {"cid": "b5", "body": "ook goed"}]) == (200, 1)
        assert await rest(many[:30]) == (200, 30)
        assert await rest([{"cid": f"d{n}", "body": "x"} for n in range(30)]) == (200, 9)
        assert await rest([{"cid": "e", "body": "x"}]) == (429, "slow")
        road = f"/staff/chat/{conversation.pk}/road/"
        answer = await house.road(
            "POST", f"{road}rest", {"messages": many[:1]}, cookie=f"{settings.SESSION_COOKIE_NAME}={session}"
        )
        assert answer.status == 403

    before = len(bodies(conversation.pk))
    play(story)
    assert len(bodies(conversation.pk)) == before + 41


def test_an_ended_conversation_can_be_read_and_takes_no_more(
    conversation: Conversation, counsellor: User
) -> None:
    cookie = visitor_cookie(conversation)

    async def story(house: House) -> None:
        await in_thread(talk.end, conversation=conversation, by=counsellor)
        late = await house.road("POST", f"{ROAD}send", {"cid": "late", "body": "nog iets"}, cookie=cookie)
        assert (late.status, late.body["why"]) == (410, "ended")
        told = {"messages": [{"cid": "later", "body": "en dit"}]}
        late = await house.road("POST", f"{ROAD}rest", told, cookie=cookie)
        assert (late.status, late.body["why"]) == (410, "ended")
        news = await house.road("GET", f"{ROAD}events?after=0", cookie=cookie)
        assert news.body["state"]["state"] == "ended"

    play(story)


def test_seen_and_typing(conversation: Conversation, counsellor: User) -> None:
    cookie, session = visitor_cookie(conversation), session_of(counsellor)

    async def story(house: House) -> None:
        staff = await house.staff(conversation, counsellor, session)
        told = {"delivered": 2, "read": 2}
        assert (await house.road("POST", f"{ROAD}seen", told, cookie=cookie)).status == 204
        assert (await staff.next("seen"))["read"] == 2
        assert (await house.road("POST", f"{ROAD}typing", {"on": True}, cookie=cookie)).status == 204
        assert (await staff.next("typing"))["on"]

    play(story)


def test_staff_take_the_same_road(conversation: Conversation, counsellor: User) -> None:
    colleague = make_user(roles=[(conversation.programme, Role.COUNSELLOR)])
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(counsellor)}"
    foreign = f"{settings.SESSION_COOKIE_NAME}={session_of(colleague)}"
    road = f"/staff/chat/{conversation.pk}/road/"
    log.append(
        conversation_id=conversation.pk, sender=Sender.LEAD, body="let op", client_id="w", line=1, staff_id=99
    )

    async def story(house: House) -> None:
        sent = await house.road("POST", f"{road}send", {"cid": "s1", "body": "dag"}, cookie=cookie)
        assert sent.status == 200
        news = await house.road("GET", f"{road}events?after=0&aside=0", cookie=cookie)
        assert [event["body"] for event in news.body["events"] if event["line"] == 1] == ["let op"]
        assert "mine" in next(event for event in news.body["events"] if event["cid"] == "s1")
        assert (await house.road("POST", f"{road}ticket", {}, cookie=cookie)).body["ticket"]
        assert (await house.road("POST", "/staff/desk/road/ticket", {}, cookie=cookie)).body["ticket"]
        for name in ("events", "ticket"):
            method = "GET" if name == "events" else "POST"
            assert (await house.road(method, road + name, {}, cookie=foreign)).status == 403
            assert (await house.road(method, road + name, {}, cookie="")).status == 401
            assert (
                await house.road(method, road + name, {}, cookie=visitor_cookie(conversation))
            ).status == 401

    play(story)


def test_a_database_that_is_away_is_said_and_nothing_is_acknowledged(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = visitor_cookie(conversation)

    async def story(house: House) -> None:
        from chat import hub
        from chat.storage import StorageAway

        visitor = await house.visitor(conversation)
        await visitor.so_far()

        async def away(*args: object) -> None:
            raise StorageAway

        with monkeypatch.context() as broken:
            broken.setattr(hub.here().storage, "append", away)
            await visitor.send({"t": "send", "cid": "a", "body": "dag"})
            refusal = await visitor.next("no")
            assert (refusal["cid"], refusal["why"]) == ("a", "storage")
            assert refusal["retry_ms"] > 0
            answer = await house.road("POST", f"{ROAD}send", {"cid": "b", "body": "dag"}, cookie=cookie)
            assert (answer.status, answer.body["why"]) == (503, "storage")
        await visitor.send({"t": "send", "cid": "a", "body": "dag"})
        assert await visitor.next("ack")

    play(story)
