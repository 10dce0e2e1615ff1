"""What was made of a contact goes with it: into its case, and out of a case that it was put with by mistake."""

import uuid

import pytest

from helpline.accounts.models import User
from helpline.appointments.actions import booking
from helpline.appointments.models import Appointment, Service
from helpline.audit import actions as audit
from helpline.care import sealing
from helpline.care.models import RiskRecord
from helpline.cases import actions
from helpline.cases.actions import ending
from helpline.cases.models import Case, LinkedContact
from helpline.cases.timeline import told
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.referrals import actions as referring
from helpline.referrals import sealing as notes
from helpline.referrals.models import Referral
from helpline.vault.models import DataKey
from tests.factories.appointments import NOW, make_slot
from tests.factories.care import make_case, make_record
from tests.factories.contacts import make_open, seed
from tests.factories.directory import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def helpwanted(db: None) -> Programme:
    return seed()


@pytest.fixture
def contact(helpwanted: Programme, noor: User) -> Contact:
    """A contact in which something of every kind was done before anybody thought of a case."""
    contact = make_open(programme=helpwanted, by=noor, now=NOW)
    make_record(programme=helpwanted, by=noor, contact=contact, now=NOW)
    make_organisation(key="csg", name="CSG")
    referring.refer(
        organisation="csg",
        number=uuid.uuid4(),
        contact=contact,
        note="Belt morgen.",
        agreed=True,
        by=noor,
        now=NOW,
    )
    Service.objects.create(programme=helpwanted, is_on=True)
    booking.book(slot=make_slot(programme=helpwanted), contact=contact, by=noor, now=NOW)
    return contact


def where() -> set[Case | None]:
    return {
        RiskRecord.objects.get().case, Referral.objects.get().case, Appointment.objects.get().case
    }  # fmt: skip


def reads() -> list[str]:
    record = RiskRecord.objects.get()
    return [
        *sealing.open_texts(record, list(record.texts.all())).values(),
        notes.open_note(Referral.objects.get()),
    ]


def test_all_of_it_goes_into_the_case_and_out_again(
    contact: Contact, helpwanted: Programme, noor: User
) -> None:
    before = reads()
    wrong = make_case(programme=helpwanted, by=noor, alias="de reiger", now=NOW)
    actions.link(contact=contact, case=wrong, by=noor, now=NOW)
    actions.link(contact=contact, case=wrong, by=noor, now=NOW)
    assert where() == {wrong}
    assert reads() == before
    assert DataKey.objects.count() == 1, "shredding the case leaves nothing of it"
    lines = [each.words for _line, each in told(wrong.lines.order_by("pk"))]
    assert [words for words in lines if "CSG" in words]
    assert len(lines) == 5

    actions.unlink(contact=contact, case=wrong, by=noor, now=NOW)
    assert where() == {None}
    assert reads() == before
    right = make_case(programme=helpwanted, by=noor, alias="de zwaluw", now=NOW)
    actions.link(contact=contact, case=right, by=noor, now=NOW)
    ending.shred(case=wrong, by=noor, now=NOW)
    assert where() == {right}
    assert reads() == before, "the case it was in by mistake takes nothing along"


def test_who_brings_the_code_is_followed_too(contact: Contact, helpwanted: Programme, noor: User) -> None:
    case = make_case(programme=helpwanted, by=noor, now=NOW)
    actions.link(contact=contact, case=case, by=None, by_code=True, now=NOW)
    assert where() == {case}


def test_what_cannot_be_read_any_more_keeps_no_contact_from_its_case(
    contact: Contact, helpwanted: Programme, noor: User
) -> None:
    case = make_case(programme=helpwanted, by=noor, now=NOW)
    record = RiskRecord.objects.get()
    assert record.data_key is not None
    record.data_key.delete()
    actions.link(contact=contact, case=case, by=noor, now=NOW)
    assert LinkedContact.objects.get().case == case
    assert Referral.objects.get().case == case


def test_when_the_log_cannot_be_written_nothing_moved(
    contact: Contact, helpwanted: Programme, noor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(programme=helpwanted, by=noor, now=NOW)

    def broken(**_entry: object) -> None:
        raise OSError("the log is away")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", broken)
        with pytest.raises(OSError, match="the log"):
            actions.link(contact=contact, case=case, by=noor, now=NOW)
    assert where() == {None}
    assert not LinkedContact.objects.exists()
