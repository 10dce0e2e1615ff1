"""The screen of opening hours: what is typed, what is refused in sentences, and who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.programmes import queries
from helpline.programmes.models import Closure, OpeningHours, Programme
from tests.factories.accounts import make_user, sign_in
from tests.factories.programmes import make_closure, make_hours, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    programme = make_programme()
    make_hours(programme=programme, channel="chat", weekday=0, opens="09:00", closes="17:00")
    return programme


@pytest.fixture
def browser(programme: Programme) -> Client:
    return manager(programme)


def manager(*programmes: Programme, role: Role = Role.PROGRAMME_MANAGER) -> Client:
    user = make_user(roles=[(programme, role) for programme in programmes])
    client = sign_in(Client(), user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def week(browser: Client, programme: Programme, channel: str = "chat", **typed: str) -> Any:
    """Send the week of a channel as the page in front shows it, with what is typed over it."""
    address = reverse("programmes:hours", args=[programme.slug])
    weeks = browser.get(address).context["weeks"]
    form = next(each for each in weeks if each.channel == channel)
    data = {"seen": form.seen}
    for day in form.days:
        for cell in day.cells:
            data[f"opens.{day.weekday}.{cell.number}"] = cell.opens
            data[f"closes.{day.weekday}.{cell.number}"] = cell.closes
    data |= {name.replace("_", "."): value for name, value in typed.items()}
    return browser.post(reverse("programmes:save_week", args=[programme.slug, channel]), data)


def hours(programme: Programme, channel: str = "chat") -> list[str]:
    rows = OpeningHours.objects.filter(programme=programme, channel=channel).order_by("weekday", "opens")
    return [f"{row.weekday} {row.opens:%H:%M}-{row.closes:%H:%M}" for row in rows]


def test_a_week_is_typed_as_people_write_it(browser: Client, programme: Programme) -> None:
    answer = week(
        browser, programme, opens_0_1="19", closes_0_1="22.30", opens_5_0="20:00", closes_5_0="2", opens_6_0="0",
        closes_6_0="24:00",
    )  # fmt: skip
    assert answer.status_code == 422, "Sunday begins before the night of Saturday is over"
    answer = week(
        browser, programme, opens_0_1="19", closes_0_1="22.30", opens_5_0="20:00", closes_5_0="24", opens_6_0="0",
        closes_6_0="24:00",
    )  # fmt: skip
    assert answer.status_code == 302
    assert hours(programme) == ["0 09:00-17:00", "0 19:00-22:30", "5 20:00-00:00", "6 00:00-00:00"]
    # what stood there already is not touched
    assert Entry.objects.filter(action="programmes.hours_added").count() == 3
    assert not Entry.objects.filter(action="programmes.hours_removed").exists()
    assert "20:00" in browser.get(reverse("programmes:hours", args=[programme.slug])).text
    assert week(browser, programme, opens_0_0="", closes_0_0="").status_code == 302
    assert hours(programme)[0] == "0 19:00-22:30"
    assert queries.schedule(programme, "phone").spans == ()


def test_what_cannot_be_is_said_in_sentences_and_nothing_is_lost(
    browser: Client, programme: Programme
) -> None:
    answer = week(
        browser,
        programme,
        opens_0_1="16:00",
        closes_0_1="18:00",
        opens_1_0="noon",
        closes_1_0="5",
        opens_2_0="9",
    )
    assert answer.status_code == 422
    page = answer.text
    assert "Monday 9:00 to 17:00 and Monday 16:00 to 18:00 overlap." in page
    assert "Tuesday: “noon” is no time. Write it as 9:00 or 21:30." in page
    assert "Wednesday: give both times, from and to." in page
    assert 'value="noon"' in page
    # each sentence leads to a field that is marked
    for field in ("chat-0-1", "chat-1-0", "chat-2-0"):
        assert f'href="#{field}"' in page
        assert 'aria-invalid="true"' in page.partition(f'id="{field}"')[2].partition(">")[0]
    assert hours(programme) == ["0 09:00-17:00"]


def test_two_people_at_once_are_told(browser: Client, programme: Programme) -> None:
    data = {"seen": "0/0900-1700", "opens.0.0": "9", "closes.0.0": "12"}
    make_hours(programme=programme, channel="chat", weekday=3, opens="10:00", closes="11:00")
    address = reverse("programmes:save_week", args=[programme.slug, "chat"])
    answer = browser.post(address, data)
    assert answer.status_code == 409
    assert "Somebody else changed these hours meanwhile." in answer.text
    assert hours(programme) == ["0 09:00-17:00", "3 10:00-11:00"]
    again = answer.context["weeks"][0]
    assert browser.post(address, {**data, "seen": again.seen}).status_code == 302
    assert hours(programme) == ["0 09:00-12:00"]


def test_closed_days_by_date(browser: Client, programme: Programme) -> None:
    day = timezone.localdate() + timedelta(days=9)
    address = reverse("programmes:add_closure", args=[programme.slug])
    wrong = browser.post(address, {"first_date": day, "last_date": day - timedelta(days=1)})
    assert wrong.status_code == 422
    assert "The last day comes before the first." in wrong.text
    assert not Closure.objects.exists()
    browser.post(address, {"first_date": day, "channel": "phone", "reason_nl": "Studiedag"})
    closure = Closure.objects.get()
    assert (closure.first_date, closure.last_date, closure.channel) == (day, day, "phone")
    assert closure.confirmed
    browser.post(reverse("programmes:decide_closure", args=[programme.slug, closure.pk]), {"do": "remove"})
    assert not Closure.objects.exists()


def test_holidays_are_asked_one_by_one(browser: Client, programme: Programme) -> None:
    browser.post(reverse("programmes:propose", args=[programme.slug]))
    proposed = Closure.objects.filter(confirmed=False, first_date__gte=timezone.localdate())
    first, second = proposed.order_by("first_date")[:2]
    for closure, do in ((first, "confirm"), (second, "decline")):
        browser.post(reverse("programmes:decide_closure", args=[programme.slug, closure.pk]), {"do": do})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.confirmed, second.confirmed, second.declined) == (True, False, True)


def test_languages_are_ticked_and_at_least_one_is(browser: Client, programme: Programme) -> None:
    address = reverse("programmes:save_whole", args=[programme.slug])
    assert browser.post(address, {"last_entry_minutes": "10"}).status_code == 422
    assert browser.post(address, {"languages": ["nl", "fr"], "last_entry_minutes": "10"}).status_code == 422
    assert browser.post(address, {"languages": ["nl"], "last_entry_minutes": "10"}).status_code == 302
    programme.refresh_from_db()
    assert (programme.languages, programme.last_entry_minutes) == (["nl"], 10)


def test_only_who_may_and_only_the_own_programme(programme: Programme) -> None:
    other = make_programme(slug="stopitnow", name="Stop it Now")
    closure = make_closure(programme=other, first=timezone.localdate())
    own, foreign = (reverse("programmes:hours", args=[each.slug]) for each in (programme, other))
    browser = manager(programme)
    assert browser.get(own).status_code == 200
    assert browser.get(foreign).status_code == 403
    assert browser.get(reverse("programmes:choose"))["Location"] == own
    for name, args in (
        ("save_week", [other.slug, "chat"]),
        ("save_whole", [other.slug]),
        ("add_closure", [other.slug]),
        ("propose", [other.slug]),
        ("decide_closure", [other.slug, closure.pk]),
    ):
        assert browser.post(reverse(f"programmes:{name}", args=args), {"do": "remove"}).status_code == 403
    # a closure of another programme is not reached through the own one
    sly = reverse("programmes:decide_closure", args=[programme.slug, closure.pk])
    assert browser.post(sly, {"do": "remove"}).status_code == 404
    assert Closure.objects.filter(pk=closure.pk).exists()
    assert manager(programme, role=Role.COUNSELLOR).get(own).status_code == 403
    assert Client().get(own).status_code == 302
