"""A few cases as the demo shows them: invented, in every state, with notes and tasks."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import actions, naming
from helpline.cases.models import Case
from helpline.cases.states import CaseState
from helpline.programmes.models import Programme

#: alias, whose (which of the people), state, days ago, note, task and in how many days it is due
_CASES: dict[str, tuple[tuple[str, int, str, int, str, str, float], ...]] = {
    "helpwanted": (
        ("Stille Haven", 0, CaseState.OPEN, 9, "Wil eerst met de mentor praten en komt daarna terug.",
         "get_in_touch", -0.1),
        ("Blauwe Fiets", 0, CaseState.WAITING, 3, "Aangifte is gedaan. Wacht op bericht.", "check_referral", 2),
        ("Ronde Tafel", 1, CaseState.OPEN, 1, "Beelden staan nog op een platform; melding loopt.", "look_again", 1),
        ("Verre Vlag", 1, CaseState.CLOSED, 20, "Heeft genoeg aan wat er nu is.", "", 0),
    ),
    "stopitnow": (
        ("Kalme Rivier", 0, CaseState.OPEN, 14, "Wil het gesprek met de partner voorbereiden.", "consult", 0.02),
        ("Hoge Toren", 1, CaseState.WAITING, 6, "Afspraak met de behandelaar staat.", "look_again", 5),
    ),
}  # fmt: skip


@transaction.atomic
def create_demo_content() -> None:
    """Open the cases of each programme that has people for them and none yet. May be called again."""
    for programme in Programme.objects.filter(slug__in=_CASES).order_by("order"):
        people = [
            person
            for person in User.objects.filter(is_active=True).order_by("pk")
            if person.can(Permission.CASES_WORK, programme)
        ]
        if people and not Case.objects.filter(programme=programme).exists():
            for row in _CASES[programme.slug]:
                _open(programme, people, row)


def _open(programme: Programme, people: list[User], row: tuple[str, int, str, int, str, str, float]) -> None:
    alias, whose, state, days, note, task, due = row
    by, now = people[min(whose, len(people) - 1)], timezone.now()
    began = now - timedelta(days=days)
    case = actions.open_case(programme=programme, by=by, alias=naming.tidy(alias), now=began)
    actions.write_note(case=case, text=note, by=by, now=began + timedelta(minutes=20))
    if task:
        actions.set_task(
            case=case, kind=task, due_at=now + timedelta(days=due), by=by, assigned_to=by, now=now
        )
    if state != CaseState.OPEN:
        actions.move(case=case, to=state, by=by, now=now)
