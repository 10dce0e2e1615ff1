"""A roster and assumptions out of an address: what fits is taken, what does not is said in a sentence."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.utils import translation

from figures.planning import asking
from figures.planning.roster import Shift


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(query: str) -> asking.Question:
    return asking.read(QueryDict(query))


def test_shifts_are_read_and_written_alike() -> None:
    shifts = (Shift((0, 1, 2), 10, 17, 2), Shift((5,), 22, 2, 1))
    query = QueryDict(mutable=True)
    for name, value in asking.pairs(shifts):
        query.appendlist(name, value)
    assert asking.read(query).shifts == shifts


def test_nothing_asked_leaves_the_roster_open() -> None:
    found = read("handling=")
    assert found.shifts is None
    assert not found.errors
    assert found.number("handling") == 30
    assert found.number("handling", 22.0) == 22
    assert found.number("absent", 8.0) == 0, (
        "what was counted is no default for a roster that is still to be kept"
    )


def test_a_form_without_shifts_is_a_roster_of_nobody() -> None:
    found = read("f1=10&u1=17&n1=&n2=")
    assert found.shifts == ()
    assert not found.errors


def test_numbers_may_have_a_comma() -> None:
    assert read("patience=2,5").number("patience") == 2.5


@pytest.mark.parametrize(
    "value", ["0", "-3", "241", "1e3", "nan", "inf", "ten", "<b>", "9" * 40, "\x00", "١٢"]
)
def test_a_number_that_does_not_fit_is_said(value: str) -> None:
    found = asking.read(_with("handling", value))
    assert found.errors == {"handling": "Give a number from 1 to 240."}
    assert found.number("handling") == 30


def _with(name: str, value: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query[name] = value
    return query


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("f1=10&u1=17&n1=2", "Choose the days"),
        ("d1=0&f1=10&u1=17&n1=0", "Give whole hours"),
        ("d1=0&f1=10&u1=17&n1=41", "Give whole hours"),
        ("d1=0&f1=24&u1=17&n1=1", "Give whole hours"),
        ("d1=0&f1=10&u1=25&n1=1", "Give whole hours"),
        ("d1=7&f1=10&u1=17&n1=1", "Give whole hours"),
        ("d1=0&f1=&u1=17&n1=1", "Give whole hours"),
        ("d1=x&f1=10&u1=17&n1=1", "Give whole hours"),
    ],
)
def test_a_shift_that_does_not_fit_is_said_beside_it(query: str, sentence: str) -> None:
    found = read(f"{query}&d2=1&f2=9&u2=12&n2=3")
    assert found.shifts == (Shift((1,), 9, 12, 3),)
    assert sentence in found.rows[0].error
    assert not found.rows[1].error
    assert list(found.errors) == ["n1"]


def test_shifts_that_are_too_many_together_are_said() -> None:
    found = read("d1=0&f1=10&u1=17&n1=30&d2=0&f2=16&u2=20&n2=20&d3=0&f3=17&u3=20&n3=20")
    assert found.shifts == (Shift((0,), 10, 17, 30), Shift((0,), 17, 20, 20))
    assert "More than 40 counsellors at once." in found.rows[1].error


def test_a_shift_on_a_command_line() -> None:
    assert asking.shift_of("mon-fri 10-17 2") == Shift((0, 1, 2, 3, 4), 10, 17, 2)
    assert asking.shift_of("sat 22-2 1") == Shift((5,), 22, 2, 1)
    assert asking.shift_of("sat-mon 0-24 1") == Shift((0, 5, 6), 0, 24, 1)
    for fault in ("mon", "mon-fri 10-17", "xyz 10-17 2", "mon 25-17 2", "mon 10-17 0"):
        with pytest.raises(ValueError, match="write a shift"):
            asking.shift_of(fault)
