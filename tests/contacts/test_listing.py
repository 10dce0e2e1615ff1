"""The list of contacts: who sees what, in which order, page by page."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.contacts import listing, offers
from helpline.contacts.listing import ALL, MINE, Filters, Place
from helpline.contacts.models import Contact
from helpline.contacts.offers import Offer
from helpline.contacts.states import ContactState
from helpline.programmes.queries import programme_by_slug
from tests.factories.contacts import EVENING, make_attempt, make_counsellor, seed
from tests.services.filling import once_a_file

#: between the sixth and the seventh of July, in the Netherlands
MIDNIGHT = datetime(2026, 7, 6, 22, tzinfo=UTC)
SINCE = EVENING.replace(year=1990, tzinfo=None)
NAMES = ["noor", "sam", "lead"]


def _fill() -> dict[str, Any]:
    """Forty contacts of two programmes and three people, in a fixed disorder."""
    programme, other = seed(), programme_by_slug("stopitnow")
    assert other is not None
    people = {
        "noor": make_counsellor(programme),
        "sam": make_counsellor(programme, other),
        "lead": make_counsellor(programme, role=Role.SHIFT_LEAD),
    }
    states = [ContactState.REGISTERED, ContactState.TO_REGISTER, ContactState.OPEN, ContactState.REGISTERED]
    Contact.objects.bulk_create(
        Contact(
            programme=other if number % 10 == 9 else programme,
            channel=("chat", "phone", "post")[number % 3],
            state=states[number % 4],
            outcome="answered",
            # several at the same moment: the key has two parts
            arrived_at=EVENING - timedelta(hours=2 * (number * 7 % 40 // 3)),
            counsellor=people["sam"] if number % 10 == 9 else people[NAMES[number % 2]],
            kind="counselling" if number % 4 != 1 else "",
            expires_at=EVENING + timedelta(days=30),
        )
        for number in range(40)
    )
    make_attempt(programme=programme)
    return {name: user.pk for name, user in people.items()}


filled = once_a_file(_fill)


@pytest.fixture
def person(filled: dict[str, int], db: None) -> Any:
    return lambda name: User.objects.get(pk=filled[name])


def walk(user: User, filters: Filters, size: int) -> list[listing.Row]:
    """All pages, one after the other."""
    rows: list[listing.Row] = []
    for _ in range(100):
        page = listing.page(user, filters, size=size)
        rows += page.rows
        if page.next is None:
            return rows
        filters = Filters.read(
            {"behind": str(page.next), "whose": filters.whose, "state": filters.state}, user
        )
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("size", [1, 3, 7, 39, 40, 100])
def test_every_contact_stands_on_one_page_whatever_its_size(person: Any, size: int) -> None:
    lead = person("lead")
    rows = walk(lead, Filters(whose=ALL), size)
    own = Contact.objects.filter(programme__slug="helpwanted").exclude(state=ContactState.AT_THE_DOOR)
    assert sorted(row.contact.pk for row in rows) == sorted(own.values_list("pk", flat=True))
    waiting = [row for row in rows if row.waits]
    assert rows[: len(waiting)] == waiting, "what still has to be registered comes first"
    assert [row.contact.arrived_at for row in waiting] == sorted(row.contact.arrived_at for row in waiting)
    others = [row.contact.arrived_at for row in rows[len(waiting) :]]
    assert others == sorted(others, reverse=True)


def test_a_counsellor_sees_the_own_ones_and_cannot_ask_for_more(person: Any) -> None:
    noor = person("noor")
    filters = Filters.read({"whose": "all"}, noor)
    assert filters.whose == MINE
    assert {row.contact.counsellor_id for row in walk(noor, filters, 7)} == {noor.pk}
    assert walk(noor, Filters(whose=ALL), 7) == []


def test_a_shift_lead_sees_one_programme_and_not_the_other(person: Any) -> None:
    rows = walk(person("lead"), Filters(whose=ALL), 50)
    assert {row.contact.programme.slug for row in rows} == {"helpwanted"}


@pytest.mark.parametrize(
    ("asked", "is_right"),
    [
        ({"channel": "phone"}, lambda contact: contact.channel == "phone"),
        ({"state": "to_register"}, lambda contact: contact.state == ContactState.TO_REGISTER),
        ({"state": "registered"}, lambda contact: contact.state == ContactState.REGISTERED),
        ({"kind": "counselling"}, lambda contact: contact.kind == "counselling"),
        ({"since": "2026-07-07"}, lambda contact: contact.arrived_at >= MIDNIGHT),
        ({"until": "2026-07-06"}, lambda contact: contact.arrived_at < MIDNIGHT),
    ],
)
def test_filters(person: Any, asked: dict[str, str], is_right: Any) -> None:
    lead = person("lead")
    every = {row.contact.pk: row.contact for row in listing.page(lead, Filters(whose=ALL), size=100).rows}
    found = {
        row.contact.pk
        for row in listing.page(lead, Filters.read({"whose": "all", **asked}, lead), size=100).rows
    }
    assert found == {pk for pk, contact in every.items() if is_right(contact)}
    assert found
    assert found != set(every)


def test_what_is_no_filter_is_left_out(person: Any) -> None:
    odd = {"channel": "fax", "state": "closed", "since": "yesterday", "behind": "1-2-3", "programme": "x"}
    filters = Filters.read({**odd, "kind": "y" * 99}, person("lead"))
    assert filters == Filters(whose=ALL, kind="y" * 40)


@given(st.booleans(), st.datetimes(min_value=SINCE, timezones=st.just(UTC)), st.uuids())
def test_a_place_is_read_as_it_was_written(waiting: bool, at: datetime, contact_id: uuid.UUID) -> None:
    place = Place(waiting, at, contact_id)
    assert Place.read(str(place)) == place


@given(st.text(max_size=60))
def test_what_is_no_place_is_none(text: str) -> None:
    read = Place.read(text)
    assert read is None or Place.read(str(read)) == read


def test_filters_stand_in_the_address_and_come_back(person: Any) -> None:
    from django.http import QueryDict

    lead = person("lead")
    filters = Filters(
        whose=ALL, programme="helpwanted", channel="post", since=date(2026, 7, 1), kind="silent"
    )
    assert Filters.read(QueryDict(filters.query()).dict(), lead) == filters


def test_offers_of_upper_rooms_stand_in_the_row(person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_offers", [])
    second = Offer(20, "Refer", lambda contact: f"/refer/{contact.pk}/", lambda user, contact: True)
    first = Offer(10, "Risk", lambda contact: "/risk/", lambda user, contact: contact.channel == "chat")
    for offer in (second, first, second):
        offers.register(offer)
    rows = listing.page(person("noor"), Filters(), size=100).rows
    assert {
        tuple(str(link.label) for link in row.offers) for row in rows if row.contact.channel == "chat"
    } == {("Risk", "Refer")}
    assert {len(row.offers) for row in rows if row.contact.channel != "chat"} == {1}


def test_a_page_asks_the_database_little(
    person: Any, django_assert_max_num_queries: Any, filled: Any
) -> None:
    lead = person("lead")
    listing.page(lead, Filters(whose=ALL))
    with django_assert_max_num_queries(4):
        listing.page(lead, Filters(whose=ALL))
