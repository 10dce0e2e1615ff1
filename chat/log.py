"""The log of a conversation, written and read through the ORM: both engines, inside the caller's transaction.

Its asynchronous twin for PostgreSQL is chat.fastlog; the two agree on every rule here, and a test plays the same
stories on both. The log is the truth: whatever is told to anybody is read from here or was committed here first.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import protocol, sealing, wakes
from chat.errors import ClientIdReused, ConversationEnded, ConversationUnknown, TooLong
from chat.models import Conversation, Event, EventKind, Line, Sender
from chat.states import State
from helpline.vault.actions import unwrap
from helpline.vault.errors import KeyGone

#: characters of a message
BODY_LIMIT = protocol.BODY_LIMIT
#: entries of one read, however many are asked for
READ_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry stands in the log. repeated: it stood there already, and nothing was written."""

    seq: int
    at: datetime
    repeated: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, opened."""

    seq: int
    sender: int
    staff_id: int | None
    client_id: str
    kind: int
    at: datetime
    body: str


def append(
    *,
    conversation_id: UUID,
    sender: int,
    body: str,
    client_id: str,
    kind: int = EventKind.TEXT,
    line: int = Line.MAIN,
    staff_id: int | None = None,
    now: datetime | None = None,
) -> Appended:
    """Put an entry at the end of a line and wake whoever follows the conversation, once this is committed.

    A client id that came before returns the entry it has. Only the system may write in an ended conversation.
    Raises ConversationUnknown, ConversationEnded, ClientIdReused, TooLong.
    """
    with transaction.atomic():
        appended = write(
            conversation_id=conversation_id,
            sender=sender,
            body=body,
            client_id=client_id,
            kind=kind,
            line=line,
            staff_id=staff_id,
            now=now,
        )
        if not appended.repeated:
            wakes.wake(conversation_id)
    return appended


def write(
    *,
    conversation_id: UUID,
    sender: int,
    body: str,
    client_id: str,
    kind: int,
    line: int,
    staff_id: int | None,
    now: datetime | None,
) -> Appended:
    """What `append` does, without waking anybody: for the hub, which tells by itself what it wrote."""
    check_length(body)
    with transaction.atomic():
        conversation = _lock(conversation_id)
        key = _key(conversation)
        standing = Event.objects.filter(
            conversation_id=conversation_id, sender=sender, client_id=client_id
        ).first()
        if standing is not None:
            if not is_same(standing, key, body, line):
                raise ClientIdReused
            return Appended(standing.seq, standing.at, repeated=True)
        if conversation.state == State.ENDED and sender != Sender.SYSTEM:
            raise ConversationEnded
        head = "aside_head" if line == Line.ASIDE else "head"
        seq = getattr(conversation, head) + 1
        at = now or timezone.now()
        bound_to = sealing.binding(conversation_id, line, seq, sender, kind, client_id)
        nonce, ciphertext = sealing.seal(key, body, bound_to)
        Event.objects.create(
            conversation_id=conversation_id,
            line=line,
            seq=seq,
            sender=sender,
            staff_id=staff_id,
            client_id=client_id,
            kind=kind,
            at=at,
            nonce=nonce,
            ciphertext=ciphertext,
        )
        Conversation.objects.filter(pk=conversation_id).update(**{head: seq})
    return Appended(seq, at, repeated=False)


def notice(
    conversation_id: UUID,
    code: str,
    *,
    line: int = Line.MAIN,
    now: datetime | None = None,
    **params: str | int,
) -> Appended:
    """Let the system tell something, as a code with parameters: the screens word it in the reader's language."""
    return append(
        conversation_id=conversation_id,
        sender=Sender.SYSTEM,
        body=json.dumps({"code": code, **params}),
        client_id=str(uuid.uuid4()),
        kind=EventKind.NOTICE,
        line=line,
        now=now,
    )


def read(
    conversation_id: UUID, after: int = 0, line: int = Line.MAIN, limit: int = READ_LIMIT
) -> list[Entry]:
    """The entries of a line after a number, in order, `limit` at most.

    Raises ConversationUnknown when the conversation is gone, or its key is: then nothing can be read any more.
    """
    conversation = Conversation.objects.filter(pk=conversation_id).only("data_key").first()
    if conversation is None:
        raise ConversationUnknown
    key = _key(conversation)
    events = Event.objects.filter(conversation_id=conversation_id, line=line, seq__gt=after).order_by("seq")
    return [open_entry(event, key) for event in events[: min(limit, READ_LIMIT)]]


def open_entry(event: Event, key: bytes) -> Entry:
    """One stored event, opened with the conversation's key."""
    bound_to = sealing.binding(
        event.conversation_id, event.line, event.seq, event.sender, event.kind, event.client_id
    )
    body = sealing.open_body(key, bytes(event.nonce), bytes(event.ciphertext), bound_to)
    return Entry(event.seq, event.sender, event.staff_id, event.client_id, event.kind, event.at, body)


def is_same(event: Event, key: bytes, body: str, line: int) -> bool:
    """True when a stored event is what a client now sends once more."""
    return event.line == line and open_entry(event, key).body == body


def check_length(body: str) -> None:
    """Raises TooLong for a body of more than BODY_LIMIT characters."""
    if len(body) > BODY_LIMIT:
        raise TooLong


def _lock(conversation_id: UUID) -> Conversation:
    conversation = (
        Conversation.objects.select_for_update(no_key=True)
        .only("state", "head", "aside_head", "data_key")
        .filter(pk=conversation_id)
        .first()
    )
    if conversation is None:
        raise ConversationUnknown
    return conversation


def _key(conversation: Conversation) -> bytes:
    if conversation.data_key_id is None:
        raise ConversationUnknown
    try:
        return unwrap(conversation.data_key_id)
    except KeyGone as gone:
        raise ConversationUnknown from gone
