"""Known browsers: so that somebody who guesses never stands in the way of the owner at their own desk."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from helpline import cookies
from helpline.accounts.models import KnownBrowser, User

KEPT = timedelta(days=90)
#: one browser may be known to several colleagues who share a desk; one person uses a handful of browsers
MOST_PER_PERSON = 20


def held_by(request: HttpRequest) -> str:
    """The token of this browser, or nothing."""
    return request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")


def known(request: HttpRequest, *, email: str, now: datetime) -> KnownBrowser | None:
    """The row by which this browser is known to the owner of this address."""
    token = held_by(request)
    return KnownBrowser.objects.filter(
        user__email=email.strip().lower(), token_hash=_hash(token), expires_at__gt=now
    ).first()


@transaction.atomic
def remember(request: HttpRequest, response: HttpResponse, *, user: User, now: datetime) -> None:
    """This person gave both factors here. The browser gets a new token; colleagues who share it stay known."""
    old, new = _hash(held_by(request)), secrets.token_urlsafe(32)
    expires_at = now + KEPT
    KnownBrowser.objects.filter(token_hash=old).update(token_hash=_hash(new))
    KnownBrowser.objects.update_or_create(
        user=user, token_hash=_hash(new), defaults={"expires_at": expires_at}
    )
    surplus = KnownBrowser.objects.filter(user=user).order_by("-expires_at").values_list("pk", flat=True)
    KnownBrowser.objects.filter(pk__in=list(surplus[MOST_PER_PERSON:])).delete()
    cookies.give(response, settings.BROWSER_COOKIE_NAME, new, kept_for=KEPT)


def forget(*, user: User, keep_token: str = "") -> None:
    """Forget this person's browsers, but the one with this cookie."""
    KnownBrowser.objects.filter(user=user).exclude(token_hash=_hash(keep_token)).delete()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
