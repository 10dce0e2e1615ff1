"""Opening, saving and forgetting a kept workbook.

There is no actor and no audit entry: who comes here is nobody we know. Whether words were mistyped, belong to another
programme, or to a workbook that is no longer there makes no difference: all of it is a place where nothing is kept.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from selfhelp.modules.safe import weeks
from selfhelp.modules.safe.models import KeptWorkbook

_REVISION_BITS = 52  # a whole number that a browser can hold exactly


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
    row = _alive(place, today)
    if row is None:
        raise NothingKept
    last = weeks.last_week(today)
    if row.last_week != last:  # once a week at most
        KeptWorkbook.objects.filter(pk=place).update(last_week=last)
    return Kept(row.revision, bytes(row.sealed))


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
    changed = KeptWorkbook.objects.filter(
        pk=place, revision=revision, last_week__gte=weeks.week_of(today)
    ).update(sealed=sealed, revision=new, last_week=weeks.last_week(today))
    if not changed:
        raise SavedElsewhere(look(place=place, today=today))
    return new


def forget(*, place: str) -> None:
    """Erase what is kept at a place, now. That nothing is there is no error: it is what was wanted."""
    KeptWorkbook.objects.filter(pk=place).delete()


def _alive(place: str, today: date) -> KeptWorkbook | None:
    return KeptWorkbook.objects.filter(pk=place, last_week__gte=weeks.week_of(today)).first()


def _new_revision() -> int:
    return secrets.randbits(_REVISION_BITS)
