"""Template filters that say when a door is open."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from helpline.programmes import words
from helpline.programmes.doors import BUSY, DoorState

register = template.Library()


@register.filter
def door_words(state: DoorState, now: datetime | None = None) -> str:
    """A door's state in a few words: "Open until 22.00", "Opens tomorrow at 9.00", "Nobody is free just now"."""
    now = now or timezone.now()
    if state.open:
        if state.until is None:
            return _("Always open")
        return _("Open %(until)s") % {"until": words.until_in_words(state.until, now)}
    if state.reason in BUSY:
        busy = (
            _("Very busy just now. Try again in a while.")
            if state.reason == "full"
            else _("Nobody is free just now. Try again in a while.")
        )
        if state.until is None:
            return busy
        return _("%(busy)s Open %(until)s.") % {"busy": busy, "until": words.until_in_words(state.until, now)}
    if state.opens_at is None:
        return _("Closed")
    return _("Opens %(when)s") % {"when": words.opening_in_words(state.opens_at, now)}
