"""Bringing in earlier years, and taking them out again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from figures.axes import axis, is_open_list
from figures.catalogue import specs
from figures.earlier import parts
from figures.earlier.form import FormRefused, read
from figures.models import EarlierFigure, EarlierYear
from figures.periods import year as year_of
from helpline.audit import actions as audit
from helpline.guard.finding import Kind, find
from helpline.programmes.models import Channel, Programme

LONGEST_SOURCE = 120


@transaction.atomic
def bring_in(*, programme: Programme, text: str, source: str, by: str, today: date) -> list[int]:
    """Bring in a file and return its years. What was brought in of the same years before is replaced.

    source: where the numbers were published, in a few words; it stands wherever they are shown. by: an audit id.
    Raises FormRefused, and then nothing is changed.
    """
    source = " ".join(source.split())
    if not source or len(source) > LONGEST_SOURCE:
        raise FormRefused([_("Say in a few words where these numbers were published.")])
    # the address of a publication is nobody's
    if any(finding.kind != Kind.LINK for finding in find(source)):
        raise FormRefused([_("Name the publication only: no telephone number and no address of anybody.")])
    tables = {spec.name: spec for spec in specs(programme.slug)}

    def codes(field: str) -> frozenset[str] | None:
        if is_open_list(field):
            return None
        return frozenset(axis(programme, field, Channel.values, year_of(today.year)).codes)

    figures = read(text, tables, codes, today.year)
    years = sorted({each.year for each in figures})
    if taken := [year for year in years if parts.is_counted(programme, year)]:
        raise FormRefused(
            _("Of %(year)s there are figures that were counted here. Leave this year out.") % {"year": year}
            for year in taken
        )
    for year in years:
        _remove(programme, year)
        EarlierYear.objects.create(programme=programme.slug, year=year, source=source, imported_date=today)
    EarlierFigure.objects.bulk_create(
        EarlierFigure(
            programme=programme.slug,
            year=each.year,
            table=each.table,
            row=each.row,
            column=each.column,
            n=each.n,
        )
        for each in figures
    )
    for year in years:
        audit.record(
            by=by,
            action="figures.imported",
            subject=f"year:{year}",
            programme=programme.slug,
            detail={"numbers": sum(each.year == year for each in figures)},
        )
    return years


@transaction.atomic
def take_out(*, programme: Programme, year: int, by: str) -> bool:
    """Take a year out again. False: it was not there. by: an audit id."""
    if not _remove(programme, year):
        return False
    audit.record(by=by, action="figures.import_removed", subject=f"year:{year}", programme=programme.slug)
    return True


def _remove(programme: Programme, year: int) -> bool:
    EarlierFigure.objects.filter(programme=programme.slug, year=year).delete()
    removed, _of_models = EarlierYear.objects.filter(programme=programme.slug, year=year).delete()
    return bool(removed)
