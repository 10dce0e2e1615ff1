"""Who may do what with a case: role x action x programme, asked of the screens themselves, with one fill."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.cases import actions, policies
from helpline.cases.models import Case
from tests.cases.asking import ask
from tests.factories.chat import make_staff
from tests.factories.programmes import make_programme
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db


def _fill() -> dict[str, Any]:
    here, there = make_programme(), make_programme(slug="stopitnow", name="Stop it Now")
    people = {
        "owner": make_staff(here, name="Owner"),
        "counsellor": make_staff(here, name="Colleague"),
        "lead": make_staff(here, role=Role.SHIFT_LEAD, name="Lead"),
        "manager": make_staff(here, role=Role.PROGRAMME_MANAGER),
        "editor": make_staff(here, role=Role.EDITOR),
        "therapist": make_staff(here, role=Role.THERAPIST),
        "elsewhere": make_staff(there, name="Elsewhere"),
        "lead_elsewhere": make_staff(there, role=Role.SHIFT_LEAD),
    }
    administrator = make_staff()
    administrator.is_administrator = True
    administrator.save()
    people["administrator"] = administrator
    case = actions.open_case(programme=here, by=people["owner"])
    note = actions.write_note(case=case, text="woorden van de eigenaar", by=people["owner"])
    task = actions.set_task(
        case=case, kind="consult", due_at=timezone.now() + timedelta(days=1), by=people["owner"]
    )
    return {
        "people": {name: person.pk for name, person in people.items()},
        "case": case.pk,
        "note": note.pk,
        "task": task.pk,
    }


filled = once_a_file(_fill)

#: what is done: address, posted
ACTS: dict[str, tuple[str, dict[str, str] | None]] = {
    "list": ("cases:list", None),
    "tasks": ("cases:tasks", None),
    "new": ("cases:new", None),
    "see": ("cases:show", None),
    "note": ("cases:write_note", {"text": "een", "number": "11111111-1111-1111-1111-111111111111"}),
    "end_task": ("cases:end_task", {"how": "done"}),
    "take": ("cases:take", {}),
    "move": ("cases:move", {"to": "waiting"}),
    "rename": ("cases:rename", {"alias": "Stille Haven"}),
    "extend": ("cases:extend", {}),
    "hand_over": ("cases:hand_over", {"to": "nobody"}),
    "forget_codes": ("cases:forget_codes", {}),
    "remove_note": ("cases:remove_note", {}),
    "shred": ("cases:shred", {"sure": "yes"}),
}
OF_EVERYBODY = {"list", "tasks", "see", "note", "end_task", "take", "new"}
OF_OWNER = OF_EVERYBODY | {"move", "rename", "extend", "hand_over", "forget_codes", "remove_note"}
MAY: dict[str, set[str]] = {
    "owner": OF_OWNER,
    "counsellor": OF_EVERYBODY,
    "lead": OF_OWNER | {"shred"},
    "manager": set(),
    "editor": set(),
    "therapist": set(),
    "elsewhere": {"list", "tasks", "new"},
    "lead_elsewhere": {"list", "tasks", "new"},
    "administrator": set(),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_matrix(filled: dict[str, Any], who: str, act: str) -> None:
    user = User.objects.get(pk=filled["people"][who])
    name, posted = ACTS[act]
    answer = ask(user, name, _ids(name, filled), posted)
    assert (answer in (200, 302)) is (act in MAY[who]), answer


def _ids(name: str, filled: dict[str, Any]) -> dict[str, Any]:
    if name in ("cases:list", "cases:tasks", "cases:new"):
        return {}
    if name == "cases:end_task":
        return {"task_id": filled["task"]}
    if name == "cases:remove_note":
        return {"case_id": filled["case"], "note_id": filled["note"]}
    return {"case_id": filled["case"]}


@pytest.mark.parametrize(("who", "reads"), [("owner", True), ("counsellor", False), ("lead", True)])
def test_who_reads_the_notes(filled: dict[str, Any], who: str, reads: bool) -> None:
    user, case = User.objects.get(pk=filled["people"][who]), Case.objects.get(pk=filled["case"])
    texts = actions.read_notes(case=case, by=user)
    assert ("woorden van de eigenaar" in texts.values()) is reads
    said = [line.codes["did"] for line in case.lines.filter(by=user)]
    assert ("read" in said) is (who == "lead")


def test_taking_the_case_over_opens_the_notes_and_says_so(filled: dict[str, Any]) -> None:
    user, case = User.objects.get(pk=filled["people"]["counsellor"]), Case.objects.get(pk=filled["case"])
    actions.take(case=case, by=user)
    assert list(actions.read_notes(case=case, by=user).values()) == ["woorden van de eigenaar"]
    assert case.lines.order_by("-pk")[0].codes == {"did": "taken", "to": user.pk}


def test_who_wrote_a_note_reads_that_one(filled: dict[str, Any]) -> None:
    user, case = User.objects.get(pk=filled["people"]["counsellor"]), Case.objects.get(pk=filled["case"])
    own = actions.write_note(case=case, text="van mij", by=user)
    assert actions.read_notes(case=case, by=user) == {own.pk: "van mij"}
    assert not policies.may_read_notes(user, case)
