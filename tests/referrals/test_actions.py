"""Referring, what came of it, the note; the figures' proposal; and the end of it all."""

import uuid
from datetime import timedelta

import pytest

from helpline.accounts.models import User
from helpline.accounts.roles import ROLE_PERMISSIONS, Role
from helpline.audit.models import Entry
from helpline.cases.models import TimelineLine
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.referrals import actions, terms
from helpline.referrals.erasers import ERASERS
from helpline.referrals.errors import (
    Gone,
    NoPlace,
    NoSuchOrganisation,
    NotAgreed,
    NotForPractice,
    UnknownOutcome,
)
from helpline.referrals.models import HotlineReport, Referral
from helpline.retention import registry
from helpline.retention.terms import terms as house_terms
from helpline.vault.models import DataKey
from tests.factories.care import EVENING, make_case
from tests.factories.contacts import make_counsellor, make_open, make_registered, save, seed
from tests.factories.directory import make_organisation
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db
referrals, reports = ERASERS


def _fill() -> tuple[int, int]:
    programme = seed()
    make_organisation(key="csg", name="CSG", counted_as="csg")
    make_organisation(key="elders", name="Elders")
    make_organisation(key="klad", published=False)
    return programme.pk, make_counsellor(programme).pk


filled = once_a_file(_fill)


@pytest.fixture
def programme(filled: tuple[int, int], db: None) -> Programme:
    return Programme.objects.get(pk=filled[0])


@pytest.fixture
def noor(filled: tuple[int, int], db: None) -> User:
    return User.objects.get(pk=filled[1])


@pytest.fixture
def contact(programme: Programme, noor: User) -> Contact:
    return make_open(programme=programme, by=noor)


def refer(by: User, organisation: str = "csg", **changes: object) -> Referral:
    return actions.refer(organisation=organisation, number=uuid.uuid4(), by=by, now=EVENING, **changes)  # type: ignore[arg-type]


def answered(contact: Contact) -> list[str]:
    return list(contact.answers.get(field="referrals").codes)


def test_a_referral_keeps_the_day_and_is_proposed_to_the_form(contact: Contact, noor: User) -> None:
    save(contact, "referrals", ["none"], by=noor)
    referral = refer(noor, contact=contact)
    assert (referral.made_date.isoformat(), referral.data_key) == ("2026-07-07", None)
    assert referral.erase_on_date == referral.made_date + terms.TERM
    assert answered(contact) == ["csg"]
    refer(noor, "elders", contact=contact)
    assert answered(contact) == ["csg", "other"]
    moments = [field.name for field in Referral._meta.get_fields() if "Time" in type(field).__name__]
    assert moments == []


def test_a_registered_contact_is_left_alone(programme: Programme, noor: User) -> None:
    contact = make_registered(programme=programme, by=noor)
    before = contact.answers.get(field="referrals").codes
    refer(noor, contact=contact)
    assert answered(contact) == before


def test_what_is_refused(programme: Programme, contact: Contact, noor: User) -> None:
    for organisation in ("nergens", "klad"):
        with pytest.raises(NoSuchOrganisation):
            refer(noor, organisation, contact=contact)
    with pytest.raises(NotAgreed):
        refer(noor, contact=contact, note="geef dit door")
    with pytest.raises(NoPlace):
        refer(noor)
    with pytest.raises(NotForPractice):
        refer(noor, contact=make_open(programme=programme, by=noor, training=True))
    assert not Referral.objects.exists()


def test_the_note_is_sealed_and_can_be_taken_away(contact: Contact, noor: User) -> None:
    referral = refer(noor, contact=contact, note="belt zelf morgen", agreed=True)
    assert b"morgen" not in bytes(referral.ciphertext)
    assert actions.read(referral=referral, by=noor, now=EVENING) == "belt zelf morgen"
    actions.write_note(referral=referral, note="belt volgende week", agreed=True, by=noor, now=EVENING)
    assert actions.read(referral=referral, by=noor, now=EVENING) == "belt volgende week"
    with pytest.raises(NotAgreed):
        actions.write_note(referral=referral, note="en meer", agreed=False, by=noor, now=EVENING)
    actions.write_note(referral=referral, note="", agreed=False, by=noor, now=EVENING)
    assert actions.read(referral=referral, by=noor, now=EVENING) == ""


def test_a_note_opens_in_its_own_row_only(contact: Contact, noor: User) -> None:
    one, other = (refer(noor, contact=contact, note="een", agreed=True) for _time in range(2))
    other.data_key, other.nonce, other.ciphertext = one.data_key, one.nonce, one.ciphertext
    with pytest.raises(Gone):
        actions.read(referral=other, by=noor, now=EVENING)


def test_the_outcome_is_a_code_and_the_case_is_told(programme: Programme, noor: User) -> None:
    case = make_case(programme=programme, by=noor)
    referral = refer(noor, case=case, note="met de sleutel van het dossier", agreed=True)
    assert (referral.data_key, referral.erase_on_date) == (None, None)
    with pytest.raises(UnknownOutcome):
        actions.tell_outcome(referral=referral, outcome="goed", by=noor, now=EVENING)
    for _time in range(2):
        actions.tell_outcome(referral=referral, outcome="waiting_list", by=noor, now=EVENING)
    lines = TimelineLine.objects.filter(case=case, kind="referral").order_by("pk")
    assert [line.codes for line in lines] == [{"did": "made"}, {"did": "outcome"}]


def test_a_form_that_comes_twice_is_one_referral(contact: Contact, noor: User) -> None:
    number = uuid.uuid4()
    for _time in range(2):
        actions.refer(organisation="csg", number=number, by=noor, contact=contact, now=EVENING)
    assert Referral.objects.count() == 1


def test_the_log_says_that_and_not_to_whom(contact: Contact, noor: User) -> None:
    last = Entry.objects.order_by("-number").first()
    referral = refer(noor, contact=contact, note="x", agreed=True)
    actions.read(referral=referral, by=noor, now=EVENING)
    actions.tell_outcome(referral=referral, outcome="unknown", by=noor, now=EVENING)
    entries = Entry.objects.filter(number__gt=last.number if last else 0).order_by("number")
    assert [entry.action for entry in entries] == [
        "referral.made", "referral.note_read", "referral.outcome_told",
    ]  # fmt: skip
    assert all((entry.subject, entry.detail, entry.day_only) == ("", {}, True) for entry in entries)


def test_referrals_end_on_their_day_or_with_their_case(
    programme: Programme, contact: Contact, noor: User
) -> None:
    refer(noor, contact=contact, note="x", agreed=True)
    case = make_case(programme=programme, by=noor)
    attached = refer(noor, contact=contact, note="y", agreed=True)
    actions.attach(referral=attached, case=case, by=noor, now=EVENING)
    case.refresh_from_db()
    assert attached.data_key is None
    assert actions.read(referral=attached, by=noor, now=EVENING) == "y"
    day = EVENING + terms.TERM
    assert (referrals.due(day - timedelta(days=1)), referrals.erase(day, 9)) == (0, 1)
    assert list(Referral.objects.all()) == [attached]
    assert DataKey.objects.filter(term_class="case").count() == 1
    assert referrals.erase(case.expires_at, 9) == 1
    assert DataKey.objects.filter(term_class="case").count() == 1, "the case's own"


def test_reports_to_the_hotline_end_after_a_year(programme: Programme) -> None:
    day = EVENING.date()
    HotlineReport.objects.create(
        programme=programme, reported_date=day, addresses=2, erase_on_date=terms.hotline_erase_on(day)
    )
    assert reports.erase(EVENING + timedelta(days=365), 9) == 0
    assert reports.erase(EVENING + terms.HOTLINE_TERM, 9) == 1


def test_the_house_s_table_and_the_room_agree() -> None:
    table = house_terms(chat_days=7, contact_days=30)
    assert table["referral"].length == terms.TERM
    assert table["hotline_report"].length == terms.HOTLINE_TERM
    assert {"referral", "hotline_report"} <= {eraser.kind for eraser in registry.erasers()}


def test_a_contact_that_ends_leaves_the_referral(contact: Contact, noor: User) -> None:
    referral = refer(noor, contact=contact)
    contact.delete()
    referral.refresh_from_db()
    assert referral.contact is None


def test_every_role_that_answers_people_may_refer() -> None:
    may = {role for role, permissions in ROLE_PERMISSIONS.items() if "referrals.make" in permissions}
    assert may == {Role.COUNSELLOR, Role.SHIFT_LEAD}
