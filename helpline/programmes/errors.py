"""What can go wrong in this room, without HTTP."""


class CodeIsKept(Exception):
    """A code is retired by a last day and never deleted: figures of earlier years still count with it."""


class HoursChanged(Exception):
    """Somebody else changed these opening hours since they were looked at."""


class HoursOverlap(ValueError):
    """Two spans of one channel are open at the same moment."""
