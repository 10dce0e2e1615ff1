"""What became of it: the therapist's word, the one-time link, the correction; each step counted on its own day."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.models import DayCounter
from helpline.accounts.models import User
from helpline.appointments import erasers, nightly, notices
from helpline.appointments.actions import booking, reporting
from helpline.appointments.errors import AppointmentError, LinkOver, NotYours, TooLate, WrongMove
from helpline.appointments.models import Appointment, Slot
from helpline.appointments.states import STEPS, AppointmentState
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from tests.factories.appointments import DAY, NOW, START, after, make_appointment, make_therapist
from tests.services.sizes import IS_FULL

pytestmark = pytest.mark.django_db
ATTENDED, NOT_ATTENDED, STARTED = (
    AppointmentState.ATTENDED,
    AppointmentState.NOT_ATTENDED,
    AppointmentState.STARTED,
)


def counted() -> dict[tuple[str, date], int]:
    rows = DayCounter.objects.filter(name="appointments").values_list("code", "day_date", "n")
    return {(code, day): n for code, day, n in rows}


@pytest.fixture
def jonas(stopitnow: Programme) -> User:
    return make_therapist(stopitnow)


@pytest.fixture
def appointment(stopitnow: Programme, jonas: User) -> Appointment:
    return make_appointment(programme=stopitnow, therapist=jonas)[0]


def tell(appointment: Appointment, state: str, now: datetime) -> None:
    reporting.report(appointment=appointment, state=state, therapist=appointment.slot.therapist, now=now)


def test_each_step_is_counted_on_the_day_it_is_told(appointment: Appointment) -> None:
    tell(appointment, ATTENDED, after(appointment, minutes=50))
    tell(appointment, STARTED, after(appointment, days=20))
    assert counted() == {
        ("planned", NOW.date()): 1,
        ("attended", DAY): 1,
        ("started", DAY + timedelta(days=20)): 1,
    }


def test_a_mistake_is_taken_back_on_the_day_it_was_counted(appointment: Appointment) -> None:
    tell(appointment, STARTED, after(appointment, minutes=50))
    tell(appointment, NOT_ATTENDED, after(appointment, days=3))
    assert counted() == {("planned", NOW.date()): 1}
    tell(appointment, ATTENDED, after(appointment, days=4))
    assert counted() == {("planned", NOW.date()): 1, ("attended", DAY + timedelta(days=4)): 1}


def test_nothing_is_told_before_the_hour_or_by_somebody_else(
    appointment: Appointment, stopitnow: Programme
) -> None:
    with pytest.raises(TooLate):
        tell(appointment, ATTENDED, after(appointment, minutes=-11))
    with pytest.raises(NotYours):
        reporting.report(
            appointment=appointment,
            state=ATTENDED,
            therapist=make_therapist(stopitnow),
            now=after(appointment),
        )
    for state in ("cancelled", "booked", "", "x"):
        with pytest.raises(WrongMove):
            tell(appointment, state, after(appointment, minutes=5))
    assert counted() == {("planned", NOW.date()): 1}


STORY = st.lists(
    st.tuples(
        st.sampled_from([ATTENDED, NOT_ATTENDED, STARTED, "connected", "cancel", "by_link"]),
        st.integers(0, 3),
    ),
    max_size=8,
)


@settings(max_examples=100 if IS_FULL else 12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STORY)
def test_whatever_is_told_the_counters_say_what_is_so(
    stopitnow: Programme, jonas: User, story: list[tuple[str, int]]
) -> None:
    """After any story, the sum of each step over the days is 1 when the appointment went through it, else 0."""
    Appointment.objects.all().delete()
    Slot.objects.all().delete()
    DayCounter.objects.all().delete()
    appointment, _code = make_appointment(programme=stopitnow, therapist=jonas)
    now = START - timedelta(hours=1)
    for told, hours in story:
        now += timedelta(hours=hours)
        try:
            if told == "connected":
                reporting.connected(appointment_id=appointment.pk, now=now)
            elif told == "cancel":
                booking.cancel_by_person(appointment=appointment, now=now)
            elif told == "by_link":
                token = reporting.make_link(appointment=appointment, by=None, now=now)
                reporting.report_by_link(token=token, state=STARTED, now=now)
            else:
                tell(appointment, told, now)
        except AppointmentError:
            continue
    appointment.refresh_from_db()
    sums: Counter[str] = Counter()
    for (code, _day), n in counted().items():
        sums[code] += n
    assert sums == Counter(dict.fromkeys(STEPS[appointment.state], 1))


def test_a_link_works_once(appointment: Appointment) -> None:
    now = after(appointment, hours=1)
    token = reporting.make_link(appointment=appointment, by=None, now=now)
    for _ in range(3):
        assert reporting.by_token(token, now) == appointment  # looking changes nothing
    reporting.report_by_link(token=token, state=STARTED, now=now)
    appointment.refresh_from_db()
    assert appointment.state == STARTED
    with pytest.raises(LinkOver):
        reporting.report_by_link(token=token, state=NOT_ATTENDED, now=now)
    assert Entry.objects.filter(action="appointment.reported_by_link", actor="system").count() == 1


def test_a_refused_answer_does_not_use_the_link_up(appointment: Appointment) -> None:
    token = reporting.make_link(appointment=appointment, by=None, now=NOW)
    with pytest.raises(TooLate):
        reporting.report_by_link(token=token, state=ATTENDED, now=NOW)
    reporting.report_by_link(token=token, state=ATTENDED, now=after(appointment, hours=1))


def test_a_link_expires_and_a_new_one_ends_it(appointment: Appointment) -> None:
    now = after(appointment, hours=1)
    old = reporting.make_link(appointment=appointment, by=None, now=now)
    new = reporting.make_link(appointment=appointment, by=None, now=now)
    forged = [old, "", "x", f"{new}x", new.replace(".", ""), new[::-1], "a.b.c"]
    for token in forged:
        with pytest.raises(LinkOver):
            reporting.by_token(token, now)
    with pytest.raises(LinkOver):
        reporting.by_token(new, now + timedelta(days=14))
    with pytest.raises(LinkOver):
        reporting.by_token(new, now, programme_slug="elsewhere")
    kept = repr(list(Appointment.objects.values_list()))
    assert new not in kept
    assert new.partition(".")[0] not in kept


def test_a_cancelled_appointment_has_no_link(appointment: Appointment) -> None:
    token = reporting.make_link(appointment=appointment, by=None, now=NOW)
    booking.cancel_by_person(appointment=appointment, now=NOW)
    with pytest.raises(LinkOver):
        reporting.by_token(token, NOW)
    with pytest.raises(WrongMove):
        reporting.make_link(appointment=appointment, by=None, now=NOW)


def test_the_phone_counts_by_itself_and_once(appointment: Appointment) -> None:
    for minutes in (0, 10):
        reporting.connected(appointment_id=appointment.pk, now=after(appointment, minutes=minutes))
    assert counted()[("attended", DAY)] == 1
    tell(appointment, STARTED, after(appointment, minutes=40))
    reporting.connected(appointment_id=appointment.pk, now=after(appointment, minutes=41))
    appointment.refresh_from_db()
    assert appointment.state == STARTED


def test_the_night_asks_once_by_mail_and_says_nothing(
    appointment: Appointment, jonas: User, settings: object, mailoutbox: list[object]
) -> None:
    settings.EMAIL_IS_ON = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    assert notices.ask_for_reports(now=after(appointment, minutes=10)) == 0  # it goes on
    night = after(appointment, hours=16)
    for _ in range(2):
        nightly.tidy(night)
    assert len(mailoutbox) == 1
    mail = mailoutbox[0]
    assert mail.to == [jonas.email]  # type: ignore[attr-defined]
    text = f"{mail.subject} {mail.body}".lower()  # type: ignore[attr-defined]
    token = text.split("/report/")[1].split("/")[0]
    for word in ("9 juli", "10:00", "09-07", "2026-07-09", "anoniem", "zaak", "verslav"):
        assert word not in text.replace(token, "")
    found = mail.body.split("/report/")[1].split("/")[0]  # type: ignore[attr-defined]
    assert reporting.by_token(found, night) == appointment


def test_an_appointment_ends_at_its_term_and_the_counts_stay(appointment: Appointment) -> None:
    tell(appointment, ATTENDED, after(appointment, minutes=50))
    erase = {eraser.kind: eraser for eraser in erasers.ERASERS}
    day_after = after(appointment, hours=16)
    nightly.tidy(day_after)
    appointment.refresh_from_db()
    assert (appointment.words_hash, appointment.digits_hash) == (None, None)
    assert erase["appointment"].due(day_after) == 0
    at_term = after(appointment, days=42)
    assert erase["slot"].due(at_term) == 0, "an appointment stands on it"
    assert erase["appointment"].due(at_term) == erase["appointment"].erase(at_term, 10) == 1
    assert (
        erase["slot"].due(at_term + timedelta(days=1))
        == erase["slot"].erase(at_term + timedelta(days=1), 10)
        == 1
    )
    assert not Appointment.objects.exists()
    assert counted() == {("planned", NOW.date()): 1, ("attended", DAY): 1}
