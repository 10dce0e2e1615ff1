"""A case from its opening to its end."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from helpline.accounts.models import User
from helpline.audit.errors import EntryRefused
from helpline.audit.models import Entry
from helpline.cases import actions, queries, sealing
from helpline.cases.errors import (
    AliasQuestioned,
    AliasRefused,
    AliasTaken,
    CaseGone,
    LinkedElsewhere,
    NoText,
    OtherProgramme,
    WrongMove,
)
from helpline.cases.models import Case, LinkedContact, Note, TimelineLine
from helpline.cases.states import CaseState
from helpline.programmes.models import Programme
from helpline.vault.errors import SealBroken
from helpline.vault.models import DataKey
from tests.factories.cases import EVENING, make_case
from tests.factories.chat import make_staff
from tests.factories.contacts import make_attempt

pytestmark = pytest.mark.django_db
LATER = EVENING + timedelta(days=10)


def did(case: Case) -> list[str]:
    return [line.codes["did"] for line in case.lines.order_by("pk")]


class TestOpening:
    def test_it_has_an_owner_an_alias_a_key_and_a_term(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        assert (case.owner, case.state) == (noor, CaseState.OPEN)
        assert len(case.alias.split()) == 2
        assert case.expires_at == EVENING + timedelta(days=180)
        key = DataKey.objects.get(pk=case.data_key_id)
        assert (key.term_class, key.expires_on_date) == ("case", case.expires_at.date())
        assert did(case) == ["opened"]

    def test_the_log_tells_the_day_and_not_the_case(self, helpwanted: Programme, noor: User) -> None:
        make_case(programme=helpwanted, by=noor)
        entry = Entry.objects.get(action="case.opened")
        assert (entry.subject, entry.day_only, entry.detail) == ("", True, {})

    def test_nothing_is_saved_when_the_log_refuses(self, helpwanted: Programme, noor: User) -> None:
        with (
            patch("helpline.audit.actions.record", side_effect=EntryRefused("no")),
            pytest.raises(EntryRefused),
        ):
            make_case(programme=helpwanted, by=noor)
        assert not Case.objects.exists()
        assert not DataKey.objects.exists()

    def test_an_alias_is_one_in_a_programme_however_it_is_written(
        self, helpwanted: Programme, stopitnow: Programme, noor: User
    ) -> None:
        make_case(programme=helpwanted, by=noor, alias="Blauwe Beér")
        with pytest.raises(AliasTaken):
            make_case(programme=helpwanted, by=noor, alias="blauwe  beer")
        make_case(programme=stopitnow, by=noor, alias="blauwe beer")

    def test_a_name_is_asked_about_and_a_number_refused(self, helpwanted: Programme, noor: User) -> None:
        with pytest.raises(AliasQuestioned) as questioned:
            make_case(programme=helpwanted, by=noor, alias="Sanne uit Oost")
        assert questioned.value.words == ("Sanne",)
        make_case(programme=helpwanted, by=noor, alias="Sanne uit Oost", is_no_name=True)
        with pytest.raises(AliasRefused):
            make_case(programme=helpwanted, by=noor, alias="bel 0612345678", is_no_name=True)


class TestMoving:
    def test_closing_shortens_the_term_and_opening_again_restores_it(
        self, helpwanted: Programme, noor: User, settings: Settings
    ) -> None:
        settings.CASE_CLOSED_TERM_DAYS = 14
        case = make_case(programme=helpwanted, by=noor)
        actions.move(case=case, to=CaseState.CLOSED, by=noor, now=LATER)
        assert case.expires_at == LATER + timedelta(days=14)
        actions.move(case=case, to=CaseState.OPEN, by=noor, now=LATER)
        assert case.expires_at == LATER + timedelta(days=180)
        assert DataKey.objects.get().expires_on_date == case.expires_at.date()

    def test_a_case_with_open_tasks_is_not_closed(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        task = actions.set_task(case=case, kind="look_again", due_at=LATER, by=noor, now=EVENING)
        with pytest.raises(WrongMove):
            actions.move(case=case, to=CaseState.CLOSED, by=noor, now=EVENING)
        actions.finish_task(task=task, by=noor, now=EVENING)
        actions.move(case=case, to=CaseState.CLOSED, by=noor, now=EVENING)

    def test_every_line_lets_the_term_count_anew(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        actions.append(case=case, kind="referral", by=noor, object_id=uuid4(), now=LATER)
        assert (case.moved_at, case.expires_at) == (LATER, LATER + timedelta(days=180))

    def test_after_its_term_it_is_gone_before_the_night_too(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        late = case.expires_at
        with pytest.raises(CaseGone):
            actions.append(case=case, kind="note", by=noor, now=late)
        assert queries.find(case.pk, now=late) is None

    def test_only_the_table_is_followed(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        actions.move(case=case, to=CaseState.CLOSED, by=noor, now=EVENING)
        with pytest.raises(WrongMove):
            actions.move(case=case, to=CaseState.WAITING, by=noor, now=EVENING)


class TestOwner:
    def test_tasks_go_along_with_the_case(self, helpwanted: Programme, noor: User, sam: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        own = actions.set_task(
            case=case, kind="consult", due_at=LATER, by=noor, assigned_to=noor, now=EVENING
        )
        actions.hand_over(case=case, to_user=sam, by=noor, now=EVENING)
        own.refresh_from_db()
        assert (case.owner, own.assigned_to) == (sam, sam)
        with pytest.raises(WrongMove):
            actions.take(case=case, by=sam, now=EVENING)

    def test_nobody_of_another_programme_gets_it(
        self, helpwanted: Programme, stopitnow: Programme, noor: User
    ) -> None:
        case = make_case(programme=helpwanted, by=noor)
        with pytest.raises(OtherProgramme):
            actions.hand_over(case=case, to_user=make_staff(stopitnow), by=noor, now=EVENING)


class TestLinking:
    def test_a_contact_belongs_to_one_case_at_most(self, helpwanted: Programme, noor: User) -> None:
        case, other = (make_case(programme=helpwanted, by=noor) for _ in range(2))
        contact = make_attempt(programme=helpwanted)
        actions.link(contact=contact, case=case, by=noor, now=EVENING)
        actions.link(contact=contact, case=case, by=noor, now=EVENING)
        assert did(case) == ["opened", "linked"]
        with pytest.raises(LinkedElsewhere):
            actions.link(contact=contact, case=other, by=noor, now=EVENING)
        actions.unlink(contact=contact, case=case, by=noor, now=EVENING)
        actions.link(contact=contact, case=other, by=noor, now=EVENING)
        found = queries.case_of(contact, now=EVENING)
        assert found == other

    def test_practice_and_other_programmes_stay_out(
        self, helpwanted: Programme, stopitnow: Programme, noor: User
    ) -> None:
        case = make_case(programme=helpwanted, by=noor)
        with pytest.raises(WrongMove):
            actions.link(
                contact=make_attempt(programme=helpwanted, training=True), case=case, by=noor, now=EVENING
            )
        with pytest.raises(OtherProgramme):
            actions.link(contact=make_attempt(programme=stopitnow), case=case, by=noor, now=EVENING)

    def test_the_link_ends_with_the_contact_and_the_line_with_the_case(
        self, helpwanted: Programme, noor: User
    ) -> None:
        case = make_case(programme=helpwanted, by=noor)
        contact = make_attempt(programme=helpwanted)
        actions.link(contact=contact, case=case, by=noor, now=EVENING)
        contact.delete()
        assert not LinkedContact.objects.exists()
        assert did(case) == ["opened", "linked"]


class TestNotes:
    def test_a_note_is_sealed_for_its_own_row(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        note = actions.write_note(case=case, text="  belt terug ", by=noor, now=EVENING)
        assert b"belt" not in bytes(note.sealed)
        assert queries.unseal(case, note.sealed, kind="note", row_id=note.pk) == "belt terug"
        with pytest.raises(SealBroken):
            sealing.unseal(case, note.sealed, kind="note", row_id=uuid4())

    def test_a_form_that_is_sent_twice_is_one_note(self, helpwanted: Programme, noor: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        number = uuid4()
        for _ in range(2):
            actions.write_note(case=case, text="een", by=noor, note_id=number, now=EVENING)
        assert did(case) == ["opened", "written"]

    def test_nothing_is_no_note(self, helpwanted: Programme, noor: User) -> None:
        with pytest.raises(NoText):
            actions.write_note(case=make_case(programme=helpwanted, by=noor), text=" \n", by=noor)

    def test_what_a_note_says_can_be_taken_away(self, helpwanted: Programme, noor: User, lead: User) -> None:
        case = make_case(programme=helpwanted, by=noor)
        note = actions.write_note(case=case, text="te veel", by=noor, now=EVENING)
        actions.remove_note(note=note, by=lead, now=LATER)
        assert bytes(Note.objects.get().sealed) == b""
        assert did(case)[-1] == "removed"
        assert case.expires_at == EVENING + timedelta(days=180)


class TestEnding:
    def test_shredding_takes_the_key_and_everything(
        self, helpwanted: Programme, noor: User, lead: User
    ) -> None:
        case = make_case(programme=helpwanted, by=noor, contact=make_attempt(programme=helpwanted))
        actions.write_note(case=case, text="woorden", by=noor, now=EVENING)
        actions.shred(case=case, by=lead, now=EVENING)
        for model in (Case, Note, TimelineLine, LinkedContact, DataKey):
            assert not model.objects.exists()
        assert Entry.objects.filter(action="case.shredded").count() == 1
