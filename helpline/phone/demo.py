"""What the phone shows in the demo: a number for each line, open day and night, and desks that may join a call."""

from datetime import time

from helpline.audit import actions as audit
from helpline.phone.models import OutsideDesk, PhoneLine
from helpline.programmes import queries
from helpline.programmes.actions import remove_row, save_row
from helpline.programmes.data import read_programmes
from helpline.programmes.models import Channel, OpeningHours, Programme

#: in the demo only the simulator is called: these ring nowhere
NUMBERS = {"helpwanted": ("0800-0990001", "+318000990001"), "stopitnow": ("0800-0990002", "+318000990002")}
DESKS = (("Slachtofferhulp (voorbeeld)", "+31850990003"), ("Politie (voorbeeld)", "+31850990004"))


def create_demo_content() -> None:
    """Give each programme of the demo its phone. May be called again; what was changed meanwhile stays."""
    for programme in Programme.objects.filter(slug__in=NUMBERS).order_by("order", "slug"):
        shown, own = NUMBERS[programme.slug]
        if not programme.phone_number:
            programme.phone_number = shown
            save_row(row=programme, by=audit.SYSTEM)
        PhoneLine.objects.get_or_create(programme=programme, defaults={"number": own})
        for order, (name, number) in enumerate(DESKS):
            OutsideDesk.objects.get_or_create(
                programme=programme, name=name, defaults={"number": number, "order": order}
            )
        _open_day_and_night(programme)
    queries.forget()


def _open_day_and_night(programme: Programme) -> None:
    """Hours that somebody changed since the installation are left alone."""
    shipped = {
        (span.weekday, span.opens, span.closes)
        for row in read_programmes()
        if row.slug == programme.slug
        for span in row.hours
        if span.channel == Channel.PHONE
    }
    rows = list(programme.opening_hours.filter(channel=Channel.PHONE))
    if {(row.weekday, row.opens, row.closes) for row in rows} != shipped:
        return
    for row in rows:
        remove_row(row=row, by=audit.SYSTEM)
    for weekday in range(7):
        span = OpeningHours(
            programme=programme, channel=Channel.PHONE, weekday=weekday, opens=time(), closes=time()
        )
        save_row(row=span, by=audit.SYSTEM)
