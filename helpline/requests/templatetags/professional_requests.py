"""Template tags with which other rooms place the forms for professionals on their pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone

from helpline.programmes.models import Programme
from helpline.requests import traps
from helpline.requests.forms import form_for
from helpline.requests.kinds import kinds_of

register = template.Library()


@register.inclusion_tag("requests/form_part.html", takes_context=True)
def request_form(context: Mapping[str, Any], programme: Programme, kind: str) -> dict[str, Any]:
    """The form of a kind ("lesson", "materials") with what is kept above it; nothing when it is not offered.

    The page must not be kept in a cache: the form holds the visitor's own token and the moment it was opened.
    """
    if kind not in kinds_of(programme):
        return {}
    return {
        "programme": programme,
        "form": form_for(programme, kind),
        "token": traps.new_token(timezone.now()),
    }


@register.inclusion_tag("requests/links.html")
def request_links(programme: Programme, language: str = "") -> dict[str, Any]:
    """The ways to the forms of a programme; nothing when it takes no requests.

    language: what the forms are asked to speak; empty leaves it to them.
    """
    return {"programme": programme, "kinds": kinds_of(programme), "language": language}
