"""The way from the desk to the visitor's side of a practice chat, which may be on another host.

The desk cannot give a cookie of the visitors' host. It gives an address that opens one practice chat once, within a
minute, and no other kind of conversation.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from chat import tickets
from chat.models import Conversation
from helpline.programmes.models import Programme

LIFE = timedelta(minutes=1)
#: a ticket of this kind opens no socket, and a socket's opens no practice chat
_PURPOSE = "practice"


def address(conversation: Conversation, now: datetime) -> str:
    """Where a browser becomes the visitor of this practice chat: a whole address, on the visitors' host."""
    ticket = tickets.issue(conversation_id=conversation.pk, now=now, purpose=_PURPOSE, life=LIFE)
    path = reverse("chat:practice", args=[conversation.programme.slug, ticket])
    return settings.PUBLIC_URL.rstrip("/") + path


def open_once(text: str, programme: Programme, now: datetime) -> Conversation | None:
    """The practice chat that an address opens; None when it was used, is over, or is none of ours."""
    ticket = tickets.inspect(text, now=now, purpose=_PURPOSE)
    if ticket is None:
        return None
    found = Conversation.objects.select_related("programme").filter(
        pk=ticket.conversation_id, programme=programme, training=True
    )
    conversation = found.first()
    return conversation if conversation is not None and tickets.redeem(ticket) else None
