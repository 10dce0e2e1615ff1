"""Referrals as the demo shows them: one whose outcome is not known yet, and one that worked. Nobody exists."""

import uuid

from django.db import transaction

from helpline.cases.models import Case
from helpline.referrals import actions
from helpline.referrals.errors import NoSuchOrganisation
from helpline.referrals.models import Referral

_MADE = (
    ("csg", "", "Belt zelf. Vindt de eerste keer spannend en wil graag met een vrouw praten."),
    ("veilig-thuis", "made_contact", ""),
)


@transaction.atomic
def create_demo_content() -> None:
    """Put two referrals with the first cases that have an owner, where there is none yet. May be called again."""
    if Referral.objects.exists():
        return
    cases = (
        Case.objects.filter(owner__isnull=False)
        .select_related("programme", "owner")
        .order_by("opened_on_date", "pk")
    )
    for case, (organisation, outcome, note) in zip(cases[:2], _MADE, strict=False):
        assert case.owner is not None
        try:
            referral = actions.refer(
                organisation=organisation,
                number=uuid.uuid4(),
                by=case.owner,
                case=case,
                note=note,
                agreed=bool(note),
            )
        except NoSuchOrganisation:
            continue
        if outcome:
            actions.tell_outcome(referral=referral, outcome=outcome, by=case.owner)
