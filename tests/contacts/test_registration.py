"""Registering: field by field, then once as a fact."""

import uuid
from datetime import timedelta
from unittest.mock import patch

import pytest

from figures.models import Fact
from helpline.audit.models import Entry
from helpline.contacts import actions
from helpline.contacts.errors import (
    FieldConflict,
    Incomplete,
    RequestReused,
    UnknownCode,
    UnknownField,
    WrongMove,
)
from helpline.contacts.models import Answer, Change, Contact
from helpline.contacts.states import ContactState
from helpline.programmes import queries
from helpline.programmes.models import Code
from tests.factories.contacts import (
    COMPLETE,
    EVENING,
    fill,
    make_attempt,
    make_counsellor,
    make_open,
    make_registered,
    make_to_register,
    save,
    seed,
)

pytestmark = pytest.mark.django_db


def test_saving_is_versioned_and_every_change_is_kept_until_the_registration() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)

    assert save(contact, "gender", ["girl"], by=counsellor).version == 1
    assert save(contact, "gender", [], by=counsellor, base=1).version == 2
    assert save(contact, "gender", ["boy"], by=counsellor, base=2).version == 3

    assert list(Change.objects.order_by("version").values_list("codes", flat=True)) == [["girl"], [], ["boy"]]
    fill(contact, by=counsellor, codes={**COMPLETE, "gender": ["boy"]})
    actions.register(contact=contact, by=counsellor)
    assert not Change.objects.exists()


def test_a_repeated_request_changes_nothing_however_late_it_comes() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)
    request = uuid.uuid4()

    save(contact, "gender", ["girl"], by=counsellor, request_id=request)
    assert save(contact, "gender", ["girl"], by=counsellor, request_id=request).version == 1
    save(contact, "gender", ["boy"], by=counsellor, base=1)
    with pytest.raises(FieldConflict):
        save(contact, "gender", ["girl"], by=counsellor, request_id=request)

    assert Answer.objects.get().codes == ["boy"]
    with pytest.raises(RequestReused):
        save(contact, "gender", ["other"], by=counsellor, request_id=request)


def test_two_editors_are_told_and_nothing_is_lost() -> None:
    programme = seed()
    first, second = make_counsellor(programme), make_counsellor(programme)
    contact = make_open(programme=programme, by=first)
    save(contact, "age_band", ["12_18"], by=first)

    with pytest.raises(FieldConflict) as caught:
        save(contact, "age_band", ["19_25"], by=second, base=0)

    current = caught.value.current
    assert current is not None
    assert (current.codes, current.version, current.saved_by) == (["12_18"], 1, first)
    # the same answer from both is no conflict
    assert save(contact, "age_band", ["12_18"], by=second, base=0).version == 1


def test_refuses_what_the_form_does_not_ask() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)
    with pytest.raises(UnknownField):
        save(contact, "own_behaviour", ["viewer"], by=counsellor)
    with pytest.raises(UnknownField):
        save(contact, "kind", ["test"], by=counsellor)
    with pytest.raises(UnknownCode):
        save(contact, "gender", ["0612345678"], by=counsellor)
    with pytest.raises(UnknownCode):
        save(contact, "gender", ["girl", "boy"], by=counsellor)
    assert not Answer.objects.exists()
    with pytest.raises(WrongMove):
        save(make_attempt(programme=programme), "gender", ["girl"], by=counsellor)


def test_a_retired_code_stays_where_it_was_chosen_and_is_offered_no_more() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)
    save(contact, "topics", ["grooming"], by=counsellor)
    Code.objects.filter(
        code_list__programme=programme, code_list__key="topics", code__in=["grooming", "blackmail"]
    ).update(valid_until_date=EVENING.date() - timedelta(days=1))
    queries.forget()

    assert save(contact, "topics", ["grooming", "hacked_account"], by=counsellor, base=1).version == 2
    with pytest.raises(UnknownCode):
        save(contact, "topics", ["blackmail"], by=counsellor, base=2)


def test_registering_writes_the_fact_and_the_log_keeps_the_day_only() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)

    contact = make_registered(programme=programme, by=counsellor)

    fact = Fact.objects.get()
    assert contact.fact_id == fact.pk
    assert (fact.kind, fact.topics, fact.channel, f"{fact.month_date}") == (
        "counselling",
        "blackmail|grooming",
        "chat",
        "2026-07-01",
    )
    entry = Entry.objects.get(action="contact.registered")
    assert entry.day_only
    assert (entry.at.minute, entry.at.second, entry.subject, entry.detail) == (0, 0, "", {})
    assert contact.state == ContactState.REGISTERED


def test_registering_tells_what_is_missing_and_writes_nothing() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_to_register(programme=programme, by=counsellor)
    fill(contact, by=counsellor, codes={**COMPLETE, "gender": [], "topics": []})

    with pytest.raises(Incomplete) as caught:
        actions.register(contact=contact, by=counsellor)

    assert caught.value.fields == ("gender", "topics")
    assert not Fact.objects.exists()
    assert Contact.objects.get().state == ContactState.TO_REGISTER


def test_when_the_log_cannot_be_written_nothing_is_registered() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_to_register(programme=programme, by=counsellor)
    fill(contact, by=counsellor)

    with (
        patch("helpline.audit.actions.record", autospec=True, side_effect=OSError),
        pytest.raises(OSError),  # noqa: PT011 - it has no message
    ):
        actions.register(contact=contact, by=counsellor)

    assert not Fact.objects.exists()
    stored = Contact.objects.get()
    assert (stored.state, stored.fact_id) == (ContactState.TO_REGISTER, None)
    assert Change.objects.exists()


def test_one_click_closes_without_counting_answers() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)
    save(contact, "gender", ["girl"], by=counsellor)

    actions.close_non_counselling(contact=contact, kind="silent", by=counsellor, now=EVENING)

    fact = Fact.objects.get()
    assert (fact.kind, fact.gender) == ("silent", "")
    assert contact.kind == "silent"
    with pytest.raises(WrongMove):
        actions.close_non_counselling(contact=contact, kind="silent", by=counsellor)
    for kind in ("counselling", "nonsense", ""):
        with pytest.raises(UnknownCode):
            actions.close_non_counselling(
                contact=make_open(programme=programme, by=counsellor), kind=kind, by=counsellor
            )


def test_a_correction_corrects_the_fact() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_registered(programme=programme, by=counsellor)

    actions.correct(contact=contact, codes={**COMPLETE, "gender": ["boy"]}, by=counsellor, now=EVENING)
    fact = Fact.objects.get()
    assert (fact.pk, fact.gender) == (contact.fact_id, "boy")

    with pytest.raises(Incomplete):
        actions.correct(contact=contact, codes={}, by=counsellor, now=EVENING)
    actions.correct(contact=contact, codes=COMPLETE, kind="joke", by=counsellor, now=EVENING)
    fact = Fact.objects.get()
    assert (fact.kind, fact.gender, fact.topics) == ("joke", "", "")
    assert Entry.objects.filter(action="contact.corrected", day_only=True).count() == 2


def test_a_contact_that_was_reopened_corrects_its_fact_instead_of_counting_twice() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_registered(programme=programme, by=counsellor)
    actions.reopen(contact=contact, by=counsellor, now=EVENING)
    save(contact, "police_before", ["filed"], by=counsellor, base=1)
    actions.register(contact=contact, by=counsellor, now=EVENING)

    assert Fact.objects.get().police_before == "filed"


def test_answers_of_fields_that_are_not_asked_do_not_count() -> None:
    seed()
    programme = queries.programme_by_slug("stopitnow")
    assert programme is not None
    counsellor = make_counsellor(programme)
    contact = make_to_register(programme=programme, by=counsellor)
    fill(
        contact,
        by=counsellor,
        codes={
            "target_group": ["own_behaviour"],
            "own_behaviour": ["viewer"],
            "age_band": ["19_25"],
            "gender": ["man"],
            "contact_of_year": ["unknown"],
            "topics": ["viewing_csam"],
            "actions_taken": ["listened"],
            "referrals": ["none"],
            "how_found": ["internet"],
        },
    )
    save(contact, "target_group", ["professional"], by=counsellor, base=1)

    actions.register(contact=contact, by=counsellor, now=EVENING)

    fact = Fact.objects.get()
    assert (fact.target_group, fact.own_behaviour) == ("professional", "")


def test_what_the_visitor_told_stands_there_until_somebody_changes_it() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)
    save(contact, "gender", ["boy"], by=counsellor)
    told = {
        "age_band": ["12_18"],
        "topics": ["blackmail", "grooming"],
        "gender": ["girl"],  # somebody answered that already
        "target_group": ["self", "peer"],  # the form takes one
        "police_before": ["no such code"],
        "own_behaviour": ["viewer"],  # not asked here
        "platforms": [],
    }
    actions.prefill(contact=contact, told=told, by=counsellor, now=EVENING)
    shown = {answer.field: (answer.codes, answer.from_visitor) for answer in contact.answers.all()}
    assert shown == {
        "gender": (["boy"], False),
        "age_band": (["12_18"], True),
        "topics": (["blackmail", "grooming"], True),
    }
    save(contact, "age_band", ["19_25"], by=counsellor, base=1)
    save(contact, "topics", ["grooming"], by=counsellor, base=1)
    assert not Answer.objects.filter(from_visitor=True).exists()


def test_what_the_visitor_told_counts_when_it_is_registered_so() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_open(programme=programme, by=counsellor)
    actions.prefill(contact=contact, told={"age_band": ["12_18"]}, by=counsellor, now=EVENING)
    fill(contact, by=counsellor, codes={key: COMPLETE[key] for key in COMPLETE if key != "age_band"})
    actions.register(contact=contact, by=counsellor, now=EVENING)
    assert Fact.objects.get().age_band == "12_18"
    with pytest.raises(WrongMove):
        actions.prefill(contact=contact, told={"age_band": ["5_11"]}, by=counsellor, now=EVENING)
