"""What this room clears away every night."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from helpline.accounts import refusals, sessions, throttling
from helpline.accounts.models import Invitation, KnownBrowser
from helpline.terms import NightlyJob


def clear(now: datetime) -> None:
    """Sessions past a limit, used and stale links, browsers not seen for long, old tries and refusals. Idempotent."""
    sessions.end_all(sessions.over(now), by=None, now=now)
    SessionStore.get_model_class().objects.filter(expire_date__lt=now).delete()
    Invitation.objects.filter(expires_at__lte=now).delete()
    KnownBrowser.objects.filter(expires_at__lte=now).delete()
    throttling.sweep(now=now)
    refusals.sweep(now=now)


NIGHTLY = [NightlyJob("accounts", clear)]
