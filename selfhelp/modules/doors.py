"""The way in to self-help, shown where a programme is published. It is never closed."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helpline.programmes import doors
from helpline.programmes.models import Programme

#: its name among the ways in. No contact comes by it, so it is no channel that anything is counted under
NAME = "self_help"


def register() -> None:
    """Hang the door."""
    doors.register(
        doors.Door(
            channel=NAME,
            order=50,
            url=_url,
            state=_always_open,
            label=_("Self-help"),
            hint=_("By yourself, in your own time. Anonymous."),
            icon="book-open",
            serves=_serves,
        )
    )


def _url(programme: Programme) -> str:
    return reverse("selfhelp_modules:door", args=[programme.slug])


def _always_open(_programme: Programme, _now: datetime) -> doors.DoorState:
    return doors.DoorState(open=True)


def _serves(programme: Programme) -> bool:
    from selfhelp.modules import queries  # models are not ready while doors are hung

    return queries.has_programmes(programme.slug)
