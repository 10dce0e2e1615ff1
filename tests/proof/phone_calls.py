"""A call by somebody whose number stands in everything that the provider sends along."""

import base64
import json
from collections.abc import Mapping
from urllib.parse import urlencode

from helpline.phone import signatures
from tests.journeys.inside import Inside
from tests.proof.canary import ALL, MAIL, NAME, PHONE, Canary
from tests.proof.wire import FORM

NUMBER = PHONE.replace(" ", "")
#: as it is keyed in at home: ten digits, like a code
NATIONAL = "0" + NUMBER.removeprefix("+31")
#: what the provider sends along to be called back with: it holds the number, in base64
TOKEN = base64.b64encode(
    json.dumps({"parentCallInfoToken": f"eyJ{NUMBER}", "identityHeaderTokens": [NUMBER]}).encode()
).decode()
SID = "CA" + "83475912" * 4


def call_the_phone(inside: Inside, caller: Canary) -> None:
    """Every step of a call and every error on the way, the number in each; then it is counted and forgotten."""
    secrets = inside.ask("phone_ready", slug="stopitnow", email="counsellor@demo.test")
    at = "/phone/in/stopitnow/"

    def asks(name: str, told: Mapping[str, str] | None = None, *, secret: str = secrets["token"]) -> int:
        params = {
            "CallSid": SID, "AccountSid": secrets["account"], "From": NUMBER, "Caller": NUMBER, "To": "+318000990001",
            "ForwardedFrom": NUMBER, "CallerName": f"\u202e{NAME}", "CallToken": TOKEN, "StirPassportToken": TOKEN,
            "FromCity": MAIL, "Direction": "inbound", **(told or {}),
        }  # fmt: skip
        path = f"{at}{name}"
        signed = signatures.sign(
            secret, caller.house.url + path, {key: [value] for key, value in params.items()}
        )
        headers = {"Content-Type": FORM, signatures.HEADER: signed}
        return caller.ask("POST", path, urlencode(params).encode(), headers)[0]

    assert asks("voice") == 200
    assert asks("voice", secret=MAIL) == 403
    assert asks("menu", {"Digits": "3"}) == 200
    for digits in (NATIONAL, NUMBER, MAIL, NATIONAL):
        assert asks("code", {"Digits": digits}) == 200
    assert asks("menu", {"Digits": NATIONAL}) == 200
    assert asks("wait", {"QueueTime": NATIONAL, "QueueSid": NAME}) == 200
    assert asks("pulled", {"DequeingCallSid": NUMBER, "QueueTime": NAME}) == 200
    assert asks("fallback", {"ErrorCode": NATIONAL, "ErrorUrl": f"https://x.example/?from={NUMBER}"}) == 200
    assert asks("left", {"QueueResult": NAME, "QueueTime": NUMBER}) == 200
    assert asks("status", {"CallStatus": NUMBER, "CallDuration": NATIONAL}) == 204
    assert asks("voice", {"CallSid": NUMBER}) == 400
    assert asks(f"{MAIL}") == 404
    assert asks("voice", {"CallerName": ALL * 400}) == 413
    caller.ask("POST", f"{at}voice", ALL.encode(), {"Content-Type": "text/plain", signatures.HEADER: MAIL})
    caller.get(f"{at}voice?From={NATIONAL}")
    inside.ask("move_table", table="phone_call", to="phone_call_away")
    try:
        assert asks("voice") == 500
        assert asks("fallback", {"ErrorCode": "11200"}) == 200
    finally:
        inside.ask("move_table", table="phone_call_away", to="phone_call")
    assert sum(inside.ask("phone_counted", slug="stopitnow").values()) == 1
