"""What can go wrong with a case, in the room's own words. Nothing here knows HTTP."""

from collections.abc import Sequence


class CaseError(Exception):
    """The parent of everything this room refuses."""


class CaseGone(CaseError):
    """The case was erased, or its term has passed and only the night's run is late."""


class WrongMove(CaseError):
    """The case, or the task, is not in a state in which this can happen."""


class AliasTaken(CaseError):
    """Another case of this programme has the same alias."""


class AliasRefused(CaseError):
    """An alias has one to sixty characters, and no number, address or link in it."""


class AliasQuestioned(CaseError):
    """The alias could be somebody's real name. words: those that make it look so.

    Whoever chose it may say that it is not, and go on.
    """

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__("this could be somebody's real name")
        self.words = tuple(words)


class OtherProgramme(CaseError):
    """A contact and its case belong to the same programme; so does whoever owns the case."""


class LinkedElsewhere(CaseError):
    """The contact belongs to another case already."""


class NoText(CaseError):
    """A note without words, or with more of them than are kept."""


class TooManyTries(CaseError):
    """More codes are being tried than people could type. Counted for everybody together: nobody is stored."""
