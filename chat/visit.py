"""A visit: the only thing that ties a browser to its conversation.

One cookie for each programme, which ends with the browser's window and is readable by this server only. It counts
while the visitor was seen in the last half hour, which the server checks; the browser's clock plays no part.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from chat import tokens
from chat.actions import returning
from chat.errors import ConversationUnknown
from chat.models import Conversation
from chat.rules import VISIT
from chat.states import State
from chat.waiting import is_reachable
from helpline import cookies

#: signs of life are written at most this often (seconds): a row is not rewritten for every key that is pressed
TOUCH_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """What a cookie says: a conversation, and the epoch in which the cookie was given."""

    conversation_id: UUID
    epoch: int


def cookie_name(slug: str) -> str:
    """The cookie of a visit that began in this programme."""
    return cookies.of_programme(settings.VISIT_COOKIE_NAME, slug)


def start(response: HttpResponseBase, conversation: Conversation) -> None:
    """Tie the browser that gets this response to a conversation."""
    cookies.give(response, cookie_name(conversation.programme.slug), make(conversation))


def make(conversation: Conversation) -> str:
    """The cookie's value."""
    return tokens.make("visit", conversation.pk.bytes + conversation.epoch.to_bytes(4, "big"))


def claim(value: str) -> Claim | None:
    """What a cookie's value says, or None when it is not one of ours. Whether the visit still counts is not said."""
    content = tokens.read("visit", value) if value else None
    if content is None or len(content) != 20:
        return None
    return Claim(UUID(bytes=content[:16]), int.from_bytes(content[16:], "big"))


def is_current(claimed: Claim, *, epoch: int, seen_at: datetime, now: datetime) -> bool:
    """True while the claim is of this epoch and the visitor was seen within the last half hour. Pure."""
    return claimed.epoch == epoch and now - seen_at < VISIT


def current(request: HttpRequest, slug: str, *, now: datetime | None = None) -> Conversation | None:
    """The conversation of the visit that began in this programme, ended ones included; None without a visit (any more).

    A look at a page is a sign of life, and is written down when the last one is a minute old. Somebody who waits and
    was out of reach is in line again by it, and may be with a counsellor at once.
    """
    moment = now or timezone.now()
    value = request.COOKIES.get(cookie_name(slug), "")
    conversation = _find(value, now=moment)
    if conversation is None:
        return None
    if not is_reachable(conversation.visitor_seen_at, moment) and conversation.state == State.WAITING:
        with suppress(ConversationUnknown):
            returning.sign_of_life(conversation_id=conversation.pk, now=moment)
        return _find(value, now=moment)
    if (moment - conversation.visitor_seen_at).total_seconds() > TOUCH_SECONDS:
        Conversation.objects.filter(pk=conversation.pk, visitor_seen_at__lt=moment).update(
            visitor_seen_at=moment
        )
        conversation.visitor_seen_at = moment
    return conversation


def all_of(request: HttpRequest) -> list[Conversation]:
    """The conversations of all visits of this browser, for who goes: no sign of life, and nobody is back in line."""
    now = timezone.now()
    found = (
        _find(value, now=now) for value in cookies.of_all_programmes(request, settings.VISIT_COOKIE_NAME)
    )
    return [conversation for conversation in found if conversation is not None]


def _find(value: str, *, now: datetime) -> Conversation | None:
    claimed = claim(value)
    if claimed is None:
        return None
    conversation = Conversation.objects.select_related("programme").filter(pk=claimed.conversation_id).first()
    if conversation is None or not is_current(
        claimed, epoch=conversation.epoch, seen_at=conversation.visitor_seen_at, now=now
    ):
        return None
    return conversation


def end(response: HttpResponseBase, slug: str) -> None:
    """Let the browser forget the visit to a programme. Ending the conversation itself is an action."""
    cookies.take_back(response, cookie_name(slug))
