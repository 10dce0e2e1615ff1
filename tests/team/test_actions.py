"""What colleagues tell each other: for the team alone, sealed, once, and gone at its term."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts.sheets import Sheet
from helpline.programmes.models import Programme
from helpline.programmes.queries import code_exists
from helpline.team import actions, erasers, queries
from helpline.team.demo import create_demo_content
from helpline.team.errors import Empty, NotAllowed, TooLong
from helpline.team.models import Debrief, Remark, TalkDay
from helpline.vault.models import DataKey
from tests.canaries import search
from tests.factories.desk import make_desk_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(helpwanted: Programme) -> User:
    return make_desk_user(helpwanted, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def sam(helpwanted: Programme) -> User:
    return make_desk_user(helpwanted, role=Role.SHIFT_LEAD, name="Sam")


def test_the_team_reads_what_is_said_and_a_repeat_is_the_same(
    helpwanted: Programme, noor: User, sam: User
) -> None:
    number = uuid4()
    for _ in range(2):
        actions.say(programme=helpwanted, text=" Wie neemt zo de lijn over? ", by=noor, remark_id=number)
    actions.say(programme=helpwanted, text="Ik.", by=sam)
    said = queries.remarks(queries.today(helpwanted), sam)
    assert [(each.author, each.is_own, each.text) for each in said] == [
        ("Noor", False, "Wie neemt zo de lijn over?"),
        ("Sam", True, "Ik."),
    ]


def test_nobody_outside_the_team_says_or_leads(
    helpwanted: Programme, stopitnow: Programme, noor: User
) -> None:
    with pytest.raises(NotAllowed):
        actions.say(programme=stopitnow, text="Hallo", by=noor)
    with pytest.raises(NotAllowed):
        actions.debrief(programme=stopitnow, text="Zwaar.", by=noor)
    with pytest.raises(NotAllowed):
        actions.see_debrief(note=actions.debrief(programme=helpwanted, text="Zwaar.", by=noor), by=noor)
    for role in (Role.EDITOR, Role.PROGRAMME_MANAGER, Role.THERAPIST):
        with pytest.raises(NotAllowed):
            actions.say(programme=helpwanted, text="Hallo", by=make_desk_user(helpwanted, role=role))
    assert not Remark.objects.exists()


@pytest.mark.parametrize(("text", "error"), [("  ", Empty), ("a" * 501, TooLong)])
def test_what_cannot_be_said(helpwanted: Programme, noor: User, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.say(programme=helpwanted, text=text, by=noor)
    assert not TalkDay.objects.exists()


def test_what_is_new_is_counted_until_it_was_read(helpwanted: Programme, noor: User, sam: User) -> None:
    actions.say(programme=helpwanted, text="Een", by=noor)
    actions.say(programme=helpwanted, text="Twee", by=noor)
    actions.debrief(programme=helpwanted, text="Dat was veel.", by=noor)
    (news,) = queries.for_desk(sam)
    assert (news.programme, news.unheard, news.debriefs) == (helpwanted, 2, 1)
    (own,) = queries.for_desk(noor)
    assert (own.unheard, own.debriefs) == (0, 0)
    day = queries.today(helpwanted)
    assert day is not None
    actions.hear(day=day, by=sam, until=queries.remarks(day, sam)[0].said_at)
    assert queries.for_desk(sam)[0].unheard == 1
    actions.hear(day=day, by=sam, until=timezone.now())
    actions.hear(day=day, by=sam, until=timezone.now() - timedelta(hours=1))  # late, and changes nothing
    assert queries.for_desk(sam)[0].unheard == 0


def test_a_note_waits_until_a_lead_takes_it_up(helpwanted: Programme, noor: User, sam: User) -> None:
    note = actions.debrief(programme=helpwanted, text="Ik blijf eraan denken.", by=noor, wants_talk=True)
    other = actions.debrief(programme=helpwanted, text="Dank voor gisteren.", by=noor)
    actions.see_debrief(note=other, by=sam)
    actions.see_debrief(note=other, by=make_desk_user(helpwanted, role=Role.SHIFT_LEAD, name="Kim"))
    first, second = queries.debriefs(helpwanted)
    assert (first.id, first.wants_talk, first.seen_at) == (note.pk, True, None)
    assert (second.id, second.seen_by) == (other.pk, "Sam")
    assert queries.for_desk(sam)[0].debriefs == 1
    with pytest.raises(NotAllowed):
        actions.withdraw_debrief(note=note, by=sam)
    actions.withdraw_debrief(note=note, by=noor)
    assert [each.id for each in queries.own_debriefs(noor)] == [other.pk]
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True))[-4:] == [
        "debrief.written",
        "debrief.written",
        "debrief.seen",
        "debrief.withdrawn",
    ]


def test_nothing_of_it_stands_in_clear_and_all_of_it_ends(
    helpwanted: Programme, noor: User, sam: User
) -> None:
    actions.say(programme=helpwanted, text="kanariewoord", by=noor)
    actions.debrief(programme=helpwanted, text="kanariewoord", by=noor)
    rows = [*Remark.objects.all(), *Debrief.objects.all()]
    stored = [("row", bytes(row.ciphertext) + bytes(row.nonce)) for row in rows]
    assert len(stored) == 2
    assert search(stored, ["kanariewoord"]) == []
    now = timezone.now()
    assert run(now) == [0, 0]
    assert run(now + timedelta(days=1, hours=1)) == [1, 0]
    assert queries.debriefs(helpwanted)[0].text == "kanariewoord"
    assert run(now + timedelta(days=14)) == [0, 1]
    assert not DataKey.objects.filter(term_class="team").exists()
    assert not Remark.objects.exists()


def run(now: datetime) -> list[int]:
    return [eraser.erase(now, 10) for eraser in erasers.ERASERS]


def test_a_talk_that_is_over_is_not_read_even_before_it_is_erased(helpwanted: Programme, noor: User) -> None:
    now = timezone.now()
    actions.say(programme=helpwanted, text="Tot zo", by=noor, now=now)
    later = now + timedelta(days=1, hours=2)
    assert queries.today(helpwanted, later) is None
    actions.say(programme=helpwanted, text="Goedemorgen", by=noor, now=later)
    assert [each.text for each in queries.remarks(queries.today(helpwanted, later), noor)] == ["Goedemorgen"]


def test_the_demo_has_sheets_for_answers_that_exist(helpwanted: Programme) -> None:
    for _ in range(2):
        create_demo_content()
    shown = [(slug, sheet) for slug in ("helpwanted", "stopitnow") for sheet in _sheets_of(slug)]
    assert len(shown) == 3
    for slug, sheet in shown:
        programme = Programme.objects.get(slug=slug)
        assert code_exists(programme, sheet.field, sheet.code)
        assert {kind for kind, _lines in sheet.parts} == {"text", "points"}


def _sheets_of(slug: str) -> list[Sheet]:
    return queries.sheets(Programme.objects.get(slug=slug))
