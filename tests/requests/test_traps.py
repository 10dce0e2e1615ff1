"""The form that knows when it was opened."""

from datetime import timedelta

import pytest

from helpline.requests import traps
from helpline.requests.errors import TooFast, TooOld
from tests.factories.requests import MORNING


def test_a_form_has_a_number_of_its_own() -> None:
    token = traps.new_token(MORNING)
    later = MORNING + timedelta(minutes=2)
    assert traps.form_number(token, later) == traps.form_number(token, later + timedelta(minutes=1))
    assert traps.form_number(token, later) != traps.form_number(traps.new_token(MORNING), later)


@pytest.mark.parametrize(
    ("later", "refusal"),
    [
        (timedelta(seconds=-60), TooFast),
        (timedelta(0), TooFast),
        (traps.FASTEST - timedelta(milliseconds=1), TooFast),
        (traps.OLDEST + timedelta(seconds=1), TooOld),
    ],
)
def test_too_fast_and_too_old(later: timedelta, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        traps.form_number(traps.new_token(MORNING), MORNING + later)


@pytest.mark.parametrize("later", [traps.FASTEST, traps.OLDEST])
def test_at_the_very_edges_it_is_good(later: timedelta) -> None:
    assert traps.form_number(traps.new_token(MORNING), MORNING + later)


@pytest.mark.parametrize("token", ["", "x", "a.1:b", f"{'0' * 32}.1:{'A' * 43}"])
def test_a_token_of_somebody_else_is_too_old(token: str) -> None:
    with pytest.raises(TooOld):
        traps.form_number(token, MORNING)
    with pytest.raises(TooOld):
        traps.form_number(traps.new_token(MORNING) + token + "x", MORNING)
