"""What we answer the provider: whatever it asks, in whatever order, nobody is ever shown a caller's number."""

import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpline.accounts.models import User
from helpline.phone import twiml
from helpline.phone.actions import calls, handing
from helpline.phone.errors import PhoneError
from helpline.phone.evidence import CALL_STATUSES, QUEUE_RESULTS
from helpline.phone.models import Call, Leg, LegState
from helpline.phone.outcome import Stage
from helpline.programmes import keycodes
from helpline.programmes.models import Programme
from tests.factories.chat import make_staff
from tests.factories.phone import CALLER, OWN_NUMBER, TOKEN, Line, at_a_desk, make_available, ring
from tests.house.tree import ROOT
from tests.phone.conftest import Clock
from tests.phone.fakes import FakeProvider
from tests.services.sizes import IS_FULL

KNOWN = {"Response", "Say", "Pause", "Gather", "Redirect", "Enqueue", "Leave", "Dial", "Queue", "Conference",
         "Number", "Hangup"}  # fmt: skip
ADDRESSES = ("action", "url", "waitUrl")
CODE = "0123456789"

#: what the provider may ask about a caller's leg, with what it may tell
STEPS = st.one_of(
    st.tuples(st.just("voice"), st.just({})),
    st.tuples(st.just("menu"), st.fixed_dictionaries({"Digits": st.sampled_from(["", "1", "2", "3", "9"])})),
    st.tuples(
        st.just("code"), st.fixed_dictionaries({"Digits": st.sampled_from(["", CODE, "1" * 10, "12"])})
    ),
    st.tuples(st.just("wait"), st.just({"QueueTime": "30"})),
    st.tuples(
        st.just("left"),
        st.fixed_dictionaries(
            {"QueueResult": st.sampled_from([*QUEUE_RESULTS, "new", ""]), "QueueTime": st.just("50")}
        ),
    ),
    st.tuples(st.just("pulled"), st.just({"DequeingCallSid": "CA" + "f" * 32})),
    st.tuples(st.just("room"), st.just({})),
    st.tuples(st.just("room_left"), st.just({"DialCallStatus": "completed"})),
    st.tuples(
        st.just("connected"),
        st.fixed_dictionaries({"DialCallStatus": st.sampled_from([*CALL_STATUSES, "answered", ""])}),
    ),
    st.tuples(st.just("therapist"), st.just({})),
    st.tuples(st.just("therapist_takes"), st.fixed_dictionaries({"Digits": st.sampled_from(["", "1", "2"])})),
    st.tuples(st.just("fallback"), st.just({"ErrorCode": "11200"})),
    st.tuples(
        st.just("status"), st.fixed_dictionaries({"CallStatus": st.sampled_from([*CALL_STATUSES, "x"])})
    ),
    st.tuples(
        st.sampled_from(["take", "desk", "desk_left", "desk_over", "outside", "offer", "accept"]), st.just({})
    ),
)


def check(answer: bytes) -> None:
    """One answer keeps the promises that hold for all."""
    assert CALLER.lstrip("+").encode() not in answer
    assert TOKEN.encode() not in answer
    document = fromstring(answer)  # noqa: S314 - our own words
    for element in document.iter():
        assert element.tag in KNOWN
        for name in ADDRESSES:
            if address := element.get(name):
                assert_is_ours(address)
    for dial in document.iter("Dial"):
        assert dial.get("callerId") == OWN_NUMBER
        assert dial.get("record") == "do-not-record"
    for redirect in document.iter("Redirect"):
        assert_is_ours(redirect.text or "")


def assert_is_ours(address: str) -> None:
    assert address.startswith(f"{settings.PUBLIC_URL}/phone/")
    assert resolve(address.removeprefix(settings.PUBLIC_URL)).app_name == "phone"


class Story:
    """A caller, two counsellors, and whatever the provider asks."""

    def __init__(self, client: Client, programme: Programme, first: User, second: User) -> None:
        self.caller = ring(client, programme)
        self.desks: dict[str, Line] = {}
        self.client, self.programme, self.users = client, programme, (first, second)

    def play(self, step: str, told: dict[str, str]) -> None:
        if hasattr(self, f"_{step}"):
            try:
                getattr(self, f"_{step}")()
            except PhoneError:
                return  # what cannot be done now is refused in words of ours
        else:
            self._checked(self.caller, step, **told)

    def _checked(self, line: Line, name: str, *args: object, **told: str) -> None:
        heard = line.asks(name, *args, told=told)
        assert heard.status in (200, 204)
        if heard.status == 200:
            check(heard.response.content)

    def _take(self) -> None:
        leg = calls.take_next(user=self.users[0], programme=self.programme)
        self._comes(leg)
        self._checked(self.caller, "pulled", DequeingCallSid=self.desks[str(leg.pk)].sid)

    def _comes(self, leg: Leg) -> None:
        self.desks[str(leg.pk)] = at_a_desk(self.client)
        self._checked(self.desks[str(leg.pk)], "desk", leg=str(leg.pk))

    def _desk(self) -> None:
        for leg, desk in self.desks.items():
            self._checked(desk, "desk", leg=leg)

    def _desk_left(self) -> None:
        for leg, desk in self.desks.items():
            self._checked(desk, "desk_left", leg, DialCallStatus="completed", DialBridged="true")

    def _desk_over(self) -> None:
        for leg, desk in self.desks.items():
            self._checked(desk, "desk_over", leg)

    def _call(self) -> Call | None:
        return Call.objects.filter(sid=self.caller.sid, stage=Stage.TALKING).first()

    def _outside(self) -> None:
        from helpline.phone.models import OutsideDesk

        desk, _ = OutsideDesk.objects.get_or_create(
            programme=self.programme, name="Elders", defaults={"number": "+31850000000"}
        )
        if (call := self._call()) is not None:
            handing.add_outside(call=call, by=self.users[0], desk=desk)

    def _offer(self) -> None:
        if (call := self._call()) is not None:
            handing.offer(call=call, by=self.users[0])

    def _accept(self) -> None:
        call = self._call()
        offers = call.handovers.order_by("-pk") if call is not None else None
        if offers is not None and (offer := offers.first()) is not None:
            self._comes(handing.accept(handover=offer, by=self.users[1]))


@hypothesis_settings(
    max_examples=200 if IS_FULL else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=3, max_size=14))
def test_every_dial_shows_the_helpline_s_own_number(
    client: Client, line: Programme, counsellor: User, clock: Clock, asked: FakeProvider,
    steps: list[tuple[str, dict[str, Any]]],
) -> None:  # fmt: skip
    other = make_staff(line)
    for user in (counsellor, other):
        make_available(user=user, programme=line, now=clock.at)
    keycodes.register(
        "stand_in",
        lambda digits, programme, now: keycodes.Direction(number="+31850009999") if digits == CODE else None,
    )
    try:
        story = Story(client, line, counsellor, other)
        for step, told in [("voice", {}), ("menu", {}), ("wait", {}), *steps]:
            story.play(step, told)
    finally:
        keycodes.unregister("stand_in")
        Leg.objects.update(state=LegState.ENDED)
    for _name, told in asked.asked:
        assert told.get("caller_id", OWN_NUMBER) == OWN_NUMBER


@given(st.text(), st.sampled_from(["nl", "en"]))
def test_any_text_can_be_spoken(text: str, language: str) -> None:
    document = fromstring(twiml.response(twiml.say(text, language)))  # noqa: S314 - our own words
    spoken = document.findtext("Say") or ""
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", spoken)


def test_nobody_is_called_without_a_number_of_our_own() -> None:
    with pytest.raises(ValueError, match="number of our own"):
        twiml.dial(Element("Number"), own_number="", action="https://example.org/")


def test_one_function_alone_writes_a_dial() -> None:
    for path in (ROOT / "helpline" / "phone").rglob("*.py"):
        if "simulator" not in path.parts and path.name != "twiml.py":
            assert '"Dial"' not in path.read_text(), path
