"""What this room does every night."""

from datetime import datetime

from helpline.requests.actions import forget_hours
from helpline.requests.notices import tell_of_the_rest
from helpline.terms import NightlyJob


def tidy(now: datetime) -> None:
    """Forget the hours, and mail the office about requests that no mail has told of. Idempotent."""
    forget_hours(now=now)
    tell_of_the_rest(now=now)


NIGHTLY = [NightlyJob("requests", tidy)]
