"""The screens of groups: what each form and button does, who may, and that the guard stands before what is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.cases import actions as cases
from helpline.cases import offers
from helpline.groups import actions, offering, queries
from helpline.groups.models import Group, Interest
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.groups import make_group, make_meeting, make_participant
from tests.factories.programmes import make_programme

pytestmark = pytest.mark.django_db
LIST = "/staff/groups/"


@pytest.fixture
def noor(stopitnow: Programme) -> User:
    return make_desk_user(stopitnow, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def group(stopitnow: Programme, noor: User) -> Group:
    return make_group(programme=stopitnow, by=noor, now=timezone.now())


def press(browser: Client, name: str, /, *arguments: object, **fields: object) -> str:
    answer = browser.post(reverse(f"groups:{name}", args=arguments), fields, follow=True)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_group_from_its_beginning_to_its_end(stopitnow: Programme, noor: User) -> None:
    browser = browser_of(noor)
    assert "There is no group now" in browser.get(LIST).content.decode()
    press(browser, "list", programme=stopitnow.pk, name="Donderdagavond", places=6)
    group = Group.objects.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = press(
        browser, "plan", group.pk, day=f"{tomorrow:%Y-%m-%d}", at="19:30", minutes=90, place="online",
        instruction="de code komt in de post",
    )  # fmt: skip
    assert "de code komt in de post" in page
    assert "4 are still to be planned" in page
    page = press(browser, "add", group.pk, alias="Zeepaardje")
    assert "Zeepaardje" in page
    press(browser, "start", group.pk)
    meeting, person = group.meetings.get(), group.participants.get()
    group.meetings.update(starts_at=timezone.now() - timedelta(hours=2))
    assert (
        "Zeepaardje"
        in browser.get(reverse("groups:attendance", args=[group.pk, meeting.pk])).content.decode()
    )
    assert "came once" in press(browser, "attendance", group.pk, meeting.pk, came=[str(person.pk)])
    press(browser, "end", group.pk)
    person.refresh_from_db()
    assert person.state == "finished"
    assert "Add somebody" not in browser.get(reverse("groups:show", args=[group.pk])).content.decode()


def test_what_identifies_somebody_is_masked_before_it_is_kept(noor: User, group: Group) -> None:
    browser = browser_of(noor)
    page = press(browser, "add", group.pk, alias="0612345678")
    assert "0612345678" not in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = press(
        browser, "plan", group.pk, day=f"{tomorrow:%Y-%m-%d}", at="19:30", minutes=90, place="online",
        instruction="bel iemand@voorbeeld.example",
    )  # fmt: skip
    assert "iemand@voorbeeld.example" not in page


def test_an_interest_of_a_case_becomes_a_place(stopitnow: Programme, noor: User, group: Group) -> None:
    queries.forget()
    case = cases.open_case(programme=stopitnow, by=noor, alias="zilveren reiger")
    assert str(offering.LABEL) in [offer.label for offer in offers.offered(noor, case)]
    browser = browser_of(noor)
    address = reverse("groups:interest")
    assert "zilveren reiger" in browser.get(f"{address}?case={case.pk}").content.decode()
    assert "It is noted" in press(browser, "interest", case=case.pk, group=group.pk)
    interest = Interest.objects.get()
    page = browser.get(f"{reverse('groups:answer', args=[interest.pk])}?group={group.pk}").content.decode()
    assert 'value="zilveren reiger"' in page
    press(browser, "add", group.pk, alias="Kompas", case="zilveren reiger", interest=interest.pk)
    assert group.participants.get().case == case
    assert not queries.open_interests(noor, timezone.now()).exists()
    assert browser.get(reverse("groups:answer", args=[interest.pk])).status_code == 404


def test_a_case_that_is_not_there_is_told_in_the_form(noor: User, group: Group) -> None:
    answer = browser_of(noor).post(
        reverse("groups:add", args=[group.pk]), {"alias": "Kompas", "case": "bestaat niet"}
    )
    assert answer.status_code == 422
    assert "There is no case with this alias" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [
        (Role.COUNSELLOR, "stopitnow", True),
        (Role.SHIFT_LEAD, "stopitnow", True),
        (Role.COUNSELLOR, "elsewhere", False),
        (Role.PROGRAMME_MANAGER, "stopitnow", False),
        (Role.THERAPIST, "stopitnow", False),
        (Role.EDITOR, "stopitnow", False),
    ],
)
def test_who_may_do_what(stopitnow: Programme, group: Group, role: str, where: str, may: bool) -> None:
    """Role by action by programme: whoever runs groups in the group's programme does all of it, nobody else any."""
    elsewhere = make_programme(slug="elsewhere")
    asker = make_desk_user({"stopitnow": stopitnow, "elsewhere": elsewhere}[where], role=role)
    meeting = make_meeting(group=group, starts_at=timezone.now() + timedelta(days=1), now=timezone.now())
    person = make_participant(group=group, now=timezone.now())
    interest = actions.note_interest(programme=stopitnow)
    of_meeting, of_person = (group.pk, meeting.pk), (group.pk, person.pk)
    pages = [
        ("show", group.pk),
        ("change", *of_meeting),
        ("attendance", *of_meeting),
        ("answer", interest.pk),
    ]
    acts = [
        *((name, group.pk) for name in ("plan", "add", "start")),
        *((name, *of_person) for name in ("leave", "let_in")),
        ("drop", *of_meeting),
        ("end", group.pk),
        ("answer", interest.pk),
    ]
    browser = browser_of(asker)
    answers = [browser.get(reverse(f"groups:{name}", args=args)).status_code for name, *args in pages]
    answers += [browser.post(reverse(f"groups:{name}", args=args)).status_code for name, *args in acts]
    allowed = {status in (200, 302, 422) for status in answers}
    assert allowed == {may}, answers
    if not may:
        assert set(answers) <= {403, 404}


def test_a_group_s_rows_are_found_in_their_own_group_only(
    stopitnow: Programme, noor: User, group: Group
) -> None:
    other = make_group(programme=stopitnow, by=noor, now=timezone.now())
    person = make_participant(group=other, now=timezone.now())
    answer = browser_of(noor).post(reverse("groups:leave", args=[group.pk, person.pk]))
    assert answer.status_code == 404
