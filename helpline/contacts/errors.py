"""What can go wrong with a contact, in the room's own words. Nothing here knows HTTP."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpline.contacts.models import Answer


class ContactError(Exception):
    """The parent of everything this room refuses."""


class WrongMove(ContactError):
    """The contact is not in a state in which this can happen."""


class NotWithinTerm(ContactError):
    """The moment lies ahead, or longer ago than a contact is kept."""


class UnknownField(ContactError):
    """The contact's form has no such field."""


class UnknownCode(ContactError):
    """The field does not offer this code, or takes fewer of them."""


class FieldConflict(ContactError):
    """Somebody else, or another window, saved this field in the meantime. Nothing was changed.

    current: what stands there now; None when nothing does.
    """

    def __init__(self, field: str, current: "Answer | None") -> None:
        super().__init__(field)
        self.field = field
        self.current = current


class RequestReused(ContactError):
    """The same request id came with another field or other codes."""


class Incomplete(ContactError):
    """The registration cannot be finished yet. fields: the keys of what is missing, in the order of the form."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


class FormMistake(ContactError):
    """The definition of a registration form contradicts itself."""
