"""Print a plan: exactly what the page of planning says."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from figures.errors import PeriodRefused
from figures.periods import Period
from figures.planning import asking, plan, words
from figures.planning.roster import Shift
from helpline.programmes.queries import programme_by_slug


class Command(BaseCommand):
    """Why calls were missed in a period, and what a roster would change."""

    help = (
        "Prints why the calls of a programme were missed, and what a roster would change. Everything is computed from "
        "numbers rounded to fives."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="its short name, such as stopitnow")
        parser.add_argument("--from", dest="first", required=True, type=date.fromisoformat, help="first day")
        parser.add_argument(
            "--to", dest="last", required=True, type=date.fromisoformat, help="last day, included"
        )
        parser.add_argument(
            "--shift",
            action="append",
            type=_shift,
            help='such as "mon-fri 10-17 2"; may be given again. Without one: the hours that were open, one counsellor',
        )
        for each in asking.FIELDS:
            parser.add_argument(f"--{each.name}", type=float, help=f"{each.least:g} to {each.most:g}")
        parser.add_argument("--language", default="nl", choices=["nl", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        programme = programme_by_slug(options["programme"])
        if programme is None:
            raise CommandError("There is no such programme.")
        shifts = tuple(options["shift"]) if options["shift"] else None
        numbers = {}
        for each in asking.FIELDS:
            number = options[each.name]
            if number is None:
                continue
            if not each.least <= number <= each.most:
                raise CommandError(f"--{each.name} goes from {each.least:g} to {each.most:g}.")
            numbers[each.name] = number
        with translation.override(options["language"]):
            try:
                made = plan.make(
                    programme,
                    Period(options["first"], options["last"]),
                    asking.Question(shifts, numbers),
                    timezone.localdate(),
                )
            except PeriodRefused as refused:
                raise CommandError(str(refused)) from None
            for line in _lines(made):
                self.stdout.write(line)


def _lines(made: plan.Plan) -> list[str]:
    lines = []
    for part in words.parts(made):
        lines += [part.title, "", *([part.alert] if part.alert else []), *part.sentences]
        if part.key == "expected" and made.answers is not None:
            lines += ["", *(words.shift_words(shift) for shift in made.shifts)]
        if part.head:
            lines += ["", *words.table(part)]
        if part.notes:
            lines += ["", *part.notes]
        lines.append("")
    return lines


def _shift(text: str) -> Shift:
    try:
        return asking.shift_of(text)
    except ValueError as refused:
        raise ArgumentTypeError(str(refused)) from None
