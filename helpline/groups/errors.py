"""What can go wrong with a peer group, in the room's own words. Nothing here knows HTTP."""


class GroupError(Exception):
    """The parent of everything this room refuses."""


class Gone(GroupError):
    """The group was erased at its term, or its key is gone."""


class WrongMove(GroupError):
    """The group or participant is not in a state in which this can happen."""


class Full(GroupError):
    """Every place is taken: who wants to come waits."""


class TooEarly(GroupError):
    """The meeting has not been yet."""


class OtherProgramme(GroupError):
    """The case or contact belongs to another programme."""


class NoAlias(GroupError):
    """An alias has one to forty characters."""
