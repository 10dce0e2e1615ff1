"""Phone lines, counsellors who answer calls, and the provider's side of a call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, fromstring

from django.conf import settings
from django.test import Client
from django.urls import reverse

from helpline.accounts.models import User
from helpline.environment_phone import Phone
from helpline.phone import signatures
from helpline.phone.actions import calls, presence
from helpline.phone.models import Leg, PhoneLine, PhonePresence
from helpline.programmes import queries
from helpline.programmes.models import Channel, Programme
from tests.factories.programmes import make_programme

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

OWN_NUMBER = "+31800123456"
ACCOUNT = Phone(
    account_sid="AC" + "0a" * 16,
    auth_token="the account's own token",
    api_key_sid="SK" + "0b" * 16,
    api_key_secret="the key's secret",
    app_sid="AP" + "0c" * 16,
    webhook_key="the shared key",
    api_url="http://127.0.0.1:9",
)
#: what gives a caller away, in every request of the provider
CALLER = "+31683475912"
TOKEN = "eyJwYXJlbnRDYWxsSW5mb1Rva2VuIjoiKzMxNjgzNDc1OTEyIn0"

_numbers = count(1)


def make_line(*, slug: str = "helpwanted", open_always: bool = True, **fields: Any) -> Programme:
    """A programme that can be called, day and night."""
    programme = make_programme(slug=slug, name=slug.title(), always_open=Channel.PHONE if open_always else "")
    Programme.objects.filter(pk=programme.pk).update(phone_number="0800-123456")
    PhoneLine.objects.create(programme=programme, **{"number": OWN_NUMBER, **fields})
    queries.forget()
    programme.refresh_from_db()
    return programme


def make_available(*, user: User, programme: Programme, now: datetime, **said: Any) -> PhonePresence:
    """Somebody who answers calls now."""
    return presence.say_available(user=user, programme=programme, now=now, **said)


@dataclass
class Line:
    """The provider's side of one leg of a call: it asks, signed, and reads the answer."""

    client: Client
    slug: str
    sid: str
    from_number: str = CALLER

    def asks(self, name: str, *args: object, told: Mapping[str, str] | None = None, **more: str) -> "Heard":
        """A signed request to an address of ours; what it was answered."""
        path = reverse(f"phone:{name}", args=args or ([self.slug] if self.slug else []))
        return Heard(self.post(path, {**(told or {}), **more}))

    def post(
        self, path: str, told: Mapping[str, str], *, signature: str | None = None, scheme: str = "sha1"
    ) -> "Response":
        params = {
            "CallSid": self.sid,
            "AccountSid": ACCOUNT.account_sid,
            "From": self.from_number,
            "Caller": self.from_number,
            "To": OWN_NUMBER,
            "CallToken": TOKEN,
            "CallerName": "\u202ekanarie\u202c",
            "ApiVersion": "2010-04-01",
            "Direction": "inbound",
            **told,
        }
        headers = {}
        secret = ACCOUNT.auth_token
        if scheme == "sha256":
            headers[signatures.SETTINGS_HEADER] = "key=one,algorithm=HMAC_SHA256"
            secret = ACCOUNT.webhook_key
        lists = {name: [value] for name, value in params.items()}
        headers[signatures.HEADER] = (
            signatures.sign(secret, settings.PUBLIC_URL + path, lists, scheme)
            if signature is None
            else signature
        )
        return self.client.post(
            path,
            urlencode(params),
            content_type="application/x-www-form-urlencoded; charset=utf-8",
            headers=headers,
        )


@dataclass
class Heard:
    """What the provider was answered."""

    response: "Response"

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def document(self) -> Element:
        assert self.status == 200, self.status
        return fromstring(self.response.content)  # noqa: S314 - our own words

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.document]

    @property
    def said(self) -> str:
        return " ".join(say.text or "" for say in self.document.iter("Say"))

    def the(self, tag: str) -> Element:
        """The one element of this name."""
        (found,) = self.document.iter(tag)
        return found


def new_sid() -> str:
    """A name for a call, as the provider gives it."""
    return f"CA{next(_numbers):032x}"


def ring(client: Client, programme: Programme, **fields: str) -> Line:
    """A caller who is about to be heard of."""
    return Line(client, programme.slug, new_sid(), **fields)


def at_a_desk(client: Client) -> Line:
    """A counsellor's own leg."""
    return Line(client, "", new_sid(), from_number="client:somebody")


def put_through(client: Client, programme: Programme, counsellor: User) -> tuple[Line, Line, Leg]:
    """Somebody calls, waits, and is taken by this counsellor; the caller's line, the counsellor's, and its leg."""
    caller = ring(client, programme)
    for name in ("voice", "menu", "wait"):
        caller.asks(name)
    leg = calls.take_next(user=counsellor, programme=programme)
    desk = at_a_desk(client)
    desk.asks("desk", leg=str(leg.pk))
    caller.asks("pulled", DequeingCallSid=desk.sid, QueueTime="4")
    return caller, desk, leg
