"""What is said on the phone, in the caller's language. Sentences that managers may change are the programme's texts.

A moment is worded for the ear: "negen uur dertig", not "9.30".
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpline.phone import locks
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

#: what is said where a programme has no sentence of its own
OURS: Mapping[str, Promise] = {
    "phone_danger": gettext_lazy("Are you in danger right now? Hang up and call 1 1 2."),
    "phone_welcome": gettext_lazy("You do not have to say who you are. We do not keep your number."),
    "phone_closed": gettext_lazy("We do not answer the phone right now."),
    "phone_nobody": gettext_lazy("Nobody is free to talk with you right now. Please try again later."),
    "phone_full": gettext_lazy("Many people are waiting right now. Please try again in a while."),
    "phone_wait": gettext_lazy("Somebody will be with you soon. You can always hang up."),
    "phone_wait_limit": gettext_lazy("Waiting takes too long today. We are sorry. Please call again later."),
    "phone_goodbye": gettext_lazy("Thank you for calling. You can always call again."),
    "phone_trouble": gettext_lazy(
        "Something is going wrong on our side. It has nothing to do with you. Please call again in a few minutes."
    ),
}


def languages_of(programme: Programme) -> list[str]:
    """The languages in which we speak on this line: Dutch first."""
    found = [language for language in ("nl", "en") if language in programme.languages]
    return found or ["nl"]


def text(programme: Programme, key: str, language: str) -> str:
    """A sentence of the programme; one of ours where it has none: nobody hears silence and then a hung-up line."""
    return queries.text(programme, key, language) or ours(key, language)


def refusal(programme: Programme, plan: Plan, language: str) -> str:
    """Why nobody can be let in; of a line that a shift lead closed, what the lead wrote."""
    line = locks.line_of(programme)
    if plan is Plan.OVERLOAD and line.overload:
        written = line.overload_text_en if language == "en" else line.overload_text_nl
        if written:
            return written
    return text(programme, REFUSALS[plan], language)


def ours(key: str, language: str) -> str:
    """A sentence of ours, whatever the programme says; asks nothing of the database."""
    with translation.override(language):
        return str(OURS.get(key, ""))


def danger(programme: Programme, language: str) -> str:
    """What comes first, always: the emergency number. Said also when somebody emptied the programme's text."""
    return text(programme, "phone_danger", language)


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


def hold(language: str) -> str:
    with translation.override(language):
        return _("One moment, please. You stay connected.")


def press_to_take(language: str) -> str:
    """Said on a counsellor's desk phone, and a therapist's, so that a voicemail takes no caller."""
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
    """The other doors that are open now, a sentence each; then when the phone opens. Never a way that is not there."""
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
        return _("today, at %(time)s") % at
    if there.date() == here.date() + DAY:
        return _("tomorrow, at %(time)s") % at
    return _("on %(day)s, at %(time)s") % {"day": date_format(there, "l j F"), **at}


def _clock(there: datetime) -> str:
    if there.minute == 0:
        return _("%(hour)d o'clock") % {"hour": there.hour}
    return _("%(hour)d %(minute)02d") % {"hour": there.hour, "minute": there.minute}
