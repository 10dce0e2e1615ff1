"""Waking: telling, after a commit, that something changed. Ids and numbers only; whoever is woken reads the log.

Actions call these functions inside their transaction. Nothing is told before the commit, and nothing is lost when a
wake is: every hub looks at the heads of its own conversations every few seconds.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: the group of the channel layer that every hub listens to
GROUP = "hubs"


class Listener(Protocol):
    """The hub of this process, as seen from any thread."""

    def conversation_changed(self, conversation_id: UUID) -> None: ...

    def desk_changed(self, programme_id: int) -> None: ...

    def revoked(self, mark: str) -> None: ...


_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """Let this process's hub hear the wakes, and pass them on to the others; None when it stops."""
    global _listener
    _listener = listener


def wake(conversation_id: UUID) -> None:
    """Something about a conversation changed: its log, its state, its place."""
    _after_commit(partial(_conversation, conversation_id))


def wake_desk(programme_id: int) -> None:
    """The queue, a presence or the board of a programme changed."""
    _after_commit(partial(_desk, programme_id))


def revoke(key: UUID | str) -> None:
    """Access ended: of a staff session (its key), or of everybody to a conversation (its id).

    Sockets under it are checked at once, and closed when they may no longer be open.
    """
    _after_commit(partial(_revoke, mark(key)))


def mark(key: UUID | str) -> str:
    """How a revocation names what it ends. A session's key is a credential: it never travels, a digest of it does."""
    return hashlib.sha256(str(key).encode()).hexdigest()[:32]


def _after_commit(tell: Callable[[], None]) -> None:
    # robust: a wake that fails must never fail the request whose work is already committed
    transaction.on_commit(tell, robust=True)


def _conversation(conversation_id: UUID) -> None:
    if _listener is not None:
        _listener.conversation_changed(conversation_id)
    else:
        _publish({"look": [conversation_id.hex]})


def _desk(programme_id: int) -> None:
    if _listener is not None:
        _listener.desk_changed(programme_id)
    else:
        _publish({"desks": [programme_id]})


def _revoke(marked: str) -> None:
    if _listener is not None:
        _listener.revoked(marked)
    else:
        _publish({"revoked": [marked]})


def _publish(news: dict[str, list[str] | list[int]]) -> None:
    """From a process without a hub (a command): tell the servers through the channel layer, when there is one."""
    layer = get_channel_layer()
    if layer is None or isinstance(layer, InMemoryChannelLayer):
        return
    try:
        async_to_sync(layer.group_send)(GROUP, {"type": "wakes", **news})
    except (OSError, RedisError):
        logger.warning(
            "A wake was not passed on: the channel layer is away. The hubs find out by themselves."
        )
