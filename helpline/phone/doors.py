"""The phone's way in, as a programme's pages list it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation
from helpline.phone.actions import codes, door
from helpline.phone.errors import WrongState
from helpline.programmes import doors
from helpline.programmes.doors import DoorState, ReturnCode
from helpline.programmes.models import Channel, Programme


def register() -> None:
    """Hang the door. It serves the programmes that have a number, hours, and an account at the provider."""
    doors.register(
        doors.Door(
            channel=Channel.PHONE,
            order=30,
            url=_url,
            state=_state,
            label=pgettext_lazy("door", "Call"),
            hint=_("Anonymous. Your own phone does remember the call."),
            icon="phone",
            serves=door.serves,
            detail=_number,
            come_back=_come_back,
        )
    )


def _come_back(conversation_id: UUID, now: datetime) -> ReturnCode | None:
    """Ten digits to key in, in groups that can be read out."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None:
        return None
    try:
        digits = codes.make_phone_code(conversation=conversation, now=now)
    except WrongState:
        return None
    return ReturnCode(
        how=gettext("Or by phone: call us, press 3, and key in these digits."),
        code=f"{digits[:4]} {digits[4:7]} {digits[7:]}",
    )


def _number(programme: Programme) -> str:
    return programme.phone_number.replace(" ", "\u00a0")  # a number is read in one piece


def _url(programme: Programme) -> str:
    digits = "".join(letter for letter in programme.phone_number if letter.isdecimal() or letter == "+")
    return f"tel:{digits}"


def _state(programme: Programme, now: datetime) -> DoorState:
    return door.door_state(programme, now)
