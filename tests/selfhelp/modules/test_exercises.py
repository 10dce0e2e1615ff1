"""The kinds of exercises and what an answer to each looks like."""

from typing import Any

import pytest

from selfhelp.modules import exercises
from selfhelp.modules.exercises import AnswerRefused, Column, Exercise, Kind, Option

MOODS = (Option("moe", "Moe"), Option("druk", "Druk", right=True))


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_an_answer_of_every_kind_and_is_empty(kind: Kind) -> None:
    answer = exercises.check_answer(kind, {})
    assert set(answer) == set(exercises.SHAPES[kind])
    assert exercises.is_empty(answer)
    assert exercises.check_answer(kind, answer) == answer


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Kind.SCALE, {"value": 0}),
        (Kind.CHECKLIST, {"ticked": ["moe"]}),
        (Kind.TABLE, {"date": "2026-11-25"}),
        (Kind.WRITING, {"text": "x"}),
        (Kind.TIMELINE, {"what": "x", "place": 0}),
        (Kind.BALANCE, {"now_costs": "x"}),
        (Kind.PLAN, {"done": True}),
        (Kind.QUIZ, {"chosen": ["moe"]}),
        (Kind.SCORE, {"value": 0}),
        (Kind.TICK, {"on": True}),
    ],
)
def test_the_least_that_is_an_answer(kind: Kind, answer: dict[str, Any]) -> None:
    assert not exercises.is_empty(exercises.check_answer(kind, answer))


def test_a_place_in_a_timeline_is_no_answer() -> None:
    assert exercises.is_empty(exercises.check_answer(Kind.TIMELINE, {"place": 3}))


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("video", {}),
        (Kind.WRITING, "x"),
        (Kind.WRITING, {"text": 1}),
        (Kind.WRITING, {"text": "x", "html": "x"}),
        (Kind.WRITING, {"text": "x" * 6001}),
        (Kind.SCALE, {"value": True}),
        (Kind.SCALE, {"value": -1}),
        (Kind.SCALE, {"value": "3"}),
        (Kind.PLAN, {"done": "yes"}),
        (Kind.PLAN, {"date": "25-11-2026"}),
        (Kind.PLAN, {"date": "2026-02-30"}),
        (Kind.QUIZ, {"chosen": "moe"}),
        (Kind.QUIZ, {"chosen": ["Moe"]}),
        (Kind.TABLE, {"cells": {"wat": "x" * 1001}}),
        (Kind.TABLE, {"cells": {"wat?": "x"}}),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, answer: object) -> None:
    with pytest.raises(AnswerRefused):
        exercises.check_answer(kind, answer)


def test_letters_are_counted_as_a_browser_counts() -> None:
    exercises.check_answer(Kind.WRITING, {"text": "🙂" * 3000})
    with pytest.raises(AnswerRefused):
        exercises.check_answer(Kind.WRITING, {"text": "🙂" * 3001})


def test_a_scale_answers_only_within_its_ends() -> None:
    scale = Exercise("druk", Kind.SCALE, "Hoe sterk?", low=1, high=5)
    assert exercises.fits(scale, "scale", 1, {"value": 5})
    assert not exercises.fits(scale, "scale", 1, {"value": 6})
    assert not exercises.fits(scale, "scale", 2, {"value": 5})


def test_exercises_that_can_be_published_have_no_faults() -> None:
    assert (
        exercises.find_faults(
            [
                Exercise("a", Kind.CHECKLIST, "A", options=MOODS),
                Exercise("b", Kind.QUIZ, "B", options=MOODS),
                Exercise("c", Kind.TABLE, "C", columns=(Column("wat", "Wat"),)),
            ]
        )
        == []
    )


@pytest.mark.parametrize(
    "exercise",
    [
        Exercise("A", Kind.WRITING, "A"),
        Exercise("a", Kind.CHECKLIST, "A", options=MOODS[:1]),
        Exercise("a", Kind.CHECKLIST, "A", options=(MOODS[0], MOODS[0])),
        Exercise("a", Kind.QUIZ, "A", options=(Option("x", "X"), Option("y", "Y"))),
        Exercise("a", Kind.TABLE, "A"),
        Exercise("a", Kind.SCALE, "A", low=5, high=5),
    ],
)
def test_a_fault_of_an_exercise_is_told(exercise: Exercise) -> None:
    assert exercises.find_faults([exercise])


def test_a_key_that_is_used_twice_is_told() -> None:
    assert exercises.find_faults([Exercise("a", Kind.WRITING, "A"), Exercise("a", Kind.WRITING, "B")])
