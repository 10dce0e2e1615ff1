"""How a case's timeline words the lines of this room."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from helpline.cases import timeline
from helpline.cases.models import TimelineLine
from helpline.referrals.actions import TIMELINE
from helpline.referrals.models import Referral
from helpline.referrals.queries import name_of, outcome_of


def describe(lines: Sequence[TimelineLine]) -> list[timeline.Told]:
    """The lines in words, with the address of a referral that is still there."""
    ids = [line.object_id for line in lines if line.object_id is not None]
    there = {row.pk: row for row in Referral.objects.select_related("programme").filter(pk__in=ids)}
    return [_told(line, there.get(line.object_id) if line.object_id else None) for line in lines]


def _told(line: TimelineLine, referral: Referral | None) -> timeline.Told:
    if line.codes.get("did") == "hotline":
        return timeline.Told(_("Web addresses were passed on to the hotline"))
    if referral is None:
        return timeline.Told(_("Referral"))
    words = {"organisation": name_of(referral.organisation), "outcome": outcome_of(referral)}
    if line.codes.get("did") == "outcome" and referral.outcome:
        said = _("Referral to %(organisation)s: %(outcome)s") % words
    elif line.codes.get("did") == "detached":
        said = _("Referral to %(organisation)s taken from this case: its contact belongs elsewhere") % words
    else:
        said = _("Referral to %(organisation)s") % words
    return timeline.Told(said, reverse("referrals:show", args=[referral.pk]))


def register() -> None:
    """Word this room's lines. Called once, when the apps are ready."""
    timeline.register(TIMELINE, describe)
