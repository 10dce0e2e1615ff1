"""A year of calls as in the annual report over 2021: 1,073 came in, 507 were answered, 53% were missed.

Each call is told by the provider step by step, with repeats and out of order; what is left are the figures. Small in
the ordinary run; `make prove` plays all of them (PROOF_SIZE=full).
"""

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from figures.models import DayCounter, HourCounter, MonthCounter
from helpline.accounts.models import User
from helpline.contacts.models import Contact
from helpline.phone import finalising
from helpline.phone.actions import calls, presence
from helpline.phone.models import Call, Evidence, Leg, PhoneLine, PhonePresence, ProviderRecord
from helpline.phone.outcome import CAUSES, Outcome
from helpline.programmes.models import Programme
from tests.factories.chat import make_staff
from tests.factories.phone import at_a_desk, make_line, ring
from tests.factories.programmes import make_hours
from tests.house.tree import ROOT
from tests.phone.conftest import Clock
from tests.services.sizes import IS_FULL

#: how the missed calls of the report may have come about; the report itself does not say
YEAR = {
    Outcome.ANSWERED: 507,
    Outcome.CLOSED: 198,
    Outcome.NOBODY_ON_DUTY: 61,
    Outcome.LEFT_EARLY: 74,
    Outcome.LEFT_WAITING: 128,
    Outcome.WAIT_LIMIT: 35,
    Outcome.OVERLOAD: 21,
    Outcome.DEVICE_UNREACHABLE: 17,
    Outcome.TECHNICAL: 32,
}
SHARE = 1 if IS_FULL else 25
OPENS, CLOSED_HOUR = 10, 4

Step = tuple[str, dict[str, str]]

ENDS: dict[Outcome, list[Step]] = {
    Outcome.LEFT_WAITING: [("left", {"QueueResult": "hangup", "QueueTime": "140"})],
    Outcome.WAIT_LIMIT: [("left", {"QueueResult": "leave", "QueueTime": "900"})],
    Outcome.LEFT_EARLY: [("left", {"QueueResult": "hangup", "QueueTime": "4"})],
    Outcome.TECHNICAL: [("left", {"QueueResult": "system-error", "QueueTime": "20"})],
    Outcome.ANSWERED: [("left", {"QueueResult": "bridged", "QueueTime": "45"})],
    Outcome.DEVICE_UNREACHABLE: [("left", {"QueueResult": "error", "QueueTime": "45"})],
}


class Year:
    """The house, its one counsellor, and the provider that calls it."""

    def __init__(self, client: Client, programme: Programme, user: User, clock: Clock) -> None:
        self.client, self.programme, self.user, self.clock = client, programme, user, clock
        self.chance = random.Random(2021)

    def call(self, became: Outcome) -> None:
        """One whole call, told with repeats and its last steps out of order."""
        there = became is not Outcome.NOBODY_ON_DUTY
        PhonePresence.objects.update(
            available=there, leased_until=self.clock.at + timedelta(hours=1) if there else None
        )
        PhoneLine.objects.update(max_waiting=0 if became is Outcome.OVERLOAD else 10)
        caller = ring(self.client, self.programme)
        self._asks(caller, "voice", {})
        steps: list[Step] = []
        if became in ENDS:
            self._asks(caller, "menu", {})
            self._asks(caller, "wait", {})
            if became is Outcome.WAIT_LIMIT:
                self.clock.forward(minutes=15)
                self._asks(caller, "wait", {})
            if became in (Outcome.ANSWERED, Outcome.DEVICE_UNREACHABLE):
                self._is_taken(caller, became)
            steps += ENDS[became]
        steps.append(("status", {"CallStatus": "completed", "CallDuration": "200"}))
        steps += self.chance.sample(steps, self.chance.randint(0, len(steps)))
        self.chance.shuffle(steps)
        for name, told in steps:
            self._asks(caller, name, told)
        self.clock.forward(minutes=4)
        finalising.finalise_due()

    def _is_taken(self, caller: Any, became: Outcome) -> None:
        leg = calls.take_next(user=self.user, programme=self.programme)
        desk = at_a_desk(self.client)
        desk.asks("desk", leg=str(leg.pk))
        self._asks(caller, "pulled", {"DequeingCallSid": desk.sid, "QueueTime": "45"})
        if became is Outcome.ANSWERED:
            presence.renew(user=self.user, in_leg=leg.pk)
            desk.asks("desk_left", leg.pk, DialCallStatus="completed", DialBridged="true")
        else:
            desk.asks("desk_left", leg.pk, DialCallStatus="failed", DialBridged="false")

    def _asks(self, caller: Any, name: str, told: dict[str, str]) -> None:
        for _ in range(self.chance.choice((1, 1, 2))):
            assert caller.asks(name, told=told).status in (200, 204)


def played(year: Year) -> dict[Outcome, int]:
    """Play the calls over the year, in an order by chance; how many of each there were."""
    wanted = {became: max(1, round(n / SHARE)) for became, n in YEAR.items()}
    story = [became for became, n in wanted.items() for _ in range(n)]
    year.chance.shuffle(story)
    days = timedelta(days=365) / len(story)
    for at, became in enumerate(story):
        hour = CLOSED_HOUR if became is Outcome.CLOSED else OPENS + at % 9
        day = datetime(2021, 1, 1, tzinfo=UTC) + at * days
        # two hours earlier at most: summer time
        year.clock.at = day.replace(hour=hour, minute=(at * 7) % 60, second=0, microsecond=0)
        year.call(became)
    return wanted


def counted(model: type[DayCounter] | type[HourCounter]) -> Counter[str]:
    rows = model.objects.filter(name="arrivals").values("code").annotate(total=Sum("n"))
    return Counter({row["code"].removeprefix("phone."): row["total"] for row in rows.order_by()})


@pytest.mark.django_db
def test_a_year_of_calls_adds_up(client: Client, clock: Clock) -> None:
    clock.at = datetime(2021, 1, 1, 12, tzinfo=UTC)
    programme = make_line(slug="stopitnow", open_always=False)
    for weekday in range(7):
        make_hours(programme=programme, channel="phone", weekday=weekday, opens="08:00", closes="23:30")
    user = make_staff(programme)
    presence.say_available(user=user, programme=programme, now=clock.at)

    wanted = played(Year(client, programme, user, clock))

    offered, answered = sum(wanted.values()), wanted[Outcome.ANSWERED]
    if IS_FULL:
        report = json.loads((ROOT / "tests" / "phone" / "report_2021.json").read_text())
        assert (offered, answered) == (report["offered"], report["answered"])
        assert round(100 * (offered - answered) / offered) == report["missed_percent"]
        print(f"{offered} calls offered, {answered} answered, {offered - answered} missed")  # noqa: T201 - what a proof played
    by_day = counted(DayCounter)
    assert by_day == Counter({str(became): n for became, n in wanted.items()})
    assert counted(HourCounter) == by_day
    assert by_day.total() == offered
    assert sum(by_day[cause] for cause in CAUSES) == offered - answered
    assert Contact.objects.filter(state="to_register", channel="phone").count() == answered
    assert Contact.objects.filter(state="closed").count() == offered - answered
    for forgotten in (Call, Evidence, Leg):
        assert not forgotten.objects.exists()
    assert ProviderRecord.objects.count() == offered + answered + wanted[Outcome.DEVICE_UNREACHABLE]
    redials = MonthCounter.objects.filter(name="phone_redials").aggregate(n=Sum("n"))["n"] or 0
    assert redials < offered
