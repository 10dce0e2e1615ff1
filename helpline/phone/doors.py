"""The phone's way in, as a programme's pages list it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpline.phone.actions import door
from helpline.programmes import doors
from helpline.programmes.doors import DoorState
from helpline.programmes.models import Channel, Programme


def register() -> None:
    """Hang the door. It serves the programmes that have a number, hours, and an account at the provider."""
    doors.register(
        doors.Door(
            channel=Channel.PHONE,
            order=30,
            url=_url,
            state=_state,
            label=_("Call us"),
            hint=_("Anonymous. We do not keep your number. Your own phone remembers the call."),
            icon="phone",
            serves=door.serves,
        )
    )


def _url(programme: Programme) -> str:
    digits = "".join(letter for letter in programme.phone_number if letter.isdecimal() or letter == "+")
    return f"tel:{digits}"


def _state(programme: Programme, now: datetime) -> DoorState:
    return door.door_state(programme, now)
