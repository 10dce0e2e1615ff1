"""Whatever is done in whatever order: letter, contact and figures stay in step."""

from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from figures.models import DayCounter
from helpline.accounts.models import User
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
from helpline.mail import actions
from helpline.mail.errors import PostError, WrongState
from helpline.mail.models import Correspondence
from helpline.mail.states import MOVES, Side, State, check_move
from helpline.programmes.models import Programme
from tests.factories.mail import MORNING, make_letter
from tests.services.sizes import IS_FULL

#: what the contact may be while the correspondence is in a state
IN_STEP = {
    State.WAITING: {ContactState.AT_THE_DOOR, ContactState.OPEN},
    State.TAKEN: {ContactState.OPEN},
    State.ANSWERED: {ContactState.TO_REGISTER},
    State.CLOSED: {ContactState.TO_REGISTER},
}
ACTS = ("letter", "take", "answer", "propose", "close", "back", "over")


def test_moves_lead_to_states_there_are() -> None:
    assert set(MOVES) == set(State)
    for before, after in MOVES.items():
        for each in State:
            if each in after:
                check_move(before, each)
            else:
                with pytest.raises(WrongState):
                    check_move(before, each)


def _act(name: str, kept: Correspondence, by: User, other: User) -> None:
    if name == "letter":
        actions.write_on(correspondence=kept, text="Nog iets.", form_number=uuid4(), now=MORNING)
    elif name == "take":
        actions.take(correspondence=kept, by=by, from_user_id=kept.owner_id, now=MORNING)
    elif name in ("answer", "propose"):
        act = actions.answer if name == "answer" else actions.propose
        act(correspondence=kept, text="Hoi.", request_id=uuid4(), by=by, now=MORNING)
    elif name == "close":
        actions.close(correspondence=kept, by=by, now=MORNING)
    elif name == "back":
        actions.give_back(correspondence=kept, by=by, now=MORNING)
    else:
        actions.hand_over(correspondence=kept, to=other, by=by, now=MORNING)


@pytest.mark.django_db
@how(max_examples=200 if IS_FULL else 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=12))
def test_letter_and_contact_stay_in_step(
    helpwanted: Programme, noor: User, sam: User, acts: list[tuple[str, bool]]
) -> None:
    """Each exchange is one contact, in step with its letter; what was answered is counted once."""
    Correspondence.objects.all().delete()
    Contact.objects.all().delete()
    DayCounter.objects.all().delete()
    kept, exchanges = make_letter(helpwanted), 1
    for name, is_sam in acts:
        was_over = kept.state in (State.ANSWERED, State.CLOSED)
        by, other = (sam, noor) if is_sam else (noor, sam)
        with suppress(PostError):
            _act(name, kept, by, other)
        kept.refresh_from_db()
        exchanges += was_over and kept.state == State.WAITING
        assert kept.contact is not None
        assert kept.contact.state in IN_STEP[State(kept.state)]
        if kept.state == State.TAKEN:
            assert kept.contact.counsellor_id == kept.owner_id
        if kept.state != State.TAKEN and kept.state != State.WAITING:
            assert not kept.letters.filter(side=Side.PROPOSAL).exists()
    assert Contact.objects.count() == exchanges
    counted = sum(DayCounter.objects.filter(name="arrivals").values_list("n", flat=True))
    assert counted == Contact.objects.exclude(state=ContactState.AT_THE_DOOR).count()
