"""The advice module, walked by somebody whose name stands in everything that can be sent."""

import re
import time

from tests.journeys.inside import Inside
from tests.proof.canary import ALL, MAIL, NAME, PHONE, Canary


def walk_the_advice_module(inside: Inside, walker: Canary) -> None:
    """From the door to an advice, with a name in everything that can be sent, and along to the chat."""
    inside.ask("publish_advice", slug="helpwanted")
    before = inside.ask("advice_counted")["contacts"]
    at = "/helpwanted/advice/"
    for _ in range(20):  # what was published shows within seconds
        walker.get(f"{at}?told={MAIL}&name=Kanarie")
        walker.post(f"{at}start/", name=NAME, choice=ALL)
        if walker.get(f"{at}1/?told={MAIL}")[0] == 200:
            break
        time.sleep(1)
    else:
        raise AssertionError("the walk did not begin")
    for path in (f"{at}{PHONE.replace(' ', '')}/", f"{at}{MAIL}/", f"{at}now/?name={MAIL}"):
        walker.get(path)
    for answer in ("no", "me", "threat", "b", "snap"):
        step = next(number for number in range(8, 0, -1) if walker.get(f"{at}{number}/")[0] == 200)
        _, page = walker.get(f"{at}{step}/")
        form = dict(re.findall(r'type="hidden" name="(version|node|step)" value="([0-9]+)"', page))
        walker.post(f"{at}answer/", **(form | {"choice": ALL, "name": NAME}))
        walker.post(f"{at}answer/", **(form | {"node": PHONE, "choice": MAIL}))
        walker.post(f"{at}answer/", **(form | {"version": MAIL, "choice": NAME}))
        walker.post(f"{at}answer/", **form, choice=answer, note=ALL)
    assert walker.get(f"{at}outcome/")[0] == 200
    walker.get(f"{at}outcome/save/?name={MAIL}")
    walker.post(f"{at}take-along/leave-out/", node=MAIL, out=NAME)
    walker.post(f"{at}take-along/leave-out/", node="1", out="1", why=ALL)
    _, page = walker.get(f"{at}take-along/")
    seal = re.search(r'name="introduction" value="([^"]+)"', page)
    assert seal, "the chat is closed"
    walker.post(f"{at}take-along/go/", channel=NAME, introduction=ALL)
    assert walker.post(f"{at}take-along/go/", channel="chat", introduction=seal[1], note=ALL)[0] == 307
    walker.post("/helpwanted/chat/", introduction=ALL)
    walker.knock(introduction=seal[1], name=NAME)
    held = walker.cookies["hl_advice"]
    for spoilt in (
        MAIL,
        held[:-9],
        f"{held[:20]}{'AB'[held[20] == 'A']}{held[21:]}",
        ALL.replace(" ", "") * 90,
    ):
        walker.cookies["hl_advice"] = spoilt
        walker.get(f"{at}2/?name={MAIL}")
        walker.cookies["hl_advice"] = spoilt
        walker.post(f"{at}answer/", choice=ALL)
    walker.post(f"{at}stop/", why=ALL)
    time.sleep(6)  # what walks add to the figures is written within five seconds
    assert inside.ask("advice_counted")["contacts"] == before + 1
