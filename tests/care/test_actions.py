"""Opening a record, consulting, deciding, closing; what is sealed, and what the log says."""

import uuid
from datetime import timedelta
from typing import NamedTuple
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction

from helpline.accounts.models import Membership, User
from helpline.audit.errors import EntryRefused
from helpline.audit.models import Entry
from helpline.care import actions, sealing
from helpline.care.errors import (
    CannotBeConsulted,
    Gone,
    NoPlace,
    NotForPractice,
    NotYet,
    UnknownLevel,
    WrongMove,
)
from helpline.care.meldcode import Applies, Help, Report, TextKind
from helpline.care.models import RiskRecord, RiskText
from helpline.care.rules import Lack
from helpline.care.states import RiskState
from helpline.cases.models import TimelineLine
from helpline.programmes import queries
from helpline.programmes.models import Programme
from helpline.vault.actions import forget
from helpline.vault.errors import SealBroken
from helpline.vault.models import DataKey
from tests.factories.care import EVENING, decide, make_case, make_lead, make_record, write
from tests.factories.contacts import make_counsellor, make_open, seed
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db
OPEN, CONSULTED, DECIDED, CLOSED = RiskState
LATER = EVENING + timedelta(hours=1)


class Staff(NamedTuple):
    programme: int
    noor: int
    lead: int
    other: int


def _fill() -> Staff:
    programme = seed()
    return Staff(
        programme.pk,
        make_counsellor(programme).pk,
        make_lead(programme).pk,
        make_lead(queries.programme_by_slug("stopitnow")).pk,  # type: ignore[arg-type]
    )


staff = once_a_file(_fill)


@pytest.fixture
def programme(staff: Staff, db: None) -> Programme:
    return Programme.objects.get(pk=staff.programme)


@pytest.fixture
def noor(staff: Staff, db: None) -> User:
    return User.objects.get(pk=staff.noor)


@pytest.fixture
def lead(staff: Staff, db: None) -> User:
    return User.objects.get(pk=staff.lead)


@pytest.fixture
def stranger(staff: Staff, db: None) -> User:
    """Somebody who leads in another programme."""
    return User.objects.get(pk=staff.other)


def texts_of(record: RiskRecord) -> list[str]:
    rows = list(record.texts.order_by("written_at", "pk"))
    opened = sealing.open_texts(record, rows)
    return [opened[row.pk] for row in rows]


def test_the_life_of_a_record(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor)
    assert (record.state, record.consulted) == (OPEN, None)
    with pytest.raises(NotYet) as refused:
        decide(record, by=noor)
    assert refused.value.lacks == (Lack.CONSULTATION,)
    actions.consult(record=record, advice="blijf in gesprek", number=uuid.uuid4(), by=lead, now=LATER)
    assert (record.state, record.consulted, record.signed_at) == (CONSULTED, lead, LATER)
    decide(record, by=noor, now=LATER)
    with pytest.raises(NotYet) as refused:
        actions.close(record=record, by=noor, now=LATER)
    assert refused.value.lacks == (Lack.INFORMED,)
    write(record, TextKind.NOT_INFORMED, by=noor)
    actions.close(record=record, by=noor, now=LATER)
    assert (record.state, record.closed_at, record.expires_at) == (CLOSED, LATER, LATER + timedelta(days=90))
    with pytest.raises(WrongMove):
        write(record, TextKind.SAID, by=noor)
    actions.reopen(record=record, by=lead, now=LATER)
    assert (record.state, record.consulted, record.signed_at) == (OPEN, None, None)
    assert (record.expires_at, record.round) == (None, 2)
    with pytest.raises(NotYet):
        actions.close(record=record, by=noor, now=LATER)


def test_nobody_consults_oneself_and_only_a_lead_of_the_programme_is_consulted(
    programme: Programme, noor: User, lead: User, stranger: User
) -> None:
    colleague = make_counsellor(programme)
    record = make_record(programme=programme, by=noor)
    of_the_lead = make_record(programme=programme, by=lead)
    for subject, by in ((of_the_lead, lead), (record, noor), (record, colleague), (record, stranger)):
        with pytest.raises(CannotBeConsulted):
            actions.consult(record=subject, advice="x", number=uuid.uuid4(), by=by, now=EVENING)
        with pytest.raises(CannotBeConsulted):
            actions.note_consultation(
                record=subject, consulted=by, consulted_at=EVENING, advice="x", number=uuid.uuid4(),
                by=noor, now=EVENING,
            )  # fmt: skip
    record.refresh_from_db()
    assert (record.state, record.texts.count()) == (OPEN, 1)


def test_what_was_advised_by_phone_is_noted_and_signed_later(
    programme: Programme, noor: User, lead: User
) -> None:
    record = make_record(programme=programme, by=noor)
    actions.note_consultation(
        record=record, consulted=lead, consulted_at=EVENING, advice="bel 112", number=uuid.uuid4(),
        by=noor, now=LATER,
    )  # fmt: skip
    assert (record.state, record.consulted_at, record.signed_at) == (CONSULTED, EVENING, None)
    decide(record, by=noor, now=LATER)  # the work goes on
    write(record, TextKind.INFORMED, by=noor)
    with pytest.raises(NotYet) as refused:
        actions.close(record=record, by=noor, now=LATER)
    assert refused.value.lacks == (Lack.SIGNATURE,)
    for nobody in (noor, make_lead(programme)):
        with pytest.raises(CannotBeConsulted):
            actions.sign(record=record, by=nobody, now=LATER)
    actions.sign(record=record, by=lead, now=LATER)
    with pytest.raises(WrongMove):
        actions.sign(record=record, by=lead, now=LATER)
    actions.close(record=record, by=noor, now=LATER)


def test_who_does_not_lead_any_more_does_not_sign(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor)
    actions.note_consultation(
        record=record,
        consulted=lead,
        consulted_at=EVENING,
        advice="x",
        number=uuid.uuid4(),
        by=noor,
        now=LATER,
    )
    Membership.objects.filter(user=lead).update(role="counsellor")
    with pytest.raises(CannotBeConsulted):
        actions.sign(record=record, by=User.objects.get(pk=lead.pk), now=LATER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": CONSULTED, "consulted": None},
        {"state": CLOSED, "signed_at": None},
        {"consulted": "author"},
    ],
)
def test_the_database_refuses_what_no_action_does(
    programme: Programme, noor: User, lead: User, wrong: dict[str, object]
) -> None:
    record = make_record(programme=programme, by=noor, lead=lead, state=CLOSED)
    changes = {name: noor.pk if value == "author" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskRecord.objects.filter(pk=record.pk).update(**changes)


def test_more_serious_begins_anew_and_less_does_not(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor, lead=lead, state=DECIDED)
    assert not actions.change_level(record=record, level="worry", by=noor, now=LATER)
    assert record.state == DECIDED
    assert actions.change_level(record=record, level="acute", by=noor, now=LATER)
    assert (record.state, record.consulted, record.decided_at, record.round) == (OPEN, None, None, 2)
    with pytest.raises(UnknownLevel):
        actions.change_level(record=record, level="heel erg", by=noor, now=LATER)


def test_what_was_told_in_an_earlier_round_does_not_count(
    programme: Programme, noor: User, lead: User
) -> None:
    record = make_record(programme=programme, by=noor, lead=lead, state=DECIDED)
    write(record, TextKind.INFORMED, by=noor)
    actions.change_level(record=record, level="acute", by=noor, now=LATER)
    actions.consult(record=record, advice="bel nu", number=uuid.uuid4(), by=lead, now=LATER)
    decide(record, by=noor, now=LATER)
    with pytest.raises(NotYet) as refused:
        actions.close(record=record, by=noor, now=LATER)
    assert refused.value.lacks == (Lack.INFORMED,)


def test_a_new_consultation_takes_the_decision_back(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor, lead=lead, state=DECIDED)
    with pytest.raises(WrongMove):
        decide(record, by=noor)
    actions.consult(record=record, advice="toch anders", number=uuid.uuid4(), by=lead, now=LATER)
    assert (record.state, record.decided_at) == (CONSULTED, None)
    decide(record, by=noor, now=LATER)


def test_the_two_questions_of_the_fifth_step(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor, lead=lead, state=CONSULTED, applies=Applies.YES)
    write(record, TextKind.WEIGHED, by=noor)
    write(record, TextKind.NOT_TALKED, by=noor)
    for answers in ({}, {"report": Report.NO}, {"report": Report.IMPOSSIBLE, "help_given": Help.YES}):
        with pytest.raises(NotYet) as refused:
            decide(record, by=noor, **answers)
        assert refused.value.lacks == (Lack.QUESTIONS,)
    decide(
        record, by=noor, report=Report.IMPOSSIBLE, help_given=Help.YES, why_not_reported="niemand weet wie"
    )
    assert (record.report, record.help_given) == (Report.IMPOSSIBLE, Help.YES)
    assert record.texts.filter(kind=TextKind.NOT_REPORTED).count() == 1
    with pytest.raises(WrongMove):
        actions.answer_meldcode(record=record, applies=Applies.NO, by=noor, now=LATER)


def test_what_is_to_follow_holds_the_record_open(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor, lead=lead, state=DECIDED)
    write(record, TextKind.INFORMED, by=noor)
    due = LATER + timedelta(days=2)
    actions.plan_follow_up(record=record, due_at=due, text="bellen", number=uuid.uuid4(), by=noor, now=LATER)
    with pytest.raises(NotYet) as refused:
        actions.close(record=record, by=noor, now=LATER)
    assert refused.value.lacks == (Lack.FOLLOW_UP,)
    actions.finish_follow_up(record=record, text="gebeld", number=uuid.uuid4(), by=noor, now=due)
    actions.close(record=record, by=noor, now=due)


def test_a_form_that_comes_twice_is_one_and_with_other_words_another(
    programme: Programme, noor: User
) -> None:
    contact = make_open(programme=programme, by=noor)
    number = uuid.uuid4()
    made = [
        actions.open_record(level="worry", said="een", number=number, contact=contact, by=noor, now=EVENING)
        for _time in range(2)
    ]
    assert made[0] == made[1]
    record, again = made[0], uuid.uuid4()
    for text in ("twee", "twee", "drie"):
        actions.write(record=record, kind=TextKind.SAID, text=text, number=again, by=noor, now=LATER)
    assert sorted(texts_of(record)) == ["drie", "een", "twee"]


def test_a_record_stands_with_a_contact_or_a_case_and_never_with_practice(
    programme: Programme, noor: User
) -> None:
    with pytest.raises(NoPlace):
        actions.open_record(level="worry", said="x", number=uuid.uuid4(), by=noor, now=EVENING)
    practice = make_open(programme=programme, by=noor, training=True)
    with pytest.raises(NotForPractice):
        make_record(programme=programme, by=noor, contact=practice)
    with pytest.raises(UnknownLevel):
        make_record(programme=programme, by=noor, level="none")


def test_texts_are_sealed_each_in_its_place(programme: Programme, noor: User) -> None:
    record = make_record(programme=programme, by=noor)
    other = make_record(programme=programme, by=noor)
    row = record.texts.get()
    assert b"ernstigs" not in bytes(row.ciphertext)
    assert record.data_key is not None
    assert record.data_key.term_class == "case"
    moved = other.texts.get()
    moved.nonce, moved.ciphertext = row.nonce, row.ciphertext
    with pytest.raises(SealBroken):
        sealing.open_texts(record, [moved])


def test_of_a_case_it_is_sealed_with_the_case_s_key_and_stands_in_its_timeline(
    programme: Programme, noor: User, lead: User
) -> None:
    case = make_case(programme=programme, by=noor)
    record = make_record(programme=programme, by=noor, lead=lead, state=CLOSED, case=case)
    assert (record.data_key_id, record.expires_at) == (None, None)
    did = list(
        TimelineLine.objects.filter(case=case, kind="risk").order_by("pk").values_list("codes", flat=True)
    )
    assert [codes["did"] for codes in did] == ["opened", "consulted", "decided", "closed"]
    assert all(set(codes) == {"did"} for codes in did), "no level stands in a timeline"
    assert case.data_key is not None
    forget(case.data_key.pk)
    case.data_key.delete()
    with pytest.raises(Gone):
        actions.read(record=record, by=lead, now=LATER)


def test_the_log_has_the_day_and_never_the_level_the_text_or_the_record(
    programme: Programme, noor: User, lead: User
) -> None:
    before = set(Entry.objects.values_list("number", flat=True))
    record = make_record(programme=programme, by=noor, lead=lead, state=CLOSED, level="acute")
    actions.read(record=record, by=lead, now=LATER)
    entries = [entry for entry in Entry.objects.order_by("number") if entry.number not in before]
    told = [entry.action for entry in entries if entry.action.startswith("risk.")]
    assert told == [
        "risk.opened", "risk.consulted", "risk.decided", "risk.written", "risk.closed", "risk.read",
    ]  # fmt: skip
    for entry in entries:
        assert (entry.subject, entry.detail) == ("", {})
        assert entry.day_only


def test_what_cannot_be_told_to_the_log_is_not_done(programme: Programme, noor: User, lead: User) -> None:
    record = make_record(programme=programme, by=noor)
    with (
        patch("helpline.audit.actions.record", side_effect=EntryRefused),
        pytest.raises(EntryRefused),
    ):
        actions.consult(record=record, advice="x", number=uuid.uuid4(), by=lead, now=LATER)
    record.refresh_from_db()
    assert (record.state, RiskText.objects.filter(record=record).count()) == (OPEN, 1)


def test_a_record_goes_with_the_case_that_was_made_of_its_contact(programme: Programme, noor: User) -> None:
    record = make_record(programme=programme, by=noor)
    case = make_case(programme=programme, by=noor)
    actions.attach(record=record, case=case, by=noor, now=EVENING)
    assert (record.case, record.expires_at) == (case, None)
    record.refresh_from_db()
    assert record.data_key is None, "its own key is shredded: shredding the case leaves nothing"
    assert texts_of(record) == ["iets ernstigs"]
    assert DataKey.objects.filter(term_class="case").count() == 1
    with pytest.raises(NoPlace):
        actions.attach(record=record, case=case, by=noor, now=EVENING)
