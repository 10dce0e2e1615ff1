"""What became of a call, read from its evidence. Pure.

Because the evidence is a set, the order in which it came and how often cannot matter. Two things hold for every set,
and a property test says so: more evidence never turns an answered call into a missed one, and lost evidence never
turns a missed call into an answered one. Only a piece that says "connected" makes a call answered; that the provider
calls a call "completed" says nothing, because a caller who hangs up while waiting completes it too.
"""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from helpline.phone.evidence import Kind, Piece, Plan


class Outcome(StrEnum):
    """What became of a call. The names are those of contacts and of the figures."""

    ANSWERED = "answered"
    CLOSED = "closed"
    NOBODY_ON_DUTY = "nobody_on_duty"
    #: hung up during the greeting, or within some seconds of waiting
    LEFT_EARLY = "left_early"
    LEFT_WAITING = "left_waiting"
    WAIT_LIMIT = "wait_limit"
    OVERLOAD = "overload"
    DEVICE_UNREACHABLE = "device_unreachable"
    TECHNICAL = "technical"


#: why a call was missed, in the order in which desks and tables show it
CAUSES = tuple(outcome for outcome in Outcome if outcome is not Outcome.ANSWERED)


class Stage(StrEnum):
    """How far a call is, as the desk shows it."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"


#: seconds of waiting below which hanging up says little about the helpline
SHORT_SECONDS = 10

#: results with which a caller has left the line for good
_GONE = frozenset({"bridged", "hangup", "leave", "queue_full", "error", "other", "room"})


def outcome(evidence: AbstractSet[Piece]) -> Outcome:
    """What became of a call that is over, for any set of evidence, also an empty one."""
    kinds = {piece.kind for piece in evidence}
    if Kind.CONNECTED in kinds:
        return Outcome.ANSWERED
    planned = _planned(evidence)
    if planned is not None:
        return planned
    if Piece(Kind.SENT_AWAY, "wait_limit") in evidence:
        return Outcome.WAIT_LIMIT
    if Piece(Kind.SENT_AWAY, "nobody_on_duty") in evidence:
        return Outcome.NOBODY_ON_DUTY
    left = _codes(evidence, Kind.LEFT)
    if "queue_full" in left:
        return Outcome.OVERLOAD
    if Kind.DEVICE in kinds or (Kind.PULLED in kinds and "hangup" not in left):
        return Outcome.DEVICE_UNREACHABLE
    if left & {"error", "other"} or Kind.FALLBACK in kinds or "failed" in _codes(evidence, Kind.ENDED):
        return Outcome.TECHNICAL
    return _left(evidence, kinds, left)


def _planned(evidence: AbstractSet[Piece]) -> Outcome | None:
    """What the door said, when it let nobody in. Two plans for one call cannot be; the first of these counts."""
    plans = _codes(evidence, Kind.PLAN)
    for plan, becomes in (
        (Plan.CLOSED, Outcome.CLOSED),
        (Plan.NOBODY_ON_DUTY, Outcome.NOBODY_ON_DUTY),
        (Plan.OVERLOAD, Outcome.OVERLOAD),
    ):
        if plan in plans:
            return becomes
    return None


def _left(evidence: AbstractSet[Piece], kinds: set[Kind], left: set[str]) -> Outcome:
    """The caller was let in, nothing went wrong, and nobody answered: the caller hung up."""
    if "hangup" in left:
        waits = [piece.seconds for piece in evidence if piece.kind is Kind.LEFT and piece.code == "hangup"]
        return Outcome.LEFT_EARLY if 0 <= max(waits) < SHORT_SECONDS else Outcome.LEFT_WAITING
    if Kind.WAITED in kinds:
        return Outcome.LEFT_WAITING
    if Piece(Kind.PLAN, Plan.ADMITTED) in evidence and Kind.ENDED in kinds:
        return Outcome.LEFT_EARLY
    return Outcome.TECHNICAL


def stage(evidence: AbstractSet[Piece]) -> Stage:
    """How far the call is."""
    kinds = {piece.kind for piece in evidence}
    refused = _planned(evidence) is not None
    if kinds & {Kind.ENDED, Kind.SILENT} or refused or _codes(evidence, Kind.LEFT) & _GONE:
        return Stage.ENDED
    if kinds & {Kind.CONNECTED, Kind.PULLED}:
        return Stage.TALKING
    return Stage.WAITING if Kind.WAITED in kinds else Stage.ARRIVING


def is_missed(evidence: AbstractSet[Piece]) -> bool:
    """Whether the call is over and was not answered, as far as is known now."""
    return stage(evidence) is Stage.ENDED and outcome(evidence) is not Outcome.ANSWERED


def _codes(evidence: AbstractSet[Piece], kind: Kind) -> set[str]:
    return {piece.code for piece in evidence if piece.kind is kind}
