"""What must happen with calls without anybody asking. Safe to run as often as one likes, and in several processes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from helpline.phone import finalising, tally
from helpline.phone.actions import handing, presence
from helpline.phone.models import PhoneLine
from helpline.phone.rules import REDIAL_MINUTES
from helpline.pieces import Pieces


def tick(*, now: datetime | None = None) -> None:
    """End what is silent, count what is over, forget what led nowhere. Asks nothing of the provider.

    Each step is done, whatever became of the others; raises SomeFailed when all is done.
    """
    now = now or timezone.now()
    steps: tuple[Callable[..., object], ...] = (
        presence.sign_off_the_absent,
        handing.expire,
        finalising.end_silent,
        finalising.finalise_due,
        finalising.forget_legs,
        forget_misses,
    )
    round_ = Pieces("phone_step")
    for step in steps:
        with round_.alone():
            step(now=now)
    with round_.alone():
        tally.write()
    round_.tell()


def forget_misses(*, now: datetime) -> None:
    """Forget when the last call was missed, once no call can be a second try any more."""
    old = now - timedelta(minutes=REDIAL_MINUTES + 1)
    PhoneLine.objects.filter(last_missed_at__lte=old).update(last_missed_at=None)
