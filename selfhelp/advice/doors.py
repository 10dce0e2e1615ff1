"""The advice module's way in, as the programme's pages list it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpline.programmes import doors
from helpline.programmes.doors import DoorState
from helpline.programmes.models import Channel, Programme
from selfhelp.advice import queries
from selfhelp.advice.addresses import address_of


def register() -> None:
    """Hang the door."""
    doors.register(
        doors.Door(
            channel=Channel.ADVICE,
            order=20,
            url=address_of,
            state=_state,
            label=_("Check your situation"),
            hint=_("A few questions, then you know what you can do."),
            icon="compass",
            serves=_serves,
            called=_called,
        )
    )


def _state(programme: Programme, now: datetime) -> DoorState:
    return DoorState(open=True)


def _called(programme: Programme) -> str:
    """The title that the editors gave the tree."""
    shown = queries.current(programme)
    return shown.title() if shown is not None else ""


def _serves(programme: Programme) -> bool:
    return queries.current(programme) is not None
