"""Print the figures of a programme: exactly what the screens show."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from figures.errors import PeriodRefused, UnknownTable
from figures.exports.formats import FORMATS
from figures.periods import Period
from figures.report import View, make
from helpline.programmes.queries import programme_by_slug


class Command(BaseCommand):
    """Print, or write to a file."""

    help = (
        "Prints the figures of a programme for a period. Without --internal everything is rounded to fives."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="its short name, such as stopitnow")
        parser.add_argument("--from", dest="first", required=True, type=_day, help="first day, as 2021-01-01")
        parser.add_argument("--to", dest="last", required=True, type=_day, help="last day, included")
        parser.add_argument("--table", action="append", default=[], help="one table; may be given again")
        parser.add_argument(
            "--compare", nargs="?", const="previous", help="'previous', or the first day of it"
        )
        view = parser.add_mutually_exclusive_group()
        view.add_argument("--internal", action="store_true", help="exact where numbers are large; for inside")
        view.add_argument("--release", action="store_true", help="rounded to fives (the default)")
        parser.add_argument("--format", default="json", choices=sorted(FORMATS))
        parser.add_argument("--language", default="nl", choices=["nl", "en"])
        parser.add_argument("--output", help="a file; without it: to the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = programme_by_slug(options["programme"])
        if programme is None:
            raise CommandError("There is no such programme.")
        with translation.override(options["language"]):
            try:
                period = Period(options["first"], options["last"])
                report = make(
                    programme,
                    period,
                    view=View.INTERNAL if options["internal"] else View.RELEASE,
                    names=options["table"],
                    compare=_compared(period, options["compare"]),
                )
            except PeriodRefused as refused:
                raise CommandError(str(refused)) from None
            except UnknownTable as unknown:
                raise CommandError(f"There is no table {unknown} for this programme.") from None
            chosen = FORMATS[options["format"]]
            content = chosen.write(report)
        if options["output"]:
            Path(options["output"]).write_bytes(content)
        elif chosen.is_text:
            self.stdout.write(content.decode("utf-8-sig"), ending="")
        else:
            raise CommandError("A workbook does not fit on a terminal: name a file with --output.")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _compared(period: Period, asked: str | None) -> Period | None:
    if not asked:
        return None
    if asked == "previous":
        return period.before()
    first = _day(asked)
    if period.is_months and first.day == 1:
        months = len(period.months)
        later = first.year * 12 + first.month - 1 + months
        return Period(first, date.fromordinal(date(later // 12, later % 12 + 1, 1).toordinal() - 1))
    return Period(first, date.fromordinal(first.toordinal() + period.days - 1))
