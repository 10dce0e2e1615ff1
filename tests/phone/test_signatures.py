"""Only the provider's own requests are heard, in both of its schemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.phone.signatures import is_genuine, sign

URL = "https://www.example.org/phone/in/helpwanted/voice"
PARAMS = {"CallSid": ["CA" + "0" * 32], "To": ["+31800"], "Digits": ["1"]}
SHA256 = "key=one,algorithm=HMAC_SHA256"


def genuine(url: str = URL, params: dict[str, list[str]] = PARAMS, *, signature: str, told: str = "") -> bool:
    return is_genuine(
        url=url, params=params, signature=signature, told=told, auth_token="token", webhook_key="shared"
    )


def test_the_worked_example_of_the_provider_s_manual() -> None:
    """The example that the provider publishes for whoever writes this anew (Security, Validating requests)."""
    params = {
        "CallSid": ["CA1234567890ABCDE"],
        "Caller": ["+14158675310"],
        "Digits": ["1234"],
        "From": ["+14158675310"],
        "To": ["+18005551212"],
    }
    url = "https://example.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, params) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_both_schemes_are_known() -> None:
    assert genuine(signature=sign("token", URL, PARAMS))
    assert genuine(signature=sign("shared", URL, PARAMS, "sha256"), told=SHA256)


def test_neither_secret_works_in_the_other_scheme() -> None:
    assert not genuine(signature=sign("shared", URL, PARAMS))
    assert not genuine(signature=sign("token", URL, PARAMS, "sha256"), told=SHA256)
    assert not genuine(signature=sign("token", URL, PARAMS), told=SHA256)
    assert not genuine(signature=sign("shared", URL, PARAMS, "sha256"))


@pytest.mark.parametrize("told", ["algorithm=HMAC_MD5", "key=one", "nonsense", ",,=,"])
def test_an_unknown_algorithm_is_refused(told: str) -> None:
    assert not genuine(signature=sign("shared", URL, PARAMS, "sha256"), told=told)


def test_without_a_shared_key_the_newer_scheme_is_refused() -> None:
    signature = sign("", URL, PARAMS, "sha256")
    assert not is_genuine(
        url=URL, params=PARAMS, signature=signature, told=SHA256, auth_token="token", webhook_key=""
    )


@pytest.mark.parametrize(
    "signed_for",
    ["https://www.example.org:443/phone/in/helpwanted/voice", URL],
)
def test_the_scheme_s_own_port_may_be_written_or_left_out(signed_for: str) -> None:
    assert genuine(signature=sign("token", signed_for, PARAMS))
    assert genuine(
        "https://www.example.org:443/phone/in/helpwanted/voice", signature=sign("token", URL, PARAMS)
    )


@pytest.mark.parametrize(
    "other",
    [
        "http://www.example.org/phone/in/helpwanted/voice",
        "https://www.example.org:8443/phone/in/helpwanted/voice",
        "https://www.example.com/phone/in/helpwanted/voice",
        "https://www.example.org/phone/in/stopitnow/voice",
    ],
)
def test_another_address_is_another_request(other: str) -> None:
    assert not genuine(signature=sign("token", other, PARAMS))


@given(st.text(), st.dictionaries(st.text(), st.lists(st.text(), min_size=1), max_size=4))
def test_nobody_else_s_signature_is_genuine(signature: str, params: dict[str, list[str]]) -> None:
    assert not genuine(params=params, signature=signature)


@given(
    st.dictionaries(st.text(min_size=1), st.lists(st.text(), min_size=1), max_size=4), st.text(), st.text()
)
def test_one_more_parameter_breaks_it(params: dict[str, list[str]], name: str, value: str) -> None:
    signature = sign("token", URL, params)
    assert genuine(params=params, signature=signature)
    if name not in params and name + value:
        assert not genuine(params={**params, name: [value]}, signature=signature)
