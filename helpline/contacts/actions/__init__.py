"""Everything that changes a contact: its life from the attempt at the door on, and its registration.

All of them are keyword-only, atomic, and lock the contact they are given first; afterwards the object that was passed
in shows what the database has.
"""

from helpline.contacts.actions.afterwards import enter_afterwards
from helpline.contacts.actions.life import (
    answer,
    close_attempt,
    end,
    hand_to,
    open_attempt,
    reopen,
    take_registration,
)
from helpline.contacts.actions.registration import (
    close_non_counselling,
    correct,
    prefill,
    register,
    save_field,
    save_fields,
)

__all__ = [
    "answer",
    "close_attempt",
    "close_non_counselling",
    "correct",
    "end",
    "enter_afterwards",
    "hand_to",
    "open_attempt",
    "prefill",
    "register",
    "reopen",
    "save_field",
    "save_fields",
    "take_registration",
]
