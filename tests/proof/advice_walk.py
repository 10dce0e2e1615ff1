"""The advice module, walked by somebody whose name stands in everything that can be sent."""

import re
import time

from django.conf import settings

from helpline import cookies
from tests.journeys.inside import Inside
from tests.proof.canary import Canary

WALK = cookies.of_programme(settings.WALK_COOKIE_NAME, "helpwanted")


def walk_the_advice_module(inside: Inside, walker: Canary) -> None:
    """From the door to an advice, with a name in everything that can be sent, and along to the chat."""
    who = walker.who
    inside.ask("publish_advice", slug="helpwanted")
    before = inside.ask("advice_counted")["contacts"]
    at = "/helpwanted/advice/"
    for _ in range(20):  # what was published shows within seconds
        walker.get(f"{at}?told={who.mail}&name=Kanarie")
        walker.post(f"{at}start/", name=who.name, choice=who.everything)
        status, page = walker.get(f"{at}1/?told={who.mail}")
        if status == 200 and 'value="no"' in page:
            break
        walker.post(f"{at}stop/")
        time.sleep(1)
    else:
        raise AssertionError("the walk did not begin")
    for path in (f"{at}{who.phone.replace(' ', '')}/", f"{at}{who.mail}/", f"{at}now/?name={who.mail}"):
        walker.get(path)
    for answer in ("no", "me", "threat", "b", "snap"):
        step = next(number for number in range(8, 0, -1) if walker.get(f"{at}{number}/")[0] == 200)
        _, page = walker.get(f"{at}{step}/")
        form = dict(re.findall(r'type="hidden" name="(version|node|step)" value="([0-9]+)"', page))
        walker.post(f"{at}answer/", **(form | {"choice": who.everything, "name": who.name}))
        walker.post(f"{at}answer/", **(form | {"node": who.phone, "choice": who.mail}))
        walker.post(f"{at}answer/", **(form | {"version": who.mail, "choice": who.name}))
        walker.post(f"{at}answer/", **form, choice=answer, note=who.everything)
    assert walker.get(f"{at}outcome/")[0] == 200
    walker.get(f"{at}outcome/save/?name={who.mail}")
    walker.post(f"{at}take-along/leave-out/", node=who.mail, out=who.name)
    walker.post(f"{at}take-along/leave-out/", node="1", out="1", why=who.everything)
    _, page = walker.get(f"{at}take-along/")
    seal = re.search(r'name="introduction" value="([^"]+)"', page)
    assert seal, "the chat is closed"
    walker.post(f"{at}take-along/go/", channel=who.name, introduction=who.everything)
    assert (
        walker.post(f"{at}take-along/go/", channel="chat", introduction=seal[1], note=who.everything)[0]
        == 307
    )
    walker.post("/helpwanted/chat/", introduction=who.everything)
    walker.knock(introduction=seal[1], name=who.name)
    held = walker.cookies[WALK]
    for spoilt in (
        who.mail,
        held[:-9],
        f"{held[:20]}{'AB'[held[20] == 'A']}{held[21:]}",
        who.everything.replace(" ", "") * 90,
    ):
        walker.cookies[WALK] = spoilt
        walker.get(f"{at}2/?name={who.mail}")
        walker.cookies[WALK] = spoilt
        walker.post(f"{at}answer/", choice=who.everything)
    walker.post(f"{at}stop/", why=who.everything)
    deadline = time.monotonic() + 20  # what walks add to the figures is written within five seconds
    while inside.ask("advice_counted")["contacts"] <= before:
        assert time.monotonic() < deadline, "the walk was not counted"
        time.sleep(0.5)
