"""What is counted of self-help besides readings: that a score was given, and that somebody came back. Nothing else.

Which score, what was answered, and who it was are not known here, and are in no call.
"""

from django.utils import timezone

from cms import visits
from figures import counters
from selfhelp.modules import workbook
from selfhelp.modules.models import ProgrammePage
from selfhelp.modules.workbook import Workbook


def score_given(self_help: ProgrammePage, module: str, which: str) -> None:
    """Count that a score at the start or the close of a module was given."""
    counters.count_month(
        programme=self_help.programme.slug,
        name="module_scores",
        code=f"{self_help.key}.{module}",
        second_code=which,
        month=timezone.localdate(),
    )


def came_back(self_help: ProgrammePage) -> None:
    """Count that a visitor whose workbook is kept came back. Whose it is, nobody can tell."""
    visits.count(
        programme=self_help.programme.slug,
        name="self_help_returns",
        code=self_help.key,
        day=timezone.localdate(),
    )


def new_scores(before: Workbook, after: Workbook) -> list[tuple[str, str]]:
    """The scores that stand in `after` and had none in `before`, as (module, which)."""

    def given(book: Workbook) -> set[tuple[str, str]]:
        return {
            (found.place.module, found.place.key)
            for found in workbook.places(book)
            if found.place.group == "scores"
        }

    return sorted(given(after) - given(before))
