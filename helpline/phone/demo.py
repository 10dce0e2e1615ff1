"""The phone as the demo shows it: lines with numbers that nobody has, open day and night, and desks to ask in."""

from django.db import transaction

from helpline.phone.models import OutsideDesk, PhoneLine
from helpline.programmes.demo import open_day_and_night
from helpline.programmes.models import Channel, Programme

#: names of the field, numbers of nobody: the simulator picks up
_DESKS = (
    ("Veilig Thuis", "+31850000011"),
    ("113", "+31850000012"),
    ("Slachtofferhulp Nederland", "+31850000013"),
)


@transaction.atomic
def create_demo_content() -> None:
    """Give each programme a line, hours and desks, where it has none. May be called again."""
    for at, programme in enumerate(Programme.objects.order_by("order", "slug"), start=1):
        line, _made = PhoneLine.objects.get_or_create(programme=programme)
        if not line.number:
            line.number = f"+3185000000{at}"
            line.save(update_fields=["number"])
        if not programme.phone_number:
            programme.phone_number = f"085 000 00 0{at}"
            programme.save(update_fields=["phone_number"])
        for order, (name, number) in enumerate(_DESKS):
            OutsideDesk.objects.get_or_create(
                programme=programme, name=name, defaults={"number": number, "order": order}
            )
    open_day_and_night(Channel.PHONE)
