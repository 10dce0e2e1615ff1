"""Reading groups: what there is, who takes part, who came, and who would like to join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from helpline.accounts.models import User
from helpline.groups import sealing
from helpline.groups.errors import Gone
from helpline.groups.models import Attendance, Group, Interest, Meeting, Participant
from helpline.groups.policies import RUN, may_run
from helpline.groups.states import GroupState, InterestState, PartState
from helpline.programmes.queries import Kept
from helpline.vault.errors import VaultError


@dataclass(frozen=True, slots=True)
class Line:
    """A group in the list, with counts only."""

    group: Group
    joined: int
    waiting: int
    meetings: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a group, as who runs it sees them. alias: "" when it cannot be read any more. came: how often."""

    participant: Participant
    alias: str
    came: int

    @property
    def has_place(self) -> bool:
        """Whether this person takes part now."""
        return self.participant.state == PartState.JOINED


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting with its number in the row, how to join, and how many came of how many; None before that is known."""

    meeting: Meeting
    number: int
    instruction: str
    has_been: bool
    came: int | None


def _read_with_groups() -> frozenset[int]:
    return frozenset(Group.objects.values_list("programme", flat=True))


_with_groups = Kept(_read_with_groups)


def with_groups() -> frozenset[int]:
    """The programmes that have a group, as of a few seconds ago: the others are not asked about them in every row."""
    return _with_groups.get()


def forget() -> None:
    """Read anew at the next question."""
    _with_groups.forget()


def lines(user: User, now: datetime) -> list[Line]:
    """The groups of this person's programmes: those that go on first, by name."""
    rows = (
        Group.objects.filter(
            programme__in=user.programmes_with(RUN), erase_on_date__gt=timezone.localdate(now)
        )
        .select_related("programme", "run_by")
        .annotate(
            joined=Count("participants", filter=Q(participants__state=PartState.JOINED), distinct=True),
            waiting=Count("participants", filter=Q(participants__state=PartState.WAITING), distinct=True),
            planned=Count("meetings", distinct=True),
        )
    )
    coming: dict[UUID, datetime] = {}
    for group_id, at in Meeting.objects.filter(group__in=rows, starts_at__gt=now).values_list(
        "group", "starts_at"
    ):
        coming[group_id] = min(at, coming.get(group_id, at))
    order = list(GroupState)
    return [
        Line(group, group.joined, group.waiting, group.planned, coming.get(group.pk))
        for group in sorted(rows, key=lambda each: (order.index(GroupState(each.state)), each.name, each.pk))
    ]


def find(user: User, group_id: UUID, now: datetime) -> Group | None:
    """A group that this person runs with others, and whose day has not come; else None."""
    group = (
        Group.objects.select_related("programme", "run_by")
        .filter(pk=group_id, erase_on_date__gt=timezone.localdate(now))
        .first()
    )
    return group if group is not None and may_run(user, group) else None


def people(group: Group) -> list[Person]:
    """Who takes part, waits, or left: in that order, by alias."""
    rows = group.participants.select_related("case", "group").annotate(
        times=Count("attendances", filter=Q(attendances__came=True))
    )
    found = [Person(row, _opened(group, bytes(row.alias), "alias", row.pk), row.times) for row in rows]
    order = [PartState.JOINED, PartState.WAITING, PartState.FINISHED, PartState.LEFT]
    return sorted(
        found, key=lambda each: (order.index(PartState(each.participant.state)), each.alias.casefold())
    )


def meetings(group: Group, now: datetime) -> list[MeetingLine]:
    """The meetings in order of time."""
    came = dict(
        Attendance.objects.filter(meeting__group=group)
        .values_list("meeting")
        .annotate(n=Count("pk", filter=Q(came=True)))
    )
    return [
        MeetingLine(
            meeting,
            number,
            _opened(group, bytes(meeting.instruction), "instruction", meeting.pk),
            meeting.starts_at <= now,
            came.get(meeting.pk),
        )
        for number, meeting in enumerate(group.meetings.order_by("starts_at", "pk"), start=1)
    ]


def who_came(meeting: Meeting) -> frozenset[UUID]:
    """The participants who came to a meeting."""
    return frozenset(meeting.attendances.filter(came=True).values_list("participant", flat=True))


def open_interests(user: User, now: datetime) -> QuerySet[Interest]:
    """Who would like to join and was not answered yet, in this person's programmes; the longest waiting first."""
    return (
        Interest.objects.filter(
            programme__in=user.programmes_with(RUN),
            state=InterestState.OPEN,
            erase_on_date__gt=timezone.localdate(now),
        )
        .select_related("programme", "group", "case", "contact")
        .order_by("noted_on_date", "pk")
    )


def groups_to_join(user: User, now: datetime) -> Sequence[Group]:
    """The groups of this person's programmes that have not ended."""
    return [line.group for line in lines(user, now) if line.group.state != GroupState.ENDED]


def _opened(group: Group, sealed: bytes, kind: str, row_id: UUID) -> str:
    try:
        return sealing.unseal(group, sealed, kind=kind, row_id=row_id)
    except (Gone, VaultError):
        return ""
