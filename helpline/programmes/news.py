"""News of a programme, from a room to whoever shows it: told after the commit, with the programme's key alone.

A room below the desk cannot know it. So it tells here that something changed, and the desk says who is to hear of it.
"""

from collections.abc import Callable
from functools import partial

from django.db import transaction

_listeners: list[Callable[[int], None]] = []


def listen(listener: Callable[[int], None]) -> None:
    """Have `listener` called with the key of each programme of which something changed. The same one hears once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(programme_id: int) -> None:
    """Something of this programme changed; in the caller's transaction, heard when it is committed."""
    for listener in _listeners:
        transaction.on_commit(partial(listener, programme_id))
