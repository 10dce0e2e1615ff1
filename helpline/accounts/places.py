"""Where a member of staff can go: one list, for the bar above every page and for the page at the start.

In the order of the bar: what somebody who answers people opens most comes first. A room that is not there has no
address, and so no place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from helpline.accounts.models import User
from helpline.accounts.roles import TECHNICAL_PERMISSIONS, Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go, for who holds any of the permissions.

    label: one word or two, as the bar has it. icon: its name in the sprite; "" for what is not in the bar, but only on
    the page at the start. hint: a line about what one does there.
    """

    url_name: str
    label: "_StrPromise"
    icon: str
    hint: "_StrPromise"
    permissions: tuple[str, ...]


PLACES = (
    Place(
        "desk:home",
        _("Chats"),
        "message-circle",
        _("The desk: chats, calls, and the registration of contacts"),
        (Permission.CHAT_ANSWER, Permission.CHAT_LEAD),
    ),
    Place(
        "mail_staff:list",
        _("Post"),
        "mail",
        _("Letters from the website and from mailboxes"),
        (Permission.POST_ANSWER, Permission.POST_LEAD),
    ),
    Place(
        "contacts:list",
        _("Contacts"),
        "file-text",
        _("Every contact: what waits to be registered, and what was"),
        (Permission.CONTACT_REGISTER, Permission.CONTACT_CORRECT),
    ),
    Place(
        "cases:list",
        _("Cases"),
        "history",
        _("People who come back, under an alias: notes, tasks, and what was agreed"),
        (Permission.CASES_WORK, Permission.CASES_LEAD),
    ),
    Place(
        "desk:shift",
        _("Shift"),
        "users",
        _("Who waits, who is there, what asks for an eye"),
        (Permission.CHAT_LEAD,),
    ),
    Place(
        "care:list",
        _("Risk"),
        "shield",
        _("Somebody may be at risk: what is open, and who was consulted"),
        (Permission.CASES_WORK, Permission.RISK_LEAD),
    ),
    Place(
        "referrals:list",
        _("Referrals"),
        "arrow-right-left",
        _("To whom was referred, and what came of it"),
        (Permission.REFERRALS_MAKE,),
    ),
    Place(
        "appointments_staff:free",
        _("Appointments"),
        "calendar",
        _("Appointments of anonymous people with a therapist"),
        (Permission.APPOINTMENTS_BOOK,),
    ),
    Place(
        "appointments_staff:mine",
        _("My hours"),
        "calendar",
        _("Publish hours, and tell what became of them"),
        (Permission.SLOTS_OWN,),
    ),
    Place(
        "groups:list",
        _("Peer groups"),
        "users",
        _("Meetings, and who takes part"),
        (Permission.GROUPS_RUN,),
    ),
    Place(
        "team:choose",
        _("Team"),
        "message-circle",
        _("What colleagues tell each other: handing over, questions, news"),
        (Permission.CHAT_ANSWER, Permission.PHONE_ANSWER, Permission.POST_ANSWER, Permission.CHAT_LEAD),
    ),
    Place(
        "desk:figures",
        _("Figures"),
        "list",
        _("The figures of this month so far"),
        (Permission.FIGURES_VIEW,),
    ),
    Place(
        "selfhelp_staff:visits",
        _("Self-help"),
        "book-open",
        _("How often each module is read"),
        (Permission.FIGURES_VIEW,),
    ),
    Place(
        "figures:agreement",
        _("Contacts and figures"),
        "",
        _("Whether every contact is counted as it was registered"),
        (Permission.FIGURES_VIEW, Permission.SYSTEM_MANAGE),
    ),
    Place(
        "requests_staff:list",
        _("Requests"),
        "hand",
        _("Guest lessons and materials that professionals ask for"),
        (Permission.REQUESTS_HANDLE,),
    ),
    Place(
        "programmes:choose",
        _("Opening hours"),
        "clock",
        _("When visitors can come, closed days, languages"),
        (Permission.HOURS_EDIT,),
    ),
    Place(
        "appointments_staff:set_up",
        _("Appointments: on or off"),
        "",
        _("Whether a programme makes appointments with therapists"),
        (Permission.HOURS_EDIT,),
    ),
    Place(
        "accounts:people",
        _("People"),
        "users",
        _("Invite people, change roles"),
        (Permission.PEOPLE_MANAGE,),
    ),
    Place(
        "watch:promises",
        _("Promises"),
        "shield",
        _("Whether what we promise visitors is kept, and what to do where it is not"),
        (Permission.SYSTEM_MANAGE,),
    ),
    Place(
        "retention:overview",
        _("Kept and erased"),
        "",
        _("How long everything is kept, and what goes when"),
        (Permission.SYSTEM_MANAGE, Permission.CASES_LEAD),
    ),
    Place(
        "wagtailadmin_home",
        _("Pages"),
        "book-open",
        _("Write and publish pages"),
        (Permission.CONTENT_EDIT,),
    ),
    Place("admin:index", _("Set-up"), "settings", _("Code lists and texts"), TECHNICAL_PERMISSIONS),
)


def places_of(user: User) -> Iterator[tuple[Place, str]]:
    """The places that this person may open, each with its address, in order."""
    for place in PLACES:
        if not any(user.can(permission) for permission in place.permissions):
            continue
        try:
            yield place, reverse(place.url_name)
        except NoReverseMatch:
            continue  # this room is not there
