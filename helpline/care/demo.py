"""Risk records as the demo shows them: one that waits for a consultation, and one that is under way. Nobody exists."""

import uuid

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.care import actions, policies
from helpline.care.meldcode import Applies
from helpline.care.models import RiskRecord
from helpline.cases.models import Case

_SAID = (
    (
        "acute",
        Applies.YES,
        "Zegt dat iemand thuis dreigt te slaan, en dat het vanavond misgaat. Zit nu op de eigen kamer.",
    ),
    (
        "worry",
        Applies.NO,
        "Slaapt slecht en gaat niet meer naar school sinds de foto rondgaat. Denkt niet aan de dood.",
    ),
)
_ADVICE = "Blijf in gesprek, vraag wie er dichtbij is, en spreek af wanneer jullie elkaar weer spreken."


@transaction.atomic
def create_demo_content() -> None:
    """Put two records with the first cases that have an owner, where there is none yet. May be called again."""
    if RiskRecord.objects.exists():
        return
    cases = (
        Case.objects.filter(owner__isnull=False)
        .select_related("programme", "owner")
        .order_by("opened_on_date", "pk")
    )
    for case, (level, applies, said) in zip(cases[:2], _SAID, strict=False):
        assert case.owner is not None
        record = actions.open_record(
            level=level, said=said, applies=applies, number=uuid.uuid4(), case=case, by=case.owner
        )
        lead = _lead(record)
        if level != "acute" and lead is not None:
            actions.consult(record=record, advice=_ADVICE, number=uuid.uuid4(), by=lead, now=timezone.now())


def _lead(record: RiskRecord) -> User | None:
    people = User.objects.filter(is_active=True).order_by("pk")
    return next((person for person in people if policies.may_be_consulted(person, record)), None)
