"""A referral goes along when its contact is put with a case."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from helpline.accounts.models import User
from helpline.cases import gathering
from helpline.cases.models import Case
from helpline.contacts.models import Contact
from helpline.referrals import actions
from helpline.referrals.errors import ReferralError
from helpline.referrals.models import Referral
from helpline.vault.errors import SealBroken


def _locked(contact: Contact, case: Case | None) -> Iterable[Referral]:
    return Referral.objects.select_for_update().filter(contact=contact, case=case).order_by("pk")


def _bring(referral: Referral, case: Case, by: User, now: datetime) -> None:
    with suppress(ReferralError, SealBroken):
        actions.attach(referral=referral, case=case, by=by, now=now)


def _release(referral: Referral, by: User, now: datetime) -> None:
    with suppress(ReferralError, SealBroken):
        actions.detach(referral=referral, by=by, now=now)


def register() -> None:
    """Have referrals go along. Called once, when the apps are ready."""
    gathering.register("referral", gathering.Follower(_locked, _bring, _release))
