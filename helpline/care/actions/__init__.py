"""What is done with risk records. Every action tells the audit log in its transaction: no level and no text."""

from helpline.care.actions.consulting import consult, note_consultation, sign
from helpline.care.actions.deciding import answer_meldcode, decide
from helpline.care.actions.ending import attach, close, detach, erase_if_due, renew, reopen
from helpline.care.actions.writing import (
    change_level,
    finish_follow_up,
    open_record,
    plan_follow_up,
    read,
    see,
    write,
)

__all__ = [
    "answer_meldcode",
    "attach",
    "change_level",
    "close",
    "consult",
    "decide",
    "detach",
    "erase_if_due",
    "finish_follow_up",
    "note_consultation",
    "open_record",
    "plan_follow_up",
    "read",
    "renew",
    "reopen",
    "see",
    "sign",
    "write",
]
