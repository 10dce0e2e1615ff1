"""What this room does every night: a note that goes with a case can be read as long as the case."""

from datetime import datetime

from helpline.referrals.actions import keep
from helpline.referrals.models import Referral
from helpline.terms import NightlyJob


def keep_notes(now: datetime) -> int:
    """Let the keys of notes live as long as the cases they go with. Idempotent."""
    ids = Referral.objects.filter(case__expires_at__gt=now, data_key__isnull=False)
    return sum(keep(referral_id, now=now) for referral_id in list(ids.values_list("pk", flat=True)))


NIGHTLY = [NightlyJob("referrals", keep_notes)]
