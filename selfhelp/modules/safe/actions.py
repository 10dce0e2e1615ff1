"""Opening, saving and forgetting a kept workbook.

There is no actor and no audit entry: who comes here is nobody we know. Whether words were mistyped, belong to another
programme, or to a workbook that is no longer there makes no difference: all of it is a place where nothing is kept.

Opening and saving are each one statement, written out: to have the ORM compose it takes three times as long as all the
rest of their work (docs/decisions/0165).
"""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from selfhelp.modules.safe import weeks
from selfhelp.modules.safe.models import KeptWorkbook

_REVISION_BITS = 52  # a whole number that a browser can hold exactly
_TABLE = KeptWorkbook._meta.db_table  # noqa: SLF001 - Django's documented interface
_LOOK = f"SELECT revision, sealed, last_week = %s FROM {_TABLE} WHERE place = %s AND last_week >= %s"  # noqa: S608
_SAVE = (
    f"UPDATE {_TABLE} SET sealed = %s, revision = %s, last_week = %s "  # noqa: S608 - names of our own
    "WHERE place = %s AND revision = %s AND last_week >= %s"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A workbook as it is kept now."""

    revision: int
    sealed: bytes


class NothingKept(LookupError):
    """Nothing is kept at this place, or no longer."""


class SavedElsewhere(Exception):
    """Somebody with the same words saved meanwhile. kept: what stands there now; merge it and save again."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept


def look(*, place: str, today: date) -> Kept:
    """The workbook at a place; its half year begins again. Raises NothingKept."""
    last = weeks.last_week(today)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [_day(last), place, _day(weeks.week_of(today))])
        row = cursor.fetchone()
    if row is None:
        raise NothingKept
    revision, sealed, is_this_week = row
    if not is_this_week:  # once a week at most
        KeptWorkbook.objects.filter(pk=place).update(last_week=last)
    return Kept(revision, bytes(sealed))


def begin(*, place: str, sealed: bytes, today: date) -> int:
    """Keep a workbook at a new place; its revision. Raises SavedElsewhere when the place is taken.

    It is taken when the answer to a first try was lost on its way: the browser then merges, and goes on.
    """
    KeptWorkbook.objects.filter(pk=place, last_week__lt=weeks.week_of(today)).delete()
    revision = _new_revision()
    try:
        with transaction.atomic():
            KeptWorkbook.objects.create(
                place=place, sealed=sealed, revision=revision, last_week=weeks.last_week(today)
            )
    except IntegrityError:
        raise SavedElsewhere(look(place=place, today=today)) from None
    return revision


def save(*, place: str, revision: int, sealed: bytes, today: date) -> int:
    """Put this workbook in the place of the one with that revision; the new revision.

    Raises SavedElsewhere when it is no longer the one that is kept, NothingKept when none is.
    """
    new = _new_revision()
    last, alive = _day(weeks.last_week(today)), _day(weeks.week_of(today))
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [sealed, new, last, place, revision, alive])
        changed = cursor.rowcount
    if not changed:
        raise SavedElsewhere(look(place=place, today=today))
    return new


def forget(*, place: str) -> None:
    """Erase what is kept at a place, now. That nothing is there is no error: it is what was wanted."""
    KeptWorkbook.objects.filter(pk=place).delete()


def _day(day: date) -> str | None:
    """As the database takes it. (PostgreSQL takes the date itself, which django-stubs does not say.)"""
    return connection.ops.adapt_datefield_value(day)


def _new_revision() -> int:
    return secrets.randbits(_REVISION_BITS)
