"""A request for a lesson: somebody whose name is kept, told beforehand. It is sealed, and still to be found nowhere."""

import re
import time

from tests.journeys.inside import Inside
from tests.proof.canary import Canary


def ask_for_a_lesson(inside: Inside, teacher: Canary) -> None:
    """The form, with every mistake and in a broken house."""
    who = teacher.who
    form = "/helpwanted/requests/lesson/"
    _, page = teacher.get(f"{form}?name={who.mail}")
    opened = re.search(r'name="opened" value="([^"]+)"', page)
    assert opened
    fields = {
        "opened": opened[1], "website": "", "name": who.name, "organisation": f"School van {who.name}",
        "email": who.mail, "phone": who.phone, "place": "Proefdorp", "group": "klas 2", "how_many": "26",
        "period": "in maart", "remark": f"{who.content} {who.everything}",
    }  # fmt: skip
    teacher.post(form, **fields)
    time.sleep(3)  # no hands are faster
    for mistake in (
        {"how_many": who.everything}, {"phone": who.mail}, {"website": who.everything}, {"opened": who.everything},
    ):  # fmt: skip
        teacher.post(form, **(fields | mistake))
    # A form with a mistake shows its sender what was typed, so that nothing is lost: that is no refusal's echo.
    assert len(teacher.refusals) > 4
    teacher.refusals.clear()
    assert teacher.post(form, **fields)[0] == 303
    assert teacher.post(form, **(fields | {"period": who.everything}))[0] == 303
    assert teacher.get(f"/helpwanted/requests/{who.mail}/")[0] == 404
    inside.ask("move_table", table="requests_professionalrequest", to="requests_away")
    try:
        assert teacher.post(form, **(fields | {"place": who.everything}))[0] == 500
        teacher.refusals.pop()  # the page of our own fault gives the form back to its sender: no refusal's echo either
    finally:
        inside.ask("move_table", table="requests_away", to="requests_professionalrequest")
