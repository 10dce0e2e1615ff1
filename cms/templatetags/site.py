"""Template tags of the shared look: icons and the staff's main navigation."""

from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from helpline.accounts.places import places_of

register = template.Library()


#: how many places stand in the bar for who may enter more; the others are one press away
IN_THE_BAR = 5


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
        for place, address in places_of(user):
            if place.icon:
                current = request.path == address or (
                    place.url_name != "desk:home" and request.path.startswith(address)
                )
                items.append({"url": address, "label": place.label, "icon": place.icon, "current": current})
    fits = len(items) <= IN_THE_BAR + 1
    rest = [] if fits else items[IN_THE_BAR:]
    return {
        "items": items if fits else items[:IN_THE_BAR],
        "rest": rest,
        "rest_is_current": any(item["current"] for item in rest),
    }
