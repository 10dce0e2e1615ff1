"""The rules of a risk record, without a database: nobody closes one alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.care import meldcode, rules
from helpline.care.errors import WrongMove
from helpline.care.meldcode import Applies, Help, How, Report, Step, TextKind
from helpline.care.rules import Lack, Standing
from helpline.care.states import MOVES, RiskState, check_is_open, check_move
from tests.services.sizes import IS_FULL

AUTHOR, LEAD = 1, 2

#: most of them lack little or nothing, so that those which may be closed are among them
standings = st.builds(
    Standing,
    state=st.sampled_from([RiskState.DECIDED, *RiskState]),
    author=st.just(AUTHOR),
    consulted=st.sampled_from([LEAD, AUTHOR, None]),
    is_signed=st.sampled_from([True, True, False]),
    applies=st.sampled_from(Applies.values),
    kinds=st.sets(st.sampled_from(TextKind.values), max_size=3).map(
        lambda missing: frozenset(TextKind.values) - missing
    ),
    report=st.sampled_from([*Report.values, ""]),
    help_given=st.sampled_from([*Help.values, ""]),
    follow_up_waits=st.sampled_from([False, False, False, True]),
)


def complete(**changes: object) -> Standing:
    """Everything is there that the strictest record asks for."""
    fields: dict[str, object] = {
        "state": RiskState.DECIDED, "author": AUTHOR, "consulted": LEAD, "is_signed": True, "applies": Applies.YES,
        "kinds": frozenset({"said", "advice", "talked", "weighed", "decision", "informed"}),
        "report": Report.NO, "help_given": Help.YES,
    }  # fmt: skip
    return Standing(**(fields | changes))  # type: ignore[arg-type]


@settings(max_examples=5000 if IS_FULL else 300)
@given(standings)
def test_what_can_be_closed_was_consulted_about_with_somebody_else_who_signed(standing: Standing) -> None:
    """Whatever else is so: a record that may be closed was signed for by a second person."""
    if not rules.lacks_to_close(standing):
        assert standing.consulted == LEAD
        assert standing.is_signed
        assert standing.state == RiskState.DECIDED
        assert not rules.lacks_to_decide(standing)


@given(standings)
def test_what_applies_has_no_step_left_to_do_when_it_is_closed(standing: Standing) -> None:
    """Under the Meldcode a record is closed with every step done, or with the reason why it could not be."""
    if standing.applies == Applies.YES and not rules.lacks_to_close(standing):
        assert all(each.how != How.TO_DO for each in standing.steps())


@given(standings, st.sampled_from(TextKind.values))
def test_writing_more_never_takes_anything_back(standing: Standing, kind: str) -> None:
    """A text that is added can only fill a gap."""
    more = Standing(
        **{name: getattr(standing, name) for name in Standing.__slots__} | {"kinds": standing.kinds | {kind}}
    )
    assert set(rules.lacks_to_close(more)) <= set(rules.lacks_to_close(standing))


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"consulted": None}, Lack.CONSULTATION),
        ({"consulted": AUTHOR}, Lack.CONSULTATION),
        ({"is_signed": False}, Lack.SIGNATURE),
        ({"applies": Applies.UNKNOWN}, Lack.MELDCODE),
        ({"kinds": complete().kinds - {"said"}}, Lack.SAID),
        ({"kinds": complete().kinds - {"talked"}}, Lack.TALK),
        ({"kinds": complete().kinds - {"weighed"}}, Lack.WEIGHING),
        ({"kinds": complete().kinds - {"informed"}}, Lack.INFORMED),
        ({"state": RiskState.CONSULTED}, Lack.DECISION),
        ({"report": ""}, Lack.QUESTIONS),
        ({"help_given": ""}, Lack.QUESTIONS),
        ({"report": Report.IMPOSSIBLE}, Lack.QUESTIONS),
        ({"follow_up_waits": True}, Lack.FOLLOW_UP),
    ],
)
def test_each_gap_is_named(changes: dict[str, object], lack: Lack) -> None:
    assert rules.lacks_to_close(complete()) == ()
    assert lack in rules.lacks_to_close(complete(**changes))


def test_a_reason_stands_in_the_place_of_what_anonymity_makes_impossible() -> None:
    kinds = frozenset({"said", "advice", "not_talked", "weighed", "decision", "not_reported", "not_informed"})
    standing = complete(kinds=kinds, report=Report.IMPOSSIBLE)
    assert rules.lacks_to_close(standing) == ()
    how = {each.step: each.how for each in standing.steps()}
    assert (how[Step.TALK], how[Step.DECIDE]) == (How.REASON, How.REASON)
    assert [each.step for each in standing.steps()] == [1, 2, 3, 4, 5]


def test_without_the_code_its_steps_are_not_asked() -> None:
    standing = complete(
        applies=Applies.NO, kinds=frozenset({"said", "decision", "informed"}), report="", help_given=""
    )
    assert rules.lacks_to_close(standing) == ()


@given(st.lists(st.sampled_from(RiskState.values), max_size=12))
def test_closed_is_reached_through_consultation_and_decision_only(wishes: list[str]) -> None:
    """However the moves are tried, since it was last open a closed record was consulted about and decided."""
    state, path = RiskState.OPEN.value, [RiskState.OPEN.value]
    for wish in wishes:
        try:
            check_move(state, wish)
        except WrongMove:
            continue
        state = wish
        path.append(wish)
    if state == RiskState.CLOSED:
        since = path[len(path) - 1 - path[::-1].index(RiskState.OPEN) :]
        assert since.index(RiskState.CONSULTED) < since.index(RiskState.DECIDED)


def test_the_table_knows_every_state_and_a_closed_record_takes_nothing() -> None:
    assert set(MOVES) == set(RiskState.values)
    with pytest.raises(WrongMove):
        check_is_open(RiskState.CLOSED)


def test_every_step_belongs_to_a_section_of_the_page() -> None:
    from helpline.care.queries import SECTIONS

    assert {step for _kinds, step in SECTIONS.values() if step} == set(Step)
    shown = [kind for kinds, _step in SECTIONS.values() for kind in kinds]
    assert sorted(shown) == sorted(meldcode.TextKind)
