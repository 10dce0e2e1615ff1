from datetime import UTC, datetime, timedelta

import pytest

from helpline.accounts import totp

KEY = b"12345678901234567890"

#: RFC 6238, appendix B (SHA-1), the last six of its eight digits
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_standards_own_examples(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_at(KEY, totp.step_at(moment)) == code
    assert totp.matching_step(KEY, code, moment, -1) == seconds // 30


def test_one_step_of_difference_is_allowed_and_two_are_not() -> None:
    moment = datetime.fromtimestamp(1234567890, UTC)
    step = totp.step_at(moment)
    for off, accepted in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        found = totp.matching_step(KEY, totp.code_at(KEY, step + off), moment, -1)
        assert (found is not None) is accepted


def test_a_used_step_and_earlier_ones_are_refused() -> None:
    moment = datetime.fromtimestamp(1234567890, UTC)
    step = totp.step_at(moment)
    assert totp.matching_step(KEY, totp.code_at(KEY, step), moment, step) is None
    assert totp.matching_step(KEY, totp.code_at(KEY, step - 1), moment, step) is None
    later = moment + timedelta(seconds=30)
    assert totp.matching_step(KEY, totp.code_at(KEY, step + 1), later, step) == step + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "٢٨٧٠٨٢", "🙂"])
def test_nonsense_is_no_code(code: str) -> None:
    assert totp.matching_step(KEY, code, datetime.fromtimestamp(59, UTC), -1) is None


def test_what_the_picture_says() -> None:
    uri = totp.enrolment_uri(KEY, "noor@example.org", "Helpline")
    assert uri == (
        "otpauth://totp/Helpline%3Anoor%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Helpline"
    )
    assert totp.spoken_key(KEY) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
