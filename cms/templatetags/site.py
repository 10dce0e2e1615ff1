"""Template tags of the shared look: icons and the staff's main navigation."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the staff's main navigation. It is shown when its room is built and the person may enter."""

    name: str
    label: Promise
    icon: str
    permissions: tuple[str, ...]


#: how many places stand in the bar for who may enter more; the others are one press away
IN_THE_BAR = 5

PLACES = (
    Place("desk:home", _("Chats"), "message-circle", ("chat.answer", "chat.lead")),
    Place("mail_staff:list", _("Post"), "mail", ("post.answer", "post.lead")),
    Place("contacts:list", _("Contacts"), "file-text", ("contact.register", "contact.correct")),
    Place("cases:list", _("Cases"), "history", ("cases.work", "cases.lead")),
    Place("desk:shift", _("Shift"), "users", ("chat.lead",)),
    Place("care:list", _("Risk"), "shield", ("cases.work", "risk.lead")),
    Place("referrals:list", _("Referrals"), "arrow-right-left", ("referrals.make",)),
    Place("appointments_staff:free", _("Appointments"), "calendar", ("appointments.book",)),
    Place("appointments_staff:mine", _("My hours"), "calendar", ("slots.own",)),
    Place("groups:list", _("Peer groups"), "users", ("groups.run",)),
    Place(
        "team:choose",
        _("Team"),
        "message-circle",
        ("chat.answer", "phone.answer", "post.answer", "chat.lead"),
    ),
    Place("desk:figures", _("Figures"), "list", ("figures.view",)),
    Place("selfhelp_staff:visits", _("Self-help"), "book-open", ("figures.view",)),
    Place("requests_staff:list", _("Requests"), "hand", ("requests.handle",)),
    Place("programmes:choose", _("Opening hours"), "clock", ("hours.edit",)),
    Place("accounts:people", _("People"), "users", ("people.manage",)),
    Place("watch:promises", _("Promises"), "shield", ("system.manage",)),
    Place("wagtailadmin_home", _("Pages"), "book-open", ("content.edit",)),
    Place(
        "admin:index", _("Set-up"), "settings", ("hours.edit", "codes.edit", "texts.edit", "system.manage")
    ),
)


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: words stand beside it.

    Made here and not by a template of its own: a list draws a hundred of them.
    """
    classes = f"icon {extra}" if extra else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    return static("site/icons/sprite.svg")


@register.simple_tag
def staff_home() -> str:
    """Where the name in the staff's bar leads."""
    return _address("desk:home") or _address("accounts:landing") or "/staff/"


@register.inclusion_tag("accounts/staff_nav.html", takes_context=True)
def staff_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The places this member of staff may enter."""
    request: HttpRequest | None = context.get("request")
    # the door looked this person's roles up already; `request.user` would ask for them again
    signed_in = getattr(request, "staff_session", None)
    user = signed_in.user if signed_in is not None else getattr(request, "user", None)
    items = []
    if request is not None and user is not None and user.is_authenticated:
        for place in PLACES:
            address = _address(place.name)
            if address and any(user.can(permission) for permission in place.permissions):
                current = request.path == address or (
                    place.name != "desk:home" and request.path.startswith(address)
                )
                items.append({"url": address, "label": place.label, "icon": place.icon, "current": current})
    fits = len(items) <= IN_THE_BAR + 1
    rest = [] if fits else items[IN_THE_BAR:]
    return {
        "items": items if fits else items[:IN_THE_BAR],
        "rest": rest,
        "rest_is_current": any(item["current"] for item in rest),
    }
