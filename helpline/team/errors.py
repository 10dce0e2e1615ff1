"""What can go wrong in this room."""


class TeamError(Exception):
    """Anything below."""


class NotAllowed(TeamError):
    """This person may not do this in this programme."""


class Empty(TeamError):
    """There is nothing in it."""


class TooLong(TeamError):
    """Longer than is kept."""
