"""The evidence of a call: a set of pieces that only grows. Pure.

The provider tells what happens in requests of its own, which may come twice, late, out of order, or never. So each
request becomes pieces that say what it proves, and the pieces of a call form a set. Nothing is concluded from the
order in which they came; `outcome` reads the set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece is about."""

    #: what the door decided: the code is a Plan
    PLAN = "plan"
    #: the caller was heard waiting in the line
    WAITED = "waited"
    #: we asked a waiting caller to go on elsewhere: "wait_limit" or "nobody_on_duty"
    SENT_AWAY = "sent_away"
    #: a counsellor's leg took the caller out of the line
    PULLED = "pulled"
    #: caller and counsellor (or the desk of an appointment) were connected: the code says who told
    CONNECTED = "connected"
    #: the caller left the line: the code is the provider's result
    LEFT = "left"
    #: the counsellor's own leg or device could not be reached: the code is the provider's status
    DEVICE = "device"
    #: the provider could not get an answer from us, or could not use it
    FALLBACK = "fallback"
    #: the call is over: the code is the provider's status
    ENDED = "ended"
    #: nothing was heard of the call for so long that it must be over
    SILENT = "silent"


class Plan(StrEnum):
    """What the door decides about a call."""

    ADMITTED = "admitted"
    CLOSED = "closed"
    NOBODY_ON_DUTY = "nobody_on_duty"
    OVERLOAD = "overload"


#: a piece without seconds; a number, so that the database can tell two equal pieces from one
NO_SECONDS = -1
#: the longest that is believed
_MOST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """One thing that is proved. seconds: as the provider counted them, so that a repeat is equal; -1 for none."""

    kind: Kind
    code: str = ""
    seconds: int = NO_SECONDS


#: what the provider says of a caller who left the line, to what we call it; anything else is "other"
QUEUE_RESULTS: Mapping[str, str] = {
    "bridged": "bridged",
    "bridging-in-process": "bridging",
    "hangup": "hangup",
    "leave": "leave",
    "redirected": "redirected",
    "redirected-from-bridged": "redirected_bridged",
    "queue-full": "queue_full",
    "error": "error",
    "system-error": "error",
}
#: what the provider says of a call; anything else is "other"
CALL_STATUSES: Mapping[str, str] = {
    "completed": "completed",
    "busy": "busy",
    "failed": "failed",
    "no-answer": "no_answer",
    "canceled": "canceled",
}
#: what it says of a call that goes on
LIVE_STATUSES = frozenset({"queued", "initiated", "ringing", "in-progress", "answered"})


def seconds(told: str) -> int:
    """A number of seconds as the provider writes it; -1 for anything else."""
    if not told.isascii() or not told.isdecimal() or len(told) > 6:
        return NO_SECONDS
    return min(int(told), _MOST_SECONDS)


def of_plan(plan: Plan) -> set[Piece]:
    """The call came, and this was decided."""
    return {Piece(Kind.PLAN, plan)}


def of_leaving(queue_result: str, queue_time: str) -> set[Piece]:
    """The caller left the line: the result and the seconds in it, as the provider tells."""
    code = QUEUE_RESULTS.get(queue_result, "other")
    pieces = {Piece(Kind.LEFT, code, seconds(queue_time))}
    if code in ("bridged", "redirected_bridged"):
        pieces.add(Piece(Kind.CONNECTED, "line"))
    return pieces


def of_room_left() -> set[Piece]:
    """The caller left the room to which the call was moved: only a call that goes on is moved to one."""
    return {Piece(Kind.LEFT, "room"), Piece(Kind.CONNECTED, "room")}


def of_status(call_status: str, duration: str) -> set[Piece]:
    """The provider's word on the whole call; nothing while it goes on."""
    if call_status in LIVE_STATUSES:
        return set()
    return {Piece(Kind.ENDED, CALL_STATUSES.get(call_status, "other"), seconds(duration))}


def of_counsellor_s_leg(dial_status: str, bridged: str) -> set[Piece]:
    """How the counsellor's own dialling ended: it was connected with the caller, or could not be.

    dial_status, bridged: as the provider tells them. bridged is left out by some of its requests.
    """
    if _is_connected(dial_status, bridged):
        return {Piece(Kind.CONNECTED, "counsellor")}
    return {Piece(Kind.DEVICE, CALL_STATUSES.get(dial_status, "other"))}


def _is_connected(dial_status: str, bridged: str) -> bool:
    return bridged == "true" or (dial_status in ("completed", "answered") and bridged != "false")


def of_fallback(error_code: str) -> set[Piece]:
    """The provider could not use our answer, for a reason that it numbers with five digits; nothing else is kept."""
    is_code = len(error_code) == 5 and error_code.isascii() and error_code.isdecimal()
    return {Piece(Kind.FALLBACK, error_code if is_code else "")}


def of_putting_through(dial_status: str, bridged: str) -> set[Piece]:
    """How it ended to be put through to the desk of an appointment.

    Picked up and not bridged: nobody pressed the key there, as when a voicemail answers.
    """
    if _is_connected(dial_status, bridged):
        return {Piece(Kind.CONNECTED, "appointment")}
    return {Piece(Kind.DEVICE, CALL_STATUSES.get(dial_status, "other"))}
