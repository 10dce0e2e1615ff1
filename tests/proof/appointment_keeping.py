"""An appointment, held by somebody whose name stands in everything that can be sent."""

import re

from tests.journeys.inside import Inside
from tests.proof.canary import ALL, MAIL, NAME, PHONE, Canary

THERAPIST, COUNSELLOR = "therapist@demo.test", "counsellor@demo.test"


def keep_an_appointment(inside: Inside, caller: Canary) -> list[str]:
    """Every page and every error on the way, a name in each; then a cancellation. Returns the code: it is secret."""
    made = inside.ask("appointment_made", slug="stopitnow", therapist=THERAPIST, counsellor=COUNSELLOR)
    at = "/stopitnow/appointment/"
    assert caller.get(f"{at}?name={MAIL}")[0] == 200
    for typed in (ALL, NAME, PHONE, MAIL, "0612834759", ""):
        assert caller.post(at, code=typed, name=NAME)[0] == 422
    status, page = caller.post(at, code=made["words"], name=NAME, phone=PHONE)
    assert status == 200
    visit = _visit_on(page)
    assert caller.post(f"{at}calendar/", visit=visit, title=NAME, reminder=PHONE)[0] == 422
    status, file = caller.post(f"{at}calendar/", visit=visit, title="busy", reminder="60", name=NAME)
    assert status == 200
    assert NAME not in file
    caller.post(f"{at}calendar/", visit=ALL, title="busy", reminder="0")
    caller.post(f"{at}cancel/", visit=MAIL, sure=ALL)
    caller.get(f"{at}cancel/?visit={MAIL}")
    for token in (MAIL, NAME.split()[0], PHONE.replace(" ", "")):
        assert caller.get(f"{at}report/{token}/?name={MAIL}")[0] == 410
    assert caller.get(made["link"])[0] == 200
    caller.post(made["link"], state=ALL, why=MAIL)
    inside.ask("move_table", table="appointments_appointment", to="appointments_away")
    try:
        assert caller.post(at, code=made["words"], name=NAME)[0] in (500, 503)
    finally:
        inside.ask("move_table", table="appointments_away", to="appointments_appointment")
    _, asked = caller.post(f"{at}cancel/", visit=visit, why=ALL)
    assert caller.post(f"{at}cancel/", visit=_visit_on(asked), sure="yes", why=ALL)[0] == 200
    assert inside.ask("appointment_states").count("cancelled") >= 1
    return [made["words"], made["digits"]]


def _visit_on(page: str) -> str:
    found = re.search(r'name="visit" value="([^"]+)"', page)
    assert found, "the code did not open the page"
    return found[1]
