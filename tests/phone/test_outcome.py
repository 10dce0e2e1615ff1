"""The outcome of a call is a function of a set: order, repeats and losses of what the provider tells do not matter."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.phone import evidence
from helpline.phone.evidence import Kind, Piece, Plan
from helpline.phone.outcome import CAUSES, Outcome, Stage, is_missed, outcome, stage

ADMITTED = evidence.of_plan(Plan.ADMITTED)
WAITED = {Piece(Kind.WAITED)}
PULLED = {Piece(Kind.PULLED)}

pieces = st.one_of(
    st.builds(Piece, st.just(Kind.PLAN), st.sampled_from(Plan)),
    st.builds(
        Piece,
        st.just(Kind.LEFT),
        st.sampled_from(sorted({*evidence.QUEUE_RESULTS.values(), "other"})),
        st.integers(-1, 2000),
    ),
    st.builds(
        Piece,
        st.just(Kind.ENDED),
        st.sampled_from(sorted({*evidence.CALL_STATUSES.values(), "other"})),
        st.integers(-1, 2000),
    ),
    st.builds(Piece, st.just(Kind.SENT_AWAY), st.sampled_from(["wait_limit", "nobody_on_duty"])),
    st.builds(Piece, st.just(Kind.CONNECTED), st.sampled_from(["line", "counsellor", "desk", "appointment"])),
    st.builds(Piece, st.just(Kind.DEVICE), st.sampled_from(["busy", "failed", "no_answer", "other"])),
    st.sampled_from(
        [Piece(Kind.WAITED), Piece(Kind.PULLED), Piece(Kind.FALLBACK, "11200"), Piece(Kind.SILENT)]
    ),
)
sets = st.frozensets(pieces, max_size=9)

#: what the provider tells of whole calls, each telling a step of its own; and what became of the call
CALLS: dict[str, tuple[list[set[Piece]], Outcome]] = {
    "answered": (
        [ADMITTED, WAITED, PULLED, evidence.of_leaving("bridged", "40"),
         evidence.of_counsellor_s_leg("completed", "true"), evidence.of_status("completed", "300")],
        Outcome.ANSWERED,
    ),
    "moved to a room": (
        [ADMITTED, WAITED, PULLED, evidence.of_leaving("redirected-from-bridged", "40"),
         evidence.of_status("completed", "300")],
        Outcome.ANSWERED,
    ),
    "closed": ([evidence.of_plan(Plan.CLOSED), evidence.of_status("completed", "20")], Outcome.CLOSED),
    "nobody": (
        [evidence.of_plan(Plan.NOBODY_ON_DUTY), evidence.of_status("completed", "20")],
        Outcome.NOBODY_ON_DUTY,
    ),
    "busy": ([evidence.of_plan(Plan.OVERLOAD), evidence.of_status("completed", "20")], Outcome.OVERLOAD),
    "hung up while greeted": ([ADMITTED, evidence.of_status("completed", "6")], Outcome.LEFT_EARLY),
    "hung up at once": (
        [ADMITTED, WAITED, evidence.of_leaving("hangup", "4"), evidence.of_status("completed", "22")],
        Outcome.LEFT_EARLY,
    ),
    "hung up later": (
        [ADMITTED, WAITED, evidence.of_leaving("hangup", "95"), evidence.of_status("completed", "120")],
        Outcome.LEFT_WAITING,
    ),
    "waited too long": (
        [ADMITTED, WAITED, {Piece(Kind.SENT_AWAY, "wait_limit")}, evidence.of_leaving("leave", "900"),
         evidence.of_status("completed", "940")],
        Outcome.WAIT_LIMIT,
    ),
    "everybody went home": (
        [ADMITTED, WAITED, {Piece(Kind.SENT_AWAY, "nobody_on_duty")}, evidence.of_leaving("leave", "300"),
         evidence.of_status("completed", "330")],
        Outcome.NOBODY_ON_DUTY,
    ),
    "the line was full": (
        [ADMITTED, evidence.of_leaving("queue-full", ""), evidence.of_status("completed", "30")],
        Outcome.OVERLOAD,
    ),
    "taken, and nobody there": (
        [ADMITTED, WAITED, PULLED, evidence.of_counsellor_s_leg("failed", "false"),
         evidence.of_leaving("error", "30"), evidence.of_status("completed", "40")],
        Outcome.DEVICE_UNREACHABLE,
    ),
    "our server was away": (
        [{Piece(Kind.FALLBACK, "11200")}, evidence.of_status("completed", "20")],
        Outcome.TECHNICAL,
    ),
    "only the end was told": ([evidence.of_status("completed", "20")], Outcome.TECHNICAL),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_every_order_with_every_repeat_gives_the_same_outcome(name: str) -> None:
    steps, expected = CALLS[name]
    for order in itertools.permutations(range(len(steps))):
        found: set[Piece] = set()
        for step in (*order, *order[::2]):
            found |= steps[step]
        assert outcome(found) == expected
        assert stage(found) == Stage.ENDED


@given(st.sampled_from(sorted(CALLS)), st.data())
def test_what_is_lost_makes_no_missed_call_answered(name: str, data: st.DataObject) -> None:
    steps, expected = CALLS[name]
    kept = data.draw(st.lists(st.sampled_from(range(len(steps))), unique=True))
    found = set().union(*(steps[step] for step in kept))
    if expected is not Outcome.ANSWERED:
        assert outcome(found) is not Outcome.ANSWERED
    else:
        # any one of three witnesses is enough
        assert (outcome(found) is Outcome.ANSWERED) == any(
            piece.kind is Kind.CONNECTED for step in kept for piece in steps[step]
        )


@given(sets, sets)
def test_more_evidence_never_makes_an_answered_call_missed(
    some: frozenset[Piece], more: frozenset[Piece]
) -> None:
    if outcome(some) is Outcome.ANSWERED:
        assert outcome(some | more) is Outcome.ANSWERED


@given(sets, sets)
def test_a_call_that_is_over_stays_over(some: frozenset[Piece], more: frozenset[Piece]) -> None:
    if stage(some) is Stage.ENDED:
        assert stage(some | more) is Stage.ENDED


@given(sets)
def test_every_set_has_one_outcome_and_answered_needs_a_connection(found: frozenset[Piece]) -> None:
    became = outcome(found)
    assert became is Outcome.ANSWERED or became in CAUSES
    assert (became is Outcome.ANSWERED) == any(piece.kind is Kind.CONNECTED for piece in found)
    assert not is_missed(found) or became is not Outcome.ANSWERED


@given(st.text(), st.text())
def test_nothing_the_provider_may_say_breaks_the_reading(one: str, other: str) -> None:
    readings: list[Callable[[str, str], set[Piece]]] = [
        evidence.of_leaving,
        evidence.of_status,
        evidence.of_counsellor_s_leg,
    ]
    for reading in readings:
        for piece in reading(one, other):
            assert -1 <= piece.seconds <= 86400
            assert len(piece.code) <= 20
            assert piece.code.isascii()


@pytest.mark.parametrize(
    "told", ["0612834759", "+31612834759", "612834759", "1120a", "\u0661\u0661\u0662\u0660\u0660", ""]
)
def test_no_number_becomes_evidence_where_a_code_is_expected(told: str) -> None:
    pieces = (
        evidence.of_fallback(told)
        | evidence.of_status(told, told)
        | evidence.of_leaving(told, told)
        | evidence.of_counsellor_s_leg(told, told)
        | evidence.of_putting_through(told, told)
    )
    for piece in pieces:
        assert piece.seconds == evidence.NO_SECONDS
        assert piece.code in ("", "other")


def test_completed_alone_is_not_answered() -> None:
    assert outcome(ADMITTED | WAITED | evidence.of_status("completed", "500")) is Outcome.LEFT_WAITING


def test_a_silent_call_counts_as_what_it_was_doing() -> None:
    silent = {Piece(Kind.SILENT)}
    assert outcome(ADMITTED | WAITED | silent) is Outcome.LEFT_WAITING
    assert outcome(ADMITTED | silent) is Outcome.TECHNICAL
    assert outcome(silent) is Outcome.TECHNICAL
