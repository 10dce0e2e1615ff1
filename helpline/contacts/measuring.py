"""How long calls took and how long callers waited: sums over all contacts within their term, for planning."""

from datetime import timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum

from figures.planning.measured import Measured
from helpline.contacts.models import Contact
from helpline.contacts.states import Outcome
from helpline.programmes.models import Channel

#: longer calls are forgotten ones: nobody pressed the end
_LONGEST = timedelta(hours=4)


def calls(programme: str) -> Measured:
    """The phone calls of a programme that are still within their term, training left out."""
    talked = ExpressionWrapper(F("ended_at") - F("answered_at"), output_field=DurationField())
    helped = ExpressionWrapper(F("answered_at") - F("arrived_at"), output_field=DurationField())
    left = ExpressionWrapper(F("ended_at") - F("arrived_at"), output_field=DurationField())
    rows = Contact.objects.filter(
        programme__slug=programme,
        channel=Channel.PHONE,
        training=False,
        ended_at__isnull=False,
        # entered afterwards: nobody knows how long it took
        after_the_fact=False,
    )
    was_answered = Q(answered_at__isnull=False)
    gave_up = Q(answered_at__isnull=True, outcome__in=[Outcome.LEFT_WAITING, Outcome.WAIT_LIMIT])
    found = rows.filter(ended_at__lte=F("arrived_at") + _LONGEST).aggregate(
        calls=Count("pk", filter=was_answered),
        talked=Sum(talked, filter=was_answered),
        helped=Sum(helped, filter=was_answered),
        gave_up=Count("pk", filter=Q(answered_at__isnull=True, outcome=Outcome.LEFT_WAITING)),
        left=Sum(left, filter=gave_up),
    )
    return Measured(
        calls=found["calls"],
        talked=_minutes(found["talked"]),
        gave_up=found["gave_up"],
        waited=_minutes(found["helped"]) + _minutes(found["left"]),
    )


def _minutes(total: timedelta | None) -> float:
    return total / timedelta(minutes=1) if total is not None else 0.0
