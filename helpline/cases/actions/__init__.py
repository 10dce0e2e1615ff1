"""Everything that changes a case.

All of them are keyword-only, atomic, and lock the case they are given first; afterwards the object that was passed in
shows what the database has. A case past its term is gone, also when the night's run is late: they raise CaseGone.
"""

from helpline.cases.actions.codes import forget_codes, make_code, make_digits
from helpline.cases.actions.ending import erase_if_due, shred
from helpline.cases.actions.life import extend, hand_over, let_go, move, open_case, rename, take
from helpline.cases.actions.linking import link, unlink
from helpline.cases.actions.notes import remove_note, write_note
from helpline.cases.actions.tasks import drop_task, finish_task, move_task, set_task
from helpline.cases.actions.writing import append
from helpline.cases.sealing import seal

__all__ = [
    "append",
    "drop_task",
    "erase_if_due",
    "extend",
    "finish_task",
    "forget_codes",
    "hand_over",
    "let_go",
    "link",
    "make_code",
    "make_digits",
    "move",
    "move_task",
    "open_case",
    "remove_note",
    "rename",
    "seal",
    "set_task",
    "shred",
    "take",
    "unlink",
    "write_note",
]
