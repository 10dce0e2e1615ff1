"""The states of a conversation and of a transfer, and the moves between them.

*When* something may happen stands here; *who* may do it stands in `policies.py`. The diagram in
`docs/chat-states.md` is made from these tables (`manage.py chat_states`).
"""

from collections.abc import Mapping

from django.db import models

from chat.errors import WrongState


class State(models.TextChoices):
    WAITING = "waiting"
    TALKING = "talking"
    #: the counsellor's lease ran out; the visitor keeps the original place while the grace runs
    GRACE = "grace"
    ENDED = "ended"


class EndedHow(models.TextChoices):
    BY_VISITOR = "by_visitor"
    LEFT_QUICKLY = "left_quickly"
    DELETED = "deleted"
    BY_COUNSELLOR = "by_counsellor"
    ABUSE = "abuse"
    LEFT_WAITING = "left_waiting"
    #: the visitor was not seen for as long as a visit lasts
    FADED = "faded"
    #: the chat closed and nobody was left to answer
    UNANSWERED = "unanswered"


class TransferState(models.TextChoices):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    #: nobody accepted in time, or the conversation ended or went back to the queue
    EXPIRED = "expired"


#: from a state to the states that may follow, each with what makes it so
MOVES: Mapping[str, Mapping[str, str]] = {
    State.WAITING: {
        State.TALKING: "a counsellor is assigned or takes the conversation",
        State.ENDED: "the visitor leaves or fades, or the chat closes with nobody left",
    },
    State.TALKING: {
        State.TALKING: "a colleague accepts a transfer, or the shift lead takes over",
        State.GRACE: "the counsellor's lease runs out",
        State.ENDED: "the visitor or the counsellor ends it, or the visitor fades",
    },
    State.GRACE: {
        State.TALKING: "the counsellor is back, a colleague accepts, or somebody takes it over",
        State.WAITING: "the grace is over, and the visitor is back at the original place",
        State.ENDED: "the visitor leaves or fades",
    },
    State.ENDED: {
        State.WAITING: "the visitor comes back with the return code",
    },
}

TRANSFER_MOVES: Mapping[str, Mapping[str, str]] = {
    TransferState.OFFERED: {
        TransferState.ACCEPTED: "the colleague has read the note and accepts",
        TransferState.DECLINED: "the colleague declines",
        TransferState.TAKEN_BACK: "the counsellor takes the offer back",
        TransferState.EXPIRED: "nobody accepted in time, or the conversation moved on",
    },
    TransferState.ACCEPTED: {
        TransferState.TAKEN_BACK: "the colleague dropped out, and the first counsellor takes the visitor back",
    },
    TransferState.DECLINED: {},
    TransferState.TAKEN_BACK: {},
    TransferState.EXPIRED: {},
}


def is_allowed(moves: Mapping[str, Mapping[str, str]], before: str, after: str) -> bool:
    """Whether a table has a move from one state to another."""
    return after in moves.get(before, {})


def check_move(moves: Mapping[str, Mapping[str, str]], before: str, after: str) -> None:
    """Raise WrongState unless the table has the move."""
    if not is_allowed(moves, before, after):
        raise WrongState(f"{before} cannot become {after}")


def diagram(moves: Mapping[str, Mapping[str, str]], start: str) -> str:
    """A table as a mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [
        f"    {before} --> {after}: {why}"
        for before, targets in moves.items()
        for after, why in targets.items()
    ]
    lines += [f"    {state} --> [*]" for state, targets in moves.items() if not targets]
    return "\n".join(lines)
