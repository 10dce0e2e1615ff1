"""The screens of risk records: who may, what they show, what each form does; and the board."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.care import policies, queries
from helpline.care.meldcode import Applies
from helpline.care.models import RiskRecord
from helpline.care.states import RiskState
from helpline.cases import offers as case_offers
from helpline.cases import timeline
from helpline.cases.models import LinkedContact, TimelineLine
from helpline.contacts import offers as contact_offers
from helpline.programmes.models import Programme
from helpline.vault.actions import forget
from tests.factories.care import make_case, make_record
from tests.factories.contacts import make_open, seed
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.directory import make_organisation
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db
SECRET = "iets ernstigs"


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
    make_organisation(key="nood-112", name="112", phones=({"number": "112"},), is_emergency=True)
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
def record(programme: Programme, who: Callable[[str], User]) -> RiskRecord:
    return make_record(programme=programme, by=who("noor"), now=timezone.now() - timedelta(hours=1))


def do(browser: Client, record: RiskRecord, name: str, **fields: object) -> str:
    """Send a form of the page; the page it leads to."""
    body = {"number": str(uuid.uuid4()), **fields}
    return str(browser.post(reverse("care:act", args=[record.pk, name]), body, follow=True).content.decode())


def add(browser: Client, record: RiskRecord, kind: str, text: str = "woorden") -> str:
    address = reverse("care:write", args=[record.pk, kind])
    answer = browser.post(address, {"number": str(uuid.uuid4()), "text": text}, follow=True)
    return str(answer.content.decode())


def test_who_sees_and_does_what(programme: Programme, who: Callable[[str], User], record: RiskRecord) -> None:
    """The matrix: role, action, programme."""
    of_the_lead = make_record(programme=programme, by=who("lead"), now=timezone.now())
    asked = {
        "see": lambda user: policies.may_see(user, record),
        "write": lambda user: policies.may_write(user, record),
        "advise": lambda user: policies.may_be_consulted(user, record),
        "advise on the lead's": lambda user: policies.may_be_consulted(user, of_the_lead),
        "see the lead's": lambda user: policies.may_see(user, of_the_lead),
        "open": lambda user: policies.may_open_for_contact(user, record.contact),  # type: ignore[arg-type]
    }
    allowed = {
        name: {action for action, ask in asked.items() if ask(who(name))} for name in People._fields[1:]
    }
    assert allowed == {
        "noor": {"see", "write", "open"},
        "colleague": set(),
        "lead": {"see", "write", "advise", "see the lead's", "open"},
        "elsewhere": set(),
        "manager": set(),
    }
    found = {name: queries.find(who(name), record.pk) is not None for name in allowed}
    now = timezone.now()
    listed = {
        name: any(line.record == record for line in queries.open_lines(who(name), now)) for name in allowed
    }
    assert found == listed == {name: "see" in actions for name, actions in allowed.items()}


@pytest.mark.parametrize("name", ["colleague", "elsewhere"])
def test_a_record_of_somebody_else_is_not_there(
    browsers: Callable[[str], Client], record: RiskRecord, name: str
) -> None:
    browser = browsers(name)
    assert browser.get(reverse("care:show", args=[record.pk])).status_code == 404
    for act in ("close", "sign", "consult"):
        assert browser.post(reverse("care:act", args=[record.pk, act])).status_code == 404
    assert browser.post(reverse("care:write", args=[record.pk, "said"])).status_code == 404
    assert reverse("care:show", args=[record.pk]) not in browser.get("/staff/care/").content.decode()


def test_others_have_no_such_room(browsers: Callable[[str], Client]) -> None:
    assert browsers("manager").get("/staff/care/").status_code == 403


def test_from_a_contact_to_a_closed_record(
    programme: Programme, who: Callable[[str], User], browsers: Callable[[str], Client]
) -> None:
    noor, lead = browsers("noor"), browsers("lead")
    contact = make_open(programme=programme, by=who("noor"), now=timezone.now())
    address = f"/staff/care/new/?contact={contact.pk}"
    page = noor.get(address).content.decode()
    assert "tel:112" in page
    assert f'data-draft="care.new:{contact.pk}"' in page
    refused = noor.post(address, {"number": str(uuid.uuid4()), "said": "x"})
    assert refused.status_code == 422
    body = {
        "number": str(uuid.uuid4()),
        "level": "acute",
        "said": f"{SECRET} bel 06 12345678",
        "applies": Applies.YES,
    }
    page = noor.post(address, body, follow=True).content.decode()
    record = RiskRecord.objects.get()
    assert "[telefoonnummer]" in page
    assert "12345678" not in page
    assert "This contact has an open record already" in noor.get(address).content.decode()
    assert "Advise, and sign" not in page
    assert "1 acute record without a consultation" in lead.get("/staff/care/").content.decode()
    assert "Not yet. First:" in do(noor, record, "close")
    assert "Lou" in do(lead, record, "consult", advice="bel samen Veilig Thuis")
    assert "step 3 of the Meldcode" in noor.get(reverse("care:show", args=[record.pk])).content.decode()
    for kind in ("veilig_thuis", "not_talked", "weighed"):
        assert "It is written down." in add(noor, record, kind)
    decision = {"decision": "melden", "plan": "morgen", "report": "impossible", "help_given": "yes"}
    assert "Write the reason." in do(noor, record, "decide", **decision)
    assert "The decision is written down." in do(
        noor, record, "decide", why_not_reported="niemand weet wie", **decision
    )
    add(noor, record, "informed")
    due = timezone.localtime() + timedelta(days=1)
    assert "The follow-up is planned." in do(
        noor, record, "follow_up", due_at=f"{due:%Y-%m-%dT%H:%M}", text="bel"
    )
    assert "Not yet. First: what was to follow is done." in do(noor, record, "close")
    do(noor, record, "followed_up", text="gebeld")
    page = do(noor, record, "close")
    assert "The risk record is closed." in page
    assert "Erased on" in page
    assert "Open it again" in page
    assert "It begins with a consultation" in do(lead, record, "reopen")


def test_what_was_noted_is_signed_by_who_was_consulted(
    who: Callable[[str], User], browsers: Callable[[str], Client], record: RiskRecord
) -> None:
    noor, lead = browsers("noor"), browsers("lead")
    page = noor.get(reverse("care:show", args=[record.pk])).content.decode()
    assert "Lou" in page
    assert "Sam" not in page
    at = timezone.localtime() - timedelta(minutes=5)
    noted = {"consulted": who("lead").pk, "consulted_at": f"{at:%Y-%m-%dT%H:%M}", "advice": "blijf erbij"}
    assert "Choose again." in do(
        noor, record, "note_consultation", **(noted | {"consulted": who("colleague").pk})
    )
    assert "Not signed yet" in do(noor, record, "note_consultation", **noted)
    assert "Sign for it" not in noor.get(reverse("care:show", args=[record.pk])).content.decode()
    assert "You still sign" in lead.get("/staff/care/").content.decode()
    assert "Somebody else must be consulted" in do(noor, record, "sign")
    assert "You signed." in do(lead, record, "sign")


def test_looking_is_recorded_and_the_list_shows_nothing_of_it(
    browsers: Callable[[str], Client], record: RiskRecord
) -> None:
    noor = browsers("noor")
    assert SECRET not in noor.get("/staff/care/").content.decode()
    looks = Entry.objects.filter(action="risk.read")
    before = looks.count()
    answer = noor.get(reverse("care:show", args=[record.pk]))
    assert SECRET in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert looks.count() == before + 1


def test_a_record_whose_key_is_gone_is_shown_without_its_texts(
    browsers: Callable[[str], Client], record: RiskRecord
) -> None:
    assert record.data_key is not None
    forget(record.data_key.pk)
    record.data_key.delete()
    page = browsers("noor").get(reverse("care:show", args=[record.pk])).content.decode()
    assert "cannot be read any more" in page


def test_the_board(programme: Programme, who: Callable[[str], User], record: RiskRecord) -> None:
    now = timezone.now()
    make_record(programme=programme, by=who("noor"), level="acute", now=now)
    closed = make_record(
        programme=programme, by=who("noor"), lead=who("lead"), state=RiskState.CLOSED, now=now
    )
    RiskRecord.objects.filter(pk=record.pk).update(follow_up_at=now)
    board = queries.for_desk(who("lead"), now)
    assert (board.count, board.acute, board.to_consult, board.to_sign, board.due) == (2, 1, 2, 0, 1)
    assert board.lines[0].is_acute
    assert closed.pk not in {line.record.pk for line in board.lines}
    assert queries.for_desk(who("colleague"), now).count == 0
    assert queries.for_desk(who("elsewhere"), now).count == 0


def test_of_a_case_the_owner_reads_it_and_the_timeline_leads_there(
    programme: Programme, who: Callable[[str], User], browsers: Callable[[str], Client]
) -> None:
    case = make_case(programme=programme, by=who("noor"), now=timezone.now())
    address = f"/staff/care/new/?case={case.pk}"
    body = {"number": str(uuid.uuid4()), "level": "worry", "said": SECRET, "applies": Applies.NO}
    assert browsers("colleague").post(address, body).status_code == 302, "whoever works on a case may say so"
    record = RiskRecord.objects.get()
    assert browsers("noor").get(reverse("care:show", args=[record.pk])).status_code == 200
    with translation.override("en"):
        ((_line, told),) = timeline.told(TimelineLine.objects.filter(case=case, kind="risk"))
    assert (told.words, told.url) == ("Risk record opened", reverse("care:show", args=[record.pk]))


def test_nothing_is_made_of_what_one_may_not_touch(
    programme: Programme, who: Callable[[str], User], browsers: Callable[[str], Client]
) -> None:
    contact = make_open(programme=programme, by=who("noor"))
    practice = make_open(programme=programme, by=who("noor"), training=True)
    for name, place in (
        ("colleague", f"?contact={contact.pk}"), ("noor", f"?contact={practice.pk}"), ("noor", ""),
        ("noor", "?contact=x"), ("elsewhere", f"?contact={contact.pk}"),
    ):  # fmt: skip
        assert browsers(name).get(f"/staff/care/new/{place}").status_code == 404, (name, place)


def test_it_is_offered_beside_contacts_and_cases(programme: Programme, who: Callable[[str], User]) -> None:
    noor = who("noor")
    contact = make_open(programme=programme, by=noor)
    practice = make_open(programme=programme, by=noor, training=True)
    case = make_case(programme=programme, by=noor, now=timezone.now())
    address = reverse("care:new")
    with translation.override("en"):
        beside = {str(link.label): link.url for link in contact_offers.for_contact(noor, contact)}
        of_case = {link.label: link.url for link in case_offers.offered(noor, case)}
        assert beside["Risk record"] == f"{address}?contact={contact.pk}"
        assert of_case["Risk record"] == f"{address}?case={case.pk}"
        assert beside["Refer"] == f"{reverse('referrals:pick')}?contact={contact.pk}"
        assert "Report to the hotline" not in beside, "without a way there is no door"
        for user, of in ((noor, practice), (who("colleague"), contact), (who("elsewhere"), contact)):
            assert "Risk record" not in {str(link.label) for link in contact_offers.for_contact(user, of)}


def test_a_record_joins_the_case_of_its_contact(
    programme: Programme, who: Callable[[str], User], browsers: Callable[[str], Client], record: RiskRecord
) -> None:
    noor = browsers("noor")
    assert "The record has changed" in do(noor, record, "join"), "its contact belongs to no case"
    case = make_case(programme=programme, by=who("noor"), now=timezone.now())
    assert record.contact is not None
    # as it was linked before records went along by themselves
    LinkedContact.objects.create(contact=record.contact, case=case)
    assert "Put it with the case" in noor.get(reverse("care:show", args=[record.pk])).content.decode()
    page = do(noor, record, "join")
    assert SECRET in page
    record.refresh_from_db()
    assert (record.case, record.data_key) == (case, None)
