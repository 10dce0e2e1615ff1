"""What can go wrong in this room, without HTTP."""


class CodeIsKept(Exception):
    """A code is retired by a last day and never deleted: figures of earlier years still count with it."""
