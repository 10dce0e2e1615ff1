"""The five steps of the Dutch reporting code (Meldcode huiselijk geweld en kindermishandeling). Pure.

Source: the steps and the two questions of step 5 as the ministry's basic model of the code has them since 2019
(Basismodel Meldcode; Besluit verplichte meldcode huiselijk geweld en kindermishandeling, article 2).

Who talks with us is anonymous, so a step may be impossible: a talk with somebody whom nobody can reach, a report about
somebody whom nobody knows. Then the reason stands in its place, and that is an answer, too.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Applies(models.TextChoices):
    """Whether the code applies: violence at home or in the family, or abuse of a child."""

    UNKNOWN = "unknown", _("Not said yet")
    YES = "yes", _("Yes, it applies")
    NO = "no", _("No, it does not apply")


class Report(models.TextChoices):
    """The first question of step 5: must this be reported to Veilig Thuis?"""

    YES = "yes", _("Yes, and it is or will be reported")
    NO = "no", _("No")
    IMPOSSIBLE = "impossible", _("It should be, and cannot: nobody knows who it is about")


class Help(models.TextChoices):
    """The second question of step 5: is help given or organised?"""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class TextKind(models.TextChoices):
    """What a text in a risk record is about."""

    SAID = "said", _("What was said and what we noticed")
    ADVICE = "advice", _("What was advised")
    VEILIG_THUIS = "veilig_thuis", _("What Veilig Thuis advised")
    TALKED = "talked", _("The talk about it")
    NOT_TALKED = "not_talked", _("Why there was no talk about it")
    WEIGHED = "weighed", _("How it was weighed")
    DECISION = "decision", _("Decision")
    PLAN = "plan", _("Plan")
    NOT_REPORTED = "not_reported", _("Why it cannot be reported")
    INFORMED = "informed", _("How the person was told")
    NOT_INFORMED = "not_informed", _("Why the person was not told")
    FOLLOW_UP = "follow_up", _("What follows")
    FOLLOWED_UP = "followed_up", _("What came of it")


class Step(models.IntegerChoices):
    """The steps, in their order. It may be necessary to go back or to take several at once."""

    SIGNS = 1, _("Map the signs")
    CONSULT = 2, _("Consult a colleague, and Veilig Thuis where needed")
    TALK = 3, _("Talk with the person concerned")
    WEIGH = 4, _("Weigh it")
    DECIDE = 5, _("Decide: report, and organise help")


class How(models.TextChoices):
    """How a step stands."""

    TO_DO = "to_do", _("Still to do")
    DONE = "done", _("Step done")
    REASON = "reason", _("Not possible: the reason is written")


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step and how it stands."""

    step: Step
    how: How


def _step(done: bool, *, reason: bool = False) -> How:
    if done:
        return How.DONE
    return How.REASON if reason else How.TO_DO


def steps(
    *, kinds: Collection[str], is_consulted: bool, report: str, help_given: str
) -> tuple[StepStanding, ...]:
    """How each step stands. kinds: of the texts that are there; report and help_given: "" when not answered."""
    answered = bool(report and help_given and TextKind.DECISION in kinds)
    is_excused = report == Report.IMPOSSIBLE and TextKind.NOT_REPORTED in kinds
    standing = {
        Step.SIGNS: _step(TextKind.SAID in kinds),
        Step.CONSULT: _step(is_consulted),
        Step.TALK: _step(TextKind.TALKED in kinds, reason=TextKind.NOT_TALKED in kinds),
        Step.WEIGH: _step(TextKind.WEIGHED in kinds),
        Step.DECIDE: _step(answered and report != Report.IMPOSSIBLE, reason=answered and is_excused),
    }
    return tuple(StepStanding(step, how) for step, how in standing.items())
