"""The month so far, in words: how many contacts were registered, by kind and channel. Small numbers are hidden.

Everything shown comes out of `figures.queries.month_table`, which hides; nothing here counts, and nothing leads back
to a contact.
"""

from dataclasses import dataclass
from datetime import date

from figures import queries
from helpline.programmes.models import Channel, Programme
from helpline.programmes.queries import find_code


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of contact; None is a hidden number."""

    label: str
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """The table of one programme. No lines: nothing was registered yet."""

    programme: Programme
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[int | None, ...]
    total: int | None

    @property
    def hides(self) -> bool:
        """Whether any number is left out."""
        return None in self._numbers()

    @property
    def hides_everything(self) -> bool:
        """Whether something was registered, and no number of it can be shown."""
        return bool(self.lines) and not any(self._numbers())

    def _numbers(self) -> list[int | None]:
        return [*self.totals, self.total, *(n for line in self.lines for n in (*line.cells, line.total))]


def part(programme: Programme, month: date) -> Part:
    """The table of one programme for the month of this day, in the active language."""
    table = queries.month_table(programme.slug, month)
    return Part(
        programme=programme,
        columns=tuple(_channel(key) for key in table.columns),
        lines=tuple(Line(_kind(programme, row.key), row.cells, row.total) for row in table.rows),
        totals=table.totals,
        total=table.total,
    )


def _channel(key: str) -> str:
    return str(Channel(key).label) if key in Channel.values else key


def _kind(programme: Programme, key: str) -> str:
    code = find_code(programme, "kind", key)
    return code.label() if code else key
