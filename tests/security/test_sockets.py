"""Sockets and the roads beside them, which no middleware covers: a page of another site opens none of them, and an id
of a conversation that is none of one's own tells nothing.

Tickets, second factors and sessions that end under an open socket: tests/chat/test_consumers.py,
test_consumers_staff.py and test_road.py.
"""

from uuid import uuid4

import pytest
from django.conf import settings

from chat import road, routing, visit
from chat.models import Conversation
from chat.protocol import Close
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from tests.chat.sockets import Closed, House, now, play, session_of, ticket_for, visitor_cookie
from tests.factories.accounts import make_user
from tests.factories.chat import make_open_programme, make_talking, make_waiting

UUID = "6a3c4f6e-38f4-4a5f-8a36-0f0b8ad0a9c1"
SOCKETS = ("/helpwanted/chat/socket", "/staff/chat/socket", "/staff/desk/socket")
ROADS = (
    *(f"/helpwanted/chat/road/{name}" for name in road._DEEDS),
    *(f"/staff/chat/{UUID}/road/{name}" for name in road._DEEDS),
    "/staff/desk/road/ticket",
)
#: the Cookie header of nobody
NONSENSE = f"{settings.SESSION_COOKIE_NAME}=x; {visit.cookie_name('helpwanted')}=y"
FOREIGN = (
    None,
    "null",
    "https://evil.example",
    "http://localhost:8000.evil.example",
    "http://evil.example/localhost",
)


def test_every_socket_and_road_stands_above() -> None:
    """A new one is asked below as soon as it is named here."""
    known = [value for name, value in vars(routing).items() if name.endswith(("_SOCKET", "_ROAD", "_TICKET"))]
    assert len(known) == 6, (
        "chat/routing.py leads somewhere new: name it in SOCKETS or ROADS, and count it here."
    )
    for path in SOCKETS:
        assert routing._socket(path, board=_nothing) is not None, path
    for path in ROADS:
        assert routing._road(path) is not None, path


async def _nothing(*_args: object) -> None:
    """Stands where the board stands."""


def test_a_page_of_another_site_opens_no_socket_and_posts_nothing() -> None:
    async def story(house: House) -> None:
        for origin in FOREIGN:
            for path in SOCKETS:
                with pytest.raises(Closed) as refused:
                    await house.wire(path, cookie=NONSENSE, origin=origin)
                assert refused.value.code == Close.NOT_YOURS, (path, origin)
            for path in ROADS:
                answer = await house.road("POST", path, {}, cookie=NONSENSE, origin=origin)
                assert (answer.status, answer.body) == (403, {"why": "origin"}), (path, origin)

    play(story)


@pytest.fixture
def conversation(transactional_db: None) -> Conversation:
    counsellor = make_user(roles=[(make_open_programme(), Role.COUNSELLOR)])
    made = make_talking(programme=counsellor.memberships.get().programme, user=counsellor, now=now())
    return Conversation.objects.select_related("programme", "counsellor").get(pk=made.pk)


def elsewhere() -> User:
    other = make_open_programme(slug="stopitnow")
    return make_user(roles=[(other, role) for role in (Role.COUNSELLOR, Role.SHIFT_LEAD)])


@pytest.mark.django_db(transaction=True)
def test_a_conversation_of_others_is_as_gone_as_one_that_never_was(conversation: Conversation) -> None:
    keys = [session_of(elsewhere()), session_of(make_user(roles=[(conversation.programme, Role.EDITOR)]))]

    async def story(house: House) -> None:
        for key in keys:
            for name, method in (("ticket", "POST"), ("send", "POST"), ("seen", "POST"), ("events", "GET")):
                told = {"cid": "a", "body": "dag"} if name == "send" else {}
                answers = [
                    await house.road(
                        method,
                        f"/staff/chat/{which}/road/{name}",
                        told,
                        cookie=f"{settings.SESSION_COOKIE_NAME}={key}",
                    )
                    for which in (conversation.pk, uuid4())
                ]
                assert answers[0] == answers[1], name
                assert answers[0].status == 403, name

    play(story)


@pytest.mark.django_db(transaction=True)
def test_another_visitors_ticket_opens_nothing(conversation: Conversation) -> None:
    """The ticket of one, with the cookie of another: neither conversation opens, and both answers are the same."""
    other = make_waiting(programme=conversation.programme, now=now())
    other = Conversation.objects.select_related("programme").get(pk=other.pk)

    async def story(house: House) -> None:
        closed = []
        for ticket in (ticket_for(other), ticket_for(conversation, age=31), "nonsense"):
            wire = await house.wire(SOCKETS[0], cookie=visitor_cookie(conversation))
            await wire.send({"t": "hello", "ticket": ticket, "after": 0})
            closed.append((await wire.closed()).code)
        assert closed == [Close.SIGN_IN] * 3

    play(story)
