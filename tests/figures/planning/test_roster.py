"""A roster and its shifts are the same thing, said in two ways."""

from hypothesis import given
from hypothesis import strategies as st

from figures.planning.roster import WEEK, Shift, roster_of, shifts_of

BLOCKS = st.lists(
    st.builds(
        Shift,
        st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda days: tuple(sorted(days))),
        st.integers(0, 23),
        st.integers(1, 24),
        st.integers(1, 4),
    ),
    max_size=5,
)


# Whatever shifts make a roster: the shifts found in it make the same one.
@given(BLOCKS)
def test_the_shifts_of_a_roster_make_that_roster(shifts: list[Shift]) -> None:
    roster = roster_of(shifts)
    assert len(roster) == WEEK
    assert roster_of(shifts_of(roster)) == roster


def test_alike_days_are_one_shift() -> None:
    office = Shift((0, 1, 2, 3, 4), 10, 17, 2)
    assert shifts_of(roster_of([office])) == [office]
    assert shifts_of(roster_of([office, Shift((0,), 10, 12, 1)])) == [Shift((0,), 10, 12, 1), office]


def test_a_night_ends_on_the_next_day_and_sunday_night_on_monday() -> None:
    night = roster_of([Shift((6,), 22, 2, 1)])
    assert [hour for hour in range(WEEK) if night[hour]] == [0, 1, 166, 167]
    whole_day = roster_of([Shift((2,), 0, 24, 1)])
    assert sum(whole_day) == 24
    assert roster_of([Shift((2,), 8, 8, 1)])[56] == 1
    assert sum(roster_of([Shift((2,), 8, 8, 1)])) == 24
