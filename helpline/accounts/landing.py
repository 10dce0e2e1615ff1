"""The page that lists what a person may open: the start for those who have no desk."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpline.accounts.models import User
from helpline.accounts.roles import TECHNICAL_PERMISSIONS, Permission


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go, for who holds any of the permissions. Shown only when its address exists."""

    url_name: str
    label: str | Promise
    hint: str | Promise
    permissions: tuple[str, ...]
    url: str = ""


PLACES = (
    Place(
        "desk:home",
        _("Desk"),
        _("Chats, and the registration of contacts"),
        (Permission.CHAT_ANSWER, Permission.CHAT_LEAD),
    ),
    Place(
        "desk:shift",
        _("The shift"),
        _("Who waits, who is there, what asks for an eye"),
        (Permission.CHAT_LEAD,),
    ),
    Place(
        "cases:list",
        _("Cases"),
        _("People who come back, under an alias: notes, tasks, and what was agreed"),
        (Permission.CASES_WORK, Permission.CASES_LEAD),
    ),
    Place(
        "care:list",
        _("Risk records"),
        _("Somebody may be at risk: what is open, and who was consulted"),
        (Permission.CASES_WORK, Permission.RISK_LEAD),
    ),
    Place(
        "referrals:list",
        _("Referrals"),
        _("To whom was referred, and what came of it"),
        (Permission.REFERRALS_MAKE,),
    ),
    Place(
        "mail_staff:list",
        _("Post"),
        _("Letters from the website and from mailboxes"),
        (Permission.POST_ANSWER, Permission.POST_LEAD),
    ),
    Place(
        "appointments_staff:free",
        _("Appointments"),
        _("Appointments of anonymous people with a therapist"),
        (Permission.APPOINTMENTS_BOOK,),
    ),
    Place(
        "appointments_staff:mine",
        _("My hours"),
        _("Publish hours, and tell what became of them"),
        (Permission.SLOTS_OWN,),
    ),
    Place("groups:list", _("Peer groups"), _("Meetings, and who takes part"), (Permission.GROUPS_RUN,)),
    Place(
        "appointments_staff:set_up",
        _("Appointments: on or off"),
        _("Whether a programme makes appointments with therapists"),
        (Permission.HOURS_EDIT,),
    ),
    Place("desk:figures", _("Figures"), _("The figures of this month so far"), (Permission.FIGURES_VIEW,)),
    Place(
        "figures:agreement",
        _("Contacts and figures"),
        _("Whether every contact is counted as it was registered"),
        (Permission.FIGURES_VIEW, Permission.SYSTEM_MANAGE),
    ),
    Place(
        "requests_staff:list",
        _("Requests"),
        _("Guest lessons and materials that professionals ask for"),
        (Permission.REQUESTS_HANDLE,),
    ),
    Place("wagtailadmin_home", _("Pages"), _("Write and publish pages"), (Permission.CONTENT_EDIT,)),
    Place("accounts:people", _("People"), _("Invite people, change roles"), (Permission.PEOPLE_MANAGE,)),
    Place(
        "programmes:choose",
        _("Opening hours"),
        _("When visitors can come, closed days, languages"),
        (Permission.HOURS_EDIT,),
    ),
    Place(
        "retention:overview",
        _("Kept and erased"),
        _("How long everything is kept, and what goes when"),
        (Permission.SYSTEM_MANAGE, Permission.CASES_LEAD),
    ),
    Place("admin:index", _("Set-up"), _("Code lists and texts"), TECHNICAL_PERMISSIONS),
)


def places_of(user: User) -> list[Place]:
    """The places this person may open, in order."""
    found = []
    for place in PLACES:
        if not any(user.can(permission) for permission in place.permissions):
            continue
        try:
            url = reverse(place.url_name)
        except NoReverseMatch:
            continue  # this room is not there
        found.append(Place(place.url_name, place.label, place.hint, place.permissions, url))
    return found
