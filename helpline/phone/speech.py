"""What is said on the phone, in the language of the caller. Sentences that managers may change are the programme's texts.

A moment is worded for the ear: "negen uur dertig", not "9.30".
"""

from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpline.phone.evidence import Plan
from helpline.programmes import doors, queries
from helpline.programmes.hours import AMSTERDAM, DAY
from helpline.programmes.models import Channel, Programme

#: the programme's text for each plan that lets nobody in
REFUSALS = {
    Plan.CLOSED: "phone_closed",
    Plan.NOBODY_ON_DUTY: "phone_nobody",
    Plan.OVERLOAD: "phone_full",
}


def languages_of(programme: Programme) -> list[str]:
    """The languages in which we speak on this line: Dutch first."""
    found = [language for language in ("nl", "en") if language in programme.languages]
    return found or ["nl"]


def text(programme: Programme, key: str, language: str) -> str:
    """A sentence of the programme; empty when it has none."""
    return queries.text(programme, key, language)


def danger(programme: Programme, language: str) -> str:
    """What comes first, always: the emergency number. Said also when somebody emptied the programme's text."""
    with translation.override(language):
        own = text(programme, "phone_danger", language)
        return own or _("Are you in danger right now? Hang up and call 1 1 2.")


def keys(*, tried_before: bool, language: str) -> list[str]:
    """The keys a caller may press before waiting; nobody has to."""
    with translation.override(language):
        found = []
        if tried_before:
            found.append(_("Did you try to call us before today? Then press 1."))
        found.append(_("Do you have a number code from us? Then press 3."))
        found.append(_("Or just stay on the line."))
        return found


def other_language() -> str:
    """How to hear English: said in English, whatever was spoken before."""
    with translation.override("en"):
        return _("For English, press 2.")


def key_in_code(language: str) -> str:
    with translation.override(language):
        return _("Key in the ten digits of your code.")


def code_unknown(language: str) -> str:
    with translation.override(language):
        return _("We do not know this code. Try it once more, or wait: then we go on without it.")


def code_known(language: str) -> str:
    with translation.override(language):
        return _("Thank you. We know what this is about.")


def place(number: int, language: str) -> str:
    """The place of somebody who waits."""
    with translation.override(language):
        if number <= 1:
            return _("You are next.")
        return ngettext(
            "There is %(n)d person before you.", "There are %(n)d people before you.", number - 1
        ) % {"n": number - 1}


def connecting(language: str) -> str:
    with translation.override(language):
        return _("Somebody is there now.")


def press_to_take(language: str) -> str:
    """Said on a counsellor's desk phone, so that a voicemail takes no caller."""
    with translation.override(language):
        return _("Somebody is waiting. Press 1 to take the call.")


def when_open(programme: Programme, language: str, now: datetime) -> str:
    """When the phone opens again; empty when nobody knows, or while it is open."""
    if queries.admits(programme, Channel.PHONE, now):
        return ""
    opens = queries.next_opening(programme, Channel.PHONE, now)
    if opens is None:
        return ""
    with translation.override(language):
        return _("You can call us again %(when)s.") % {"when": moment(opens, now)}


def ways_on(programme: Programme, language: str, now: datetime) -> list[str]:
    """The other doors that are open now, one sentence each; then when the phone opens. Never a way that is not there."""
    with translation.override(language):
        sentences = {
            Channel.CHAT: _("You can chat with us on our website. The chat is open now."),
            Channel.ADVICE: _(
                "On our website you can answer a few questions and get advice right away, day and night."
            ),
            Channel.POST: _("You can write to us on our website, day and night. You get an answer there."),
        }
        open_now = [
            sentences[Channel(door.channel)]
            for door, state in doors.doors(programme, now)
            if state.open and door.channel in sentences
        ]
    return [*open_now, when_open(programme, language, now)]


def moment(when: datetime, now: datetime) -> str:
    """A moment for the ear, in the active language: "today at 4 o'clock", "on Monday 3 November at 9 30"."""
    there, here = when.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM)
    at = {"time": _clock(there)}
    if there.date() == here.date():
        return _("today at %(time)s") % at
    if there.date() == here.date() + DAY:
        return _("tomorrow at %(time)s") % at
    return _("on %(day)s at %(time)s") % {"day": date_format(there, "l j F"), **at}


def _clock(there: datetime) -> str:
    if there.minute == 0:
        return _("%(hour)d o'clock") % {"hour": there.hour}
    return _("%(hour)d %(minute)02d") % {"hour": there.hour, "minute": there.minute}
