"""An appointment, held by somebody whose name stands in everything that can be sent."""

import re

from tests.journeys.inside import Inside
from tests.proof.canary import Canary

THERAPIST, COUNSELLOR = "therapist@demo.test", "counsellor@demo.test"


def keep_an_appointment(inside: Inside, caller: Canary) -> list[str]:
    """Every page and every error on the way, a name in each; then a cancellation. Returns the code: it is secret."""
    who = caller.who
    made = inside.ask("appointment_made", slug="stopitnow", therapist=THERAPIST, counsellor=COUNSELLOR)
    at = "/stopitnow/appointment/"
    assert caller.get(f"{at}?name={who.mail}")[0] == 200
    for typed in (who.everything, who.name, who.phone, who.mail, "0612834759", ""):
        assert caller.post(at, code=typed, name=who.name)[0] == 422
    status, page = caller.post(at, code=made["words"], name=who.name, phone=who.phone)
    assert status == 200
    visit = _visit_on(page)
    assert caller.post(f"{at}calendar/", visit=visit, title=who.name, reminder=who.phone)[0] == 422
    status, file = caller.post(f"{at}calendar/", visit=visit, title="busy", reminder="60", name=who.name)
    assert status == 200
    assert who.name not in file
    caller.post(f"{at}calendar/", visit=who.everything, title="busy", reminder="0")
    caller.post(f"{at}cancel/", visit=who.mail, sure=who.everything)
    caller.get(f"{at}cancel/?visit={who.mail}")
    for token in (who.mail, who.name.split()[0], who.phone.replace(" ", "")):
        assert caller.get(f"{at}report/{token}/?name={who.mail}")[0] == 410
    assert caller.get(made["link"])[0] == 200
    caller.post(made["link"], state=who.everything, why=who.mail)
    inside.ask("move_table", table="appointments_appointment", to="appointments_away")
    try:
        assert caller.post(at, code=made["words"], name=who.name)[0] in (500, 503)
        # the page of our own fault gives the form back to its sender, but for the code: no refusal's echo either
        assert made["words"].encode() not in caller.refusals.pop()
    finally:
        inside.ask("move_table", table="appointments_away", to="appointments_appointment")
    _, asked = caller.post(f"{at}cancel/", visit=visit, why=who.everything)
    assert caller.post(f"{at}cancel/", visit=_visit_on(asked), sure="yes", why=who.everything)[0] == 200
    assert inside.ask("appointment_states").count("cancelled") >= 1
    return [made["words"], made["digits"]]


def _visit_on(page: str) -> str:
    found = re.search(r'name="visit" value="([^"]+)"', page)
    assert found, "the code did not open the page"
    return found[1]
