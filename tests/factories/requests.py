"""Requests of professionals in every state. Nobody in them exists."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from helpline.accounts.models import Membership, User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from helpline.requests import actions, traps
from helpline.requests.kinds import Kind
from helpline.requests.models import ProfessionalRequest
from helpline.requests.sealing import Answers
from helpline.requests.states import RequestState

#: a Tuesday morning in summer
MORNING = datetime(2026, 7, 7, 8, 0, tzinfo=UTC)

LESSON: Mapping[str, str] = {
    "name": "Iemand van School",
    "organisation": "Voorbeeldschool",
    "email": "iemand@school.example",
    "phone": "010 000 00 00",
    "place": "Nergenshuizen",
    "group": "klas 2, 13 en 14 jaar",
    "how_many": "26",
    "period": "in maart",
    "remark": "",
}
MATERIALS: Mapping[str, object] = {
    "name": "Iemand van de Wijk",
    "organisation": "Buurthuis Voorbeeld",
    "email": "iemand@buurthuis.example",
    "address": "Voorbeeldstraat 1\n0000 AA Nergenshuizen",
    "materials": ["poster", "card"],
    "how_many": "25",
    "remark": "",
}

_numbers = count(1)


def sent(
    kind: str = Kind.LESSON, *, opened_at: datetime | None = None, **changes: object
) -> dict[str, object]:
    """What a browser sends; opened_at: when the form was opened, as a rule a minute before MORNING."""
    fields = LESSON if kind == Kind.LESSON else MATERIALS
    token = traps.new_token(opened_at or MORNING - timedelta(minutes=1))
    return {**fields, "website": "", "opened": token, **changes}


def answers(**changes: str | int | list[str]) -> Answers:
    """What the form of a lesson makes of it."""
    filled = {name: text for name, text in LESSON.items() if text}
    return {**filled, "how_many": 26, **changes}


def make_handler(*programmes: Programme, role: str = Role.PROGRAMME_MANAGER, name: str = "Noor") -> User:
    """Somebody who handles requests in these programmes."""
    user = User.objects.create(email=f"requests{next(_numbers)}@example.test", name=name)
    for programme in programmes:
        Membership.objects.create(user=user, programme=programme, role=role)
    return user


def make_request(
    *,
    programme: Programme,
    state: str = RequestState.WAITING,
    by: User | None = None,
    now: datetime = MORNING,
    **changes: str | int | list[str],
) -> ProfessionalRequest:
    """A request for a lesson; by: who handles it, needed for other states than waiting."""
    number = uuid4()
    actions.accept(
        programme=programme, kind=Kind.LESSON, answers=answers(**changes), form_number=number, now=now
    )
    asked = ProfessionalRequest.objects.get(pk=number)
    if state != RequestState.WAITING:
        assert by is not None
        actions.take(asked=asked, by=by, now=now)
    if state == RequestState.DONE:
        assert by is not None
        actions.finish(asked=asked, by=by, now=now)
    return asked
