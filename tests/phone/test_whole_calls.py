"""Whole calls: the simulated provider, the house's views and actions, and people on both sides."""

from collections.abc import Callable

import pytest

from helpline.accounts.models import User
from helpline.contacts.models import Contact
from helpline.phone.actions import calls, handing, presence
from helpline.phone.actions.holding import hold
from helpline.phone.errors import NotYet
from helpline.phone.models import Call, Handover, OutsideDesk
from helpline.phone.outcome import Stage
from helpline.phone.simulator.people import Endpoint, Person
from helpline.phone.simulator.wire import Mischief
from helpline.programmes.models import Programme
from tests.factories.chat import EVENING, make_staff
from tests.factories.phone import OWN_NUMBER, make_available, make_line
from tests.phone.driver import Provider

pytestmark = pytest.mark.django_db
CALLER = "+31683475912"
DESK = "+31880000000"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    return Provider().install(monkeypatch)


@pytest.fixture
def programme(provider: Provider) -> Programme:
    return make_line()


@pytest.fixture
def noor(programme: Programme, provider: Provider) -> User:
    user = make_staff(programme)
    make_available(user=user, programme=programme, now=provider.now())
    return user


def passes(provider: Provider, seconds: float, *present: User) -> None:
    """Let time pass; who is present proves it as the page does."""
    for _ in range(int(seconds // 10)):
        provider.clock.run(10)
        for user in present:
            presence.renew(user=user)
    provider.clock.run(seconds % 10)


Talking = Callable[..., tuple[object, object, Call]]


@pytest.fixture
def talking(provider: Provider, programme: Programme, noor: User) -> Talking:
    """A caller and Noor who talk: the caller's leg, Noor's, and the call."""

    def make(person: Person | None = None) -> tuple[object, object, Call]:
        caller = provider.call_in(person or Person(CALLER))
        passes(provider, 60, noor)
        leg = calls.take_next(user=noor, programme=programme)
        mine = provider.connect(leg.pk)
        passes(provider, 10, noor)
        presence.renew(user=noor, in_leg=leg.pk)  # as the page does while it is connected
        assert caller.talks_with is mine
        return caller, mine, Call.objects.get(sid=caller.sid)

    return make


def test_a_caller_waits_is_taken_and_talks(talking: Talking, provider: Provider, noor: User) -> None:
    caller, mine, call = talking(Person(CALLER, talk=120))
    assert (call.stage, call.counsellor) == (Stage.TALKING, noor)
    assert call.contact is not None
    assert "112" in caller.said.replace(" ", "")[:200]
    passes(provider, 130, noor)
    call.refresh_from_db()
    assert call.stage == Stage.ENDED
    assert (caller.is_live, mine.is_live) == (False, False)
    assert provider.complaints == []


def test_a_counsellor_hangs_up_for_both(talking: Talking, provider: Provider, noor: User) -> None:
    caller, mine, call = talking()
    calls.hang_up(call=call, by=noor)
    passes(provider, 10, noor)
    assert (caller.is_live, mine.is_live) == (False, False)
    assert provider.complaints == []


def test_a_call_is_handed_to_a_colleague_without_a_gap(
    talking: Talking, provider: Provider, programme: Programme, noor: User
) -> None:
    sam = make_staff(programme)
    make_available(user=sam, programme=programme, now=provider.now())
    caller, mine, call = talking()
    handover = handing.offer(call=call, by=noor, to_user=sam)
    leg = handing.accept(handover=Handover.objects.get(pk=handover.pk), by=sam)
    theirs = provider.connect(leg.pk)
    passes(provider, 10, noor, sam)
    (room,) = provider.engine.rooms()
    assert {guest.call for guest in room.guests} == {caller, mine, theirs}
    call.refresh_from_db()
    assert call.counsellor == sam
    handing.leave(call=call, by=noor)
    passes(provider, 10, noor, sam)
    assert [guest.call for guest in room.guests] == [caller, theirs]
    assert provider.complaints == []


def test_another_desk_is_asked_in_and_sees_the_helplines_number(
    talking: Talking, provider: Provider, programme: Programme, noor: User
) -> None:
    provider.engine.endpoints[DESK] = Endpoint(after=5)
    desk = OutsideDesk.objects.create(programme=programme, name="Veilig Thuis", number=DESK)
    caller, mine, call = talking()
    leg = handing.add_outside(call=call, by=noor, desk=desk)
    passes(provider, 20, noor)
    (room,) = provider.engine.rooms()
    third = next(guest.call for guest in room.guests if guest.call.target == DESK)
    assert {guest.call for guest in room.guests} == {caller, mine, third}
    assert third.origin == OWN_NUMBER
    leg.refresh_from_db()
    handing.drop_outside(leg=leg, by=noor)
    passes(provider, 5, noor)
    assert {guest.call for guest in room.guests} == {caller, mine}
    assert provider.complaints == []


def test_a_caller_is_put_on_hold_and_taken_off_it(talking: Talking, provider: Provider, noor: User) -> None:
    caller, mine, call = talking()
    with pytest.raises(NotYet):
        hold(call=call, by=noor, on=True)
    passes(provider, 3, noor)
    call.refresh_from_db()
    hold(call=call, by=noor, on=True)
    said = caller.said
    passes(provider, 30, noor)
    assert caller.on_hold
    assert len(caller.said) > len(said)
    hold(call=call, by=noor, on=False)
    passes(provider, 10, noor)
    assert (caller.on_hold, caller.is_live, mine.is_live) == (False, True, True)
    assert provider.complaints == []


def test_a_desk_phone_rings_and_asks_for_a_key(provider: Provider, programme: Programme) -> None:
    sam = make_staff(programme)
    said = {"device": "desk_phone", "desk_number": DESK}
    make_available(user=sam, programme=programme, now=provider.now(), **said)
    provider.engine.endpoints[DESK] = Endpoint(after=5, keys=("1",))
    caller = provider.call_in(Person(CALLER))
    passes(provider, 60, sam)
    calls.take_next(user=sam, programme=programme)
    passes(provider, 30, sam)
    assert caller.talks_with is not None
    assert (caller.talks_with.target, caller.talks_with.origin) == (DESK, OWN_NUMBER)
    assert provider.complaints == []


def test_a_voicemail_that_picks_up_takes_no_caller(provider: Provider, programme: Programme) -> None:
    sam = make_staff(programme)
    said = {"device": "desk_phone", "desk_number": DESK}
    make_available(user=sam, programme=programme, now=provider.now(), **said)
    provider.engine.endpoints[DESK] = Endpoint(after=5)
    caller = provider.call_in(Person(CALLER))
    passes(provider, 60, sam)
    calls.take_next(user=sam, programme=programme)
    passes(provider, 60, sam)
    assert (caller.talks_with, caller.queue_name) == (None, "helpline-helpwanted")


# Whatever goes wrong on the wire: every Dial shows the helpline's own number, nobody but the provider's first request
# ever names the caller, each call has one end, and the provider understands every word.
@pytest.mark.parametrize("seed", range(6))
def test_an_evening_in_which_everything_goes_wrong(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    provider = Provider(seed=seed, mischief=Mischief.of_all_kinds(0.1)).install(monkeypatch)
    programme = make_line()
    team = [make_staff(programme) for _ in range(2)]
    for user in team:
        make_available(user=user, programme=programme, now=EVENING)
    callers = []
    for turn in range(12):
        callers.append(provider.call_in(Person(CALLER, patience=90, talk=60)))
        passes(provider, 40, *team)
        user = team[turn % 2]
        try:
            leg = calls.take_next(user=user, programme=programme)
        except Exception as refused:
            assert type(refused).__name__ in ("NobodyWaits", "WrongState")  # noqa: PT017
        else:
            provider.connect(leg.pk)
    passes(provider, 600, *team)
    assert not [call for call in provider.engine.calls.values() if call.is_live]
    for call in provider.engine.calls.values():
        dials = [verb for verb in call.heard if verb.name == "Dial"]
        assert {verb.get("callerId") for verb in dials} <= {OWN_NUMBER}
        if call not in callers:
            assert CALLER not in f"{call.origin} {call.target} {call.said}"
    assert provider.engine.problems == []
    assert [status for _path, status in provider.transport.refused if status >= 500] == []
    assert set(Call.objects.values_list("sid", flat=True)) <= {call.sid for call in callers}
    assert 0 < Contact.objects.count() <= len(callers)
