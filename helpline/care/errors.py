"""What can go wrong with a risk record, in the room's own words. Nothing here knows HTTP."""

from collections.abc import Sequence


class CareError(Exception):
    """The parent of everything this room refuses."""


class WrongMove(CareError):
    """The record is not in a state in which this can happen."""


class NotYet(CareError):
    """Something must be done or written first.

    lacks: what, each one of `rules.Lack`, in the order in which it is done.
    """

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = tuple(lacks)


class CannotBeConsulted(CareError):
    """This person wrote the record, or does not lead in its programme."""


class UnknownLevel(CareError):
    """The programme offers no such level."""


class NotForPractice(CareError):
    """A practice contact has no risk record: nobody is at risk, and a shift lead would be called to it."""


class NoPlace(CareError):
    """A record stands with a contact or a case of its programme."""


class Gone(CareError):
    """The record was erased at its term, and its texts cannot be read any more."""
