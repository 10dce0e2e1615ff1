"""Whoever guesses is slowed, wherever something can be guessed: before anything slow is worked out, for everybody
together, and without a word about who asks.

How fast each limit lets through is tested in its room: tests/vault/test_codes.py; tests/accounts/test_throttle.py and
test_views_entry.py for signing in; tests/requests/test_traps.py for the forms of professionals;
tests/chat/test_limits.py for messages and frames. Here: that every door to a code has one, and that it stands before
the work.
"""

import base64
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from chat.actions import aftercare
from helpline.accounts.roles import Role
from helpline.appointments.actions import codes as appointments
from helpline.appointments.errors import TooBusy
from helpline.cases import returning
from helpline.mail.actions import writing
from helpline.phone.actions import codes as phone
from helpline.programmes import keycodes
from helpline.programmes.models import Programme
from helpline.vault import codes
from helpline.vault.codes import CodeThrottle
from selfhelp.modules.safe import envelope
from selfhelp.modules.safe import limits as safe
from tests.factories.appointments import make_offering
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db

#: where a throttle stands, and the forms that it slows: (address, fields, status, words)
TOO_MANY = "Too many codes are being tried just now"
DOORS = [
    (aftercare, "THROTTLE", "/stopitnow/chat/back/", 422, TOO_MANY),
    (writing, "THROTTLE", "/stopitnow/post/back/", 422, TOO_MANY),
    (appointments, "PAGE_THROTTLE", "/stopitnow/appointment/", 429, "Many codes are being typed"),
    (returning, "WORDS_THROTTLE", "/staff/cases/find/", 200, TOO_MANY),
]


class Exhausted(CodeThrottle):
    """As if everybody's tries were used up at this moment; counts who came."""

    def __init__(self) -> None:
        super().__init__(burst=0, refill=timedelta(hours=1))


@pytest.fixture
def stopitnow(monkeypatch: pytest.MonkeyPatch) -> Programme:
    def works_on_it(code: str) -> str:
        raise AssertionError("the slow hash was worked out for somebody who had to wait")

    monkeypatch.setattr(codes, "slow_hash", works_on_it)
    return make_offering(slug="stopitnow")


@pytest.mark.parametrize(("room", "name", "path", "status", "words"), DOORS)
def test_words_are_not_tried_faster_than_people_type(
    room: object,
    name: str,
    path: str,
    status: int,
    words: str,
    stopitnow: Programme,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, name, Exhausted())
    client = Client(headers={"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"})
    if path.startswith("/staff/"):
        client = browser_of(make_desk_user(stopitnow, role=Role.COUNSELLOR))
    field = "text" if path.startswith("/staff/") else "code"
    answer = client.post(path, {field: codes.make_code()}, follow=True)
    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("room", "name", "read"),
    [
        (phone, "THROTTLE", phone.read_phone_code),
        (returning, "DIGITS_THROTTLE", returning.read_keyed),
        (appointments, "PHONE_THROTTLE", appointments.by_keyed),
    ],
)
def test_digits_are_not_tried_faster_than_people_key(
    room: object, name: str, read: object, stopitnow: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, name, Exhausted())
    with pytest.raises((keycodes.TooManyTries, TooBusy)):
        read("1234567890", stopitnow, timezone.now())  # type: ignore[operator]


@pytest.mark.parametrize("road", ["look", "save", "begin"])
def test_workbooks_are_not_looked_up_without_end(
    road: str, stopitnow: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgetting alone is never refused (docs/decisions/0087): who wants it gone has it gone."""
    for name in ("uses", "beginnings"):
        monkeypatch.setattr(safe, name, Exhausted())
    size = min(envelope.SEALED_SIZES)
    sealed = base64.b64encode(bytes([envelope.VERSION]) + bytes(size - 1)).decode()
    asked = {"place": base64.b64encode(bytes(32)).decode(), "sealed": sealed, "revision": 1}
    answer = Client().post(f"/stopitnow/self-help-safe/{road}/", asked, content_type="application/json")
    assert (answer.status_code, answer.json()) == (429, {"error": "busy"})
    assert answer.headers["Retry-After"]
