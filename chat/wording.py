"""What the chat's codes are called on a visitor's screen, for pages with and without scripts."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpline.programmes import queries, words
from helpline.programmes.models import Programme

#: notices by their code; a code that is missing here is not for visitors to see
NOTICES: Mapping[str, Promise] = {
    "assigned": gettext_lazy("A helpline worker is coming to you. It can take a moment."),
    "assigned_again": gettext_lazy(
        "A helpline worker is coming to you again, and can read what you wrote before. It can take a moment."
    ),
    "joined": gettext_lazy("A helpline worker is here now."),
    "counsellor_away": gettext_lazy(
        "The helpline worker lost the connection. We are waiting a moment. You keep your place."
    ),
    "counsellor_back": gettext_lazy("The helpline worker is back."),
    "back_in_queue": gettext_lazy(
        "The helpline worker did not come back. You are in line again, at the place you had. Nothing is lost."
    ),
    "within_reach": gettext_lazy(
        "For a moment we could not reach you. You have your place in line back. "
        "Somebody behind you may have been helped first."
    ),
    "transferred": gettext_lazy("Another helpline worker takes over from here, and has read what you wrote."),
    "left": gettext_lazy("This chat was closed because nothing was heard from you for a while."),
    "ended_by_helpline": gettext_lazy("The helpline has ended this chat."),
    "ended_by_visitor": gettext_lazy("You ended this chat."),
}


def notice(body: str) -> str:
    """A notice in the active language; empty when it is not for visitors. `body` is the notice's JSON."""
    told = json.loads(body)
    code = str(told.get("code", ""))
    if code == "assigned" and told.get("again"):
        code = "assigned_again"
    if code == "last_entry":
        return _last_entry(str(told.get("closes_at", "")))
    if code == "transferred" and (programme := queries.programme_by_slug(str(told.get("programme", "")))):
        return _moved(programme)
    return str(NOTICES.get(code, ""))


def _moved(programme: Programme) -> str:
    return _("You are now talking with %(programme)s. They have read what you wrote.") % {
        "programme": programme.name
    }


def _last_entry(closes_at: str) -> str:
    try:
        moment = datetime.fromisoformat(closes_at)
    except ValueError:
        return _("The chat closes soon. You keep your place as long as it is open.")
    return _("The chat closes at %(time)s. You keep your place until then.") % {
        "time": words.time_in_words(moment)
    }


def place(number: int) -> str:
    """A place in the line in words; 0 is nobody's place."""
    if number <= 0:
        return _("A helpline worker comes to you in a moment.")
    if number == 1:
        return _("You are next.")
    return _("You are number %(place)d in line.") % {"place": number}


def wait(minutes: int | None) -> str:
    """The expected wait in words. None says honestly that it is not known; 0 that somebody is free."""
    if minutes is None:
        return _("We cannot say how long it will take.")
    if minutes == 0:
        return _("Somebody is coming now.")
    return ngettext(
        "It will probably take about %(minutes)d minute.",
        "It will probably take about %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def texts() -> dict[str, object]:
    """Every sentence the live page's script can show; the script holds none of its own."""
    return {
        "notices": {code: str(text) for code, text in NOTICES.items()},
        "moved": {programme.slug: _moved(programme) for programme in queries.programmes()},
        "last_entry": _("The chat closes at {time}. You keep your place until then."),
        "place": {
            "soon": place(0),
            "next": place(1),
            "number": _("You are number {place} in line."),
            "further": _("Somebody who was in line before you is back."),
        },
        "wait": {
            "unknown": wait(None),
            "now": wait(0),
            "one": _("It will probably take about 1 minute."),
            "many": _("It will probably take about {minutes} minutes."),
        },
        "connection": {
            "connecting": _("Connecting …"),
            "offline": _(
                "You are offline. What you write is kept and sent as soon as there is a connection."
            ),
            "broken": _("The connection is gone. We keep trying. What you write is kept and then sent."),
            "moving": _("One moment, we are reconnecting."),
            "signed-out": _("This chat is closed because nothing happened for a while."),
            "not-yours": _("This chat is not open in this browser any more."),
            "reload": _("To the start of the chat"),
        },
        "state": {
            "sending": _("Sending"),
            "waiting": _("Not sent yet"),
            "received": _("Received"),
            "read": _("Read"),
            "refused": _("Not sent"),
        },
        "refused": {
            "ended": _("This message was not sent: the chat has ended."),
            "too_long": _("This message was not sent: it is too long. Please make two of it."),
            "other": _("This message was not sent."),
            "storage": _(
                "Something is wrong on our side. Your message is kept here and sent as soon as it works again."
            ),
        },
        "who": {"own": _("You"), "theirs": _("Helpline"), "notice": ""},
        "code": {
            "made": _("Your code. Write it down, or learn it by heart: we show it only now."),
            "failed": _("No code could be made just now. Please try again."),
        },
    }
