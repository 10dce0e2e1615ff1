"""The screens of referrals: who may, how an organisation is found, what is proposed, the plain page."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.cases import timeline
from helpline.cases.models import TimelineLine
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.referrals import policies, queries
from helpline.referrals.models import Referral
from tests.factories.care import make_case
from tests.factories.contacts import make_open, seed
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.directory import make_organisation
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db
NOTE = "belt zelf, en vindt dat spannend"


class People(NamedTuple):
    programme: int
    noor: int
    colleague: int
    lead: int
    elsewhere: int
    manager: int


def _fill() -> People:
    programme = seed()
    other = Programme.objects.get(slug="stopitnow")
    make_organisation(key="csg", name="CSG", counted_as="csg", times="altijd", audiences=["harmed"], order=30)
    make_organisation(
        key="noorderlicht", name="Noorderlicht", regions=["groningen"], review_by=date(2020, 1, 1), order=10
    )
    make_organisation(key="dichtbij", name="Dichtbij", times="ma 9:00-9:01", order=20)
    make_organisation(key="anders", name="Anders", programmes=(other,))
    return People(
        programme.pk,
        make_desk_user(programme, role=Role.COUNSELLOR, name="Noor").pk,
        make_desk_user(programme, role=Role.COUNSELLOR, name="Sam").pk,
        make_desk_user(programme, role=Role.SHIFT_LEAD, name="Lou").pk,
        make_desk_user(other, role=Role.SHIFT_LEAD, name="Elders").pk,
        make_desk_user(programme, role=Role.PROGRAMME_MANAGER, name="Mila").pk,
    )


people = once_a_file(_fill)


@pytest.fixture
def programme(people: People, db: None) -> Programme:
    return Programme.objects.get(pk=people.programme)


@pytest.fixture
def who(people: People, db: None) -> Callable[[str], User]:
    return lambda name: User.objects.get(pk=getattr(people, name))


@pytest.fixture
def browsers(who: Callable[[str], User]) -> Callable[[str], Client]:
    return lambda name: browser_of(who(name))


@pytest.fixture
def contact(programme: Programme, who: Callable[[str], User]) -> Contact:
    return make_open(programme=programme, by=who("noor"), now=timezone.now())


def refer(browser: Client, contact: Contact, **fields: object) -> Referral:
    number = uuid.uuid4()
    body = {"number": str(number), **fields}
    answer = browser.post(f"{reverse('referrals:refer', args=['csg'])}?contact={contact.pk}", body)
    assert answer.status_code == 302, answer.content
    return Referral.objects.get(pk=number)


def names(programme: Programme, **filters: object) -> list[str]:
    moment = timezone.now().replace(year=2026, month=7, day=8, hour=12)  # a Wednesday
    return [
        choice.organisation.key
        for choice in queries.choices(programme, now=moment, **filters)  # type: ignore[arg-type]
    ]


def test_an_organisation_is_found(programme: Programme) -> None:
    assert names(programme) == ["csg", "noorderlicht", "dichtbij"], "who answers now comes first"
    assert names(programme, open_now=True) == ["csg", "noorderlicht"], "who may answer stays"
    assert names(programme, region="zeeland") == ["csg", "dichtbij"]
    assert names(programme, audience="professional") == ["noorderlicht", "dichtbij"]
    assert names(programme, words="noorder") == ["noorderlicht"]
    assert names(programme, words="(en)") == ["csg", "noorderlicht", "dichtbij"]


def test_the_picker_warns_of_what_is_overdue(browsers: Callable[[str], Client], contact: Contact) -> None:
    page = browsers("noor").get(f"/staff/referrals/pick/?contact={contact.pk}").content.decode()
    assert "Not checked since it was due on 1 January 2020" in page
    assert "Can be reached now" in page
    assert "Groningen" in page
    assert "Anders" not in page
    filtered = f"/staff/referrals/pick/?contact={contact.pk}&region=zeeland&audience=nobody&words="
    assert "Noorderlicht" not in browsers("noor").get(filtered).content.decode()


def test_from_the_picker_to_the_outcome(browsers: Callable[[str], Client], contact: Contact) -> None:
    noor = browsers("noor")
    address = f"{reverse('referrals:refer', args=['csg'])}?contact={contact.pk}"
    assert f'data-draft="referrals.refer:{contact.pk}"' in noor.get(address).content.decode()
    refused = noor.post(address, {"number": str(uuid.uuid4()), "note": NOTE})
    assert refused.status_code == 422
    assert "Without agreement nothing is passed on" in refused.content.decode()
    referral = refer(noor, contact, note=f"{NOTE} 06 12345678", agreed="on")
    assert contact.answers.get(field="referrals").codes == ["csg"]
    show = reverse("referrals:show", args=[referral.pk])
    page = noor.get(show).content.decode()
    assert NOTE in page
    assert "12345678" not in page
    assert noor.post(reverse("referrals:outcome", args=[referral.pk]), {"outcome": "goed"}).status_code == 422
    noor.post(reverse("referrals:outcome", args=[referral.pk]), {"outcome": "made_contact"})
    assert "Made contact" in noor.get("/staff/referrals/").content.decode()
    noor.post(reverse("referrals:note", args=[referral.pk]), {"note": "anders", "agreed": "on"})
    assert NOTE not in noor.get(show).content.decode()


def test_the_plain_page_says_nothing_of_us(
    browsers: Callable[[str], Client], contact: Contact, programme: Programme
) -> None:
    noor = browsers("noor")
    referral = refer(noor, contact, note=NOTE, agreed="on")
    page = noor.get(reverse("referrals:print", args=[referral.pk])).content.decode()
    assert NOTE in page
    assert "<title>A note</title>" in page
    for word in (programme.name, "Noor", "helpline", "Chat"):
        assert word not in page.replace("theme-desk", "")
    empty = refer(noor, contact)
    assert noor.get(reverse("referrals:print", args=[empty.pk])).status_code == 404


def test_who_sees_and_does_what(
    programme: Programme, who: Callable[[str], User], browsers: Callable[[str], Client], contact: Contact
) -> None:
    """The matrix: role, action, programme."""
    referral = refer(browsers("noor"), contact)
    case = make_case(programme=programme, by=who("noor"), now=timezone.now())
    asked = {
        "see": lambda user: policies.may_see(user, referral),
        "refer": lambda user: policies.may_refer_contact(user, contact),
        "refer in the case": lambda user: policies.may_refer_case(user, case),
        "find": lambda user: queries.find(user, referral.pk) is not None,
        "list": lambda user: any(line.referral == referral for line in queries.lines(user)[0]),
    }
    allowed = {
        name: {action for action, ask in asked.items() if ask(who(name))} for name in People._fields[1:]
    }
    everything = set(asked)
    assert allowed == {
        "noor": everything,
        "colleague": {"refer in the case"},
        "lead": everything,
        "elsewhere": set(),
        "manager": set(),
    }


@pytest.mark.parametrize("name", ["colleague", "elsewhere"])
def test_a_referral_of_somebody_else_is_not_there(
    browsers: Callable[[str], Client], contact: Contact, name: str
) -> None:
    referral = refer(browsers("noor"), contact, note=NOTE, agreed="on")
    browser = browsers(name)
    for page in ("show", "print"):
        assert browser.get(reverse(f"referrals:{page}", args=[referral.pk])).status_code == 404
    for act in ("note", "outcome"):
        assert browser.post(reverse(f"referrals:{act}", args=[referral.pk])).status_code == 404
    assert browser.get(f"/staff/referrals/pick/?contact={contact.pk}").status_code == 404


def test_others_have_no_such_room(browsers: Callable[[str], Client]) -> None:
    assert browsers("manager").get("/staff/referrals/").status_code == 403
    assert browsers("manager").get("/staff/referrals/hotline/reports/").status_code == 403


def test_a_case_s_timeline_tells_to_whom_and_what_came_of_it(
    programme: Programme, who: Callable[[str], User], browsers: Callable[[str], Client]
) -> None:
    case = make_case(programme=programme, by=who("noor"), now=timezone.now())
    noor = browsers("noor")
    noor.post(f"{reverse('referrals:refer', args=['csg'])}?case={case.pk}", {"number": str(uuid.uuid4())})
    referral = Referral.objects.get()
    noor.post(reverse("referrals:outcome", args=[referral.pk]), {"outcome": "waiting_list"})
    with translation.override("en"):
        lines = TimelineLine.objects.filter(case=case, kind="referral").order_by("pk")
        told = [told for _line, told in timeline.told(lines)]
    assert [each.words for each in told] == [
        "Referral to CSG (en)",
        "Referral to CSG (en): On a waiting list",
    ]
    assert told[0].url == reverse("referrals:show", args=[referral.pk])


def test_an_organisation_that_left_the_directory_keeps_its_key(
    browsers: Callable[[str], Client], contact: Contact
) -> None:
    referral = refer(browsers("noor"), contact)
    with patch("helpline.directory.queries.record", return_value=None):
        page = browsers("noor").get(reverse("referrals:show", args=[referral.pk])).content.decode()
    assert "Referral to csg" in page
