"""A cross table of a manager's own: any two coded fields of a fact.

It is always rounded to fives. Many tables of one's own, each with other cells hidden, could tell together what each of
them hides; rounded ones cannot, because the draws of a number are the same in every table.
"""

from django.utils.translation import gettext_lazy as _

from figures.catalogue import specs
from figures.errors import UnknownField
from figures.fields import FIELDS
from figures.periods import Grain, Period
from figures.report import Report, View, count
from figures.spec import Share, Source, Spec
from helpline.programmes import queries
from helpline.programmes.models import Programme

_CHANNEL = "channel"


def choices(programme: Programme) -> list[tuple[str, str]]:
    """The fields that this programme counts: (field, name)."""
    found = [(_CHANNEL, str(_("Channel")))]
    for field in FIELDS:
        code_list = queries.code_list(programme, field)
        if code_list is not None:
            found.append((field, code_list.name()))
    return found


def report(programme: Programme, period: Period, rows: str, columns: str) -> Report:
    """The table of two fields, as a report of one table named "cross". Raises UnknownField, PeriodRefused."""
    known = {field for field, _name in choices(programme)}
    if rows not in known or columns not in known or rows == columns:
        raise UnknownField("a table needs two different fields of a fact")
    spec = Spec(
        name="cross",
        theme="cross",
        title=_("Own table"),
        note=_("Every number is rounded to a multiple of 5, and all sums agree."),
        unit=_("contacts"),
        source=Source.FACTS,
        rows=rows,
        columns=columns,
        share=Share.WITHIN_ROW,
        chart="stacked",
    )
    period.check(Grain.MONTHS)
    wanted = [each for each in specs(programme.slug) if period.answers(each.grain)]
    part = count(programme, period, [*wanted, spec], View.RELEASE)
    return Report(programme, View.RELEASE, part.only(["cross"]), None, {})
