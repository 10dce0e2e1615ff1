"""What can be done to programmes. Every action tells the audit log in its own transaction."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from helpline.audit import actions as audit
from helpline.programmes import queries
from helpline.programmes.errors import HoursChanged, HoursOverlap
from helpline.programmes.hours import Span
from helpline.programmes.models import Closure, Code, CodeList, OpeningHours, Programme, ProgrammeText
from helpline.programmes.seeding import seed_programmes
from helpline.programmes.weekplan import as_stored, overlaps

__all__ = [
    "confirm_closures",
    "decline_closures",
    "propose_holidays",
    "remove_row",
    "replace_hours",
    "retire_code",
    "save_row",
    "seed_programmes",
]

Removable = OpeningHours | Closure
Row = Removable | ProgrammeText | CodeList | Code | Programme

KIND = {
    Programme: "programme",
    OpeningHours: "hours",
    Closure: "closure",
    ProgrammeText: "text",
    CodeList: "code_list",
    Code: "code",
}


@transaction.atomic
def save_row(*, row: Row, by: str) -> None:
    """Save a new or changed row of a programme's settings."""
    is_new = row.pk is None
    row.save()
    _tell(row, "added" if is_new else "changed", by=by)


@transaction.atomic
def replace_hours(
    *, programme: Programme, channel: str, spans: Sequence[Span], seen: str, by: str
) -> tuple[int, int]:
    """Open a channel at these times of the week, and at no others. Returns how many spans came and how many went.

    seen: the week as the person saw it before (`weekplan.as_stored`). Raises HoursChanged when it is another one by
    now, and HoursOverlap for two spans that are open at the same moment.
    """
    if next(overlaps(spans), None) is not None:
        raise HoursOverlap
    Programme.objects.select_for_update().get(pk=programme.pk)
    there = {
        Span(row.weekday, row.opens, row.closes): row
        for row in OpeningHours.objects.filter(programme=programme, channel=channel)
    }
    if as_stored(there) != seen:
        raise HoursChanged
    gone = [row for span, row in there.items() if span not in spans]
    new = [span for span in spans if span not in there]
    for row in gone:
        remove_row(row=row, by=by)
    for span in new:
        row = OpeningHours(
            programme=programme,
            channel=channel,
            weekday=span.weekday,
            opens=span.opens,
            closes=span.closes,
        )
        save_row(row=row, by=by)
    return len(new), len(gone)


@transaction.atomic
def remove_row(*, row: Removable, by: str) -> None:
    """Remove opening hours or a closure. Texts and codes are never removed."""
    _tell(row, "removed", by=by)
    row.delete()


@transaction.atomic
def retire_code(*, code: Code, last_date: date, by: str) -> None:
    """Offer a code until and including this day. It stays readable, and counted, for ever."""
    code.valid_until_date = last_date
    code.save(update_fields=["valid_until_date"])
    _tell(code, "retired", by=by)


@transaction.atomic
def propose_holidays(*, programme: Programme, year: int, by: str = audit.SYSTEM) -> list[Closure]:
    """Propose the Dutch public holidays of a year as closures. Nothing closes before a manager confirms.

    A day that stands there already, confirmed, declined or still proposed, is not proposed again.
    """
    import holidays  # here, because it takes a tenth of a second that no server start should pay

    dutch = holidays.country_holidays("NL", years=year, language="nl")
    english = holidays.country_holidays("NL", years=year, language="en_US")
    known = set(programme.closures.filter(channel="").values_list("first_date", flat=True))
    proposed = Closure.objects.bulk_create(
        Closure(
            programme=programme,
            first_date=day,
            last_date=day,
            reason_nl=dutch[day],
            reason_en=english[day],
            confirmed=False,
        )
        for day in sorted(dutch)
        if day not in known
    )
    if proposed:
        audit.record(
            by=by,
            action="programmes.holidays_proposed",
            programme=programme.slug,
            detail={"year": year, "days": len(proposed)},
        )
    return proposed


@transaction.atomic
def confirm_closures(*, closures: Iterable[Closure], by: str) -> int:
    """Close the helpline on these days. Returns how many were not confirmed before."""
    return _decide(closures, confirmed=True, by=by)


@transaction.atomic
def decline_closures(*, closures: Iterable[Closure], by: str) -> int:
    """Stay open on these days, and do not propose them again. Returns how many were not declined before."""
    return _decide(closures, confirmed=False, by=by)


def _decide(closures: Iterable[Closure], *, confirmed: bool, by: str) -> int:
    changed = 0
    for closure in closures:
        if closure.confirmed == confirmed and closure.declined != confirmed:
            continue
        closure.confirmed, closure.declined = confirmed, not confirmed
        closure.save(update_fields=["confirmed", "declined"])
        _tell(closure, "confirmed" if confirmed else "declined", by=by)
        changed += 1
    return changed


def _tell(row: Row, what: str, *, by: str) -> None:
    kind = KIND[type(row)]
    audit.record(
        by=by,
        action=f"programmes.{kind}_{what}",
        subject=f"{kind}:{row.pk}",
        programme=_programme_of(row).slug,
        detail=_detail_of(row),
    )
    queries.changed()


def _programme_of(row: Row) -> Programme:
    if isinstance(row, Programme):
        return row
    return row.code_list.programme if isinstance(row, Code) else row.programme


def _detail_of(row: Row) -> dict[str, str | int | bool]:
    """What the audit log says of a row: enough to see what it became, in codes, days and hours."""
    match row:
        case OpeningHours():
            return {
                "channel": row.channel,
                "weekday": int(row.weekday),
                "opens": f"{row.opens:%H:%M}",
                "closes": f"{row.closes:%H:%M}",
            }
        case Closure():
            return {
                "channel": row.channel,
                "first_date": row.first_date.isoformat(),
                "last_date": row.last_date.isoformat(),
                "confirmed": row.confirmed,
            }
        case Code():
            last = row.valid_until_date
            return {"code": _as_word(row.code), "last_date": last.isoformat() if last else ""}
        case ProgrammeText() | CodeList():
            return {"key": row.key}
        case Programme():
            return {"last_entry_minutes": row.last_entry_minutes}


def _as_word(code: str) -> str:
    """A code as the audit log takes it: one that starts with a digit ("5_11") gets a letter before it."""
    return code if code[0].isalpha() else f"c_{code}"
