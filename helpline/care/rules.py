"""What must be there before a risk record is decided on, and before it is closed. No database, no clock.

The one rule above all: nobody closes a record alone. A second person, who leads in its programme and did not write it,
was consulted and has signed for what was advised.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.care import meldcode
from helpline.care.meldcode import Applies, How, Report, Step, TextKind
from helpline.care.states import RiskState

#: the level that a shift lead hears of at once; the lists of all programmes have it
ACUTE = "acute"


class Lack(models.TextChoices):
    """What is missing."""

    SAID = "said", _("what was said is written down")
    CONSULTATION = "consultation", _("a shift lead was consulted")
    SIGNATURE = "signature", _("the shift lead who was consulted has signed")
    MELDCODE = "meldcode", _("it is said whether the Meldcode applies")
    TALK = "talk", _("step 3 of the Meldcode is done, or the reason why not is written")
    WEIGHING = "weighing", _("step 4 of the Meldcode is done")
    DECISION = "decision", _("a decision is written")
    QUESTIONS = "questions", _("the two questions of step 5 are answered")
    INFORMED = "informed", _("it is written how the person was told, or why not")
    FOLLOW_UP = "follow_up", _("what was to follow is done")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a record, for these rules.

    author, consulted: people, by number; consulted is None while nobody was. kinds: of the texts that are there.
    report, help_given: the answers of step 5, "" when there are none. follow_up_waits: something is still to follow.
    """

    state: str
    author: int
    consulted: int | None
    is_signed: bool
    applies: str
    kinds: frozenset[str]
    report: str = ""
    help_given: str = ""
    follow_up_waits: bool = False

    @property
    def is_consulted(self) -> bool:
        """Whether somebody else than the author was consulted."""
        return self.consulted is not None and self.consulted != self.author

    def steps(self) -> tuple[meldcode.StepStanding, ...]:
        """How the five steps stand."""
        return meldcode.steps(
            kinds=self.kinds,
            is_consulted=self.is_consulted,
            report=self.report,
            help_given=self.help_given,
        )


def lacks_to_decide(standing: Standing) -> tuple[Lack, ...]:
    """What must be there before something is decided."""
    lacks = []
    if TextKind.SAID not in standing.kinds:
        lacks.append(Lack.SAID)
    if not standing.is_consulted:
        lacks.append(Lack.CONSULTATION)
    if standing.applies == Applies.UNKNOWN:
        lacks.append(Lack.MELDCODE)
    if standing.applies == Applies.YES:
        how = {each.step: each.how for each in standing.steps()}
        lacks += [
            lack
            for step, lack in ((Step.TALK, Lack.TALK), (Step.WEIGH, Lack.WEIGHING))
            if how[step] == How.TO_DO
        ]
    return tuple(lacks)


def lacks_to_close(standing: Standing) -> tuple[Lack, ...]:
    """What must be there before the record is closed; empty: it may be."""
    lacks = list(lacks_to_decide(standing))
    if not standing.is_signed:
        lacks.append(Lack.SIGNATURE)
    if standing.state != RiskState.DECIDED or TextKind.DECISION not in standing.kinds:
        lacks.append(Lack.DECISION)
    if standing.applies == Applies.YES:
        how = {each.step: each.how for each in standing.steps()}
        if how[Step.DECIDE] == How.TO_DO:
            lacks.append(Lack.QUESTIONS)
    if not standing.kinds & {TextKind.INFORMED, TextKind.NOT_INFORMED}:
        lacks.append(Lack.INFORMED)
    if standing.follow_up_waits:
        lacks.append(Lack.FOLLOW_UP)
    return tuple(lacks)


def asks_for_reason(report: str) -> bool:
    """Whether this answer to the first question of step 5 needs a reason beside it."""
    return report == Report.IMPOSSIBLE
