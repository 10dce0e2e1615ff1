"""The workbook: two devices that were apart lose nothing, and what is broken is refused."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from selfhelp.modules import exercises, workbook
from selfhelp.modules.exercises import Column, Exercise, Kind, Option
from selfhelp.modules.incoming import NotAWorkbook
from selfhelp.modules.workbook import OtherProgramme, Place
from tests.selfhelp.modules.strategies import KINDS, PLACES, WRITERS, answers, any_workbooks
from tests.selfhelp.modules.vectors import cases
from tests.services.sizes import IS_FULL

LETTER = Place.exercise("m10", "brief")


def written(text: str, writer: str = WRITERS[0], book: Any = None) -> Any:
    """A workbook in which a letter stands."""
    start = workbook.empty("sim") if book is None else book
    return workbook.put(start, LETTER, kind=Kind.WRITING, version=1, answer={"text": text}, writer=writer)


def texts(book: Any) -> list[str]:
    return [value["answer"]["text"] for value in workbook.find(book, LETTER)]


def each(name: str) -> Any:
    return pytest.mark.parametrize("case", cases(name), ids=lambda case: case.get("name", ""))


@each("merge")
def test_merging_gives_what_the_vectors_say_from_both_sides(case: dict[str, Any]) -> None:
    one, other, merged = (workbook.check(case[name]) for name in ("a", "b", "merged"))
    assert merged == case["merged"], "the expectation itself is in its one form"
    assert workbook.merge(one, other) == merged
    assert workbook.merge(other, one) == merged


@each("read")
def test_a_text_is_read_into_its_one_form(case: dict[str, Any]) -> None:
    assert workbook.read(case["text"]) == case["book"]


@each("refused")
def test_a_text_that_is_no_workbook_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(NotAWorkbook):
        workbook.read(case["text"])


@each("without_words")
def test_only_ticks_are_left_where_only_ticks_are_kept(case: dict[str, Any]) -> None:
    assert workbook.without_words(workbook.check(case["book"])) == case["without_words"]


@each("canonical")
def test_a_value_has_one_text(case: dict[str, Any]) -> None:
    assert workbook.canonical(case["value"]) == case["text"]


def test_a_workbook_that_is_too_large_is_refused() -> None:
    book = workbook.empty("sim")
    for number in range(40):
        book = workbook.put(
            book,
            Place.exercise("m1", f"brief_{number}"),
            kind=Kind.WRITING,
            version=1,
            answer={"text": "x" * 6000},
            writer=WRITERS[0],
        )
    with pytest.raises(NotAWorkbook):
        workbook.read(workbook.canonical(book))


def test_a_text_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(NotAWorkbook):
        workbook.read("[" * 100_000)


# --- writing ---


def test_what_is_written_stands_there_until_it_is_written_anew() -> None:
    book = written("twee", book=written("een"))
    assert texts(book) == ["twee"]
    assert workbook.read(workbook.canonical(book)) == book


def test_the_same_answer_again_is_no_new_writing() -> None:
    book = written("een")
    assert written("een", WRITERS[1], book) is book


def test_an_empty_answer_erases_and_an_older_copy_does_not_bring_it_back() -> None:
    copy = written("een")
    book = written("", book=copy)
    assert texts(book) == []
    assert texts(workbook.merge(book, copy)) == []


def test_choosing_solves_a_conflict_for_every_device() -> None:
    mine, theirs = written("van mij"), written("van de ander", WRITERS[1])
    both = workbook.merge(mine, theirs)
    assert [found.place for found in workbook.conflicts(both)] == [LETTER]
    chosen = written("van mij", WRITERS[2], both)
    assert texts(chosen) == ["van mij"]
    assert texts(workbook.merge(workbook.merge(chosen, theirs), mine)) == ["van mij"]


def test_workbooks_of_two_programmes_stay_apart() -> None:
    with pytest.raises(OtherProgramme):
        workbook.merge(workbook.empty("sim"), workbook.empty("naasten"))


# --- older answers ---

ASKED = {
    "m10": {
        "brief": Exercise("brief", Kind.WRITING, "Een brief"),
        "merk": Exercise(
            "merk", Kind.CHECKLIST, "Merk", options=(Option("moe", "Moe"), Option("druk", "Druk"))
        ),
        "dagboek": Exercise("dagboek", Kind.TABLE, "Dagboek", columns=(Column("wat", "Wat?"),)),
    }
}


def test_answers_to_what_is_asked_now_are_not_older() -> None:
    assert workbook.older(written("een"), ASKED) == []


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({}, id="the module is gone"),
        pytest.param({"m10": {}}, id="the exercise is gone"),
        pytest.param(
            {"m10": {"brief": Exercise("brief", Kind.WRITING, "Anders", version=2)}},
            id="it asks something else",
        ),
        pytest.param({"m10": {"brief": Exercise("brief", Kind.SCALE, "Hoe erg?")}}, id="it is another kind"),
    ],
)
def test_an_answer_whose_exercise_changed_or_went_stays_visible_as_older(asked: Any) -> None:
    (found,) = workbook.older(written("een"), asked)
    assert found.values[0]["answer"] == {"text": "een"}


def test_a_ticked_option_that_is_gone_makes_an_answer_older_and_it_keeps_its_words() -> None:
    exercise = ASKED["m10"]["merk"]
    book = workbook.put(
        workbook.empty("sim"), Place.exercise("m10", "merk"), kind=Kind.CHECKLIST, version=1,
        answer={"ticked": ["moe"]}, writer=WRITERS[0], title=exercise.title,
        labels=exercises.used_labels(exercise, {"ticked": ["moe"]}),
    )  # fmt: skip
    assert workbook.older(book, ASKED) == []
    fewer = Exercise("merk", Kind.CHECKLIST, "Merk", options=(Option("druk", "Druk"), Option("boos", "Boos")))
    (found,) = workbook.older(book, {"m10": {"merk": fewer}})
    assert found.values[0]["asked"] == {"title": "Merk", "labels": {"moe": "Moe"}}


# --- the laws ---

quick = settings(
    max_examples=500 if IS_FULL else 30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@quick
@given(any_workbooks(), any_workbooks(), any_workbooks())
def test_merging_is_the_same_in_every_order_and_however_often(one: Any, two: Any, three: Any) -> None:
    merge = workbook.merge
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == one
    assert merge(merge(one, two), two) == merge(one, two)


@quick
@given(any_workbooks())
def test_merging_with_the_copy_without_words_gives_the_whole_one_back(book: Any) -> None:
    less = workbook.without_words(book)
    assert workbook.merge(book, less) == book
    assert workbook.without_words(less) == less
    assert workbook.check(json.loads(workbook.canonical(less))) == less


@quick
@given(any_workbooks())
def test_a_workbook_survives_being_written_down(book: Any) -> None:
    assert workbook.read(workbook.canonical(book)) == book


class TwoDevices(RuleBasedStateMachine):
    """Nothing that was written is lost before somebody who saw it wrote again.

    Two devices write and merge as they like; beside them runs a list of all writings with what each knew. What must
    stand at a place is every writing that no later one of that place knew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.books = [workbook.empty("sim"), workbook.empty("sim")]
        self.known: list[dict[Place, set[int]]] = [{}, {}]
        self.writings: dict[int, tuple[Place, Any, set[int]]] = {}

    @rule(device=st.integers(0, 1), at=st.integers(0, len(PLACES) - 1), data=st.data())
    def write(self, device: int, at: int, data: Any) -> None:
        place, kind = PLACES[at], KINDS[at]
        answer = exercises.check_answer(kind, data.draw(answers(kind)))
        after = workbook.put(
            self.books[device], place, kind=kind, version=1, answer=answer, writer=WRITERS[device]
        )
        if after is self.books[device]:
            return
        self.books[device] = after
        number = len(self.writings)
        knew = self.known[device].setdefault(place, set())
        if exercises.is_empty(answer):
            # an erasing replaces what was known and adds nothing
            self.writings[number] = (place, None, set(knew))
        else:
            self.writings[number] = (place, answer, set(knew))
        knew.add(number)

    @rule(device=st.integers(0, 1))
    def merge(self, device: int) -> None:
        other = 1 - device
        self.books[device] = workbook.merge(self.books[device], self.books[other])
        for place, numbers in self.known[other].items():
            self.known[device].setdefault(place, set()).update(numbers)

    @invariant()
    def nothing_is_lost(self) -> None:
        for device in (0, 1):
            for place in PLACES:
                numbers = self.known[device].get(place, set())
                replaced = {old for number in numbers for old in self.writings[number][2]}
                expected = [self.writings[number][1] for number in numbers - replaced]
                stands = [value["answer"] for value in workbook.find(self.books[device], place)]
                key = workbook.canonical
                assert sorted(map(key, stands)) == sorted(
                    key(answer) for answer in expected if answer is not None
                )


TwoDevices.TestCase.settings = settings(
    max_examples=200 if IS_FULL else 15, stateful_step_count=25, deadline=None
)
TestTwoDevices = TwoDevices.TestCase
