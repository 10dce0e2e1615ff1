"""Handing over: warm, never half, and always to be taken back."""

import json
from datetime import timedelta

import pytest

from chat import log
from chat.actions import presence, talk, transfer
from chat.errors import NotAllowed, OfferOpen, VisitorNotAsked, WrongState
from chat.models import Conversation, EventKind, Line, Transfer
from chat.policies import may_read
from chat.rules import GRACE, LEASE, OFFER
from chat.states import State, TransferState
from figures import queries as figures
from helpline.accounts.models import User
from helpline.audit.models import Entry
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
from tests.factories.chat import EVENING, make_open_programme, make_staff, make_talking

pytestmark = pytest.mark.django_db

NOTE = "They are calm now. Told about the photo. Wants to hear about the police."


def aside(conversation: Conversation) -> list[str]:
    bodies = [entry.body for entry in log.read(conversation.pk, line=Line.ASIDE)]
    return [json.loads(body)["code"] if body.startswith("{") else body for body in bodies]


def notices(conversation: Conversation) -> list[dict[str, str]]:
    return [json.loads(entry.body) for entry in log.read(conversation.pk)]


def make_offer(*, to_user: User | None = None) -> tuple[Conversation, User, User, Transfer]:
    """A conversation that goes on, its counsellor, a colleague, and the offer between them."""
    conversation = make_talking(programme=make_open_programme())
    colleague = to_user or make_staff(conversation.programme)
    assert conversation.counsellor is not None
    offered = transfer.offer(
        conversation=conversation, by=conversation.counsellor, to_user=colleague, note=NOTE, now=EVENING
    )
    return conversation, conversation.counsellor, colleague, offered


def test_the_visitor_stays_until_the_colleague_has_read_the_note_and_accepts() -> None:
    conversation, first, colleague, offered = make_offer()
    conversation.refresh_from_db()
    assert conversation.counsellor == first
    assert may_read(colleague, conversation)
    assert aside(conversation) == [NOTE, "transfer_offered"]
    assert NOTE not in [entry.body for entry in log.read(conversation.pk)]

    transfer.accept(transfer=offered, by=colleague, now=EVENING)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor) == (State.TALKING, colleague)
    assert conversation.contact is not None
    assert conversation.contact.counsellor == colleague
    assert notices(conversation)[-1] == {"code": "transferred"}
    assert not may_read(first, conversation)


def test_an_offer_is_encrypted_and_shown_to_nobody_else() -> None:
    conversation, _, _, _ = make_offer()
    stranger = make_staff(conversation.programme)
    assert not may_read(stranger, conversation)
    assert all(NOTE.encode() not in bytes(event.ciphertext) for event in conversation.events.all())


def test_one_offer_at_a_time_and_never_to_oneself_or_to_who_answers_no_chats() -> None:
    conversation, first, colleague, _ = make_offer()
    with pytest.raises(OfferOpen):
        transfer.offer(conversation=conversation, by=first, to_user=colleague, now=EVENING)
    for target in (first, make_staff(conversation.programme, role="editor"), make_staff()):
        with pytest.raises(NotAllowed):
            transfer.offer(conversation=conversation, by=first, to_user=target, now=EVENING)
    with pytest.raises(NotAllowed):
        transfer.offer(conversation=conversation, by=colleague, to_user=make_staff(), now=EVENING)


def test_a_declined_offer_leaves_everything_as_it_was_and_can_be_made_to_another() -> None:
    conversation, first, colleague, offered = make_offer()
    with pytest.raises(NotAllowed):
        transfer.decline(transfer=offered, by=make_staff(conversation.programme), now=EVENING)

    transfer.decline(transfer=offered, by=colleague, now=EVENING)

    conversation.refresh_from_db()
    assert conversation.counsellor == first
    assert aside(conversation)[-1] == "transfer_declined"
    with pytest.raises(WrongState):
        transfer.accept(transfer=offered, by=colleague, now=EVENING)
    transfer.offer(
        conversation=conversation, by=first, to_user=make_staff(conversation.programme), now=EVENING
    )


def test_an_offer_that_stands_is_taken_back() -> None:
    conversation, first, colleague, offered = make_offer()
    with pytest.raises(NotAllowed):
        transfer.take_back(transfer=offered, by=colleague, now=EVENING)

    transfer.take_back(transfer=offered, by=first, now=EVENING)

    conversation.refresh_from_db()
    assert conversation.counsellor == first
    with pytest.raises(WrongState):
        transfer.accept(transfer=offered, by=colleague, now=EVENING)


def test_nobody_accepts_after_the_time_and_the_offer_returns_by_itself() -> None:
    conversation, first, colleague, offered = make_offer()
    with pytest.raises(WrongState):
        transfer.accept(transfer=offered, by=colleague, now=EVENING + OFFER)

    assert transfer.expire(now=EVENING + OFFER) == 1
    assert transfer.expire(now=EVENING + OFFER) == 0

    offered.refresh_from_db()
    conversation.refresh_from_db()
    assert (offered.state, conversation.counsellor) == (TransferState.EXPIRED, first)
    assert aside(conversation)[-1] == "transfer_expired"
    assert transfer.take_back(transfer=offered, by=first, now=EVENING + OFFER) == conversation


def test_when_the_visitor_leaves_the_first_counsellor_keeps_the_contact_to_register() -> None:
    conversation, first, colleague, offered = make_offer()

    talk.leave_quickly(conversation=conversation, now=EVENING)

    with pytest.raises(WrongState):
        transfer.accept(transfer=offered, by=colleague, now=EVENING)
    assert transfer.take_back(transfer=offered, by=first, now=EVENING).counsellor == first
    contact = Contact.objects.get()
    assert (contact.state, contact.counsellor) == (ContactState.TO_REGISTER, first)


def test_a_colleague_who_drops_out_gives_the_visitor_back_on_asking() -> None:
    conversation, first, colleague, offered = make_offer()
    transfer.accept(transfer=offered, by=colleague, now=EVENING)
    with pytest.raises(WrongState):
        transfer.take_back(transfer=offered, by=first, now=EVENING)
    later = EVENING + LEASE
    presence.renew(user=first, now=later - timedelta(seconds=5))
    presence.sweep(now=later)

    transfer.take_back(transfer=offered, by=first, now=later)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor, conversation.grace_until) == (
        State.TALKING,
        first,
        None,
    )
    assert conversation.contact is not None
    assert conversation.contact.counsellor == first


def test_an_offer_ends_when_its_counsellor_drops_out_for_good() -> None:
    conversation, _, colleague, offered = make_offer()
    presence.sweep(now=EVENING + LEASE)
    presence.sweep(now=EVENING + LEASE + GRACE)
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING
    with pytest.raises(WrongState):
        transfer.accept(transfer=offered, by=colleague, now=EVENING + LEASE + GRACE)


def test_a_colleague_may_accept_while_the_first_is_away() -> None:
    conversation, _, colleague, offered = make_offer()
    presence.sweep(now=EVENING + LEASE)
    transfer.accept(transfer=offered, by=colleague, now=EVENING + LEASE)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor, conversation.grace_until) == (
        State.TALKING,
        colleague,
        None,
    )


def test_the_other_programme_gets_the_visitor_who_was_asked_and_the_contact_stays_one() -> None:
    conversation = make_talking(programme=make_open_programme())
    there = make_open_programme(slug="stopitnow")
    colleague, first = make_staff(there), conversation.counsellor
    assert first is not None
    with pytest.raises(VisitorNotAsked):
        transfer.offer(conversation=conversation, by=first, to_programme=there, now=EVENING)

    offered = transfer.offer(
        conversation=conversation, by=first, to_programme=there, visitor_agreed=True, now=EVENING
    )
    conversation.refresh_from_db()
    assert conversation.programme.slug == "helpwanted"
    with pytest.raises(NotAllowed):
        transfer.accept(transfer=offered, by=make_staff(conversation.programme), now=EVENING)
    transfer.accept(transfer=offered, by=colleague, now=EVENING)

    conversation.refresh_from_db()
    contact = Contact.objects.get()
    assert (conversation.programme, conversation.counsellor) == (there, colleague)
    assert (contact.programme, contact.counsellor) == (there, colleague)
    assert notices(conversation)[-1] == {"code": "transferred", "programme": "stopitnow"}
    day = EVENING.date()
    assert figures.day_counts("helpwanted", "arrivals", day, day) == {"chat.answered": 1}
    assert figures.day_counts("stopitnow", "arrivals", day, day) == {}


def test_taking_back_from_the_other_programme_moves_the_contact_back_too() -> None:
    here, there = make_open_programme(), make_open_programme(slug="stopitnow")
    conversation = make_talking(programme=here)
    first = conversation.counsellor
    assert first is not None
    offered = transfer.offer(
        conversation=conversation, by=first, to_programme=there, visitor_agreed=True, now=EVENING
    )
    transfer.accept(transfer=offered, by=make_staff(there), now=EVENING)
    later = EVENING + LEASE
    presence.sweep(now=later)

    transfer.take_back(transfer=offered, by=first, now=later)

    conversation.refresh_from_db()
    assert (conversation.programme, conversation.counsellor) == (here, first)
    assert Contact.objects.get().programme == here


def test_two_colleagues_of_a_programme_cannot_both_accept() -> None:
    conversation = make_talking(programme=make_open_programme())
    assert conversation.counsellor is not None
    offered = transfer.offer(conversation=conversation, by=conversation.counsellor, now=EVENING)
    transfer.accept(transfer=offered, by=make_staff(conversation.programme), now=EVENING)
    with pytest.raises(WrongState):
        transfer.accept(transfer=offered, by=make_staff(conversation.programme), now=EVENING)


def test_a_number_in_the_note_is_masked_unless_there_is_a_reason_and_that_is_audited() -> None:
    conversation = make_talking(programme=make_open_programme())
    assert conversation.counsellor is not None
    colleague = make_staff(conversation.programme)
    for reason in ("", "needed"):
        offered = transfer.offer(
            conversation=conversation,
            by=conversation.counsellor,
            to_user=colleague,
            note="Bel 0612345678",
            note_reason=reason,
            now=EVENING,
        )
        transfer.take_back(transfer=offered, by=conversation.counsellor, now=EVENING)
    notes = [
        entry.body for entry in log.read(conversation.pk, line=Line.ASIDE) if entry.kind == EventKind.TEXT
    ]
    assert notes == ["Bel [telefoonnummer]", "Bel 0612345678"]
    assert [entry.detail for entry in Entry.objects.filter(action="guard.overridden")] == [{"kind": "phone"}]
