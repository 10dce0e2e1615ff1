"""The staff's side: one owner, one answer, two pairs of eyes where a programme asks for them."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest

from helpline.accounts.models import User
from helpline.audit.errors import EntryRefused
from helpline.audit.models import Entry
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
from helpline.mail import actions, queries
from helpline.mail.errors import NeedsSecondPair, NotAllowed, NotTheOwner, WrongState
from helpline.mail.models import Correspondence
from helpline.mail.states import Side, State
from helpline.programmes.models import Programme
from tests.factories.contacts import make_counsellor
from tests.factories.mail import LETTER, MORNING, ask_for_second_pair, make_letter, make_taken

pytestmark = pytest.mark.django_db
ANSWER = "Wat goed dat je schrijft. Dit kun je nu doen."


def test_one_takes_it_and_the_other_hears_that_a_colleague_was_faster(
    helpwanted: Programme, noor: User, sam: User
) -> None:
    kept = make_letter(helpwanted)
    mine, theirs = Correspondence.objects.get(pk=kept.pk), Correspondence.objects.get(pk=kept.pk)
    actions.take(correspondence=mine, by=noor, now=MORNING)
    actions.take(correspondence=mine, by=noor, now=MORNING)
    with pytest.raises(WrongState):
        actions.take(correspondence=theirs, by=sam, now=MORNING)
    assert Contact.objects.get().counsellor == noor
    assert Contact.objects.get().state == ContactState.OPEN


def test_a_lead_takes_over_from_the_colleague_that_was_shown(
    helpwanted: Programme, noor: User, sam: User, lead: User
) -> None:
    kept = make_taken(helpwanted, noor)
    with pytest.raises(NotAllowed):
        actions.take(correspondence=kept, by=sam, from_user_id=noor.pk, now=MORNING)
    with pytest.raises(WrongState):
        actions.take(correspondence=kept, by=lead, from_user_id=sam.pk, now=MORNING)
    actions.take(correspondence=kept, by=lead, from_user_id=noor.pk, now=MORNING)
    assert Contact.objects.get().counsellor == lead


def test_an_answer_is_sent_once(helpwanted: Programme, noor: User) -> None:
    kept, request = make_taken(helpwanted, noor), uuid4()
    sent = [
        actions.answer(correspondence=kept, text=ANSWER, request_id=request, by=noor, now=MORNING)
        for _ in range(2)
    ]
    assert sent[0].pk == sent[1].pk
    with pytest.raises(WrongState):
        actions.answer(correspondence=kept, text="Iets anders.", request_id=request, by=noor, now=MORNING)
    assert [shown.text for shown in queries.for_visitor(kept)] == [LETTER, ANSWER]
    assert kept.state == State.ANSWERED
    assert Contact.objects.get().state == ContactState.TO_REGISTER


def test_only_the_owner_answers(helpwanted: Programme, noor: User, sam: User) -> None:
    kept = make_taken(helpwanted, noor)
    for act in (actions.answer, actions.propose):
        with pytest.raises(NotTheOwner):
            act(correspondence=kept, text=ANSWER, request_id=uuid4(), by=sam, now=MORNING)
    with pytest.raises(NotTheOwner):
        actions.close(correspondence=kept, by=sam, now=MORNING)


def test_a_second_pair_of_eyes(helpwanted: Programme, noor: User, sam: User) -> None:
    ask_for_second_pair(helpwanted)
    kept, request = make_taken(helpwanted, noor), uuid4()
    with pytest.raises(NeedsSecondPair):
        actions.answer(correspondence=kept, text=ANSWER, request_id=request, by=noor, now=MORNING)
    first = actions.propose(correspondence=kept, text="Eerste.", request_id=uuid4(), by=noor, now=MORNING)
    proposal = actions.propose(correspondence=kept, text=ANSWER, request_id=request, by=noor, now=MORNING)
    assert len(queries.for_visitor(kept)) == 1, "a proposal is no answer"
    with pytest.raises(NotAllowed):
        actions.approve(correspondence=kept, proposal_id=proposal.pk, by=noor, now=MORNING)
    with pytest.raises(WrongState):
        actions.approve(correspondence=kept, proposal_id=first.pk, by=sam, now=MORNING)
    sent = actions.approve(correspondence=kept, proposal_id=proposal.pk, by=sam, now=MORNING)
    assert sent.author == noor
    assert [shown.text for shown in queries.for_visitor(kept)] == [LETTER, ANSWER]
    assert not kept.letters.filter(side=Side.PROPOSAL).exists()


def test_a_proposal_comes_back_with_its_text(helpwanted: Programme, noor: User, sam: User) -> None:
    kept = make_taken(helpwanted, noor)
    actions.propose(correspondence=kept, text=ANSWER, request_id=uuid4(), by=noor, now=MORNING)
    assert actions.withdraw(correspondence=kept, by=sam, now=MORNING) == ANSWER
    assert queries.proposal(kept) is None


def test_handing_over_takes_the_registration_along(helpwanted: Programme, noor: User, sam: User) -> None:
    kept = make_taken(helpwanted, noor)
    actions.hand_over(correspondence=kept, to=sam, by=noor, now=MORNING)
    assert (kept.owner, Contact.objects.get().counsellor) == (sam, sam)
    stranger = make_counsellor()
    with pytest.raises(NotAllowed):
        actions.hand_over(correspondence=kept, to=stranger, by=sam, now=MORNING)
    actions.give_back(correspondence=kept, by=sam, now=MORNING)
    assert (kept.owner, kept.state) == (None, State.WAITING)
    actions.take(correspondence=kept, by=noor, now=MORNING)
    assert Contact.objects.get().counsellor == noor


def test_closing_without_an_answer_and_a_new_letter_wakes_it(helpwanted: Programme, noor: User) -> None:
    kept = make_taken(helpwanted, noor)
    actions.close(correspondence=kept, by=noor, now=MORNING)
    assert kept.state == State.CLOSED
    actions.write_on(correspondence=kept, text="Toch nog.", form_number=uuid4(), now=MORNING)
    assert kept.state == State.WAITING


def test_notes_stay_with_the_staff(helpwanted: Programme, noor: User, sam: User) -> None:
    kept = make_taken(helpwanted, noor)
    term = kept.expires_at
    actions.write_note(
        correspondence=kept, text="Overlegd.", request_id=uuid4(), by=noor, now=MORNING + timedelta(days=1)
    )
    assert [shown.text for shown in queries.for_visitor(kept)] == [LETTER]
    assert [shown.text for shown in queries.letters(kept, [Side.NOTE])] == ["Overlegd."]
    assert kept.expires_at == term, "a note prolongs nothing"
    with pytest.raises(NotAllowed):
        actions.write_note(correspondence=kept, text="Mee.", request_id=uuid4(), by=sam, now=MORNING)


def test_practice_is_answered_and_counted_nowhere(helpwanted: Programme, noor: User) -> None:
    request = uuid4()
    kept = actions.start_training(programme=helpwanted, text=LETTER, request_id=request, by=noor, now=MORNING)
    assert kept.contact is not None
    assert kept.contact.training
    ask_for_second_pair(helpwanted)
    actions.take(correspondence=kept, by=noor, now=MORNING)
    actions.answer(correspondence=kept, text=ANSWER, request_id=uuid4(), by=noor, now=MORNING)
    from figures.models import DayCounter

    assert not DayCounter.objects.filter(name="arrivals").exists()


def test_an_audit_that_cannot_be_written_leaves_nothing(helpwanted: Programme, noor: User) -> None:
    kept = make_taken(helpwanted, noor)
    with patch("helpline.audit.actions.record", side_effect=EntryRefused), pytest.raises(EntryRefused):
        actions.answer(correspondence=kept, text=ANSWER, request_id=uuid4(), by=noor, now=MORNING)
    kept.refresh_from_db()
    assert kept.state == State.TAKEN
    assert kept.letters.count() == 1


def test_the_audit_knows_days_and_no_letter(helpwanted: Programme, noor: User) -> None:
    kept = make_taken(helpwanted, noor)
    actions.answer(correspondence=kept, text=ANSWER, request_id=uuid4(), by=noor, now=MORNING)
    told = list(Entry.objects.filter(action__startswith="post.").order_by("number"))
    assert [entry.action for entry in told] == ["post.taken", "post.answered"]
    assert all(entry.day_only and not entry.subject for entry in told)
