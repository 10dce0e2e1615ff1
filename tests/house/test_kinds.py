import pytest

from helpline import kinds
from helpline.metrics import Route, Socket


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", Route.PAGE),
        ("", Route.PAGE),
        ("/en/helpwanted/", Route.PAGE),
        ("/helpwanted/what-we-keep/", Route.PAGE),
        ("/helpwanted/chat/talk/", Route.CHAT),
        ("/en/helpwanted/chat/", Route.CHAT),
        ("/helpwanted/chat/road/send", Route.CHAT_ROAD),
        ("/stopitnow/advice/3/", Route.ADVICE),
        ("/stopitnow/self-help/x/workbook/", Route.SELF_HELP),
        ("/stopitnow/self-help-safe/look/", Route.SAFE),
        ("/helpwanted/post/send/", Route.POST),
        ("/phone/in/helpwanted/voice", Route.PHONE),
        ("/staff/", Route.STAFF),
        ("/staff/cases/12/", Route.STAFF),
        ("/staff/chat/6a1f/road/send", Route.STAFF_ROAD),
        ("/beheer/cms/pages/3/", Route.ADMIN),
        ("/static/site/base.css", Route.STATIC),
        ("/media/a.png", Route.MEDIA),
        ("/healthz", Route.WATCH),
        ("/kanarie@example.org/%00/../x", Route.PAGE),
    ],
)
def test_an_address_is_of_one_kind(path: str, route: Route) -> None:
    assert kinds.route(path) is route


@pytest.mark.parametrize(
    ("path", "socket"),
    [
        ("/helpwanted/chat/socket", Socket.VISITOR),
        ("/staff/chat/socket", Socket.STAFF),
        ("/staff/desk/socket", Socket.DESK),
        ("/kanarie/socket", Socket.NOWHERE),
        ("", Socket.NOWHERE),
    ],
)
def test_a_socket_is_of_one_kind(path: str, socket: Socket) -> None:
    assert kinds.socket(path) is socket
