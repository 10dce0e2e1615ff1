"""What is done with peer groups. Counting comes late in each action, the audit entry last."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from figures import counters
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.cases import actions as cases
from helpline.cases.errors import CaseGone
from helpline.cases.models import Case, LineKind
from helpline.contacts.models import Contact
from helpline.groups import sealing, terms
from helpline.groups.errors import Full, Gone, NoAlias, OtherProgramme, TooEarly, WrongMove
from helpline.groups.models import Attendance, Group, Interest, Meeting, Participant, PlaceKind
from helpline.groups.states import (
    GroupState,
    InterestState,
    PartState,
    check_group_move,
    check_part_move,
)
from helpline.programmes.models import Programme
from helpline.vault.actions import extend, new_data_key, shred
from helpline.vault.models import TermClass

LONGEST_ALIAS = 40


@transaction.atomic
def open_group(
    *, programme: Programme, name: str, by: User, places: int = terms.PLACES, now: datetime | None = None
) -> Group:
    """Begin a group that gathers people."""
    now = now or timezone.now()
    opened = timezone.localdate(now)
    erase_on = terms.erase_on(opened, [])
    data_key, _key = new_data_key(term_class=TermClass.CASE, expires_at=terms.key_ends_at(erase_on), now=now)
    group = Group.objects.create(
        programme=programme,
        name=name,
        places=places,
        run_by=by,
        opened_on_date=opened,
        erase_on_date=erase_on,
        data_key=data_key,
    )
    _record("group.opened", group, by, now)
    return group


@transaction.atomic
def plan_meeting(
    *,
    group: Group,
    starts_at: datetime,
    by: User,
    minutes: int = 90,
    place: str = PlaceKind.ONLINE,
    instruction: str = "",
    now: datetime | None = None,
) -> Meeting:
    """Add a meeting. instruction: how to join, without names; it is sealed. Raises WrongMove and Gone."""
    now = now or timezone.now()
    group = _lock(group, now)
    if group.state == GroupState.ENDED:
        raise WrongMove("the group has ended")
    number = uuid4()
    meeting = Meeting.objects.create(
        id=number,
        group=group,
        starts_at=starts_at,
        minutes=minutes,
        place=PlaceKind(place),
        instruction=sealing.seal(group, instruction, kind="instruction", row_id=number),
    )
    _count_term(group, now)
    _record("group.meeting_planned", group, by, now)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    minutes: int,
    place: str,
    instruction: str,
    by: User,
    now: datetime | None = None,
) -> None:
    """Another time, place or instruction. Raises WrongMove and Gone."""
    now = now or timezone.now()
    group = _lock(meeting.group, now)
    if group.state == GroupState.ENDED:
        raise WrongMove("the group has ended")
    meeting.starts_at, meeting.minutes, meeting.place = starts_at, minutes, PlaceKind(place)
    meeting.instruction = sealing.seal(group, instruction, kind="instruction", row_id=meeting.pk)
    meeting.save(update_fields=["starts_at", "minutes", "place", "instruction"])
    _count_term(group, now)
    _record("group.meeting_changed", group, by, now)


@transaction.atomic
def drop_meeting(*, meeting: Meeting, by: User, now: datetime | None = None) -> None:
    """Take a meeting away that has not been. Raises WrongMove once somebody's attendance is known, and Gone."""
    now = now or timezone.now()
    group = _lock(meeting.group, now)
    if meeting.attendances.exists():
        raise WrongMove("somebody was there")
    meeting.delete()
    _count_term(group, now)
    _record("group.meeting_dropped", group, by, now)


@transaction.atomic
def start_group(*, group: Group, by: User, now: datetime | None = None) -> None:
    """It runs from now on. Raises WrongMove and Gone."""
    now = now or timezone.now()
    group = _lock(group, now)
    check_group_move(group.state, GroupState.RUNNING)
    group.state = GroupState.RUNNING
    group.save(update_fields=["state"])
    _record("group.started", group, by, now)


@transaction.atomic
def end_group(*, group: Group, by: User, now: datetime | None = None) -> None:
    """It is over: who still takes part did so to the end. Raises WrongMove and Gone."""
    now = now or timezone.now()
    group = _lock(group, now)
    was_running = group.state == GroupState.RUNNING
    check_group_move(group.state, GroupState.ENDED)
    group.state = GroupState.ENDED
    group.save(update_fields=["state"])
    for participant in group.participants.filter(state=PartState.JOINED):
        if was_running:
            _move(participant, PartState.FINISHED, by=by, now=now)
    _record("group.ended", group, by, now)


@transaction.atomic
def add_participant(
    *,
    group: Group,
    alias: str,
    by: User,
    case: Case | None = None,
    waits: bool = False,
    interest: Interest | None = None,
    now: datetime | None = None,
) -> Participant:
    """Somebody joins, or waits. interest: the one that this answers.

    Raises NoAlias, Full, WrongMove, OtherProgramme and Gone.
    """
    now = now or timezone.now()
    group = _lock(group, now)
    alias = alias.strip()
    if not 1 <= len(alias) <= LONGEST_ALIAS:
        raise NoAlias("an alias has one to forty characters")
    if group.state == GroupState.ENDED:
        raise WrongMove("the group has ended")
    if case is not None and case.programme_id != group.programme_id:
        raise OtherProgramme("the case is another programme's")
    number = uuid4()
    participant = Participant.objects.create(
        id=number,
        group=group,
        alias=sealing.seal(group, alias, kind="alias", row_id=number),
        case=case,
        since_date=timezone.localdate(now),
    )
    if interest is not None:
        _settle(interest, now)
    if not waits:
        _check_place(group)
        _move(participant, PartState.JOINED, by=by, now=now)
    _record("group.participant_added", group, by, now)
    return participant


@transaction.atomic
def let_in(*, participant: Participant, by: User, now: datetime | None = None) -> None:
    """From the waiting list, or back after leaving. Raises Full, WrongMove and Gone."""
    now = now or timezone.now()
    group = _lock(participant.group, now)
    participant.refresh_from_db()
    if group.state == GroupState.ENDED:
        raise WrongMove("the group has ended")
    check_part_move(participant.state, PartState.JOINED)
    _check_place(group)
    _move(participant, PartState.JOINED, by=by, now=now)
    _record("group.participant_let_in", group, by, now)


@transaction.atomic
def leave(*, participant: Participant, by: User, now: datetime | None = None) -> None:
    """Somebody stops, or no longer waits. Why is not asked. Raises WrongMove and Gone."""
    now = now or timezone.now()
    group = _lock(participant.group, now)
    participant.refresh_from_db()
    _move(participant, PartState.LEFT, by=by, now=now)
    _record("group.participant_left", group, by, now)


@transaction.atomic
def mark_attendance(
    *, meeting: Meeting, came: Collection[UUID], by: User, now: datetime | None = None
) -> None:
    """Who came to a meeting, of all who take part; marking again corrects, also in the figures.

    came: ids of participants. Raises TooEarly before it begins, WrongMove for an id that takes no part, and Gone.
    """
    now = now or timezone.now()
    group = _lock(meeting.group, now)
    if now < meeting.starts_at:
        raise TooEarly("the meeting has not begun")
    known = {each.participant_id: each for each in meeting.attendances.select_for_update()}
    there = set(
        group.participants.filter(state__in=(PartState.JOINED, PartState.FINISHED)).values_list(
            "pk", flat=True
        )
    ) | set(known)
    if not set(came) <= there:
        raise WrongMove("somebody who takes no part")
    today, slug = timezone.localdate(now), group.programme.slug
    for number in sorted(there):
        is_there = number in came
        row = known.get(number) or Attendance(meeting=meeting, participant_id=number, came=False)
        if row.counted_on_date is not None and not is_there:
            counters.take_back_day(
                programme=slug, name="peer_groups", day=row.counted_on_date, code="attended"
            )
            row.counted_on_date = None
        elif row.counted_on_date is None and is_there:
            counters.count_day(programme=slug, name="peer_groups", day=today, code="attended")
            row.counted_on_date = today
        row.came = is_there
        row.save()
    _record("group.attendance_marked", group, by, now)


@transaction.atomic
def note_interest(
    *,
    programme: Programme,
    by: User | None = None,
    group: Group | None = None,
    letter_id: UUID | None = None,
    contact: Contact | None = None,
    case: Case | None = None,
    now: datetime | None = None,
) -> Interest:
    """Somebody would like to join a group; of this group, or of any to come. In the caller's transaction, if any.

    letter_id: of a letter of the post; the same letter again gives the interest that is there, and counts once.
    by: who noted it; None when the person did so alone. Raises OtherProgramme.
    """
    now = now or timezone.now()
    for each in (group, contact, case):
        if each is not None and each.programme_id != programme.pk:
            raise OtherProgramme("it is another programme's")
    if letter_id is not None:
        # one at a time for each programme: a letter that is marked twice at once is one interest
        Programme.objects.select_for_update().get(pk=programme.pk)
        there = Interest.objects.filter(letter_id=letter_id).first()
        if there is not None:
            return there
    today = timezone.localdate(now)
    interest = Interest.objects.create(
        programme=programme,
        group=group,
        letter_id=letter_id,
        contact=contact,
        case=case,
        noted_on_date=today,
        erase_on_date=today + terms.INTEREST,
    )
    if case is not None:
        _tell(case, interest.pk, "interest", by=by, now=now)
    counters.count_day(programme=programme.slug, name="peer_groups", day=today, code="interest")
    if by is not None:
        audit.record(
            by=by.audit_id, action="group.interest_noted", programme=programme.slug, day_only=True, now=now
        )
    return interest


@transaction.atomic
def settle_interest(*, interest: Interest, by: User, now: datetime | None = None) -> None:
    """It is answered without joining. Raises WrongMove when it was answered already."""
    now = now or timezone.now()
    interest.refresh_from_db(from_queryset=Interest.objects.select_for_update())
    if interest.state != InterestState.OPEN:
        raise WrongMove("it was answered")
    _settle(interest, now)
    audit.record(
        by=by.audit_id,
        action="group.interest_settled",
        programme=interest.programme.slug,
        day_only=True,
        now=now,
    )


@transaction.atomic
def erase_group_if_due(group_id: UUID, *, now: datetime) -> bool:
    """Shred the group's key and delete all of it but the counts, when its day has come; else False."""
    due = Group.objects.select_for_update().filter(pk=group_id, erase_on_date__lte=timezone.localdate(now))
    group = due.first()
    if group is None:
        return False
    if group.data_key_id is not None:
        shred(group.data_key_id)
    group.delete()
    return True


def erase_interest_if_due(interest_id: UUID, *, now: datetime) -> bool:
    """Delete an interest whose day has come; else False."""
    due = Interest.objects.filter(pk=interest_id, erase_on_date__lte=timezone.localdate(now))
    return bool(due.delete()[0])


#: what a move of a participant counts as
_COUNTED = {PartState.JOINED: "joined", PartState.LEFT: "left", PartState.FINISHED: "finished"}


def _move(participant: Participant, state: PartState, *, by: User, now: datetime) -> None:
    """One move with its line in the case and its count; who only waited and left is not counted as leaving."""
    before = participant.state
    check_part_move(before, state)
    participant.state, participant.since_date = state, timezone.localdate(now)
    participant.save(update_fields=["state", "since_date"])
    if before == PartState.WAITING and state == PartState.LEFT:
        return
    if participant.case is not None:
        _tell(participant.case, participant.group_id, _COUNTED[state], by=by, now=now)
    counters.count_day(
        programme=participant.group.programme.slug,
        name="peer_groups",
        day=participant.since_date,
        code=_COUNTED[state],
    )


def _tell(case: Case, object_id: UUID, what: str, *, by: User | None, now: datetime) -> None:
    # a case whose term has passed hears nothing any more, and that stops nobody
    with suppress(CaseGone):
        cases.append(
            case=case, kind=LineKind.GROUP, by=by, object_id=object_id, codes={"what": what}, now=now
        )


def _settle(interest: Interest, now: datetime) -> None:
    interest.state = InterestState.SETTLED
    interest.erase_on_date = min(interest.erase_on_date, timezone.localdate(now) + terms.INTEREST_SETTLED)
    interest.save(update_fields=["state", "erase_on_date"])


def _check_place(group: Group) -> None:
    if group.participants.filter(state=PartState.JOINED).count() >= group.places:
        raise Full("every place is taken")


def _count_term(group: Group, now: datetime) -> None:
    """The term follows the last meeting; the key lives as long."""
    starts = group.meetings.values_list("starts_at", flat=True)
    group.erase_on_date = terms.erase_on(group.opened_on_date, starts)
    if group.erase_on_date <= timezone.localdate(now):
        raise WrongMove("the last meeting is too long ago")
    group.save(update_fields=["erase_on_date"])
    assert group.data_key_id is not None  # _lock saw to it
    extend(group.data_key_id, expires_at=terms.key_ends_at(group.erase_on_date), now=now)


def _lock(group: Group, now: datetime) -> Group:
    """The row, locked until the transaction ends. Raises Gone, also when its day has come."""
    found = (
        Group.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=group.pk).first()
    )
    if found is None or found.data_key_id is None or found.erase_on_date <= timezone.localdate(now):
        raise Gone("the group was erased")
    return found


def _record(action: str, group: Group, by: User, now: datetime) -> None:
    # the day, and neither which group nor who: that stands in the group, and ends with it
    audit.record(by=by.audit_id, action=action, programme=group.programme.slug, day_only=True, now=now)
