"""Small maps of a week: seven rows of twenty-four hours, many beside each other. Shapes only; a template draws them."""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS_ABBR

from figures.charts import Chart, Rect, Word, strength
from figures.planning.roster import DAYS, HOURS, WEEK

_LEFT, _TOP, _CELL, _HIGH = 38.0, 18.0, 13.0, 17.0
#: where the five strengths of a share begin
_SHARES = (0.0, 0.1, 0.2, 0.4)


def counts(name: str, title: str, description: str, numbers: Sequence[int], largest: int) -> Chart:
    """A map of numbers of calls. largest: the number of the strongest field, so that maps can be compared."""
    return _map(name, title, description, [strength(n, largest) for n in numbers])


def shares(name: str, title: str, description: str, parts: Sequence[float | None]) -> Chart:
    """A map of shares: none, up to a tenth, up to a fifth, up to two fifths, and more. None: nothing to show."""
    return _map(name, title, description, [0 if part is None else share_strength(part) for part in parts])


def share_strength(part: float) -> int:
    """In which of the five classes a share falls."""
    return sum(part > least for least in _SHARES)


def _map(name: str, title: str, description: str, strengths: Sequence[int]) -> Chart:
    made = Chart(name, title, description)
    for hour in range(0, HOURS, 6):
        made.words.append(Word(_LEFT + hour * _CELL, 12, f"{hour}:00", is_quiet=True))
    for day in range(DAYS):
        made.words.append(
            Word(_LEFT - 7, _TOP + day * _HIGH + 12.5, str(WEEKDAYS_ABBR[day]), "end", is_quiet=True)
        )
    for hour in range(WEEK):
        x, y = _LEFT + hour % HOURS * _CELL, _TOP + hour // HOURS * _HIGH
        made.rects.append(Rect(x, y, _CELL - 1.5, _HIGH - 1.5, 0, strengths[hour]))
    made.width = _LEFT + HOURS * _CELL
    made.height = _TOP + DAYS * _HIGH
    return made
