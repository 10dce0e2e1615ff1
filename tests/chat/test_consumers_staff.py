"""The sockets of staff: in a conversation, and of the desk."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chat import access, tickets
from chat.actions import talk, transfer
from chat.models import Conversation
from chat.protocol import Close
from helpline.accounts import sessions
from helpline.accounts.models import Authenticator, Membership, StaffSession, User
from helpline.accounts.roles import Role
from tests.chat.sockets import House, Wire, in_thread, now, play, session_of, ticket_for, visitor_cookie
from tests.factories.accounts import PASSPHRASE, make_user
from tests.factories.chat import make_available, make_open_programme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


class TestStaff:
    def test_whispers_stay_among_staff(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        lead = make_user(roles=[(conversation.programme, Role.SHIFT_LEAD)])
        lead_session = session_of(lead)

        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            staff = await house.staff(conversation, counsellor, session)
            leading = await house.staff(conversation, lead, lead_session)
            await leading.send({"t": "send", "cid": "w1", "body": "vraag naar 06-12345678", "line": 1})
            whisper = await staff.next("ev")
            while whisper["line"] == 0:
                whisper = await staff.next("ev")
            assert (whisper["from"], whisper["staff"], whisper["body"]) == (
                "lead",
                lead.pk,
                "vraag naar [telefoonnummer]",
            )
            # a lead does not speak to the visitor without taking over
            await leading.send({"t": "send", "cid": "w2", "body": "dag", "line": 0})
            assert (await leading.next("no"))["why"] == "not_yours"
            assert all(frame.get("line", 0) == 0 for frame in await visitor.so_far())

        play(story)

    def test_a_visitor_cannot_ask_for_the_staff_line(self, conversation: Conversation) -> None:
        async def story(house: House) -> None:
            wire = await house.wire("/helpwanted/chat/socket", cookie=visitor_cookie(conversation))
            await wire.send({"t": "hello", "ticket": ticket_for(conversation), "after": 0, "aside": 0})
            assert (await wire.closed()).code == Close.NOT_YOURS
            visitor = await house.visitor(conversation)
            await visitor.send({"t": "sync", "after": 0, "aside": 0})
            assert all(frame["line"] == 0 for frame in await visitor.so_far() if frame["t"] == "ev")

        play(story)

    def test_who_may_not_read_is_refused(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        colleague = make_user(roles=[(conversation.programme, Role.COUNSELLOR)])
        elsewhere = make_user(roles=[(make_open_programme(slug="other"), Role.SHIFT_LEAD)])
        editor = make_user(roles=[(conversation.programme, Role.EDITOR)])
        cases = [(user, session_of(user)) for user in (colleague, elsewhere, editor)]

        async def story(house: House) -> None:
            for user, key in cases:
                wire = await hello_as(house, conversation, user, key)
                assert (await wire.closed()).code == Close.NOT_YOURS
            # somebody else's ticket, no session, a visitor's cookie: sign in
            for user, key in ((colleague, session), (counsellor, ""), (counsellor, "nonsense")):
                wire = await hello_as(house, conversation, user, key)
                assert (await wire.closed()).code == Close.SIGN_IN

        play(story)

    def test_the_passphrase_alone_opens_no_socket(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        """No middleware covers sockets: they look for the second factor in the session themselves."""
        cases = {
            "between the two steps of the sign-in pages": after_the_first_step(counsellor),
            "signed in by the passphrase, as Django would": with_passphrase_only(counsellor, listed=False),
            "the same, and listed among the sessions": with_passphrase_only(counsellor, listed=True),
        }

        async def story(house: House) -> None:
            for case, key in cases.items():
                wire = await hello_as(house, conversation, counsellor, key)
                assert (await wire.closed()).code == Close.SIGN_IN, case
                wire = await desk_as(house, counsellor, key)
                assert (await wire.closed()).code == Close.SIGN_IN, case
                cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
                for path in (f"/staff/chat/{conversation.pk}/road/ticket", "/staff/desk/road/ticket"):
                    assert (await house.road("POST", path, {}, cookie=cookie)).status == 401, case
            # the same person with both factors
            await house.staff(conversation, counsellor, session)

        play(story)

    def test_a_second_factor_that_is_taken_away_closes_within_the_check(
        self, conversation: Conversation, counsellor: User, session: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("chat.staffwatch.CHECK_SECONDS", 0.1)

        async def story(house: House) -> None:
            staff = await house.staff(conversation, counsellor, session)
            await in_thread(Authenticator.objects.filter(user=counsellor).delete)
            assert (await staff.closed()).code == Close.SIGN_IN

        play(story)

    def test_a_whole_shift_is_looked_at_with_one_question(
        self, conversation: Conversation, counsellor: User, session: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And whatever one of them lost, the others keep."""
        lead = make_user(roles=[(conversation.programme, Role.SHIFT_LEAD)])
        lead_session = session_of(lead)
        asked: list[set[str]] = []
        rights_of = access.rights_of
        monkeypatch.setattr(
            access, "rights_of", lambda wanted, now: asked.append(set(wanted)) or rights_of(wanted, now)
        )
        monkeypatch.setattr("chat.staffwatch.CHECK_SECONDS", 0.1)

        async def story(house: House) -> None:
            staff = await house.staff(conversation, counsellor, session)
            leading = await house.staff(conversation, lead, lead_session)
            await in_thread(Authenticator.objects.filter(user=counsellor).delete)
            assert (await staff.closed()).code == Close.SIGN_IN
            await leading.send({"t": "send", "cid": "w", "body": "nog hier", "line": 1})
            assert await leading.next("ack")

        play(story)
        assert {session, lead_session} in asked

    def test_a_session_that_ends_closes_its_socket_at_once(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        async def story(house: House) -> None:
            staff = await house.staff(conversation, counsellor, session)
            mine = StaffSession.objects.filter(user=counsellor)
            await in_thread(sessions.end_all, mine, by=counsellor)
            assert (await staff.closed()).code == Close.SIGN_IN

        play(story)

    def test_a_role_that_is_taken_away_closes_within_the_check(
        self, conversation: Conversation, counsellor: User, session: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("chat.staffwatch.CHECK_SECONDS", 0.1)

        async def story(house: House) -> None:
            staff = await house.staff(conversation, counsellor, session)
            await in_thread(Membership.objects.filter(user=counsellor).delete)
            assert (await staff.closed()).code == Close.NOT_YOURS

        play(story)

    def test_a_chat_that_went_to_a_colleague_is_no_longer_mine(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        colleague = make_user(roles=[(conversation.programme, Role.COUNSELLOR)])
        make_available(user=colleague, programme=conversation.programme, now=now())

        async def story(house: House) -> None:
            staff = await house.staff(conversation, counsellor, session)
            offer = await in_thread(
                transfer.offer,
                conversation=conversation,
                by=counsellor,
                to_user=colleague,
                note="neem jij hem?",
            )
            await in_thread(transfer.accept, transfer=offer, by=colleague)
            assert (await staff.closed()).code == Close.NOT_YOURS

        play(story)


async def hello_as(house: House, conversation: Conversation, user: User, session_key: str) -> Wire:
    wire = await house.wire("/staff/chat/socket", cookie=f"{settings.SESSION_COOKIE_NAME}={session_key}")
    await wire.send(
        {"t": "hello", "ticket": ticket_for(conversation, staff_id=user.pk), "after": 0, "aside": 0}
    )
    return wire


async def desk_as(house: House, user: User, session_key: str) -> Wire:
    wire = await house.wire("/staff/desk/socket", cookie=f"{settings.SESSION_COOKIE_NAME}={session_key}")
    ticket = tickets.issue(conversation_id=tickets.DESK, staff_id=user.pk, now=now())
    await wire.send({"t": "hello", "ticket": ticket, "after": 0})
    return wire


def after_the_first_step(user: User) -> str:
    """The session of somebody whose passphrase was right, and who was asked for a code."""
    browser = Client()
    browser.post(reverse("accounts:sign_in"), {"email": user.email, "passphrase": PASSPHRASE})
    key = browser.session.session_key
    assert key is not None
    return key


def with_passphrase_only(user: User, *, listed: bool) -> str:
    """A session that some other door opened with the passphrase. listed: as if it were written down like ours."""
    browser = Client()
    browser.force_login(user)
    key = browser.session.session_key
    assert key is not None
    if listed:
        StaffSession.objects.create(
            user=user, session_key=key, started_at=now(), seen_at=now(), confirmed_at=now()
        )
    return key


class TestDesk:
    def test_the_board_follows_the_queue(
        self, conversation: Conversation, counsellor: User, session: str
    ) -> None:
        async def story(house: House) -> None:
            wire = await desk_as(house, counsellor, session)
            first = await wire.next("board")
            await wire.send({"t": "ping"})
            assert await wire.next("pong")
            await in_thread(talk.end, conversation=conversation, by=counsellor)
            assert await wire.next("board") != first
            await in_thread(sessions.end_all, StaffSession.objects.filter(user=counsellor), by=counsellor)
            assert (await wire.closed()).code == Close.SIGN_IN

        play(story)

    def test_a_visitor_has_no_desk(self, conversation: Conversation, counsellor: User) -> None:
        async def story(house: House) -> None:
            wire = await house.wire("/staff/desk/socket", cookie=visitor_cookie(conversation))
            ticket = tickets.issue(conversation_id=tickets.DESK, staff_id=counsellor.pk, now=now())
            await wire.send({"t": "hello", "ticket": ticket, "after": 0})
            assert (await wire.closed()).code == Close.SIGN_IN

        play(story)
