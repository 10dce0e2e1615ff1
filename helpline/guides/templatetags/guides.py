"""Template tags of the guides: the way to the help of this page, and the words of a line."""

import re
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from helpline.accounts.models import User
from helpline.guides.fitting import section_for
from helpline.guides.writing import Span

register = template.Library()
_FILLED_IN = re.compile(r"\{[a-z_]+\}|%\([a-z_]+\)s")


@register.simple_tag(takes_context=True)
def help_address(context: dict[str, Any]) -> str:
    """Where "Help" leads on this page: the section that fits it, or the contents."""
    request: HttpRequest | None = context.get("request")
    match, user = getattr(request, "resolver_match", None), getattr(request, "user", None)
    section = section_for(match.view_name, user) if match is not None and isinstance(user, User) else ""
    return address_of(section)


def address_of(section: str) -> str:
    """The address of “guide#section” or “guide”; of "" that of the contents."""
    if not section:
        return reverse("guides:contents")
    key, mark, part = section.partition("#")
    return f"{reverse('guides:show', args=[key])}{mark}{part}"


@register.filter
def shown(span: Span) -> str:
    """The words of a span. A word of the screen stands as the reader's screen has it, with … for what is filled in."""
    if span.kind != "word":
        return span.text
    words = pgettext(span.target, span.text) if span.target else gettext(span.text)
    return _FILLED_IN.sub("…", words)


@register.filter
def leads_to(span: Span) -> str:
    """The address that a span leads to."""
    return address_of(span.target) if span.kind == "section" else reverse(span.target)
