"""The table of reasons for contact, as a report of one table."""

from django.utils.translation import gettext_lazy as _

from figures.catalogue import specs
from figures.fields import REASON
from figures.periods import Grain, Period
from figures.report import Report, View, count
from figures.spec import Source, Spec
from helpline.programmes.models import Programme

SPEC = Spec(
    name="reasons",
    theme="subjects",
    title=_("Reasons for contact, as Child Helpline International groups them"),
    note=_(
        "Each topic is counted under one reason. A contact with several topics can have several reasons, and counts "
        "once under each. Every number is rounded to a multiple of 5."
    ),
    unit=_("contacts"),
    source=Source.FACTS,
    rows=REASON,
)


def report(programme: Programme, period: Period) -> Report:
    """The reasons of a period, rounded together with every table of it. Raises PeriodRefused."""
    period.check(Grain.MONTHS)
    wanted = [each for each in specs(programme.slug) if period.answers(each.grain)]
    part = count(programme, period, [*wanted, SPEC], View.RELEASE)
    return Report(programme, View.RELEASE, part.only([SPEC.name]), None, {})
