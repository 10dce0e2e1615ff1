"""A risk record goes along when its contact is put with a case: a colleague who opens the case sees it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from helpline.accounts.models import User
from helpline.care import actions
from helpline.care.errors import CareError
from helpline.care.models import RiskRecord
from helpline.cases import gathering
from helpline.cases.models import Case
from helpline.contacts.models import Contact
from helpline.vault.errors import SealBroken


def _locked(contact: Contact, case: Case | None) -> Iterable[RiskRecord]:
    return RiskRecord.objects.select_for_update().filter(contact=contact, case=case).order_by("pk")


def _bring(record: RiskRecord, case: Case, by: User, now: datetime) -> None:
    with suppress(CareError, SealBroken):
        actions.attach(record=record, case=case, by=by, now=now)


def _release(record: RiskRecord, by: User, now: datetime) -> None:
    with suppress(CareError, SealBroken):
        actions.detach(record=record, by=by, now=now)


def register() -> None:
    """Have records go along. Called once, when the apps are ready."""
    gathering.register("risk", gathering.Follower(_locked, _bring, _release))
