"""What a table of the catalogue is: its source, its fields, and what its numbers mean."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from figures.periods import Grain


class Source(StrEnum):
    """Where a table is counted from."""

    FACTS = "facts"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Share(StrEnum):
    """Of what a percentage is a part. What is unknown is never in it."""

    ROWS = "rows"  # of everything known
    WITHIN_ROW = "within_row"  # of what is known in its row
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Spec:
    """One table.

    rows, columns: fields of a fact, or parts of a counter's code; no columns: one number per row.
    where: only what has these codes. counters: which it reads. parts: what the counter's code consists of.
    share: of what the percentages are parts. only: the programmes that have it; empty: all.
    """

    name: str
    theme: str
    title: Promise
    note: Promise
    unit: Promise
    source: Source
    rows: str
    columns: str = ""
    where: tuple[tuple[str, str], ...] = ()
    counters: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    grain: Grain = Grain.MONTHS
    share: Share = Share.ROWS
    only: tuple[str, ...] = ()
    chart: str = "bars"

    @property
    def fields(self) -> frozenset[str]:
        """What has to be read to make it."""
        return frozenset({self.rows, self.columns, *(field for field, _code in self.where)} - {""})

    @property
    def population(self) -> str:
        """What its numbers are numbers of: tables of one population are counted from the same things."""
        return "contacts" if self.source == Source.FACTS else "+".join(self.counters)
