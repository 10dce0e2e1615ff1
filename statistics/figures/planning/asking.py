"""What planning was asked, in an address or on a command line: a roster and assumptions, and what is wrong in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled

from django.http import QueryDict
from django.utils.translation import gettext as _

from figures.planning.roster import DAYS, HOURS, MOST_AT_ONCE, Shift, roster_of
from helpline.programmes.data import WEEKDAYS

#: rows of the form at most: more shifts than any helpline has
MOST_SHIFTS = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A number that may be filled in: between what it lies, and what stands there until somebody changes it.

    is_known: what was counted or measured takes the place of the default, where there is enough of it.
    """

    name: str
    least: float
    most: float
    default: float
    is_known: bool = False


#: minutes, minutes, percent, percent, times, percent
FIELDS = (
    Field("handling", 1, 240, 30, is_known=True),
    Field("patience", 0.1, 120, 5, is_known=True),
    Field("lost", 0, 90, 0, is_known=True),
    Field("absent", 0, 90, 0),
    Field("opened", 0.1, 20, 1),
    Field("target", 1, 90, 10),
)
#: characters of a number that are shown again
_LONGEST = 12
_BY_NAME = {each.name: each for each in FIELDS}


@dataclass(frozen=True, slots=True)
class Question:
    """shifts: None when the roster of the period is to be taken. numbers: by name, only those that were given.

    errors: by the name of what is wrong, a sentence each. rows, texts: the form as it was filled in.
    """

    shifts: tuple[Shift, ...] | None = None
    numbers: Mapping[str, float] = filled(default_factory=dict)
    errors: Mapping[str, str] = filled(default_factory=dict)
    rows: tuple["Row", ...] = ()
    texts: Mapping[str, str] = filled(default_factory=dict)

    def number(self, name: str, known: float | None = None) -> float:
        """A number of the form: as given, or as known from what happened, or its default."""
        if name in self.numbers:
            return self.numbers[name]
        field = _BY_NAME[name]
        return known if known is not None and field.is_known else field.default


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form, as text."""

    days: tuple[str, ...]
    first: str
    until: str
    counsellors: str
    error: str = ""


def read(parameters: QueryDict) -> Question:
    """Read an address: ?d1=0&d1=1&f1=10&u1=17&n1=2&handling=30 and so on. What is wrong gets a sentence."""
    errors: dict[str, str] = {}
    numbers = {}
    for each in FIELDS:
        text = (parameters.get(each.name, "") or "").strip().replace(",", ".")
        if not text:
            continue
        number = _number(text)
        if number is None or not each.least <= number <= each.most:
            errors[each.name] = _("Give a number from %(least)s to %(most)s.") % {
                "least": f"{each.least:g}",
                "most": f"{each.most:g}",
            }
        else:
            numbers[each.name] = number
    rows: list[Row] = []
    shifts: list[Shift] = []
    is_asked = False
    for at in range(1, MOST_SHIFTS + 1):
        row = Row(
            tuple(parameters.getlist(f"d{at}")),
            *((parameters.get(f"{name}{at}", "") or "").strip() for name in "fun"),
        )
        is_asked = is_asked or f"n{at}" in parameters
        if not row.days and not row.counsellors:
            continue
        shift = _shift(row)
        error = "" if shift else _row_error(row)
        if shift is not None and max(roster_of([*shifts, shift])) > MOST_AT_ONCE:
            shift, error = None, _("More than %(most)s counsellors at once.") % {"most": MOST_AT_ONCE}
        rows.append(Row(row.days, row.first, row.until, row.counsellors, error))
        if shift is not None:
            shifts.append(shift)
        else:
            errors[f"n{at}"] = error
    texts = {each.name: (parameters.get(each.name, "") or "").strip()[:_LONGEST] for each in FIELDS}
    return Question(tuple(shifts) if is_asked else None, numbers, errors, tuple(rows), texts)


def pairs(shifts: Sequence[Shift]) -> list[tuple[str, str]]:
    """The parameters of an address that asks for these shifts."""
    found = []
    for at, shift in enumerate(shifts[:MOST_SHIFTS], start=1):
        found += [(f"d{at}", str(day)) for day in shift.days]
        found += [
            (f"f{at}", str(shift.first)),
            (f"u{at}", str(shift.until)),
            (f"n{at}", str(shift.counsellors)),
        ]
    return found


def row_of(shift: Shift) -> Row:
    """A shift as it stands in the form."""
    return Row(
        tuple(str(day) for day in shift.days), str(shift.first), str(shift.until), str(shift.counsellors)
    )


_SHIFT = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? ([0-9]{1,2})-([0-9]{1,2}) ([0-9]{1,3})")


def shift_of(text: str) -> Shift:
    """A shift on a command line: "mon-fri 10-17 2". Raises ValueError."""
    found = _SHIFT.fullmatch(text.strip().lower())
    if found is None or not {found[1], found[2] or found[1]} <= set(WEEKDAYS):
        raise ValueError('write a shift as "mon-fri 10-17 2"')
    first, last, begins, ends, counsellors = found.groups()
    day, until_day = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    days = tuple(sorted((day + number) % DAYS for number in range((until_day - day) % DAYS + 1)))
    shift = _shift(Row(tuple(map(str, days)), begins, ends, counsellors))
    if shift is None:
        raise ValueError('write a shift as "mon-fri 10-17 2"')
    return shift


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", text) else None


def _shift(row: Row) -> Shift | None:
    if not all(
        re.fullmatch(r"[0-9]{1,3}", text) for text in (*row.days, row.first, row.until, row.counsellors)
    ):
        return None
    days = tuple(sorted({int(day) for day in row.days}))
    first, until, counsellors = int(row.first), int(row.until), int(row.counsellors)
    fits = days and days[-1] < DAYS and first < HOURS and 1 <= until <= HOURS
    return Shift(days, first, until, counsellors) if fits and 1 <= counsellors <= MOST_AT_ONCE else None


def _row_error(row: Row) -> str:
    if not row.days:
        return _("Choose the days of this shift.")
    return _("Give whole hours, and 1 to %(most)s counsellors.") % {"most": MOST_AT_ONCE}
