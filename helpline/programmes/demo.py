"""The programmes as the demo shows them: open day and night, so that they can be tried at any hour."""

from datetime import time

from django.db import transaction

from helpline.audit import actions as audit
from helpline.programmes import data
from helpline.programmes.actions import propose_holidays, remove_row, save_row
from helpline.programmes.models import Channel, OpeningHours, Programme


def open_chats_day_and_night() -> int:
    """Open each chat that still has its first hours day and night. Returns how many."""
    return open_day_and_night(Channel.CHAT)


@transaction.atomic
def open_day_and_night(channel: str) -> int:
    """Open each way in of this kind that still has its first hours day and night. Returns how many.

    Hours that somebody changed since are left alone, so that a demo can be used to try opening hours as well.
    """
    shipped = {
        row.slug: {(span.weekday, span.opens, span.closes) for span in row.hours if span.channel == channel}
        for row in data.read_programmes()
    }
    opened = 0
    for programme in Programme.objects.order_by("order", "slug"):
        rows = list(programme.opening_hours.filter(channel=channel))
        if {(row.weekday, row.opens, row.closes) for row in rows} != shipped.get(programme.slug):
            continue
        for row in rows:
            remove_row(row=row, by=audit.SYSTEM)
        for weekday in range(7):
            day_and_night = OpeningHours(
                programme=programme, channel=channel, weekday=weekday, opens=time(), closes=time()
            )
            save_row(row=day_and_night, by=audit.SYSTEM)
        opened += 1
    return opened


def propose_demo_holidays(year: int) -> None:
    """Have proposals to look at. Nobody confirms them, so they close nothing."""
    for programme in Programme.objects.order_by("order", "slug"):
        propose_holidays(programme=programme, year=year)
