"""A code keyed in by phone, as the provider hears us: put through within the slot, and nobody is shown who calls."""

from collections.abc import Generator
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from figures.queries import day_counts
from helpline.accounts.models import User
from helpline.appointments import phone
from helpline.appointments.actions import booking, codes, service
from helpline.appointments.actions.codes import Code
from helpline.appointments.models import Appointment, Service
from helpline.phone import tally
from helpline.phone.actions import codes as phone_codes
from helpline.phone.actions import presence
from helpline.phone.models import Call
from helpline.phone.simulator.people import Call as SimulatedCall
from helpline.phone.simulator.people import Endpoint, Person
from helpline.programmes import keycodes
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.factories.appointments import DAY, NOW, NUMBER, START, make_appointment, make_slot, make_therapist
from tests.factories.chat import make_staff
from tests.factories.phone import ACCOUNT, CALLER, OWN_NUMBER, Line, make_available, make_line, ring
from tests.phone.driver import Provider

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture(autouse=True)
def _phone_is_on(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(django_settings, "PHONE", ACCOUNT)
    monkeypatch.setattr(phone_codes, "THROTTLE", CodeThrottle(burst=10))
    tally.forget()
    yield
    tally.forget()


@pytest.fixture
def line(db: None, clock: Clock) -> Programme:
    programme = make_line(slug="stopitnow")
    Service.objects.create(programme=programme, is_on=True)
    make_available(user=make_staff(programme), programme=programme, now=START - timedelta(minutes=1))
    return programme


@pytest.fixture
def jonas(line: Programme) -> User:
    return make_therapist(line, name="Jonas")


@pytest.fixture
def made(line: Programme, jonas: User) -> tuple[Appointment, Code]:
    return make_appointment(programme=line, therapist=jonas)


def call(client: Client, line: Programme) -> Line:
    caller = ring(client, line)
    caller.asks("voice")
    caller.asks("menu", Digits="3")
    return caller


def digits_of(code: Code) -> str:
    return code.digits.replace(" ", "")


def counted() -> dict[str, int]:
    return day_counts("stopitnow", "appointments", DAY - timedelta(days=30), DAY + timedelta(days=30))


def test_within_the_slot_the_caller_is_put_through_and_attendance_counts_itself(
    client: Client, line: Programme, made: tuple[Appointment, Code], clock: Clock
) -> None:
    appointment, code = made
    clock.at = START - timedelta(minutes=5)
    caller = call(client, line)
    heard = caller.asks("code", Digits=digits_of(code))
    assert heard.the("Number").text == NUMBER
    assert heard.the("Dial").get("callerId") == OWN_NUMBER
    assert CALLER.lstrip("+").encode() not in heard.response.content
    assert Call.objects.get().put_through == f"appointment:{appointment.pk}"
    for _ in range(2):  # the provider tells twice
        caller.asks("connected", DialCallStatus="completed")
    appointment.refresh_from_db()
    assert appointment.state == "attended"
    assert counted() == {"planned": 1, "attended": 1}


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed", "canceled"])
def test_a_call_that_the_therapist_does_not_take_is_no_attendance_and_goes_into_the_line(
    client: Client, line: Programme, made: tuple[Appointment, Code], clock: Clock, status: str
) -> None:
    appointment, code = made
    clock.at = START
    caller = call(client, line)
    caller.asks("code", Digits=digits_of(code))
    assert caller.asks("connected", DialCallStatus=status).verbs[-1] == "Enqueue"
    appointment.refresh_from_db()
    assert appointment.state == "booked"
    assert counted() == {"planned": 1}


def test_a_voicemail_of_the_therapist_takes_no_caller_and_counts_as_nothing(
    client: Client, line: Programme, made: tuple[Appointment, Code], clock: Clock
) -> None:
    appointment, code = made
    clock.at = START
    caller = call(client, line)
    noun = caller.asks("code", Digits=digits_of(code)).the("Number")
    assert noun.get("url", "").endswith("/phone/in/stopitnow/therapist")
    asked = caller.asks("therapist")
    assert asked.verbs == ["Gather", "Hangup"]
    assert asked.the("Gather").get("action", "").endswith("/phone/in/stopitnow/therapist/take")
    assert CALLER.lstrip("+").encode() not in asked.response.content
    for digits in ("", "2"):
        assert caller.asks("therapist_takes", Digits=digits).verbs == ["Hangup"]
    assert caller.asks("connected", DialCallStatus="completed", DialBridged="false").verbs[-1] == "Enqueue"
    appointment.refresh_from_db()
    assert appointment.state == "booked"
    assert counted() == {"planned": 1}
    assert caller.asks("therapist_takes", Digits="1").verbs == []
    caller.asks("connected", DialCallStatus="completed", DialBridged="true")
    assert counted() == {"planned": 1, "attended": 1}


def test_who_was_cut_off_is_put_through_again_and_counts_once(
    client: Client, line: Programme, made: tuple[Appointment, Code], clock: Clock
) -> None:
    _appointment, code = made
    for minutes in (0, 20):
        clock.at = START + timedelta(minutes=minutes)
        caller = call(client, line)
        assert caller.asks("code", Digits=digits_of(code)).the("Number").text == NUMBER
        caller.asks("connected", DialCallStatus="completed")
    assert counted() == {"planned": 1, "attended": 1}


@pytest.mark.parametrize("minutes", [-60 * 24, -11, 50, 60 * 20])
def test_outside_the_slot_the_caller_hears_what_anybody_hears_with_wrong_digits(
    client: Client, line: Programme, made: tuple[Appointment, Code], clock: Clock, minutes: int
) -> None:
    _appointment, code = made
    clock.at = START + timedelta(minutes=minutes)
    heard = [
        call(client, line).asks("code", Digits=digits).response.content
        for digits in (digits_of(code), "0000000000")
    ]
    assert heard[0] == heard[1]
    assert NUMBER.encode() not in heard[0]


def test_after_cancelling_without_a_number_and_elsewhere_nobody_is_put_through(
    line: Programme, jonas: User, made: tuple[Appointment, Code]
) -> None:
    appointment, code = made
    assert phone.read(digits_of(code), line, START) is not None
    assert phone.read(digits_of(code), make_line(slug="elsewhere"), START) is None
    service.set_number(therapist=jonas, number="", by=jonas, now=NOW)
    assert phone.read(digits_of(code), line, START) is None
    service.set_number(therapist=jonas, number=NUMBER, by=jonas, now=NOW)
    roles = list(jonas.memberships.all())
    jonas.memberships.all().delete()
    assert phone.read(digits_of(code), line, START) is None, "who works here no more is not called"
    for role in roles:
        role.save(force_insert=True)
    assert phone.read(digits_of(code), line, START) is not None
    booking.cancel_by_person(appointment=appointment, now=NOW)
    assert phone.read(digits_of(code), line, START) is None


def test_the_digits_of_a_code_that_was_renewed_or_moved_lead_nowhere(
    line: Programme, jonas: User, made: tuple[Appointment, Code]
) -> None:
    appointment, old = made
    booking.renew_code(appointment=appointment, by=appointment.booked_by, now=NOW)
    assert phone.read(digits_of(old), line, START) is None
    to = make_slot(programme=line, therapist=jonas, at="12:00")
    _new, code = booking.move(appointment=appointment, to=to, by=appointment.booked_by, now=NOW)
    assert phone.read(digits_of(code), line, START) is None
    assert phone.read(digits_of(code), line, START + timedelta(hours=2)) is not None


def test_trying_is_slowed_and_no_other_room_s_codes_with_it(
    line: Programme, made: tuple[Appointment, Code], monkeypatch: pytest.MonkeyPatch
) -> None:
    _appointment, code = made
    monkeypatch.setattr(codes, "PHONE_THROTTLE", CodeThrottle(burst=0))
    with pytest.raises(keycodes.TooManyTries):
        phone.read(digits_of(code), line, START)
    assert codes.by_typed(code.digits, line, NOW) is not None, "the page has tries of its own"


def test_what_is_told_of_an_erased_appointment_is_harmless(made: tuple[Appointment, Code]) -> None:
    appointment, _code = made
    reference = str(appointment.pk)
    Appointment.objects.all().delete()
    phone.told(reference, True, START)
    assert counted() == {"planned": 1}


@pytest.mark.parametrize("pressed", [("1",), ()], ids=["therapist", "voicemail"])
def test_a_whole_call_with_the_simulated_provider(
    monkeypatch: pytest.MonkeyPatch, db: None, pressed: tuple[str, ...]
) -> None:
    """From the caller's first key to the therapist's phone: what rings there shows the helpline, and nothing else.

    A voicemail presses no key: it hears nobody, and the caller waits in the helpline's own line.
    """
    provider = Provider(began=START - timedelta(minutes=6)).install(monkeypatch)
    line = make_line(slug="stopitnow")
    Service.objects.create(programme=line, is_on=True)
    appointment, code = make_appointment(programme=line, therapist=make_therapist(line))
    noor = make_staff(line)
    make_available(user=noor, programme=line, now=provider.now())
    provider.engine.endpoints[NUMBER] = Endpoint(after=5, talk=120, keys=pressed)
    caller = provider.call_in(Person.pressing("3", digits_of(code), number=CALLER), slug="stopitnow")
    legs: dict[str, SimulatedCall] = {}
    for _ in range(12):
        provider.clock.run(10)
        presence.renew(user=noor)
        legs |= {leg.sid: leg for leg in provider.engine.calls.values()}
    (ringing,) = [leg for leg in legs.values() if leg.target == NUMBER]
    assert ringing.origin == OWN_NUMBER
    given = repr([ringing.parameters(), ringing.extra, ringing.said])
    assert CALLER.lstrip("+") not in given
    provider.clock.run(120)
    appointment.refresh_from_db()
    if pressed:
        assert (caller.is_live, appointment.state) == (False, "attended")
        assert counted() == {"planned": 1, "attended": 1}
    else:
        assert (caller.queue_name, appointment.state) == ("helpline-stopitnow", "booked")
        assert counted() == {"planned": 1}
        caller.hang_up()
    assert provider.complaints == []
