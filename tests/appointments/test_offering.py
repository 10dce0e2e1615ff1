"""What stands beside a case, and what its timeline says of an appointment."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.appointments import offering, queries
from helpline.appointments.actions import booking
from helpline.appointments.models import Appointment, Service
from helpline.cases import actions as cases
from helpline.cases import offers, timeline
from helpline.contacts import offers as contact_offers
from helpline.groups import offering as groups
from helpline.groups import queries as group_queries
from helpline.programmes.models import Programme
from tests.factories.appointments import make_slot, make_therapist
from tests.factories.chat import make_staff
from tests.factories.contacts import make_open
from tests.factories.groups import make_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(stopitnow: Programme) -> User:
    return make_staff(stopitnow)


def test_it_is_offered_where_appointments_are_made(stopitnow: Programme, noor: User) -> None:
    case = cases.open_case(programme=stopitnow, by=noor)
    label = str(offering.LABEL)
    assert label in [offer.label for offer in offers.offered(noor, case)]
    for role in (Role.PROGRAMME_MANAGER, Role.THERAPIST, Role.EDITOR):
        assert label not in [offer.label for offer in offers.offered(make_staff(stopitnow, role=role), case)]
    Service.objects.update(is_on=False)
    queries.forget()
    assert label not in [offer.label for offer in offers.offered(noor, case)]


def test_it_is_offered_beside_a_contact_and_asks_the_database_nothing(
    stopitnow: Programme, noor: User, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    contact = make_open(programme=stopitnow, by=noor)
    practice = make_open(programme=stopitnow, by=noor, training=True)
    labels = {str(offering.LABEL), str(groups.LABEL)}
    make_group(programme=stopitnow, by=noor, now=timezone.now())
    for kept in (queries, group_queries):
        kept.forget()
    contact_offers.for_contact(noor, contact)  # roles and switches are read once
    with django_assert_num_queries(0):
        offered = {str(link.label): link.url for link in contact_offers.for_contact(noor, contact)}
    assert labels <= set(offered)
    assert all(str(contact.pk) in offered[label] for label in labels)
    assert not labels & {str(link.label) for link in contact_offers.for_contact(noor, practice)}
    assert not labels & {
        str(link.label) for link in contact_offers.for_contact(make_staff(stopitnow), contact)
    }


def test_the_timeline_says_what_happened_and_leads_there_as_long_as_it_is_there(
    stopitnow: Programme, noor: User
) -> None:
    now = timezone.now()
    case = cases.open_case(programme=stopitnow, by=noor)
    day = timezone.localdate(now) + timedelta(days=3)
    appointment, _code = booking.book(
        slot=make_slot(programme=stopitnow, day=day, now=now), by=noor, case=case, now=now
    )
    booking.cancel(appointment=appointment, by=noor, now=now)
    with translation.override("nl"):
        told = [
            words for line, words in timeline.told(case.lines.order_by("pk")) if line.kind == "appointment"
        ]
        assert told[0].words == f"Afspraak met een therapeut op {day.day} {MONTHS[day.month - 1]}"
        assert told[1].words.endswith("afgezegd")
        assert str(appointment.pk) in told[0].url
    Appointment.objects.all().delete()
    told = [words for line, words in timeline.told(case.lines.order_by("pk")) if line.kind == "appointment"]
    assert [each.url for each in told] == ["", ""]


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def test_the_desk_knows_of_the_coming_days(stopitnow: Programme, noor: User) -> None:
    now = timezone.now()
    jonas = make_therapist(stopitnow)
    today = timezone.localdate(now)
    for days in (1, 3):
        slot = make_slot(
            programme=stopitnow, therapist=jonas, day=today + timedelta(days=days), at="07:00", now=now
        )
        if slot.starts_at > now + timedelta(hours=3):
            booking.book(slot=slot, by=noor, now=now)
    lines = queries.for_desk(noor, now)
    assert [line.starts_at.date() for line in lines] == [
        appointment.slot.starts_at.date()
        for appointment in Appointment.objects.order_by("slot__starts_at")
        if appointment.slot.starts_at < now + timedelta(days=2)
    ]
    assert queries.for_desk(make_staff(stopitnow), now) == []
