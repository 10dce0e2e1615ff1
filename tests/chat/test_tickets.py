from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chat import tickets, tokens
from chat.models import UsedTicket

NOW = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


def test_a_ticket_says_what_it_was_given_for() -> None:
    conversation_id = uuid4()
    ticket = tickets.inspect(tickets.issue(conversation_id=conversation_id, staff_id=7, now=NOW), now=NOW)
    assert ticket is not None
    assert (ticket.conversation_id, ticket.staff_id) == (conversation_id, 7)
    assert ticket.expires_at == NOW + timedelta(seconds=30)


def test_it_lives_thirty_seconds() -> None:
    text = tickets.issue(conversation_id=uuid4(), now=NOW)
    assert tickets.inspect(text, now=NOW + timedelta(seconds=29)) is not None
    assert tickets.inspect(text, now=NOW + timedelta(seconds=30)) is None


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 64, "A" * 501, "====", tokens.make("visit", b"x" * 48)])
def test_anything_else_is_no_ticket(text: str) -> None:
    assert tickets.inspect(text, now=NOW) is None


def test_a_changed_ticket_is_no_ticket() -> None:
    text = tickets.issue(conversation_id=uuid4(), now=NOW)
    for at in range(0, len(text), 7):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        assert tickets.inspect(changed, now=NOW) is None


@pytest.mark.django_db
@pytest.mark.both_engines
def test_it_is_used_once_and_its_id_is_forgotten() -> None:
    ticket = tickets.inspect(tickets.issue(conversation_id=uuid4(), now=NOW), now=NOW)
    assert ticket is not None
    assert tickets.redeem(ticket)
    assert not tickets.redeem(ticket)
    assert tickets.forget_expired(NOW, 10) == 0
    assert tickets.forget_expired(NOW + timedelta(minutes=1), 10) == 1
    assert not UsedTicket.objects.exists()
