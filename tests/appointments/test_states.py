"""The table of states: whatever is reported and corrected in whatever order, the figures say what is so in the end."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.appointments.errors import WrongMove
from helpline.appointments.states import (
    HOLDING,
    MOVES,
    STEPS,
    AppointmentState,
    check_move,
    gained,
    lost,
    path,
)

STATES = list(AppointmentState)


def test_every_state_has_its_moves_and_its_steps() -> None:
    assert set(MOVES) == set(STEPS) == set(STATES)
    assert set(HOLDING) == set(STATES) - {AppointmentState.CANCELLED}


@given(st.lists(st.sampled_from(STATES), max_size=12))
def test_the_steps_counted_are_those_of_the_state_reached(wanted: list[AppointmentState]) -> None:
    """What a run of reports adds and takes back comes to exactly the steps of the last state."""
    state: str = AppointmentState.BOOKED
    counted = Counter({"planned": 1})
    for each in wanted:
        try:
            steps = path(state, each)
        except WrongMove:
            continue
        for following in steps:
            check_move(state, following)
            counted.update(gained(state, following))
            counted.subtract(lost(state, following))
            state = following
    assert +counted == Counter(dict.fromkeys(STEPS[state], 1))


@pytest.mark.parametrize("before", HOLDING)
def test_a_report_never_passes_by_a_cancellation(before: str) -> None:
    for after in STATES:
        try:
            assert AppointmentState.CANCELLED not in path(before, after)[:-1]
        except WrongMove:
            assert after in (AppointmentState.CANCELLED, AppointmentState.BOOKED)


def test_started_is_told_at_once_and_passes_by_called() -> None:
    assert path("booked", "started") == ["attended", "started"]
    assert path("started", "not_attended") == ["attended", "not_attended"]
    assert path("attended", "attended") == []
