"""The post's way in, as the programmes' pages list it, and what ends when a visitor leaves in a hurry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chat import introduction
from helpline.mail import queries, visit
from helpline.mail.actions import leave as end_visit
from helpline.programmes import doors
from helpline.programmes import queries as programmes
from helpline.programmes.doors import Codes, DoorState, Introduction
from helpline.programmes.models import Channel, Programme


def register() -> None:
    """Hang the post's door, and hear when a visitor leaves."""
    doors.register(
        doors.Door(
            channel=Channel.POST,
            order=40,
            url=_url,
            state=state,
            label=_("Write to us"),
            hint=_("Anonymous. You read the answer here, with a code."),
            icon="mail",
            serves=_serves,
            introduce=bring,
        )
    )
    doors.register_way_back(
        "post", doors.WayBack(20, _url_back, label=_("Read the answer to my letter"), serves=_serves)
    )
    doors.on_leave("post", leave)


def leave(request: HttpRequest) -> None:
    """End the visits of who leaves: the cookies open nothing any more, whatever the browser does with them."""
    for found in visit.all_of(request):
        end_visit(correspondence=found.correspondence)


def state(programme: Programme, now: datetime) -> DoorState:
    """Whether letters are taken now: day and night, unless the programme says otherwise or shut its box for a while."""
    if not programmes.is_open(programme, Channel.POST, now):
        return DoorState(
            open=False, opens_at=programmes.next_opening(programme, Channel.POST, now), reason="closed"
        )
    until = programmes.closes_at(programme, Channel.POST, now)
    if queries.box_of(programme).closed:
        return DoorState(open=False, until=until, reason="full")
    return DoorState(open=True, until=until)


def bring(programme: Programme, texts: Sequence[str], codes: Codes, now: datetime) -> Introduction:
    """The form that takes texts to the post: sealed as for the chat, and shown before anything is sent."""
    return replace(introduction.bring(programme, texts, codes, now), address=_url(programme))


def _url_back(programme: Programme) -> str:
    return reverse("mail:back", args=[programme.slug])


def _url(programme: Programme) -> str:
    return reverse("mail:door", args=[programme.slug])


def _serves(programme: Programme) -> bool:
    return bool(programmes.schedule(programme, Channel.POST).spans)
