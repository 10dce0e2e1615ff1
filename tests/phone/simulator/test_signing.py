"""The simulator signs as the provider does: the SDK's own check agrees, in both schemes."""

import pytest
from twilio.request_validator import RequestValidator, get_signature_algorithm

from helpline.phone.simulator import signing

URL = "https://www.example.org/phone/in/helpwanted/voice"
FORM = {"CallSid": "CA" + "1" * 32, "From": "+31612345678", "Digits": "", "Called": "ë"}


def headers(scheme: str) -> dict[str, str]:
    if scheme == "sha1":
        return signing.sha1("secret", URL, FORM)
    return signing.sha256("secret", URL, FORM, key="webhooks_sharedkey_1")


@pytest.mark.parametrize("scheme", ["sha1", "sha256"])
def test_the_sdk_accepts_the_signature(scheme: str) -> None:
    sent = headers(scheme)
    algorithm = get_signature_algorithm(sent.get(signing.SETTINGS))
    validator = RequestValidator("secret")
    assert validator.validate(URL, FORM, sent[signing.SIGNATURE], algorithm=algorithm)
    assert not validator.validate(URL, {**FORM, "Digits": "1"}, sent[signing.SIGNATURE], algorithm=algorithm)


def test_the_schemes_differ() -> None:
    assert headers("sha1")[signing.SIGNATURE] != headers("sha256")[signing.SIGNATURE]
