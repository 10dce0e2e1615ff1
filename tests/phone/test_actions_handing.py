"""What the provider refuses leaves everything as it was, and nobody does what is not theirs."""

from collections.abc import Callable

import pytest
from django.test import Client

from helpline.accounts.models import User
from helpline.phone.actions import calls, handing, presence
from helpline.phone.errors import (
    NobodyWaits,
    NoNumber,
    NotAllowed,
    OfferOpen,
    PhoneOff,
    ProviderAway,
    WrongState,
)
from helpline.phone.models import Call, Handover, Leg, OutsideDesk, PhoneLine
from helpline.phone.provider import ProviderError
from helpline.programmes.models import Programme
from tests.factories.chat import make_staff
from tests.factories.phone import OWN_NUMBER, Line, at_a_desk, make_line, put_through, ring
from tests.phone.conftest import Clock
from tests.phone.fakes import FakeProvider

AWAY = ProviderError(permanent=False)
Talking = tuple[Line, Line, Call]


@pytest.fixture
def talking(client: Client, line: Programme, counsellor: User, clock: Clock, asked: FakeProvider) -> Talking:
    caller, desk, leg = put_through(client, line, counsellor)
    presence.renew(user=counsellor, in_leg=leg.pk)
    return caller, desk, Call.objects.select_related("programme").get()


def test_a_call_is_handed_over_with_its_registration(
    client: Client, talking: Talking, counsellor: User, other: User, asked: FakeProvider
) -> None:
    caller, desk, call = talking
    offered = handing.offer(call=call, by=counsellor)
    with pytest.raises(OfferOpen):
        handing.offer(call=call, by=counsellor)
    leg = handing.accept(handover=offered, by=other)
    assert asked.asked[-1][0] == "redirect_call"
    assert "Conference" in {each.tag for each in caller.asks("room").document.iter()}
    mine = Leg.objects.get(sid=desk.sid)
    follows = desk.asks("desk_left", mine.pk, DialCallStatus="completed", DialBridged="true")
    assert follows.the("Conference").get("endConferenceOnExit") == "false"
    joins = at_a_desk(client)
    assert joins.asks("desk", leg=str(leg.pk)).the("Dial").get("callerId") == OWN_NUMBER
    call.refresh_from_db()
    assert call.counsellor == other
    assert call.contact is not None
    assert call.contact.counsellor == other
    handing.leave(call=call, by=counsellor)
    assert asked.asked[-1] == ("hang_up", {"call_sid": desk.sid})
    with pytest.raises(WrongState):
        handing.leave(call=call, by=other)
    joins.asks("desk_over", leg.pk)
    caller.asks("room_left")
    call.refresh_from_db()
    assert call.stage == "ended"


def test_the_caller_is_not_left_alone_in_a_room(
    client: Client, talking: Talking, counsellor: User, asked: FakeProvider,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    _caller, desk, call = talking
    handing.open_room(call=call, by=counsellor)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        desk.asks("desk_over", Leg.objects.get(sid=desk.sid).pk)
    assert asked.asked[-1][0] == "redirect_call"
    assert asked.asked[-1][1]["url"].endswith("/room-left")


def test_when_the_provider_is_away_the_two_talk_on(
    talking: Talking, counsellor: User, other: User, asked: FakeProvider
) -> None:
    _caller, _desk, call = talking
    offered = handing.offer(call=call, by=counsellor, to_user=other)
    asked.refusal = AWAY
    with pytest.raises(ProviderAway):
        handing.accept(handover=offered, by=other)
    call.refresh_from_db()
    assert (call.room, call.counsellor) == ("", counsellor)
    assert Handover.objects.get().state == "offered"
    assert calls.current_leg(other, call.heard_at) is None
    asked.refusal = None
    assert handing.accept(handover=offered, by=other)


def test_another_organisation_sees_the_helpline_s_number(
    talking: Talking, counsellor: User, asked: FakeProvider
) -> None:
    call = talking[2]
    desk = OutsideDesk.objects.create(programme=call.programme, name="Elders", number="+31850000000")
    leg = handing.add_outside(call=call, by=counsellor, desk=desk)
    name, told = asked.asked[-1]
    assert (name, told["to"], told["caller_id"]) == ("call_into_room", "+31850000000", OWN_NUMBER)
    with pytest.raises(WrongState):
        handing.add_outside(call=call, by=counsellor, desk=desk)
    leg.refresh_from_db()
    handing.drop_outside(leg=leg, by=counsellor)
    assert asked.asked[-1][0] == "hang_up"
    handing.add_outside(call=call, by=counsellor, desk=desk)


def test_another_programme_s_desk_is_not_asked(talking: Talking, counsellor: User) -> None:
    elsewhere = make_line(slug="elsewhere")
    desk = OutsideDesk.objects.create(programme=elsewhere, name="Elders", number="+31850000000")
    with pytest.raises(NotAllowed):
        handing.add_outside(call=talking[2], by=counsellor, desk=desk)


def test_only_whose_call_it_is_may_do_something_with_it(
    talking: Talking, counsellor: User, other: User
) -> None:
    call = talking[2]
    offered = handing.offer(call=call, by=counsellor, to_user=other)
    stranger = make_staff(make_line(slug="elsewhere"))
    for refused in (
        lambda: handing.offer(call=call, by=other),
        lambda: handing.open_room(call=call, by=other),
        lambda: handing.accept(handover=offered, by=stranger),
        lambda: handing.accept(handover=offered, by=counsellor),
        lambda: handing.decline(handover=offered, by=counsellor),
        lambda: handing.take_back(handover=offered, by=other),
        lambda: handing.leave(call=call, by=other),
        lambda: calls.hang_up(call=call, by=other),
        lambda: calls.take_next(user=stranger, programme=call.programme),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_an_offer_ends_by_itself(talking: Talking, counsellor: User, other: User, clock: Clock) -> None:
    offered = handing.offer(call=talking[2], by=counsellor, to_user=other)
    clock.forward(minutes=3)
    with pytest.raises(WrongState):
        handing.accept(handover=offered, by=other)
    assert handing.expire() == 1
    assert Handover.objects.get().state == "expired"


def test_one_call_at_a_time(client: Client, talking: Talking, line: Programme, counsellor: User) -> None:
    second = ring(client, line)
    for name in ("voice", "menu", "wait"):
        second.asks(name)
    with pytest.raises(WrongState):
        calls.take_next(user=counsellor, programme=line)


def test_taking_needs_somebody_a_number_and_an_account(
    line: Programme, counsellor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NobodyWaits):
        calls.take_next(user=counsellor, programme=line)
    PhoneLine.objects.update(number="")
    with pytest.raises(NoNumber):
        calls.take_next(user=counsellor, programme=line)
    monkeypatch.setattr("django.conf.settings.PHONE", None)
    with pytest.raises(PhoneOff):
        calls.take_next(user=counsellor, programme=line)
    with pytest.raises(PhoneOff):
        presence.say_available(user=counsellor, programme=line)


def test_a_desk_phone_needs_a_number(line: Programme, counsellor: User) -> None:
    with pytest.raises(NoNumber):
        presence.say_available(user=counsellor, programme=line, device="desk_phone", desk_number="thuis")


def test_whoever_is_gone_for_two_leases_has_to_say_it_anew(
    line: Programme, counsellor: User, clock: Clock
) -> None:
    clock.forward(minutes=3)
    presence.sign_off_the_absent()
    presence.renew(user=counsellor)
    assert not presence.present(line, clock.at).exists()


def test_hanging_up_ends_the_call_here_too_whatever_the_provider_tells_afterwards(
    talking: Talking, counsellor: User, asked: FakeProvider, clock: Clock
) -> None:
    caller, _desk, call = talking
    calls.hang_up(call=call, by=counsellor)
    assert asked.asked[-1] == ("hang_up", {"call_sid": caller.sid})
    call.refresh_from_db()
    assert call.stage == "ended"
    assert call.contact is not None
    assert call.contact.state == "to_register"
    assert calls.current_leg(counsellor, clock.at) is None
    with pytest.raises(WrongState):
        calls.hang_up(call=call, by=counsellor)


def test_a_call_that_the_provider_cannot_end_goes_on(
    talking: Talking, counsellor: User, asked: FakeProvider
) -> None:
    call = talking[2]
    asked.refusal = AWAY
    with pytest.raises(ProviderAway):
        calls.hang_up(call=call, by=counsellor)
    call.refresh_from_db()
    assert call.stage == "talking"
