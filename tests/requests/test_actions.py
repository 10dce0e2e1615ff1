"""Taking a request in, handling it, and its end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest

from helpline.audit.errors import EntryRefused
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.requests import actions, sealing, terms
from helpline.requests.errors import Gone, NotTheHandler, TooBusy, WrongMove
from helpline.requests.kinds import Kind
from helpline.requests.models import Intake, ProfessionalRequest
from helpline.requests.states import RequestState
from helpline.vault.errors import KeyGone, SealBroken
from helpline.vault.models import DataKey
from tests.factories.requests import MORNING, answers, make_handler, make_request

pytestmark = pytest.mark.django_db
WAITING, TAKEN, DONE = RequestState.WAITING, RequestState.TAKEN, RequestState.DONE


def accept(programme: Programme, *, now: datetime = MORNING, **changes: str) -> None:
    actions.accept(
        programme=programme, kind=Kind.LESSON, answers=answers(**changes), form_number=uuid4(), now=now
    )


def test_a_request_is_sealed_and_keeps_the_day_only(helpwanted: Programme) -> None:
    asked = make_request(programme=helpwanted)
    assert (asked.state, asked.kind, asked.handler) == (WAITING, Kind.LESSON, None)
    assert asked.arrived_date.isoformat() == "2026-07-07"
    assert asked.erase_on_date.isoformat() == "2026-08-06"
    assert sealing.open_answers(asked) == answers()
    key = DataKey.objects.get()
    assert key.term_class == "request"
    assert key.expires_on_date < asked.erase_on_date  # gone in the night in which the row is
    moments = [
        field.name for field in ProfessionalRequest._meta.get_fields() if "Time" in type(field).__name__
    ]
    assert moments == []


def test_it_opens_in_its_own_place_only(helpwanted: Programme) -> None:
    asked, other = make_request(programme=helpwanted), make_request(programme=helpwanted)
    other.data_key, other.nonce, other.ciphertext = asked.data_key, asked.nonce, asked.ciphertext
    with pytest.raises(SealBroken):
        sealing.open_answers(other)
    asked.kind = Kind.MATERIALS
    with pytest.raises(SealBroken):
        sealing.open_answers(asked)


def test_the_same_form_is_one_request_and_a_changed_one_another(helpwanted: Programme) -> None:
    number = uuid4()
    for period in ("in maart", "in maart", "in april"):
        actions.accept(
            programme=helpwanted,
            kind=Kind.LESSON,
            answers=answers(period=period),
            form_number=number,
            now=MORNING,
        )
    kept = [sealing.open_answers(asked)["period"] for asked in ProfessionalRequest.objects.all()]
    assert sorted(map(str, kept)) == ["in april", "in maart"]
    assert Intake.objects.get().taken == 2


def test_a_form_of_an_erased_request_is_a_new_one(helpwanted: Programme) -> None:
    asked = make_request(programme=helpwanted)
    DataKey.objects.all().delete()  # unreadable, so nobody can say whether it says the same
    actions.accept(
        programme=helpwanted, kind=Kind.LESSON, answers=answers(), form_number=asked.pk, now=MORNING
    )
    assert ProfessionalRequest.objects.count() == 2


def test_an_hour_has_room_for_so_many_whoever_they_are(helpwanted: Programme, stopitnow: Programme) -> None:
    for _ in range(actions.MOST_PER_HOUR):
        accept(helpwanted)
    with pytest.raises(TooBusy):
        accept(helpwanted, now=MORNING + timedelta(minutes=59))
    assert ProfessionalRequest.objects.count() == actions.MOST_PER_HOUR
    accept(stopitnow)  # another programme's flood is not this one's
    accept(helpwanted, now=MORNING + timedelta(hours=1))


def test_the_hours_are_forgotten_in_the_night(helpwanted: Programme) -> None:
    accept(helpwanted)
    Intake.objects.update(next_mail_at=MORNING + timedelta(hours=1))
    actions.forget_hours(now=MORNING + timedelta(minutes=59))
    intake = Intake.objects.get()
    assert (intake.taken, intake.hour_at is None, intake.next_mail_at is None) == (1, False, False)
    actions.forget_hours(now=MORNING + timedelta(hours=1))
    intake.refresh_from_db()
    assert (intake.taken, intake.hour_at, intake.next_mail_at) == (0, None, None)


def test_the_life_of_a_request(helpwanted: Programme) -> None:
    noor, sam = make_handler(helpwanted), make_handler(helpwanted, name="Sam")
    asked = make_request(programme=helpwanted)
    actions.take(asked=asked, by=noor, now=MORNING)
    with pytest.raises(WrongMove):
        actions.take(asked=asked, by=sam, now=MORNING)
    for act in (actions.give_back, actions.finish):
        with pytest.raises(NotTheHandler):
            act(asked=asked, by=sam, now=MORNING)
    actions.give_back(asked=asked, by=noor, now=MORNING)
    assert (asked.state, asked.handler) == (WAITING, None)
    actions.take(asked=asked, by=sam, now=MORNING)
    actions.finish(asked=asked, by=sam, now=MORNING + timedelta(days=2))
    assert (asked.state, asked.erase_on_date.isoformat()) == (DONE, "2026-07-16")
    actions.reopen(asked=asked, by=noor, now=MORNING + timedelta(days=3))
    assert (asked.state, asked.handler, asked.erase_on_date.isoformat()) == (TAKEN, noor, "2026-08-06")


def test_a_colleague_takes_over_from_whom_the_screen_showed(helpwanted: Programme) -> None:
    noor, sam, bo = (make_handler(helpwanted, name=name) for name in ("Noor", "Sam", "Bo"))
    asked = make_request(programme=helpwanted, state=TAKEN, by=noor)
    actions.take_over(asked=asked, from_user_id=noor.pk, by=sam, now=MORNING)
    assert asked.handler == sam
    for by, shown in ((bo, noor), (sam, sam)):
        with pytest.raises(WrongMove):
            actions.take_over(asked=asked, from_user_id=shown.pk, by=by, now=MORNING)
    actions.finish(asked=asked, by=sam, now=MORNING)
    with pytest.raises(WrongMove):
        actions.take_over(asked=asked, from_user_id=sam.pk, by=bo, now=MORNING)


def test_what_was_handled_late_does_not_live_longer() -> None:
    arrived = MORNING.date()
    assert terms.erase_on_when_done(arrived, arrived + timedelta(days=28)) == arrived + timedelta(days=30)


def test_deleting_takes_the_key_along(helpwanted: Programme) -> None:
    noor = make_handler(helpwanted)
    asked = make_request(programme=helpwanted)
    copy = ProfessionalRequest.objects.get(pk=asked.pk)  # as a backup has it
    actions.delete(asked=asked, by=noor, now=MORNING)
    assert not ProfessionalRequest.objects.exists()
    assert not DataKey.objects.exists()
    with pytest.raises(KeyGone):
        sealing.open_answers(copy)
    with pytest.raises(Gone):
        actions.take(asked=copy, by=noor, now=MORNING)


def test_on_its_last_day_a_request_is_gone_also_when_the_night_is_late(helpwanted: Programme) -> None:
    noor = make_handler(helpwanted)
    asked = make_request(programme=helpwanted)
    assert actions.read(asked=asked, by=noor, now=MORNING + timedelta(days=29)) == answers()
    with pytest.raises(Gone):
        actions.read(asked=asked, by=noor, now=MORNING + timedelta(days=30))


Act = Callable[..., object]
ACTS: list[tuple[str, Act, str]] = [
    ("request.opened", actions.read, WAITING),
    ("request.taken", actions.take, WAITING),
    ("request.given_back", actions.give_back, TAKEN),
    ("request.done", actions.finish, TAKEN),
    ("request.reopened", actions.reopen, DONE),
    ("request.deleted", actions.delete, DONE),
]


@pytest.mark.parametrize(("action", "act", "state"), ACTS, ids=[name for name, _, _ in ACTS])
def test_who_and_on_which_day_is_recorded_and_never_what(
    helpwanted: Programme, action: str, act: Act, state: str
) -> None:
    noor = make_handler(helpwanted)
    asked = make_request(programme=helpwanted, state=state, by=noor)
    act(asked=asked, by=noor, now=MORNING)
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.action, entry.actor, entry.programme) == (action, noor.audit_id, "helpwanted")
    assert (entry.day_only, entry.subject, entry.detail) == (True, "", {})


@pytest.mark.parametrize(("action", "act", "state"), ACTS, ids=[name for name, _, _ in ACTS])
def test_without_its_entry_nothing_happens(helpwanted: Programme, action: str, act: Act, state: str) -> None:
    noor = make_handler(helpwanted)
    asked = make_request(programme=helpwanted, state=state, by=noor)
    before = ProfessionalRequest.objects.values().get()
    with (
        patch("helpline.requests.actions.audit.record", side_effect=EntryRefused),
        pytest.raises(EntryRefused),
    ):
        act(asked=asked, by=noor, now=MORNING)
    assert ProfessionalRequest.objects.values().get() == before


def test_taking_over_is_recorded(helpwanted: Programme) -> None:
    noor, sam = make_handler(helpwanted), make_handler(helpwanted, name="Sam")
    asked = make_request(programme=helpwanted, state=TAKEN, by=noor)
    actions.take_over(asked=asked, from_user_id=noor.pk, by=sam, now=MORNING)
    assert Entry.objects.order_by("-number").values_list("action", "actor").first() == (
        "request.taken_over",
        sam.audit_id,
    )


def test_taking_a_request_in_leaves_no_entry(helpwanted: Programme) -> None:
    accept(helpwanted)
    assert not Entry.objects.exists()
