"""A visit to one's letters: the only thing that ties a browser to a correspondence.

One cookie for each programme, which ends with the browser's window and with half an hour of silence; the server checks.
Until its reader says that the words are written down it also carries the return code, so that the page that shows them
can be loaded again; nobody but this server can read the cookie, and the server keeps only the code's hash.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from chat import tokens
from helpline import cookies
from helpline.mail import terms
from helpline.mail.models import Correspondence

_PURPOSE = "post visit"
#: signs of life are written at most this often
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser's open correspondence. code: the words, while they are still to be written down."""

    correspondence: Correspondence
    code: str = ""


def cookie_name(slug: str) -> str:
    """The cookie of a visit to one's letters to this programme."""
    return cookies.of_programme(settings.LETTERS_COOKIE_NAME, slug)


def start(response: HttpResponseBase, correspondence: Correspondence, *, code: str = "") -> None:
    """Tie the browser that gets this response to a correspondence."""
    content = json.dumps([correspondence.pk.hex, correspondence.epoch, code]).encode()
    cookies.give(response, cookie_name(correspondence.programme.slug), tokens.make(_PURPOSE, content))


def current(request: HttpRequest, slug: str, *, now: datetime | None = None) -> Visit | None:
    """This browser's visit, and a sign of life of it; None when there is none, or none any more."""
    at = now or timezone.now()
    visit = find(request, slug, now=at)
    if visit is None or visit.correspondence.programme.slug != slug:
        return None
    seen_at = visit.correspondence.visitor_seen_at
    if seen_at is None or at - seen_at > _TOUCH:
        Correspondence.objects.filter(pk=visit.correspondence.pk, epoch=visit.correspondence.epoch).update(
            visitor_seen_at=at
        )
        visit.correspondence.visitor_seen_at = at
    return visit


def find(request: HttpRequest, slug: str, *, now: datetime | None = None) -> Visit | None:
    """The same without a sign of life, for who closes the letters."""
    return _find(request.COOKIES.get(cookie_name(slug), ""), at=now or timezone.now())


def all_of(request: HttpRequest) -> list[Visit]:
    """The visits to letters of every programme, for who goes."""
    at = timezone.now()
    found = (
        _find(value, at=at) for value in cookies.of_all_programmes(request, settings.LETTERS_COOKIE_NAME)
    )
    return [visit for visit in found if visit is not None]


def _find(value: str, *, at: datetime) -> Visit | None:
    content = tokens.read(_PURPOSE, value) if value else None
    if content is None:
        return None
    number, epoch, code = json.loads(content)
    found = (
        Correspondence.objects.select_related("programme")
        .filter(pk=UUID(hex=number), epoch=epoch, expires_at__gt=at)
        .first()
    )
    if found is None or found.visitor_seen_at is None or at - found.visitor_seen_at >= terms.VISIT:
        return None
    return Visit(found, code)


def end(response: HttpResponseBase, slug: str) -> None:
    """Let the browser forget the visit."""
    cookies.take_back(response, cookie_name(slug))
