"""The ways in. A room that can be entered registers its door from its AppConfig; a room not built has none.

Rooms also say here what must end when a visitor leaves in a hurry. So the pages below know no room above them.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from helpline import logs

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from helpline.programmes.models import Programme

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DoorState:
    """Whether a door is open now.

    until: when the opening hours end; None outside them, or without an end.
    opens_at: when it opens again; None when it is open, or when nobody knows.
    reason: why it is closed: "closed", "full", "nobody_on_duty" or "last_entry_passed"; "" when it is open.
    """

    open: bool
    until: datetime | None = None
    opens_at: datetime | None = None
    reason: str = ""


#: code list to codes
Codes = Mapping[str, Sequence[str]]

#: why a door within its hours is closed for a while: trying again is worth it
BUSY = ("full", "nobody_on_duty")


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a visitor brings to a door: a form to post there. fields: names to values, sealed by the door's own room."""

    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """A code of a door's own, as it is shown once. how: a sentence that says what to do with it."""

    how: str
    code: str


@dataclass(frozen=True, slots=True)
class Door:
    """One way in. `state` is asked with the programme and the moment; None of it may depend on who asks.

    serves: whether the programme has this way in at all; a door that does not serve is not listed.
    detail: what stands behind the label in this programme (a number to call), "" for nothing.
    called: what the programme's editors call it, in the active language; "" leaves it at the label.
    introduce: makes the form that brings texts along, which the visitor has read and approved, into what begins behind
    this door; None for a door that nothing can be brought to. It is asked with the texts, with the same answers as
    codes (code list to codes; a list without codes was answered with what no list knows), and with the moment.
    come_back: makes a code with which somebody comes back through this door to a conversation, which is named by its
    id: how to use it, in the active language, and the code. None from it for a conversation that nobody comes back to;
    None for a door without such codes.
    """

    channel: str
    order: int
    url: "Callable[[Programme], str]"
    state: "Callable[[Programme, datetime], DoorState]"
    label: "str | _StrPromise"
    hint: "str | _StrPromise"
    icon: str
    serves: "Callable[[Programme], bool]" = lambda programme: True
    detail: "Callable[[Programme], str]" = lambda programme: ""
    called: "Callable[[Programme], str]" = lambda programme: ""
    introduce: "Callable[[Programme, Sequence[str], Codes, datetime], Introduction] | None" = None
    come_back: "Callable[[UUID, datetime], ReturnCode | None] | None" = None


@dataclass(frozen=True, slots=True)
class WayBack:
    """A page for whoever has a code already: of an appointment, a letter, an earlier chat.

    It stands quietly under the doors. serves: whether the programme has it.
    """

    order: int
    url: "Callable[[Programme], str]"
    label: "str | _StrPromise"
    serves: "Callable[[Programme], bool]" = lambda programme: True


_doors: dict[str, Door] = {}
_ways_back: dict[str, WayBack] = {}
_leave_callbacks: dict[str, Callable[[HttpRequest], None]] = {}


def register(door: Door) -> None:
    """Add a door; a second one for the same channel takes the place of the first."""
    _doors[door.channel] = door


def unregister(channel: str) -> None:
    """Take a door away, if there is one."""
    _doors.pop(channel, None)


def doors(programme: "Programme", now: datetime) -> list[tuple[Door, DoorState]]:
    """List the doors of this programme in their order, each with its state now."""
    return [
        (door, door.state(programme, now))
        for door in sorted(_doors.values(), key=lambda door: (door.order, door.channel))
        if door.serves(programme)
    ]


def register_way_back(name: str, way: WayBack) -> None:
    """Add a page for who has a code; a second one of the same name takes the place of the first."""
    _ways_back[name] = way


def ways_back(programme: "Programme") -> list[WayBack]:
    """The pages for who has a code of this programme, in their order."""
    return sorted((way for way in _ways_back.values() if way.serves(programme)), key=lambda way: way.order)


def return_codes(programme: "Programme", conversation_id: UUID, now: datetime) -> list[ReturnCode]:
    """Make the codes of the doors of this programme with which somebody comes back to a conversation."""
    made = [
        door.come_back(conversation_id, now)
        for door in sorted(_doors.values(), key=lambda door: (door.order, door.channel))
        if door.come_back is not None and door.serves(programme)
    ]
    return [code for code in made if code is not None]


def on_leave(name: str, callback: Callable[[HttpRequest], None]) -> None:
    """Have `callback` called when a visitor leaves; `name` is what the log says when it fails."""
    logs.know(name)
    _leave_callbacks[name] = callback


def leave(request: HttpRequest) -> None:
    """End everything that must end when this visitor leaves. Never raises: leaving always succeeds.

    Of a failing callback the log gets the name only: an exception's text could hold what must not be kept.
    """
    for name, callback in list(_leave_callbacks.items()):
        try:
            callback(request)
        except Exception as error:
            logger.error("leaving: %s failed with %s", name, type(error).__name__)  # noqa: TRY400
