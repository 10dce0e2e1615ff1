"""The ways into a programme, as a page shows them."""

from dataclasses import dataclass
from datetime import datetime

from cms.addresses import in_language
from helpline.programmes import doors
from helpline.programmes.doors import Door, DoorState
from helpline.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Way:
    """A door of a programme, open or closed, and its address.

    detail: what stands behind its label (a number). called: what this programme's editors call it, if they do.
    note: stands in place of the door's hint, where a page has more to say of it.
    """

    door: Door
    state: DoorState
    address: str
    detail: str = ""
    called: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """What it is called, without its detail."""
        return self.called or str(self.door.label)

    @property
    def name(self) -> str:
        """What it is called on a page: "Chat with us", "Call 0800-..."."""
        return f"{self.label} {self.detail}" if self.detail else self.label


@dataclass(frozen=True, slots=True)
class Back:
    """A page for whoever has a code."""

    label: str
    address: str


def ways_back(programme: Programme, *, speaking: str = "") -> list[Back]:
    """Where somebody with a code goes on: to a chat, a letter, an appointment. speaking: as in `ways_in`."""
    return [
        Back(str(way.label), in_language(way.url(programme), speaking)) for way in doors.ways_back(programme)
    ]


def ways_in(programme: Programme, now: datetime, *, without: str = "", speaking: str = "") -> list[Way]:
    """The registered doors of a programme in their order, open ones first.

    without: a channel that is left out. speaking: the language the rooms are asked for; empty leaves it to them.
    """
    ways = [
        Way(
            door=door,
            state=state,
            address=in_language(door.url(programme), speaking),
            detail=door.detail(programme),
            called=door.called(programme),
        )
        for door, state in doors.doors(programme, now)
        if door.channel != without
    ]
    return sorted(ways, key=lambda way: not way.state.open)
