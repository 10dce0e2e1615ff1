"""What can go wrong with a professional's request, in the room's own words. Nothing here knows HTTP."""


class RequestError(Exception):
    """The parent of everything this room refuses."""


class WrongMove(RequestError):
    """The request is not in a state in which this can happen."""


class NotTheHandler(RequestError):
    """Somebody else handles this request."""


class Gone(RequestError):
    """The request was erased: at its term, or because a colleague deleted it."""


class TooBusy(RequestError):
    """More requests came in this hour than the office can ever mean to get. Nothing was kept."""


class TooFast(RequestError):
    """The form came back faster than anybody can fill it in."""


class TooOld(RequestError):
    """The form is not one of ours, or was opened too long ago."""
