"""Sockets against the application: who comes in, what is answered, and how it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import visit
from chat.actions import talk
from chat.models import Conversation
from chat.protocol import Close
from helpline.accounts.models import User
from tests.chat.sockets import (
    Closed,
    House,
    bodies,
    in_thread,
    now,
    play,
    ticket_for,
    visitor_cookie,
)
from tests.factories.chat import make_waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

SOCKET = "/helpwanted/chat/socket"
NAME = visit.cookie_name("helpwanted")


class TestComingIn:
    def test_welcome_and_backlog(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            assert visitor.welcome["epoch"] == 1
            assert visitor.welcome["head"] == conversation_head
            assert visitor.welcome["state"]["state"] == "talking"
            assert visitor.welcome["seen"] == {"t": "seen", "delivered": 0, "read": 0, "by": "counsellor"}
            entries = [await visitor.next("ev") for _ in range(conversation_head)]
            assert [entry["seq"] for entry in entries] == list(range(1, conversation_head + 1))
            late = await house.visitor(conversation, after=conversation_head - 1)
            assert [frame["seq"] for frame in await late.so_far() if frame["t"] == "ev"] == [
                conversation_head
            ]

        conversation_head = conversation.head
        assert conversation_head > 0
        play(story)

    @pytest.mark.parametrize(
        "origin",
        [None, "null", "https://evil.example", "http://localhost:8001", "https://localhost:8000", "http://x"],
    )
    def test_a_foreign_page_is_refused_before_it_opens(
        self, conversation: Conversation, origin: str | None
    ) -> None:
        async def story(house: House) -> None:
            for path in (SOCKET, "/staff/chat/socket", "/staff/desk/socket"):
                with pytest.raises(Closed) as refused:
                    await house.wire(path, cookie=visitor_cookie(conversation), origin=origin)
                assert refused.value.code == Close.NOT_YOURS

        play(story)

    def test_an_unknown_address_is_refused(self) -> None:
        async def story(house: House) -> None:
            for path in ("/", "/chat/socket", "/helpwanted/chat/socket/x", "/staff/socket"):
                with pytest.raises(Closed):
                    await house.wire(path)

        play(story)

    def test_tickets_and_cookies_that_open_nothing(
        self, conversation: Conversation, counsellor: User
    ) -> None:
        other = make_waiting(programme=conversation.programme, now=now())
        mine = visitor_cookie(conversation)
        unknown = Conversation(pk=uuid4(), epoch=1)
        cases = {
            "no cookie": ("", ticket_for(conversation)),
            "a stolen ticket": (visitor_cookie(other), ticket_for(conversation)),
            "too old": (mine, ticket_for(conversation, age=31)),
            "nonsense": (mine, "nonsense"),
            "the cookie itself": (mine, visit.make(conversation)),
            "a ticket of staff": (mine, ticket_for(conversation, staff_id=counsellor.pk)),
            "an older epoch": (
                f"{NAME}={visit.make(Conversation(pk=conversation.pk, epoch=0))}",
                ticket_for(conversation),
            ),
        }

        async def story(house: House) -> None:
            for name, (cookie, ticket) in cases.items():
                wire = await house.wire(SOCKET, cookie=cookie)
                await wire.send({"t": "hello", "ticket": ticket, "after": 0})
                assert (await wire.closed()).code == Close.SIGN_IN, name
            wire = await house.wire(SOCKET, cookie=f"{NAME}={visit.make(unknown)}")
            await wire.send({"t": "hello", "ticket": ticket_for(unknown), "after": 0})
            assert (await wire.closed()).code == Close.NOT_YOURS

        play(story)

    def test_a_ticket_opens_one_socket(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            ticket = ticket_for(conversation)
            hello = {"t": "hello", "ticket": ticket, "after": 0}
            first = await house.wire(SOCKET, cookie=visitor_cookie(conversation))
            await first.send(hello)
            await first.next("welcome")
            second = await house.wire(SOCKET, cookie=visitor_cookie(conversation))
            await second.send(hello)
            assert (await second.closed()).code == Close.SIGN_IN
            await first.send({"t": "ping"})
            assert await first.next("pong")

        play(story)

    def test_an_idle_visit_is_over(self, conversation: Conversation) -> None:
        Conversation.objects.update(visitor_seen_at=now() - timedelta(minutes=31))

        async def story(house: House) -> None:
            wire = await house.wire(SOCKET, cookie=visitor_cookie(conversation))
            await wire.send({"t": "hello", "ticket": ticket_for(conversation), "after": 0})
            assert (await wire.closed()).code == Close.SIGN_IN

        play(story)

    def test_the_late_hello_of_an_abandoned_line_closes_nobody_else(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            early = ticket_for(conversation, age=2)
            abandoned = await house.wire(SOCKET, cookie=visitor_cookie(conversation))
            current = await house.visitor(conversation)
            await abandoned.send({"t": "hello", "ticket": early, "after": 0})
            assert (await abandoned.closed()).code == Close.ELSEWHERE
            await current.send({"t": "ping"})
            assert await current.next("pong")

        play(story)

    def test_a_second_tab_takes_over(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            first = await house.visitor(conversation)
            second = await house.visitor(conversation)
            assert (await first.closed()).code == Close.ELSEWHERE
            await second.send({"t": "send", "cid": "a", "body": "hier"})
            assert await second.next("ack")

        play(story)

    def test_hello_comes_first_and_soon(
        self, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def story(house: House) -> None:
            with monkeypatch.context() as hurried:
                hurried.setattr("chat.consumers.HELLO_SECONDS", 0.05)
                wire = await house.wire(SOCKET, cookie=visitor_cookie(conversation))
                assert (await wire.closed()).code == Close.NO_HELLO
            wire = await house.wire(SOCKET, cookie=visitor_cookie(conversation))
            await wire.send({"t": "send", "cid": "a", "body": "x"})
            assert (await wire.closed()).code == Close.BAD_FRAME
            again = await house.visitor(conversation)
            await again.send({"t": "hello", "ticket": "x", "after": 0})
            assert (await again.closed()).code == Close.BAD_FRAME

        play(story)


class TestTalking:
    def test_a_message_reaches_the_other_side_once(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            staff = await house.staff(conversation, counsellor, session)
            await visitor.so_far(), await staff.so_far()
            await visitor.send({"t": "send", "cid": "v1", "body": "dag <b>&"})
            ack = await visitor.next("ack")
            entry = await staff.next("ev")
            assert (entry["seq"], entry["cid"], entry["from"], entry["body"]) == (
                ack["seq"],
                "v1",
                "visitor",
                "dag <b>&",
            )
            assert entry["at"] == ack["at"]
            assert "mine" not in entry
            await staff.send({"t": "send", "cid": "s1", "body": "hallo"})
            assert (await visitor.next("ev"))["from"] == "counsellor"
            assert (await staff.next("ack"))["seq"] == ack["seq"] + 1
            # the same again: the number it has, and nobody hears it twice
            await visitor.send({"t": "send", "cid": "v1", "body": "dag <b>&"})
            assert (await visitor.next("ack"))["seq"] == ack["seq"]
            await visitor.so_far()
            assert [frame for frame in await staff.so_far() if frame["t"] == "ev"] == []
            await visitor.send({"t": "send", "cid": "v1", "body": "iets anders"})
            assert (await visitor.next("no")) == {"t": "no", "cid": "v1", "why": "reused"}

        play(story)
        assert bodies(conversation.pk)[-2:] == ["dag <b>&", "hallo"]

    def test_what_is_no_message(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            for body, why in (("", "empty"), (" \n", "empty"), ("x" * 4001, "too_long")):
                await visitor.send({"t": "send", "cid": "a", "body": body})
                assert (await visitor.next("no"))["why"] == why
            await visitor.send({"t": "send", "cid": "a", "body": "x", "line": 1})
            assert (await visitor.next("no"))["why"] == "not_yours"

        before = len(bodies(conversation.pk))
        play(story)
        assert len(bodies(conversation.pk)) == before

    @pytest.mark.usefixtures("in_one_moment")
    def test_fast_typing_is_slowed_and_never_punished(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            for n in range(16):
                await visitor.send({"t": "send", "cid": f"c{n}", "body": "x"})
            refusal = await visitor.next("no")
            assert (refusal["cid"], refusal["why"]) == ("c15", "slow")
            assert 0 < refusal["retry_ms"] <= 2001
            # another socket of the same conversation has no fresh allowance
            again = await house.visitor(conversation)
            await again.send({"t": "send", "cid": "c15", "body": "x"})
            assert (await again.next("no"))["why"] == "slow"

        play(story)

    def test_a_flood_of_frames_is_told_to_slow_down(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            for _ in range(80):
                await visitor.send({"t": "ping"})
            assert (await visitor.closed()).code == Close.SLOW_DOWN

        play(story)

    @pytest.mark.usefixtures("in_one_moment")
    def test_who_asks_for_the_log_again_and_again_is_told_to_slow_down(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        """Every telling costs the server a reading and an opening; a browser asks for what is new only."""

        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            for n in range(15):
                await visitor.send({"t": "send", "cid": f"c{n}", "body": "x" * 4000})
                await visitor.next("ack")
            for _ in range(20):
                await visitor.send({"t": "sync", "after": 0})
            assert (await visitor.closed()).code == Close.SLOW_DOWN
            # nor does a socket that comes instead, or the road
            again = await house.visitor(conversation)
            assert (await again.closed()).code == Close.SLOW_DOWN
            asked = await house.road(
                "GET", "/helpwanted/chat/road/events?after=0", cookie=visitor_cookie(conversation)
            )
            assert (asked.status, asked.body["why"]) == (429, "slow")
            assert asked.body["retry_ms"] > 0
            # who answers is not kept waiting by it
            staff = await house.staff(conversation, counsellor, session)
            told = [frame["body"] for frame in await staff.so_far() if frame["t"] == "ev"]
            assert told.count("x" * 4000) == 15

        play(story)

    def test_a_log_of_usual_length_may_be_asked_for_many_times(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            for _ in range(12):  # a page that is reloaded by somebody who does not trust it
                visitor = await house.visitor(conversation)
                for _ in range(3):
                    await visitor.send({"t": "sync", "after": 0})
            await visitor.send({"t": "send", "cid": "still", "body": "nog hier"})
            assert (await visitor.next("ack"))["cid"] == "still"

        play(story)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("nonsense", Close.BAD_FRAME),
            ('{"t":"send","cid":"a","body":"x","seq":1}', Close.BAD_FRAME),
            ('{"t":"send","cid":"a","body":"x","from":"counsellor"}', Close.BAD_FRAME),
            ('{"t":"send","cid":"a","body":"' + "x" * 20000 + '"}', Close.TOO_LARGE),
        ],
    )
    def test_bad_frames_close_with_a_reason(self, conversation: Conversation, text: str, code: int) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            await visitor.send_text(text)
            closed = await visitor.closed()
            assert closed.code == code
            assert closed.reason
            assert "xxx" not in closed.reason

        play(story)

    def test_binary_frames_are_refused(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            await visitor.send_bytes(b"\x00\x01")
            assert (await visitor.closed()).code == Close.UNREADABLE

        play(story)

    def test_an_ended_conversation_takes_no_more(self, conversation: Conversation, counsellor: User) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            await in_thread(talk.end, conversation=conversation, by=counsellor)
            while (await visitor.next("state"))["state"] != "ended":
                pass
            await visitor.send({"t": "send", "cid": "late", "body": "nog iets"})
            assert (await visitor.next("no"))["why"] == "ended"

        play(story)

    def test_seen_and_typing_reach_the_other_side(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            staff = await house.staff(conversation, counsellor, session)
            head = visitor.welcome["head"]
            await staff.send({"t": "typing", "on": True})
            assert await visitor.next("typing") == {"t": "typing", "on": True, "from": "counsellor"}
            await visitor.send({"t": "seen", "delivered": head + 99, "read": 1})
            assert await staff.next("seen") == {"t": "seen", "delivered": head, "read": 1, "by": "visitor"}
            await visitor.send({"t": "seen", "delivered": 0, "read": 0})
            await visitor.send({"t": "seen", "delivered": head, "read": head})
            assert (await staff.next("seen"))["read"] == head

        play(story)
        conversation.refresh_from_db()
        assert conversation.visitor_read == conversation.head

    def test_sync_sends_again_what_is_asked_for(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            head = visitor.welcome["head"]
            await visitor.so_far()
            await visitor.send({"t": "sync", "after": 0})
            assert [frame["seq"] for frame in await visitor.so_far() if frame["t"] == "ev"] == list(
                range(1, head + 1)
            )
            await visitor.send({"t": "ping"})
            assert await visitor.next("pong") == {"t": "pong", "head": head}

        play(story)
