"""The staff's screens: what each button does, and what a therapist never sees."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from figures.queries import day_counts
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.appointments import queries
from helpline.appointments.actions import booking, codes
from helpline.appointments.models import Appointment, Practice, Series, Slot
from helpline.cases import actions as cases
from helpline.programmes.models import Programme
from tests.factories.appointments import make_offering, make_slot, make_therapist
from tests.factories.contacts import make_open
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db
FREE = "/staff/appointments/"
MINE = "/staff/appointments/mine/"


@pytest.fixture
def noor(stopitnow: Programme) -> User:
    return make_desk_user(stopitnow, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def jonas(stopitnow: Programme) -> User:
    return make_desk_user(stopitnow, role=Role.THERAPIST, name="Jonas")


@pytest.fixture
def slot(stopitnow: Programme, jonas: User) -> Slot:
    now = timezone.now()
    return make_slot(
        programme=stopitnow, therapist=jonas, day=timezone.localdate(now) + timedelta(days=3), now=now
    )


def press(browser: Client, name: str, /, *arguments: object, **fields: object) -> str:
    """Press a button; the page it leads to."""
    answer = browser.post(reverse(f"appointments_staff:{name}", args=arguments), fields, follow=True)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def week_of(slot: Slot) -> str:
    monday = queries.monday_of(timezone.localtime(slot.starts_at).date())
    return f"{FREE}?week={monday:%Y-%m-%d}"


def code_on(page: str) -> tuple[str, str]:
    words = page.split('id="words">')[1].split("<")[0]
    digits = page.split('id="digits">')[1].split("<")[0]
    return words, digits


def test_a_counsellor_books_a_free_time_and_sees_the_code_once(noor: User, slot: Slot) -> None:
    browser = browser_of(noor)
    week = browser.get(week_of(slot)).content.decode()
    assert reverse("appointments_staff:book", args=[slot.pk]) in week
    assert (
        "Make this appointment?"
        in browser.get(reverse("appointments_staff:book", args=[slot.pk])).content.decode()
    )
    assert not Appointment.objects.exists(), "looking books nothing"
    page = press(browser, "book", slot.pk)
    words, digits = code_on(page)
    appointment = Appointment.objects.get()
    assert codes.by_typed(words, slot.programme, timezone.now()) == appointment
    assert codes.by_typed(digits, slot.programme, timezone.now()) == appointment
    assert "<title>Appointment</title>" in page
    assert (
        words not in browser.get(reverse("appointments_staff:show", args=[appointment.pk])).content.decode()
    )
    # the same form once more (a reload) books nothing and shows no code
    again = press(browser, "book", slot.pk)
    assert "A colleague was faster" in again
    assert words not in again
    assert reverse("appointments_staff:book", args=[slot.pk]) not in again


def test_an_appointment_is_moved_and_cancelled(noor: User, jonas: User, slot: Slot) -> None:
    browser = browser_of(noor)
    press(browser, "book", slot.pk)
    first = Appointment.objects.get()
    to = make_slot(
        programme=slot.programme, therapist=jonas, day=timezone.localtime(slot.starts_at).date(), at="14:00",
        now=timezone.now(),
    )  # fmt: skip
    asked = browser.get(f"{week_of(to)}&move={first.pk}").content.decode()
    assert "You move an appointment" in asked
    code_on(press(browser, "book", to.pk, move=first.pk))
    second = Appointment.objects.get(slot=to)
    assert "The appointment is cancelled" in press(browser, "cancel", second.pk)
    assert "changed meanwhile" in press(browser, "cancel", second.pk)
    assert day_counts("stopitnow", "appointments", timezone.localdate(), timezone.localdate()) == {
        "planned": 1
    }


def test_it_is_made_for_a_case_which_is_told(noor: User, slot: Slot) -> None:
    case = cases.open_case(programme=slot.programme, by=noor, alias="zilveren reiger")
    browser = browser_of(noor)
    assert "zilveren reiger" in browser.get(f"{FREE}?case={case.pk}").content.decode()
    press(browser, "book", slot.pk, case=case.pk)
    appointment = Appointment.objects.get()
    assert appointment.case == case
    booking.cancel_by_person(appointment=appointment)
    lines = case.lines.filter(kind="appointment").order_by("pk")
    assert [line.codes["what"] for line in lines] == ["booked", "cancelled_by_person"]


def test_made_for_a_contact_it_stands_in_the_case_of_that_contact(noor: User, slot: Slot) -> None:
    contact = make_open(programme=slot.programme, by=noor)
    browser = browser_of(noor)
    assert "for a contact of yours" in browser.get(f"{FREE}?contact={contact.pk}").content.decode()
    case = cases.open_case(programme=slot.programme, by=noor, contact=contact)
    press(browser, "book", slot.pk, contact=contact.pk)
    appointment = Appointment.objects.get()
    assert (appointment.contact, appointment.case) == (contact, case)
    assert case.lines.filter(kind="appointment").count() == 1


def test_a_therapist_publishes_reports_and_corrects(stopitnow: Programme, jonas: User, noor: User) -> None:
    browser = browser_of(jonas)
    day = timezone.localdate() + timedelta(days=2)
    fields = {"day": f"{day:%Y-%m-%d}", "at": "10:00", "minutes": 45, "programme": stopitnow.pk}
    assert "The hour is published" in press(browser, "publish", **fields)
    refused = browser.post(reverse("appointments_staff:publish"), fields)
    assert refused.status_code == 422
    assert "You have another hour then" in refused.content.decode()
    slot = Slot.objects.get()
    booking.book(slot=slot, by=noor)
    page = browser.get(MINE).content.decode()
    assert "code not used yet" in page
    assert "have an appointment" not in page
    # the hour comes
    now = timezone.now()
    Slot.objects.update(starts_at=now - timedelta(hours=1), ends_at=now - timedelta(minutes=15))
    assert "How did it go?" in browser.get(MINE).content.decode()
    assert "it is counted" in press(browser, "report", slot.pk, state="started")
    today = timezone.localdate()
    assert day_counts("stopitnow", "appointments", today, today) == {
        "planned": 1,
        "attended": 1,
        "started": 1,
    }
    press(browser, "report", slot.pk, state="not_attended")
    assert day_counts("stopitnow", "appointments", today, today) == {"planned": 1}


def test_a_weekly_hour_pauses_goes_on_and_ends(stopitnow: Programme, jonas: User) -> None:
    browser = browser_of(jonas)
    first = timezone.localdate() + timedelta(days=2)
    press(
        browser,
        "publish_weekly",
        first=f"{first:%Y-%m-%d}",
        at="09:00",
        minutes=50,
        programme=stopitnow.pk,
        until="",
    )
    series = Series.objects.get()
    assert "rests" in press(browser, "pause", series.pk, first=f"{first:%Y-%m-%d}", last="")
    assert not queries.free_slots(stopitnow, timezone.now()).exists()
    press(browser, "resume", series.pk)
    assert queries.free_slots(stopitnow, timezone.now()).count() >= 8
    assert "has ended" in press(browser, "end_series", series.pk)
    assert not queries.free_slots(stopitnow, timezone.now()).exists()
    wrong = press(browser, "pause", series.pk, first="2026-07-09", last="2026-07-01")
    assert "before the first" in wrong


def test_a_therapist_keeps_a_number(jonas: User) -> None:
    browser = browser_of(jonas)
    press(browser, "number", number="020 123 45 67")
    assert Practice.objects.get().number == "+31201234567"
    wrong = browser.post(reverse("appointments_staff:number"), {"number": "12"})
    assert wrong.status_code == 422
    press(browser, "number", number="")
    assert Practice.objects.get().number == ""


def test_a_therapist_s_pages_tell_nothing_of_anybody(noor: User, jonas: User, slot: Slot) -> None:
    """Neither the alias of the case, nor its number, nor the appointment's, nor who booked it."""
    case = cases.open_case(programme=slot.programme, by=noor, alias="zilveren reiger")
    appointment, code = booking.book(slot=slot, by=noor, case=case)
    browser = browser_of(jonas)
    page = browser.get(MINE).content.decode()
    link = press(browser, "link", slot.pk)
    for secret in ("reiger", str(case.pk), str(appointment.pk), "Noor", code.words, code.digits):
        assert secret not in page
        assert secret not in link


ROLES = {
    "counsellor": (Role.COUNSELLOR, "stopitnow"),
    "lead": (Role.SHIFT_LEAD, "stopitnow"),
    "manager": (Role.PROGRAMME_MANAGER, "stopitnow"),
    "editor": (Role.EDITOR, "stopitnow"),
    "therapist": (Role.THERAPIST, "stopitnow"),
    "the therapist": (None, "own"),
    "counsellor elsewhere": (Role.COUNSELLOR, "elsewhere"),
    "therapist elsewhere": (Role.THERAPIST, "elsewhere"),
}
BOOKS = {"counsellor", "lead"}
#: page or act -> who may, with its method; everybody else gets a refusal or hears that there is nothing
ACTS: dict[str, tuple[str, set[str]]] = {
    "free": ("get", BOOKS | {"counsellor elsewhere"}),
    "booked": ("get", BOOKS | {"counsellor elsewhere"}),
    "book": ("post", BOOKS),
    "show": ("get", BOOKS),
    "cancel": ("post", BOOKS),
    "renew": ("post", BOOKS),
    "set_up": ("get", {"manager"}),
    "mine": ("get", {"therapist", "the therapist", "therapist elsewhere"}),
    "withdraw": ("post", {"the therapist"}),
    "report": ("post", {"the therapist"}),
    "link": ("post", {"the therapist"}),
    "cancel_own": ("post", {"the therapist"}),
    "pause": ("post", {"the therapist"}),
    "resume": ("post", {"the therapist"}),
    "end_series": ("post", {"the therapist"}),
}


@pytest.mark.parametrize("who", ROLES)
def test_who_may_do_what(stopitnow: Programme, jonas: User, noor: User, slot: Slot, who: str) -> None:
    """Role by action by programme: nothing but what stands in the table, and for therapists hours of their own only."""
    elsewhere = make_offering(slug="elsewhere")
    role, where = ROLES[who]
    asker = jonas if role is None else make_desk_user(
        {"stopitnow": stopitnow, "elsewhere": elsewhere}[where], role=role
    )  # fmt: skip
    appointment, _code = booking.book(slot=slot, by=noor)
    series = Series.objects.create(
        programme=stopitnow,
        therapist=jonas,
        weekday=0,
        at="08:00",
        minutes=45,
        first_date=timezone.localdate(),
    )
    of = {"book": slot, "withdraw": slot, "cancel_own": slot, "report": slot, "link": slot,
          "show": appointment, "cancel": appointment, "renew": appointment,
          "pause": series, "resume": series, "end_series": series}  # fmt: skip
    browser = browser_of(asker)
    allowed = set()
    for name, (method, _may) in ACTS.items():
        arguments = [of[name].pk] if name in of else []
        answer = getattr(browser, method)(reverse(f"appointments_staff:{name}", args=arguments))
        assert answer.status_code in (200, 302, 403, 404), (name, answer.status_code)
        if answer.status_code in (200, 302):
            allowed.add(name)
    assert allowed == {name for name, (_method, may) in ACTS.items() if who in may}


def test_an_administrator_sees_no_appointment(stopitnow: Programme, slot: Slot) -> None:
    browser = browser_of(make_desk_user(administrator=True))
    for name in ("free", "booked", "mine"):
        assert browser.get(reverse(f"appointments_staff:{name}")).status_code == 403
    assert browser.post(reverse("appointments_staff:book", args=[slot.pk])).status_code == 403


def test_a_therapist_opens_no_contact_case_desk_or_figure(jonas: User, noor: User, slot: Slot) -> None:
    case = cases.open_case(programme=slot.programme, by=noor)
    browser = browser_of(jonas)
    for address in (
        "/staff/contacts/", "/staff/cases/", f"/staff/cases/{case.pk}/", "/staff/groups/", "/staff/figures/",
        "/staff/care/", "/staff/referrals/", "/staff/post/", "/staff/requests/", FREE,
        f"{FREE}?case={case.pk}",
    ):  # fmt: skip
        assert browser.get(address).status_code in (403, 404), address


def test_somebody_else_s_contact_or_case_is_not_there(noor: User, slot: Slot) -> None:
    browser = browser_of(noor)
    for query in (f"case={uuid4()}", f"contact={uuid4()}", f"move={uuid4()}", "case=x", "contact=1"):
        assert browser.get(f"{FREE}?{query}").status_code == 404


def test_the_switch_is_a_programme_manager_s(stopitnow: Programme) -> None:
    browser = browser_of(make_desk_user(stopitnow, role=Role.PROGRAMME_MANAGER))
    press(browser, "set_up", programme="stopitnow", on="no")
    assert not queries.is_on(stopitnow)
    assert browser.post(reverse("appointments_staff:set_up"), {"programme": "elsewhere"}).status_code == 404


def test_the_week_says_where_the_next_free_time_is(noor: User, jonas: User, stopitnow: Programme) -> None:
    now = timezone.now()
    far = make_slot(
        programme=stopitnow, therapist=jonas, day=timezone.localdate() + timedelta(days=30), now=now
    )
    page = browser_of(noor).get(FREE).content.decode()
    monday = queries.monday_of(timezone.localtime(far.starts_at).date())
    assert "Nothing is free in this week" in page
    assert f"week={monday:%Y-%m-%d}" in page
    make_therapist(stopitnow)
