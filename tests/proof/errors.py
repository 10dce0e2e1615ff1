"""Every error that a visitor can meet, and the staff's door, by somebody whose name stands in everything."""

from contextlib import suppress

from websockets.exceptions import InvalidStatus

from tests.journeys.inside import Inside
from tests.proof.canary import NOT_ANSWERED, Canary
from tests.proof.wire import FORM


def make_errors(inside: Inside, visitor: Canary) -> None:
    """What is asked wrongly: 400 to 431."""
    who = visitor.who
    visitor.get("/helpwanted/chat/")
    assert visitor.get(f"/{who.mail}/{who.phone.replace(' ', '%20')}/")[0] == 404
    for host in (who.forwarded, who.domain):
        assert visitor.get("/helpwanted/", Host=host)[0] in (400, NOT_ANSWERED)
    status, _ = visitor.ask(
        "POST", "/helpwanted/chat/start/", f"name={who.mail}".encode(),
        {"Content-Type": FORM, "Cookie": "", "Origin": f"https://{who.forwarded}"},
    )  # fmt: skip
    assert status == 403
    everything = who.everything.encode()
    visitor.ask("POST", "/helpwanted/chat/start/", b"name=" + everything * 6000, {"Content-Type": FORM})
    visitor.ask("PUT", f"/helpwanted/?name={who.mail}", everything)
    visitor.ask("POST", "/helpwanted/chat/start/", b"--x\r\n" + everything,
                {"Content-Type": "multipart/form-data; boundary=x"})  # fmt: skip
    visitor.get("/helpwanted/chat/%00%ff?" + "&".join(f"k{n}={who.mail}" for n in range(60)))
    visitor.get(f"/helpwanted/{'x' * 9000}{who.mail}/")
    visitor.get("/helpwanted/", Cookie=f"hl={who.mail * 400}")
    visitor.ask(who.name.split()[0].upper(), "/")


def meet_a_broken_house(inside: Inside, visitor: Canary) -> None:
    """Error pages of the other kind, 500 and 503, by taking tables away for a moment."""
    who = visitor.who
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    visitor.knock()
    inside.ask("move_table", table="chat_conversation", to="chat_conversation_away")
    try:
        for path in ("/helpwanted/chat/", "/helpwanted/chat/talk/"):
            status, _ = visitor.get(f"{path}?name={who.mail}")
            assert status in (500, 503), status
        status, _ = visitor.post("/helpwanted/chat/send/", message=who.everything)
        if status in (500, 503):
            # a message that could not be kept goes back to its writer: that is no refusal's echo
            visitor.refusals.pop()
        visitor.post("/helpwanted/chat/back/", code=who.everything)
        visitor.post_json("/helpwanted/chat/road/send", {"cid": "z1", "body": who.everything})
    finally:
        inside.ask("move_table", table="chat_conversation_away", to="chat_conversation")
    visitor.post("/helpwanted/leave/")


def try_the_staff_door(inside: Inside, visitor: Canary) -> None:
    """Somebody who tries to sign in, whole and broken, on the staff's own host where there is one."""
    who = visitor.who
    visitor.goes_to(getattr(visitor.house, "staff", visitor.house.url))
    visitor.get(f"/staff/sign-in/?name={who.mail}")
    for _ in range(3):
        visitor.post("/staff/sign-in/", email=who.mail, passphrase=who.everything)
    visitor.post("/staff/second-factor/", code=who.phone)
    visitor.get(f"/staff/invitation/{who.mail}/")
    visitor.post(f"/staff/invitation/{who.mail}/", passphrase=who.everything)
    opened = []
    for path in ("/staff/chat/socket", "/staff/desk/socket"):
        with suppress(InvalidStatus):
            opened.append(visitor.socket(path, cookie=f"sessionid={who.mail}"))
    number = "0b5b5a4e-4f0c-4f0e-9b1d-3f7f6a2f7d10"
    visitor.post_json(f"/staff/chat/{number}/road/send", {"cid": who.mail, "body": who.everything})
    visitor.post_json("/staff/desk/road/ticket", {"name": who.everything})
    inside.ask("move_table", table="accounts_user", to="accounts_user_away")
    try:
        visitor.get("/staff/sign-in/")
        visitor.post("/staff/sign-in/", email=who.mail, passphrase=who.everything)
    finally:
        inside.ask("move_table", table="accounts_user_away", to="accounts_user")
    for socket in opened:  # who says nothing is heard out for ten seconds
        socket.closed()
