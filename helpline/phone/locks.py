"""Locks, always taken in one order: the call, then the line of its programme. A call that is made is nobody else's."""

from django.db.models import QuerySet

from helpline.phone.models import Call, PhoneLine
from helpline.programmes.models import Programme


def line_of(programme: Programme) -> PhoneLine:
    """The phone line of a programme as it stands; one that was never set up has no number."""
    return PhoneLine.objects.filter(programme=programme).first() or PhoneLine(programme=programme)


def lock_line(programme_id: int) -> PhoneLine:
    """Hold the line of a programme until the transaction ends."""
    PhoneLine.objects.get_or_create(programme_id=programme_id)
    return PhoneLine.objects.select_for_update().get(programme_id=programme_id)


def lock_call(sid: str) -> Call | None:
    """Hold a call until the transaction ends; None when there is none of that name."""
    return _locked().filter(sid=sid).first()


def lock_call_by_id(call: Call) -> Call | None:
    """Hold a call that was read before until the transaction ends; None when it was counted meanwhile."""
    return _locked().filter(pk=call.pk).first()


def _locked() -> QuerySet[Call]:
    return Call.objects.select_for_update(of=("self",), no_key=True).select_related(
        "programme", "counsellor", "contact"
    )
