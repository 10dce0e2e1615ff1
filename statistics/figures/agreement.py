"""Whether facts still say what the contacts behind them say, as long as those contacts exist.

This room knows no contact. A room that writes facts and keeps their ids for a while registers how it compares them
(`COMPARERS`); what it finds is kept here as counts by month, and is shown until a later comparison finds it mended.
A difference names no contact and no code: it says in which month how many are counted wrongly, and in which way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from figures.models import Comparison


class Fault(StrEnum):
    """In which way a contact and its fact differ."""

    NO_FACT = "no_fact"
    FACT_GONE = "fact_gone"
    FACT_SHARED = "fact_shared"
    OTHER_MONTH = "other_month"
    OTHER_CHANNEL = "other_channel"
    OTHER_PROGRAMME = "other_programme"
    OTHER_CODES = "other_codes"
    PRACTICE_COUNTED = "practice_counted"
    FACT_TOO_MANY = "fact_too_many"


WORDS: dict[Fault, Promise] = {
    Fault.NO_FACT: _("Registered, and not counted"),
    Fault.FACT_GONE: _("Was counted, and is not any more"),
    Fault.FACT_SHARED: _("Counted together with another contact, as one"),
    Fault.OTHER_MONTH: _("Counted in another month"),
    Fault.OTHER_CHANNEL: _("Counted in another channel"),
    Fault.OTHER_PROGRAMME: _("Counted for another programme"),
    Fault.OTHER_CODES: _("Counted with other answers than registered"),
    Fault.PRACTICE_COUNTED: _("Practice, and counted all the same"),
    Fault.FACT_TOO_MANY: _("Counted without a contact"),
}


@dataclass(frozen=True, order=True, slots=True)
class Difference:
    """How many contacts (or facts) of a month differ in one way. field: the coded field, for other codes."""

    programme: str
    month: date
    fault: Fault
    field: str = ""
    n: int = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """What one room found. contacts: how many it compared, by programme; a programme without any stands with 0."""

    contacts: dict[str, int]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The last comparison of a programme. at: None: there was none yet."""

    programme: str
    at: datetime | None
    contacts: int
    differences: tuple[Difference, ...]


#: how the rooms above compare what they wrote: filled when they start
COMPARERS: list[Callable[[datetime], Compared]] = []


def compare(now: datetime) -> list[State]:
    """Compare now, keep what was found, and return it by programme. What was found before is replaced."""
    contacts: dict[str, int] = {}
    found: list[Difference] = []
    for comparer in COMPARERS:
        compared = comparer(now)
        for programme, n in compared.contacts.items():
            contacts[programme] = contacts.get(programme, 0) + n
        found += compared.differences
    for difference in found:
        contacts.setdefault(difference.programme, 0)
    with transaction.atomic():
        for programme, n in sorted(contacts.items()):
            listed = [_packed(each) for each in sorted(found) if each.programme == programme]
            Comparison.objects.update_or_create(
                programme=programme,
                defaults={"compared_at": now, "contacts": n, "differences": listed},
            )
    return last(sorted(contacts))


def last(programmes: Iterable[str]) -> list[State]:
    """What the last comparison found of these programmes, in their order."""
    kept = {each.programme: each for each in Comparison.objects.filter(programme__in=list(programmes))}
    return [
        State(
            slug,
            kept[slug].compared_at,
            kept[slug].contacts,
            tuple(_unpacked(slug, packed) for packed in kept[slug].differences),
        )
        if slug in kept
        else State(slug, None, 0, ())
        for slug in programmes
    ]


def _packed(difference: Difference) -> list[str | int]:
    return [difference.month.isoformat(), difference.fault.value, difference.field, difference.n]


def _unpacked(programme: str, packed: list[str | int]) -> Difference:
    month, fault, field, n = packed
    return Difference(programme, date.fromisoformat(str(month)), Fault(str(fault)), str(field), int(n))
