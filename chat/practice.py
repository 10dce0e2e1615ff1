"""The way from the desk to the visitor's side of a practice chat, which may be on another host.

The desk cannot give a cookie of the visitors' host. It gives an address that opens one practice chat once, within a
minute, and no other kind of conversation.
"""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from chat import tickets, tokens
from chat.models import Conversation
from helpline.programmes.models import Programme

LIFE = timedelta(minutes=1)


def address(conversation: Conversation, now: datetime) -> str:
    """Where a browser becomes the visitor of this practice chat: a whole address, on the visitors' host."""
    expires = int((now + LIFE).timestamp())
    token = tokens.make("practice", uuid.uuid4().bytes + conversation.pk.bytes + expires.to_bytes(8, "big"))
    path = reverse("chat:practice", args=[conversation.programme.slug, token])
    return settings.PUBLIC_URL.rstrip("/") + path


def open_once(token: str, programme: Programme, now: datetime) -> Conversation | None:
    """The practice chat that an address opens; None when it was used, is over, or is none of ours."""
    content = tokens.read("practice", token)
    if content is None or len(content) != 40:
        return None
    expires_at = datetime.fromtimestamp(int.from_bytes(content[32:], "big"), tz=now.tzinfo)
    if expires_at <= now:
        return None
    found = Conversation.objects.select_related("programme").filter(
        pk=UUID(bytes=content[16:32]), programme=programme, training=True
    )
    conversation = found.first()
    if conversation is None or not tickets.use(UUID(bytes=content[:16]), expires_at):
        return None
    return conversation
