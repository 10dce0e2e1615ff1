"""Programmes, hours and codes for tests."""

from datetime import date, time

from helpline.programmes import queries
from helpline.programmes.models import Channel, Closure, Code, CodeList, OpeningHours, Programme


def make_programme(
    *, slug: str = "helpwanted", name: str = "Helpwanted", last_entry_minutes: int = 15, always_open: str = ""
) -> Programme:
    """A programme; `always_open` names a channel that never closes."""
    programme = Programme.objects.create(
        slug=slug, name=name, theme=slug, languages=["nl", "en"], last_entry_minutes=last_entry_minutes
    )
    if always_open:
        open_always(programme=programme, channel=always_open)
    queries.forget()
    return programme


def make_hours(
    *, programme: Programme, channel: str = Channel.CHAT, weekday: int, opens: str, closes: str
) -> OpeningHours:
    """One span of opening hours."""
    hours = OpeningHours.objects.create(
        programme=programme,
        channel=channel,
        weekday=weekday,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
    )
    queries.forget()
    return hours


def open_always(*, programme: Programme, channel: str = Channel.CHAT) -> None:
    """Keep a channel open day and night."""
    for weekday in range(7):
        make_hours(programme=programme, channel=channel, weekday=weekday, opens="00:00", closes="00:00")


def make_closure(
    *, programme: Programme, first: date, last: date | None = None, channel: str = "", confirmed: bool = True
) -> Closure:
    """Closed days."""
    closure = Closure.objects.create(
        programme=programme, channel=channel, first_date=first, last_date=last or first, confirmed=confirmed
    )
    queries.forget()
    return closure


def make_code(
    *, programme: Programme, list_key: str = "topics", code: str, until: date | None = None
) -> Code:
    """A code, in a list made when it is not there."""
    code_list, _ = CodeList.objects.get_or_create(
        programme=programme, key=list_key, defaults={"name_nl": list_key, "name_en": list_key}
    )
    made = Code.objects.create(
        code_list=code_list, code=code, label_nl=f"{code} nl", label_en=f"{code} en", valid_until_date=until
    )
    queries.forget()
    return made
