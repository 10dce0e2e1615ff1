"""Everything that changes the post. Keyword-only and atomic; the object passed in shows afterwards what was saved."""

from helpline.mail.actions.answering import (
    answer,
    approve,
    close,
    give_back,
    hand_over,
    propose,
    take,
    withdraw,
    write_note,
)
from helpline.mail.actions.writing import (
    Written,
    come_back,
    delete_now,
    leave,
    seen,
    start_training,
    write,
    write_on,
)

__all__ = [
    "Written",
    "answer",
    "approve",
    "close",
    "come_back",
    "delete_now",
    "give_back",
    "hand_over",
    "leave",
    "propose",
    "seen",
    "start_training",
    "take",
    "withdraw",
    "write",
    "write_note",
    "write_on",
]
