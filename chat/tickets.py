"""Tickets: what opens a socket. Fetched by POST, good for thirty seconds and for one socket, sent in the first frame.

A ticket alone opens nothing: the socket's handshake must carry the cookie of the same visit, or of the same staff
session. So a ticket that leaks is worth nothing, and a foreign page that makes a browser connect has no ticket.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from chat import tokens
from chat.models import UsedTicket

LIFE = timedelta(seconds=30)
#: what a ticket opens when nothing else is said
SOCKET = "ticket"

#: the conversation id of a ticket for the desk's board, which follows no conversation
DESK = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket says. staff_id: the number of a member of staff, or 0 for the visitor."""

    id: UUID
    conversation_id: UUID
    staff_id: int
    expires_at: datetime


def issue(
    *,
    conversation_id: UUID,
    staff_id: int = 0,
    now: datetime,
    purpose: str = SOCKET,
    life: timedelta = LIFE,
) -> str:
    """A new ticket for one side of a conversation. purpose: what it opens; it opens nothing else."""
    expires = int((now + life).timestamp() * 1000)
    content = (
        uuid.uuid4().bytes + conversation_id.bytes + staff_id.to_bytes(8, "big") + expires.to_bytes(8, "big")
    )
    return tokens.make(purpose, content)


def inspect(text: str, *, now: datetime, purpose: str = SOCKET) -> Ticket | None:
    """The ticket, when it is ours and its time is not over. Whether it was used is for `redeem` to say."""
    content = tokens.read(purpose, text)
    if content is None or len(content) != 48:
        return None
    expires_at = datetime.fromtimestamp(int.from_bytes(content[40:], "big") / 1000, tz=UTC)
    if expires_at <= now:
        return None
    staff_id = int.from_bytes(content[32:40], "big")
    return Ticket(UUID(bytes=content[:16]), UUID(bytes=content[16:32]), staff_id, expires_at)


def redeem(ticket: Ticket) -> bool:
    """Use a ticket. False when it was used before, here or in any other process."""
    return use(ticket.id, ticket.expires_at)


def use(single_use_id: UUID, expires_at: datetime) -> bool:
    """Write down that a single-use id was used. False when it stands there already: the row is unique."""
    try:
        with transaction.atomic():
            UsedTicket.objects.create(id=single_use_id, expires_at=expires_at)
    except IntegrityError:
        return False
    return True


def forget_expired(now: datetime, limit: int) -> int:
    """Throw away ids of tickets and puzzles that could no longer be used anyway; return how many, `limit` at most."""
    expired = UsedTicket.objects.filter(expires_at__lt=now).values_list("pk", flat=True)[:limit]
    return UsedTicket.objects.filter(pk__in=list(expired)).delete()[0]
