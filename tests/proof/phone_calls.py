"""A call by somebody whose number stands in everything that the provider sends along."""

import base64
import json
from collections.abc import Mapping
from urllib.parse import urlencode

from helpline.phone import signatures
from tests.journeys.inside import Inside
from tests.proof.canary import Canary
from tests.proof.wire import FORM


def call_the_phone(inside: Inside, caller: Canary) -> None:
    """Every step of a call and every error on the way, the number in each; then it is counted and forgotten."""
    who = caller.who
    number = who.phone.replace(" ", "")
    # as it is keyed in at home: ten digits, like a code
    national = "0" + number.removeprefix("+31")
    # what the provider sends along to be called back with: it holds the number, in base64
    told_along = {"parentCallInfoToken": f"eyJ{number}", "identityHeaderTokens": [number]}
    token = base64.b64encode(json.dumps(told_along).encode()).decode()
    secrets = inside.ask("phone_ready", slug="stopitnow", email="counsellor@demo.test")
    at = "/phone/in/stopitnow/"

    def asks(name: str, told: Mapping[str, str] | None = None, *, secret: str = secrets["token"]) -> int:
        params = {
            "CallSid": "CA" + "83475912" * 4, "AccountSid": secrets["account"], "From": number, "Caller": number,
            "To": "+318000990001",
            "ForwardedFrom": number, "CallerName": f"\u202e{who.name}", "CallToken": token, "StirPassportToken": token,
            "FromCity": who.mail, "Direction": "inbound", **(told or {}),
        }  # fmt: skip
        path = f"{at}{name}"
        signed = signatures.sign(
            secret, caller.house.url + path, {key: [value] for key, value in params.items()}
        )
        headers = {"Content-Type": FORM, signatures.HEADER: signed}
        return caller.ask("POST", path, urlencode(params).encode(), headers)[0]

    assert asks("voice") == 200
    assert asks("voice", secret=who.mail) == 403
    assert asks("menu", {"Digits": "3"}) == 200
    for digits in (national, number, who.mail, national):
        assert asks("code", {"Digits": digits}) == 200
    assert asks("menu", {"Digits": national}) == 200
    assert asks("wait", {"QueueTime": national, "QueueSid": who.name}) == 200
    assert asks("pulled", {"DequeingCallSid": number, "QueueTime": who.name}) == 200
    assert asks("fallback", {"ErrorCode": national, "ErrorUrl": f"https://x.example/?from={number}"}) == 200
    assert asks("left", {"QueueResult": who.name, "QueueTime": number}) == 200
    assert (
        asks("therapist", {"CallSid": "CA" + "83475913" * 4, "Digits": national, "ParentCallSid": number})
        == 200
    )
    assert asks("therapist/take", {"Digits": national, "ParentCallSid": number}) == 200
    assert asks("status", {"CallStatus": number, "CallDuration": national}) == 204
    assert asks("voice", {"CallSid": number}) == 400
    assert asks(f"{who.mail}") == 404
    assert asks("voice", {"CallerName": who.everything * 400}) == 413
    caller.ask(
        "POST",
        f"{at}voice",
        who.everything.encode(),
        {"Content-Type": "text/plain", signatures.HEADER: who.mail},
    )
    caller.get(f"{at}voice?From={national}")
    inside.ask("move_table", table="phone_call", to="phone_call_away")
    try:
        assert asks("voice") == 500
        assert asks("fallback", {"ErrorCode": "11200"}) == 200
    finally:
        inside.ask("move_table", table="phone_call_away", to="phone_call")
    assert sum(inside.ask("phone_counted", slug="stopitnow").values()) == 1
