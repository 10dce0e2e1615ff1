"""Whatever is posted to the provider's addresses, it is heard when the provider signed it, and else refused."""

import itertools
import random
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from hypothesis import strategies as st

from helpline.phone import hearing, signatures
from helpline.phone.urls import urlpatterns
from helpline.programmes.models import Programme
from tests.factories.phone import ACCOUNT, new_sid, ring
from tests.services.fuzz import fuzz, in_time, scribbled
from tests.services.sizes import IS_FULL

LEG = "00000000-0000-4000-8000-000000000000"
ADDRESSES = [
    "/" + str(pattern.pattern).replace("<slug:slug>", "helpwanted").replace("<uuid:leg_id>", LEG)
    for pattern in urlpatterns
]
VOICE = "/phone/in/helpwanted/voice"
FORM = "application/x-www-form-urlencoded"
GENUINE = urlencode(
    {"CallSid": "CA" + "0" * 32, "From": "+31600000000", "Digits": "1", "CallStatus": "ringing"}
)
LATIN = st.text(st.characters(max_codepoint=255, blacklist_characters="\r\n"), max_size=40)


def _heard(sent: tuple[bytes, str, str, str]) -> None:
    body, query, signature, told = sent
    request = RequestFactory().post(f"{VOICE}?{quote(query, safe='=&%')}", body, content_type=FORM)
    request.META["HTTP_X_TWILIO_SIGNATURE"] = signature
    request.META["HTTP_X_TWILIO_WEBHOOKS_SIGNATURE_SETTINGS"] = told
    with pytest.raises(hearing.Refused) as refused:
        hearing.hear(request)
    assert refused.value.status in (400, 403, 413)


def _signed(body: bytes) -> None:
    """The same with a signature that fits, so that what comes after the check is reached."""
    request = RequestFactory().post(VOICE, body, content_type=FORM)
    try:
        params = hearing._params(RequestFactory().post(VOICE, body, content_type=FORM))
    except hearing.Refused as refused:
        assert refused.status in (400, 413)
        return
    request.META["HTTP_X_TWILIO_SIGNATURE"] = signatures.sign(
        ACCOUNT.auth_token, settings.PUBLIC_URL + VOICE, params
    )
    try:
        told = hearing.hear(request)
    except hearing.Refused as refused:
        assert refused.status == 400
        return
    assert len(told.sid) == 34
    assert all(len(getattr(told, name)) <= 64 for name in hearing.PARAMETERS)


def test_nothing_that_is_not_signed_is_heard() -> None:
    sent = st.tuples(
        scribbled(GENUINE.encode()) | st.binary(max_size=200),
        st.text(max_size=20),
        LATIN,
        LATIN
        | st.sampled_from(["", "algorithm=HMAC_SHA256", "algorithm=HMAC_SHA1,keyId=x", "algorithm=none"]),
    )
    fuzz("webhooks without a signature", sent, _heard, some=300, full=20_000)


def test_what_is_signed_is_read_or_refused() -> None:
    fuzz("webhooks with a signature", scribbled(GENUINE.encode()), _signed, some=300, full=20_000)


def test_no_request_takes_long() -> None:
    for body in (b"&" * 16_000, b"a=" * 8000, b"%" * 16_000, b"a&" * 8000, b"+" * 16_000, b"=" * 16_000):
        in_time("a webhook", lambda body=body: _signed(body), seconds=0.3)


@pytest.mark.usefixtures("counsellor", "asked")
def test_what_cannot_be_printed_is_not_read(client: Client, line: Programme) -> None:
    """PostgreSQL refuses a NUL, and would answer the provider with an error of ours, to a caller's ear."""
    caller = ring(client, line)
    names = set(hearing.PARAMETERS.values()) - {"CallSid"}
    for address, name in itertools.product(ADDRESSES, sorted(names)):
        assert caller.post(address, {name: "\0"}).status_code in (200, 204, 400), (address, name)


@pytest.mark.usefixtures("line", "counsellor", "asked")
def test_odd_values_get_an_answer_at_every_step(client: Client, line: Programme) -> None:
    """Whatever the provider says at whatever step, in whatever order, it gets a document or a refusal."""
    chance = random.Random(None if IS_FULL else 7)
    odd = [
        "",
        "1",
        "2",
        "3",
        "#",
        "*",
        "-1",
        "0" * 64,
        "٣",
        "²",
        "bridged",
        "hangup",
        "leave",
        "error",
        "completed",
        "\0",
    ]
    names = [theirs for theirs in hearing.PARAMETERS.values() if theirs not in ("CallSid", "leg")]
    caller = ring(client, line)
    count = 0
    for address in itertools.islice(
        itertools.cycle(ADDRESSES), 40 * len(ADDRESSES) if IS_FULL else 2 * len(ADDRESSES)
    ):
        if chance.random() < 0.3:
            caller.sid = new_sid()
        told = {name: chance.choice(odd) for name in chance.sample(names, 4)} | {
            "leg": chance.choice(["", "x", LEG])
        }
        assert caller.post(address, told).status_code in (200, 204, 400), (address, told)
        count += 1
    print(f"\nfuzzing: steps of a call: {count} requests")
