"""The chat and the pages, by somebody whose name stands in everything that can be sent."""

import json
from contextlib import suppress
from urllib.parse import urlencode

from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus

from helpline import cookies
from tests.journeys.inside import Inside
from tests.proof.canary import Canary
from tests.proof.wire import FORM

VISIT = cookies.of_programme(settings.VISIT_COOKIE_NAME, "helpwanted")


def read_pages(inside: Inside, visitor: Canary) -> None:
    """What is read without being in a conversation, in both languages, and the way out."""
    who = visitor.who
    for path in ("/", "/helpwanted/", "/stopitnow/", "/helpwanted/what-we-keep/", "/helpwanted/chat/back/"):
        visitor.get(f"{path}?lang=en&name={who.name.replace(' ', '%20')}&mail={who.mail}")
    visitor.get(f"/helpwanted/search/?q={who.mail}")
    visitor.cookies |= {
        settings.LANGUAGE_COOKIE_NAME: "nl",
        "hl_name": who.mail,
        VISIT: who.mail,
    }
    visitor.get("/helpwanted/chat/")
    visitor.post("/helpwanted/chat/back/", code=who.everything)
    visitor.post("/helpwanted/leave/", why=who.everything)


def come_in(inside: Inside, visitor: Canary) -> None:
    """At the door, with what is asked before a chat; and out by the quick exit."""
    who = visitor.who
    _door_open(inside)
    visitor.knock(target_group=who.name, age_band=who.phone, topics=who.mail, name=who.name, phone=who.phone)
    visitor.line().says(f"{who.content} {who.everything}")
    visitor.leave()
    visitor.post("/helpwanted/leave/", why=who.everything)


def talk_by_socket(inside: Inside, visitor: Canary) -> None:
    """Messages, typing, and every frame that is none."""
    who = visitor.who
    _door_open(inside)
    visitor.knock()
    line = visitor.line()
    line.says(f"{who.content}: ik ben {who.everything}")
    line.send({"t": "typing", "on": True, "text": who.everything})
    line.leave()
    wrong: tuple[object, ...] = (
        {"t": "hello", "ticket": who.mail, "after": 0, "name": who.name},
        f"{{ {who.everything}",
        who.everything.encode(),
        {"t": who.everything},
        {"t": "send", "cid": who.everything, "body": who.everything},
        {"t": "send", "cid": "x", "body": who.everything * 2000},
    )
    for frame in wrong:
        socket = visitor.socket()
        with suppress(ConnectionClosed):
            socket.send(frame)
            socket.closed()
    line = visitor.line()
    for frame in wrong[1:]:
        with suppress(ConnectionClosed):
            line.send(frame)
    line.closed()
    with suppress(InvalidStatus):
        visitor.socket(f"/helpwanted/chat/{who.mail}").closed()
    with suppress(InvalidStatus):
        visitor.socket(origin=f"https://{who.domain}").closed()
    visitor.post("/helpwanted/leave/")


def talk_by_road(inside: Inside, visitor: Canary) -> None:
    """The same over HTTP, as where sockets are blocked."""
    who = visitor.who
    _door_open(inside)
    visitor.knock()
    road = "/helpwanted/chat/road/"
    assert (
        visitor.post_json(f"{road}send", {"cid": "a1", "body": f"{who.content} {who.everything}"})[0] == 200
    )
    visitor.post_json(f"{road}send", {"cid": who.everything, "body": who.everything})
    visitor.post_json(f"{road}send", {"cid": "a2", "body": who.everything * 100})
    visitor.post_json(f"{road}send", {"cid": "a1", "body": f"anders {who.everything}"})
    visitor.post_json(f"{road}send", {"cid": "a3", "body": who.everything}, Origin=f"https://{who.forwarded}")
    visitor.ask(
        "POST", f"{road}send", who.everything.encode(),
        {"Content-Type": "application/json", "Origin": visitor.house.url},
    )  # fmt: skip
    visitor.ask("POST", f"{road}send", who.everything.encode() * 2000, {"Content-Type": "application/json"})
    visitor.post_json(f"{road}rest", {"messages": [{"cid": "a4", "body": f"{who.content} {who.everything}"}]})
    visitor.post_json(f"{road}rest", {"messages": [{"cid": who.everything, "body": who.everything}]})
    visitor.post_json(f"{road}rest", {who.everything: who.everything})
    visitor.post_json(f"{road}{who.name.split()[0]}", {})
    visitor.get(f"{road}events?after={who.phone.replace(' ', '')}&name={who.mail}")
    visitor.post("/helpwanted/leave/")


def talk_by_form(inside: Inside, visitor: Canary) -> None:
    """Without scripts; then the return code, the end, the questions after it, and back with the code."""
    who = visitor.who
    _door_open(inside)
    visitor.knock()
    visitor.get(f"/helpwanted/chat/write/?name={who.mail}")
    visitor.post("/helpwanted/chat/send/", message=f"{who.content} {who.everything}", name=who.name)
    visitor.post("/helpwanted/chat/send/", message=who.everything * 100)
    _, told = visitor.ask(
        "POST", "/helpwanted/chat/code/",
        urlencode({"csrfmiddlewaretoken": visitor.token, "name": who.name}).encode(),
        {"Content-Type": FORM, "Origin": visitor.house.url, "Accept": "application/json"},
    )  # fmt: skip
    visitor.code = str(json.loads(told)["code"])
    visitor.post("/helpwanted/chat/end/", why=who.everything)
    visitor.get("/helpwanted/chat/after/")
    visitor.post(
        "/helpwanted/chat/survey/", survey_heard=who.name, survey_helped=who.phone, remark=who.everything
    )
    visitor.post("/helpwanted/chat/survey/", survey_heard="yes", survey_helped="yes", remark=who.everything)
    assert visitor.post("/helpwanted/chat/back/", code=visitor.code)[0] < 400
    visitor.get(f"/helpwanted/chat/talk/?code={visitor.code}")


def _door_open(inside: Inside) -> None:
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
