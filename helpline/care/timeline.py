"""How a case's timeline words the lines of this room: that something was done, never how serious it is."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpline.care.actions.common import TIMELINE
from helpline.care.models import RiskRecord
from helpline.cases import timeline
from helpline.cases.models import TimelineLine

_WORDS = {
    "opened": gettext_lazy("Risk record opened"),
    "attached": gettext_lazy("Risk record put with this case"),
    "detached": gettext_lazy("Risk record taken from this case: its contact belongs elsewhere"),
    "level_changed": gettext_lazy("Risk record: the level was changed"),
    "consulted": gettext_lazy("Risk record: a shift lead was consulted"),
    "consultation_noted": gettext_lazy("Risk record: a shift lead was consulted"),
    "signed": gettext_lazy("Risk record: the consultation was signed"),
    "decided": gettext_lazy("Risk record: decided"),
    "follow_up_planned": gettext_lazy("Risk record: a follow-up was planned"),
    "followed_up": gettext_lazy("Risk record: followed up"),
    "still_open": gettext_lazy("Risk record still open: the case is kept"),
    "closed": gettext_lazy("Risk record closed"),
    "reopened": gettext_lazy("Risk record opened again"),
}


def describe(lines: Sequence[TimelineLine]) -> list[timeline.Told]:
    """The lines in words, with the address of a record that is still there."""
    ids = [line.object_id for line in lines if line.object_id is not None]
    there = set(RiskRecord.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [
        timeline.Told(
            str(_WORDS.get(line.codes.get("did", ""), _("Risk record"))),
            reverse("care:show", args=[line.object_id]) if line.object_id in there else "",
        )
        for line in lines
    ]


def register() -> None:
    """Word this room's lines. Called once, when the apps are ready."""
    timeline.register(TIMELINE, describe)
