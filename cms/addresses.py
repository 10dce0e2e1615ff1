"""Languages in addresses: Dutch pages without a prefix, English ones below /en/.

The rooms (chat and others) have one address each and take their language from a choice (cms.language). So a link
from an English page to a room makes that choice on the way in, and a reader of pages gets no cookie.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import LocalePrefixPattern, URLPattern, URLResolver
from django.utils import translation

from cms.language import PARAMETER, chosen


def language_of(path: str) -> str:
    """The language that a path names, or the house's own."""
    first = path.lstrip("/").partition("/")[0]
    others = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return first if first in others else settings.LANGUAGE_CODE


class PagePrefix(LocalePrefixPattern):
    """A prefix for every language but the house's own. Unlike Django's it finds a page whatever language is active."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=False)

    @property
    def language_prefix(self) -> str:
        """What the address of a page begins with in the active language."""
        active = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return "" if active == settings.LANGUAGE_CODE else f"{active}/"

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        language = language_of(path)
        prefix = "" if language == settings.LANGUAGE_CODE else f"{language}/"
        return (path[len(prefix) :], (), {}) if path.startswith(prefix) else None


def below_languages(patterns: Sequence[URLPattern | URLResolver]) -> URLResolver:
    """These patterns, at their address in every language."""
    return URLResolver(PagePrefix(), list(patterns))


def door_language(request: HttpRequest, language: str) -> str:
    """What a link from a page in `language` to a room must ask for; empty when the room would speak it anyway."""
    return "" if chosen(request) == language else language


def in_language(address: str, language: str) -> str:
    """The address of a room, with the language it is to speak; empty leaves it as it is, and so does a phone number."""
    if not language or address.startswith("tel:"):
        return address
    return f"{address}{'&' if '?' in address else '?'}{PARAMETER}={language}"
