"""A visit: the only thing that ties a browser to its conversation.

One cookie that ends with the browser's window, readable by this server only, sent along for one programme only. It
counts while the visitor was seen in the last half hour, which the server checks; the browser's clock plays no part.
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

COOKIE = "hl_visit"
#: signs of life are written at most this often (seconds): a row is not rewritten for every key that is pressed
TOUCH_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """What a cookie says: a conversation, and the epoch in which the cookie was given."""

    conversation_id: UUID
    epoch: int


def start(response: HttpResponseBase, conversation: Conversation) -> None:
    """Tie the browser that gets this response to a conversation."""
    response.set_cookie(
        COOKIE,
        make(conversation),
        path=f"/{conversation.programme.slug}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


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


def current(request: HttpRequest, *, now: datetime | None = None) -> Conversation | None:
    """The conversation of this browser's visit, ended ones included; None when there is no visit (any more).

    A look at a page is a sign of life, and is written down when the last one is a minute old. Somebody who waits and
    was out of reach is in line again by it, and may be with a counsellor at once.
    """
    moment = now or timezone.now()
    conversation = find(request, now=moment)
    if conversation is None:
        return None
    if not is_reachable(conversation.visitor_seen_at, moment) and conversation.state == State.WAITING:
        with suppress(ConversationUnknown):
            returning.sign_of_life(conversation_id=conversation.pk, now=moment)
        return find(request, now=moment)
    if (moment - conversation.visitor_seen_at).total_seconds() > TOUCH_SECONDS:
        Conversation.objects.filter(pk=conversation.pk, visitor_seen_at__lt=moment).update(
            visitor_seen_at=moment
        )
        conversation.visitor_seen_at = moment
    return conversation


def find(request: HttpRequest, *, now: datetime | None = None) -> Conversation | None:
    """The same as `current`, for who goes: it is no sign of life, and brings nobody back in line."""
    moment = now or timezone.now()
    claimed = claim(request.COOKIES.get(COOKIE, ""))
    if claimed is None:
        return None
    conversation = Conversation.objects.select_related("programme").filter(pk=claimed.conversation_id).first()
    if conversation is None or not is_current(
        claimed, epoch=conversation.epoch, seen_at=conversation.visitor_seen_at, now=moment
    ):
        return None
    return conversation


def end(response: HttpResponseBase, slug: str) -> None:
    """Let the browser forget the visit to a programme. Ending the conversation itself is an action."""
    response.delete_cookie(COOKIE, path=f"/{slug}/", samesite="Strict")
