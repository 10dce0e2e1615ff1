"""What a code opens, without JavaScript and without a cookie of ours; and the therapist's link: only POST acts."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from helpline.accounts.models import User
from helpline.appointments.actions import booking, codes, reporting
from helpline.appointments.actions.codes import Code
from helpline.appointments.models import Appointment, Slot
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.factories.appointments import make_slot, make_therapist
from tests.factories.chat import make_staff

pytestmark = pytest.mark.django_db
PAGE = "/stopitnow/appointment/"


@pytest.fixture
def jonas(stopitnow: Programme) -> User:
    return make_therapist(stopitnow, name="Jonas")


@pytest.fixture
def made(stopitnow: Programme, jonas: User) -> tuple[Appointment, Code]:
    now = timezone.now()
    day = timezone.localdate(now) + timedelta(days=3)
    slot = make_slot(programme=stopitnow, therapist=jonas, day=day, now=now)
    return booking.book(slot=slot, by=make_staff(stopitnow), now=now)


@pytest.fixture
def visitor() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def token(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]


def send(client: Client, address: str = PAGE, **fields: str) -> tuple[int, str]:
    answer = client.post(address, {"csrfmiddlewaretoken": token(client), **fields})
    return answer.status_code, answer.content.decode()


def visit_on(page: str) -> str:
    return re.search(r'name="visit" value="([^"]+)"', page)[1]  # type: ignore[index]


def test_words_and_digits_open_it(visitor: Client, made: tuple[Appointment, Code]) -> None:
    appointment, code = made
    at = timezone.localtime(appointment.slot.starts_at)
    for typed in (code.words, code.digits):
        status, page = send(visitor, code=typed)
        assert status == 200
        assert "Your appointment" in page
        assert f"{at:%H:%M}" in page
        assert "Jonas" not in page
        assert str(appointment.pk) not in page.replace(visit_on(page), "")


@pytest.mark.parametrize(
    "typed", ["0123456789", "een twee drie", "tafel-stoel-lamp-kast-deur", "' OR 1=1", "x" * 110]
)
def test_a_wrong_code_is_told_kindly_and_reveals_nothing(
    visitor: Client, made: tuple[Appointment, Code], typed: str
) -> None:
    status, page = send(visitor, code=typed)
    assert status == 422
    assert "This code opens nothing" in page
    assert typed not in page


def test_a_dead_code_and_a_wrong_one_look_the_same(visitor: Client, made: tuple[Appointment, Code]) -> None:
    _appointment, code = made
    Appointment.objects.update(code_ends_at=timezone.now())
    strip = re.compile(r'value="[^"]*"|nonce="[^"]*"')
    pages = [strip.sub("", send(visitor, code=typed)[1]) for typed in (code.digits, "0123456789")]
    assert pages[0] == pages[1]


def test_too_many_tries_are_slowed_for_everybody(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, made: object
) -> None:
    monkeypatch.setattr(codes, "PAGE_THROTTLE", CodeThrottle(burst=1))
    assert send(visitor, code="0123456789")[0] == 422
    status, page = send(visitor, code="0123456789")
    assert status == 429
    assert "Wait a minute" in page


def test_the_person_cancels_after_a_second_question(visitor: Client, made: tuple[Appointment, Code]) -> None:
    appointment, code = made
    visit = visit_on(send(visitor, code=code.words)[1])
    _status, asked = send(visitor, f"{PAGE}cancel/", visit=visit)
    appointment.refresh_from_db()
    assert appointment.state == "booked"
    assert "Yes, cancel it" in asked
    _status, done = send(visitor, f"{PAGE}cancel/", visit=visit_on(asked), sure="yes")
    assert "Your appointment is cancelled" in done
    appointment.refresh_from_db()
    assert (appointment.state, appointment.cancelled_by) == ("cancelled", "person")
    assert "Your appointment is cancelled" in send(visitor, code=code.words)[1]


def test_the_calendar_file_carries_the_time_and_the_chosen_word_only(
    visitor: Client, made: tuple[Appointment, Code]
) -> None:
    appointment, code = made
    visit = visit_on(send(visitor, code=code.words)[1])
    answer = visitor.post(
        f"{PAGE}calendar/",
        {"csrfmiddlewaretoken": token(visitor), "visit": visit, "title": "busy", "reminder": "60"},
    )
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    text = answer.content.decode()
    assert "SUMMARY:Busy\r\n" in text
    assert f"DTSTART:{appointment.slot.starts_at:%Y%m%dT%H%M%SZ}" in text
    assert "TRIGGER:-PT60M" in text
    for secret in (str(appointment.pk), code.words, "stop", "Jonas"):
        assert secret.lower() not in text.lower()
    again = visitor.post(
        f"{PAGE}calendar/",
        {"csrfmiddlewaretoken": token(visitor), "visit": visit, "title": "busy", "reminder": "60"},
    ).content.decode()
    assert re.findall("UID:.*", again) != re.findall("UID:.*", text)
    assert send(visitor, f"{PAGE}calendar/", visit=visit, title="therapie", reminder="60")[0] == 422


def test_what_a_page_may_do_ends_with_the_quarter_of_an_hour_and_with_its_code(
    visitor: Client, made: tuple[Appointment, Code], monkeypatch: pytest.MonkeyPatch
) -> None:
    appointment, code = made
    visit = visit_on(send(visitor, code=code.words)[1])
    for forged in ("", "x", visit[:-2] + "xx"):
        assert send(visitor, f"{PAGE}cancel/", visit=forged, sure="yes")[0] == 422
    booking.renew_code(appointment=appointment, by=appointment.booked_by)
    assert send(visitor, f"{PAGE}cancel/", visit=visit, sure="yes")[0] == 422
    appointment.refresh_from_db()
    assert appointment.state == "booked"


def test_no_cookie_but_the_form_s_and_nothing_is_stored(
    visitor: Client, made: tuple[Appointment, Code]
) -> None:
    _appointment, code = made
    answer = visitor.post(PAGE, {"csrfmiddlewaretoken": token(visitor), "code": code.words})
    assert set(visitor.cookies) <= {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert visitor.cookies[settings.CSRF_COOKIE_NAME]["max-age"] == ""
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.request["PATH_INFO"] == PAGE
    page = answer.content.decode()
    assert "<title>Appointment</title>" in page
    assert "/stopitnow/leave/" in page or "data-leave" in page


def test_a_programme_without_appointments_has_no_such_page(visitor: Client, db: None) -> None:
    assert visitor.get("/elsewhere/appointment/").status_code == 404


def over(appointment: Appointment) -> None:
    now = timezone.now()
    Slot.objects.filter(pk=appointment.slot_id).update(
        starts_at=now - timedelta(hours=1), ends_at=now - timedelta(minutes=15)
    )


def test_opening_the_link_changes_nothing_and_pressing_works_once(made: tuple[Appointment, Code]) -> None:
    appointment, _code = made
    over(appointment)
    address = f"{PAGE}report/{reporting.make_link(appointment=appointment, by=None)}/"
    scanner = Client()
    for method in ("get", "head", "get"):
        assert getattr(scanner, method)(address).status_code == 200
    appointment.refresh_from_db()
    assert appointment.state == "booked"
    therapist = Client(enforce_csrf_checks=True)
    page = therapist.get(address).content.decode()
    fields = {
        "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1],  # type: ignore[index]
        "state": "started",
    }
    assert Client(enforce_csrf_checks=True).post(address, {"state": "started"}).status_code == 403
    assert therapist.post(address, {**fields, "state": "cancelled"}).status_code == 422
    assert therapist.post(address, fields).status_code == 200
    appointment.refresh_from_db()
    assert appointment.state == "started"
    assert therapist.post(address, fields).status_code == 410
    assert scanner.get(address).status_code == 410
    for wrong in ("x", "a.b", address.split("/")[-2][:-1]):
        assert scanner.get(f"{PAGE}report/{wrong}/").status_code == 410


def test_the_link_s_page_tells_nothing_of_anybody(made: tuple[Appointment, Code]) -> None:
    appointment, code = made
    token_of_link = reporting.make_link(appointment=appointment, by=None)
    page = Client().get(f"{PAGE}report/{token_of_link}/").content.decode()
    for secret in (str(appointment.pk), appointment.booked_by.name, code.words, "stopitnow</"):
        assert secret not in page
