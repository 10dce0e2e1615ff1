from datetime import timedelta

import pytest

from chat import erasers, log, tickets
from chat.models import Conversation, Event, UsedTicket
from helpline.vault.models import DataKey
from tests.factories.chat import EVENING, make_open_programme, make_talking

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

LATER = EVENING + timedelta(days=8)


def test_a_conversation_goes_at_its_term_with_all_that_belongs_to_it() -> None:
    programme = make_open_programme()
    old, young = make_talking(programme=programme), make_talking(programme=programme)
    Conversation.objects.filter(pk=young.pk).update(expires_at=LATER + timedelta(days=1))
    log.notice(old.pk, "left")
    contact = old.contact
    assert contact is not None
    assert erasers.due_conversations(EVENING) == 0
    assert erasers.due_conversations(LATER) == 1
    assert erasers.erase_conversations(LATER, 10) == 1
    assert erasers.erase_conversations(LATER, 10) == 0
    assert Conversation.objects.get() == young
    assert not Event.objects.filter(conversation_id=old.pk).exists()
    assert set(DataKey.objects.values_list("pk", flat=True)) == {young.data_key_id}
    contact.refresh_from_db()  # the contact has a term of its own


def test_the_oldest_go_first_and_no_more_than_asked() -> None:
    programme = make_open_programme()
    ids = [make_talking(programme=programme).pk for _ in range(3)]
    for days, pk in enumerate(ids):
        Conversation.objects.filter(pk=pk).update(expires_at=EVENING + timedelta(days=days))
    assert erasers.erase_conversations(LATER, 2) == 2
    assert Conversation.objects.get().pk == ids[2]


def test_used_tickets_go_too() -> None:
    ticket = tickets.inspect(
        tickets.issue(conversation_id=tickets.DESK, staff_id=1, now=EVENING), now=EVENING
    )
    assert ticket is not None
    tickets.redeem(ticket)
    (eraser,) = [each for each in erasers.ERASERS if each.kind == "used_ticket"]
    assert (eraser.due(EVENING), eraser.due(LATER)) == (0, 1)
    assert eraser.erase(LATER, 10) == 1
    assert not UsedTicket.objects.exists()
