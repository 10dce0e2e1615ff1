"""The chat's way in, as the programme's pages list it, and what ends when a visitor leaves in a hurry."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chat import introduction, visit
from chat.actions import door, talk
from chat.states import State
from helpline.programmes import doors, queries
from helpline.programmes.models import Channel, Programme


def register() -> None:
    """Hang the chat's door, and hear when a visitor leaves."""
    doors.register(
        doors.Door(
            channel=Channel.CHAT,
            order=10,
            url=_url,
            state=door.door_state,
            label=_("Chat with us"),
            hint=_("Anonymous. You type with a counsellor."),
            icon="message-circle",
            serves=_serves,
            introduce=introduction.bring,
        )
    )
    doors.register_way_back(
        "chat", doors.WayBack(10, _url_back, label=_("Go on with an earlier chat"), serves=_serves)
    )
    doors.on_leave("chat", leave)


def leave(request: HttpRequest) -> None:
    """End the conversations of the visitor who leaves, of every programme; the counsellor reads "left quickly"."""
    for conversation in visit.all_of(request):
        if conversation.state != State.ENDED:
            talk.leave_quickly(conversation=conversation)


def _url_back(programme: Programme) -> str:
    return reverse("chat:back", args=[programme.slug])


def _url(programme: Programme) -> str:
    return reverse("chat:door", args=[programme.slug])


def _serves(programme: Programme) -> bool:
    return bool(queries.schedule(programme, Channel.CHAT).spans)
