"""A group from its first interest to its erasure: sealed aliases, exact counts, nothing left but numbers."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.models import DayCounter
from figures.queries import day_counts
from helpline.audit.models import Entry
from helpline.cases import actions as cases
from helpline.groups import actions, erasers, queries, sealing
from helpline.groups.errors import Full, Gone, GroupError, NoAlias, OtherProgramme, TooEarly, WrongMove
from helpline.groups.models import Attendance, Group, Interest, Meeting, Participant
from helpline.groups.states import GROUP_MOVES, PART_MOVES, GroupState, InterestState, PartState
from helpline.programmes.models import Programme
from helpline.vault.errors import SealBroken
from helpline.vault.models import DataKey
from tests.canaries import search
from tests.factories.chat import make_staff
from tests.factories.groups import NOW, make_group, make_meeting, make_participant
from tests.factories.programmes import make_programme
from tests.services.sizes import IS_FULL

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    return day_counts("stopitnow", "peer_groups", date(2026, 1, 1), date(2027, 12, 31))


def test_every_state_has_its_moves() -> None:
    assert set(GROUP_MOVES) == set(GroupState)
    assert set(PART_MOVES) == set(PartState)


def test_aliases_and_instructions_are_sealed_and_open_in_their_own_row(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow)
    meeting = make_meeting(
        group=group, starts_at=NOW + timedelta(days=7), instruction="zaal twee, via de tuin"
    )
    one, other = make_participant(group=group), make_participant(group=group, alias="Kameleon")
    kept = repr(
        [list(model.objects.values_list()) for model in (Group, Meeting, Participant, Entry)]
    ).encode()
    assert not search([("rows", kept)], ["Zeepaardje", "Kameleon", "zaal twee, via de tuin"])
    assert [person.alias for person in queries.people(group)] == ["Kameleon", "Zeepaardje"]
    assert queries.meetings(group, NOW)[0].instruction == "zaal twee, via de tuin"
    with pytest.raises(SealBroken):
        sealing.unseal(group, bytes(other.alias), kind="alias", row_id=one.pk)
    with pytest.raises(SealBroken):
        sealing.unseal(group, bytes(meeting.instruction), kind="alias", row_id=meeting.pk)


def test_who_comes_late_waits_until_there_is_a_place(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, places=2)
    first = make_participant(group=group, alias="a")
    make_participant(group=group, alias="b")
    with pytest.raises(Full):
        make_participant(group=group, alias="c")
    third = make_participant(group=group, alias="c", waits=True)
    with pytest.raises(Full):
        actions.let_in(participant=third, by=group.run_by, now=NOW)
    actions.leave(participant=first, by=group.run_by, now=NOW)
    actions.let_in(participant=third, by=group.run_by, now=NOW)
    with pytest.raises(Full):
        actions.let_in(participant=first, by=group.run_by, now=NOW)
    assert counted() == {"joined": 3, "left": 1}


def test_who_only_waited_is_not_counted(stopitnow: Programme) -> None:
    participant = make_participant(group=make_group(programme=stopitnow), waits=True)
    actions.leave(participant=participant, by=participant.group.run_by, now=NOW)
    assert counted() == {}


@pytest.mark.parametrize("alias", ["", "   ", "x" * 41])
def test_an_alias_is_short_and_there(stopitnow: Programme, alias: str) -> None:
    with pytest.raises(NoAlias):
        make_participant(group=make_group(programme=stopitnow), alias=alias)


def test_attendance_is_marked_corrected_and_counted_on_its_own_day(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, meetings=1)
    meeting = group.meetings.get()
    one, other = (make_participant(group=group, alias=alias).pk for alias in "ab")
    with pytest.raises(TooEarly):
        actions.mark_attendance(meeting=meeting, came=[one], by=group.run_by, now=NOW)
    evening = meeting.starts_at + timedelta(hours=2)
    for came, now in (
        ([one, other], evening),
        ([one, other], evening),
        ([other], evening + timedelta(days=2)),
    ):
        actions.mark_attendance(meeting=meeting, came=came, by=group.run_by, now=now)
    assert dict(DayCounter.objects.filter(code="attended").values_list("day_date", "n")) == {
        evening.date(): 1
    }
    assert queries.who_came(meeting) == {other}
    with pytest.raises(WrongMove):
        actions.mark_attendance(meeting=meeting, came=[uuid4()], by=group.run_by, now=evening)
    with pytest.raises(WrongMove):
        actions.drop_meeting(meeting=meeting, by=group.run_by, now=evening)


def test_who_left_stays_in_the_attendance_of_earlier_meetings(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, meetings=2)
    first, second = group.meetings.order_by("starts_at")
    participant = make_participant(group=group)
    evening = first.starts_at + timedelta(hours=2)
    actions.mark_attendance(meeting=first, came=[participant.pk], by=group.run_by, now=evening)
    actions.leave(participant=participant, by=group.run_by, now=evening)
    actions.mark_attendance(meeting=first, came=[participant.pk], by=group.run_by, now=evening)
    assert counted()["attended"] == 1
    with pytest.raises(WrongMove):
        actions.mark_attendance(
            meeting=second, came=[participant.pk], by=group.run_by, now=second.starts_at + timedelta(hours=1)
        )


def test_a_group_runs_and_ends(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, meetings=1)
    stays, waits = make_participant(group=group), make_participant(group=group, alias="b", waits=True)
    actions.start_group(group=group, by=group.run_by, now=NOW)
    actions.end_group(group=group, by=group.run_by, now=NOW)
    stays.refresh_from_db()
    waits.refresh_from_db()
    assert (stays.state, waits.state) == (PartState.FINISHED, PartState.WAITING)
    assert counted() == {"joined": 1, "finished": 1}
    for act in (
        lambda: actions.start_group(group=group, by=group.run_by, now=NOW),
        lambda: actions.end_group(group=group, by=group.run_by, now=NOW),
        lambda: make_participant(group=group, alias="c"),
        lambda: make_meeting(group=group, starts_at=NOW + timedelta(days=9)),
        lambda: actions.let_in(participant=waits, by=group.run_by, now=NOW),
    ):
        with pytest.raises(WrongMove):
            act()


STEPS = st.lists(
    st.tuples(st.sampled_from(["join", "wait", "leave", "let_in", "start", "end"]), st.integers(0, 3)),
    max_size=12,
)


@settings(max_examples=100 if IS_FULL else 12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_the_counts_agree_with_the_people(
    stopitnow: Programme, story: list[tuple[str, int]]
) -> None:
    """Joined less left less finished is how many take part now, and never more than there are places."""
    DayCounter.objects.all().delete()
    group = make_group(programme=stopitnow, places=2)
    people: list[Participant] = []
    for step, which in story:
        try:
            if step in ("join", "wait"):
                people.append(make_participant(group=group, waits=step == "wait"))
            elif step == "start":
                actions.start_group(group=group, by=group.run_by, now=NOW)
            elif step == "end":
                actions.end_group(group=group, by=group.run_by, now=NOW)
            elif people:
                act = actions.leave if step == "leave" else actions.let_in
                act(participant=people[which % len(people)], by=group.run_by, now=NOW)
        except GroupError:
            continue
    sums = Counter(counted())
    there = group.participants.filter(state=PartState.JOINED).count()
    assert sums["joined"] - sums["left"] - sums["finished"] == there <= 2


def test_a_letter_tells_of_one_interest_however_often_it_is_marked(stopitnow: Programme) -> None:
    letter = uuid4()
    first, again = (actions.note_interest(programme=stopitnow, letter_id=letter, now=NOW) for _ in range(2))
    assert first == again
    actions.note_interest(programme=stopitnow, now=NOW)
    actions.note_interest(programme=stopitnow, now=NOW)
    assert counted() == {"interest": 3}
    assert not Entry.objects.filter(action="group.interest_noted").exists(), "the person did so alone"


def test_an_interest_becomes_a_participant_or_is_answered(stopitnow: Programme) -> None:
    noor = make_staff(stopitnow)
    group = make_group(programme=stopitnow, by=noor)
    first, other = (actions.note_interest(programme=stopitnow, by=noor, now=NOW) for _ in range(2))
    assert list(queries.open_interests(noor, NOW)) == sorted([first, other], key=lambda each: each.pk)
    actions.add_participant(group=group, alias="a", interest=first, by=noor, now=NOW)
    actions.settle_interest(interest=other, by=noor, now=NOW)
    with pytest.raises(WrongMove):
        actions.settle_interest(interest=other, by=noor, now=NOW)
    assert not queries.open_interests(noor, NOW).exists()
    for interest in Interest.objects.all():
        assert (interest.state, interest.erase_on_date) == (InterestState.SETTLED, date(2026, 7, 14))


def test_nothing_of_another_programme_is_linked(stopitnow: Programme) -> None:
    elsewhere = make_programme(slug="elsewhere")
    noor = make_staff(stopitnow, elsewhere)
    case = cases.open_case(programme=elsewhere, by=noor, now=NOW)
    with pytest.raises(OtherProgramme):
        actions.add_participant(group=make_group(programme=stopitnow), alias="a", case=case, by=noor, now=NOW)
    with pytest.raises(OtherProgramme):
        actions.note_interest(programme=stopitnow, case=case, now=NOW)


def test_the_case_is_told(stopitnow: Programme) -> None:
    noor = make_staff(stopitnow)
    case = cases.open_case(programme=stopitnow, by=noor, now=NOW)
    group = make_group(programme=stopitnow, by=noor)
    actions.note_interest(programme=stopitnow, case=case, by=noor, now=NOW)
    participant = actions.add_participant(group=group, alias="a", case=case, by=noor, now=NOW)
    actions.leave(participant=participant, by=noor, now=NOW)
    lines = case.lines.filter(kind="group").order_by("pk")
    assert [line.codes["what"] for line in lines] == ["interest", "joined", "left"]


def test_six_weeks_after_the_last_meeting_only_counts_are_left(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, meetings=5)
    participant = make_participant(group=group)
    last = NOW + timedelta(weeks=5)
    assert group.erase_on_date == (last + timedelta(weeks=6)).date()
    evening = NOW + timedelta(weeks=1, hours=2)
    meeting = group.meetings.order_by("starts_at")[0]
    actions.mark_attendance(meeting=meeting, came=[participant.pk], by=group.run_by, now=evening)
    erase = {eraser.kind: eraser for eraser in erasers.ERASERS}["group"]
    at_term = last + timedelta(weeks=6)
    assert erase.due(at_term - timedelta(days=1)) == 0
    with pytest.raises(Gone):
        make_participant(group=group, alias="late", now=at_term)
    keys = DataKey.objects.count()
    assert erase.due(at_term) == erase.erase(at_term, 10) == 1
    assert DataKey.objects.count() == keys - 1
    for model in (Group, Meeting, Participant, Attendance):
        assert not model.objects.exists()
    assert counted() == {"joined": 1, "attended": 1}


def test_an_interest_that_nobody_answered_ends(stopitnow: Programme) -> None:
    actions.note_interest(programme=stopitnow, now=NOW)
    erase = {eraser.kind: eraser for eraser in erasers.ERASERS}["group_interest"]
    assert erase.erase(NOW + timedelta(days=83), 10) == 0
    assert erase.erase(NOW + timedelta(days=84), 10) == 1


def test_another_time_moves_the_term_and_the_key_lives_as_long(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, meetings=1)
    meeting = group.meetings.get()
    far = NOW + timedelta(weeks=40)
    actions.change_meeting(
        meeting=meeting,
        starts_at=far,
        minutes=90,
        place="in_person",
        instruction="boven",
        by=group.run_by,
        now=NOW,
    )
    group.refresh_from_db()
    assert group.erase_on_date == (far + timedelta(weeks=6)).date()
    assert group.data_key is not None
    assert group.data_key.expires_on_date >= group.erase_on_date - timedelta(days=1)
    actions.drop_meeting(meeting=meeting, by=group.run_by, now=NOW)
    group.refresh_from_db()
    assert group.erase_on_date == (NOW + timedelta(weeks=26)).date()


def test_the_log_says_neither_which_group_nor_who(stopitnow: Programme) -> None:
    group = make_group(programme=stopitnow, meetings=1)
    participant = make_participant(group=group)
    for entry in Entry.objects.filter(action__startswith="group."):
        assert entry.day_only
        assert (entry.subject, entry.detail) == ("", {})
        assert str(participant.pk) not in repr(vars(entry))
