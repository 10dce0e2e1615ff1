"""The states of a group and of who takes part, and the moves between them."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.groups.errors import WrongMove


class GroupState(models.TextChoices):
    GATHERING = "gathering", _("Gathering people")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class PartState(models.TextChoices):
    WAITING = "waiting", _("On the waiting list")
    JOINED = "joined", _("Takes part")
    LEFT = "left", _("Left")
    FINISHED = "finished", _("Took part to the end")


class InterestState(models.TextChoices):
    OPEN = "open", _("Not answered yet")
    SETTLED = "settled", _("Answered")


#: a group that ended does not begin again: another one is made
GROUP_MOVES: Mapping[str, frozenset[str]] = {
    GroupState.GATHERING: frozenset({GroupState.RUNNING, GroupState.ENDED}),
    GroupState.RUNNING: frozenset({GroupState.ENDED}),
    GroupState.ENDED: frozenset(),
}

#: who left may come back while the group goes on
PART_MOVES: Mapping[str, frozenset[str]] = {
    PartState.WAITING: frozenset({PartState.JOINED, PartState.LEFT}),
    PartState.JOINED: frozenset({PartState.LEFT, PartState.FINISHED}),
    PartState.LEFT: frozenset({PartState.JOINED}),
    PartState.FINISHED: frozenset(),
}


def check_group_move(before: str, after: str) -> None:
    """Raise WrongMove when a group cannot go from the one state to the other."""
    if after not in GROUP_MOVES[before]:
        raise WrongMove(f"a group cannot go from {before} to {after}")


def check_part_move(before: str, after: str) -> None:
    """Raise WrongMove when somebody cannot go from the one state to the other."""
    if after not in PART_MOVES[before]:
        raise WrongMove(f"nobody goes from {before} to {after}")
