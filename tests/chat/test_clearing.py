"""A journey's house is cleared while its servers still write (`tests.journeys.clearing`)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection

from chat.models import Conversation, Event
from tests.chat.logs import make_conversation, say
from tests.journeys import clearing


class LateServer:
    """Writes one more line into a conversation, `times` times, each in the moment when its lines are just gone."""

    def __init__(self, conversation: Conversation, times: int) -> None:
        self._conversation, self._left = conversation, times

    def __call__(self, execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        told = execute(sql, *others)
        if self._left and sql.startswith('DELETE FROM "chat_event"'):
            self._left -= 1
            with ThreadPoolExecutor(1) as server:
                server.submit(self._write).result(10)
        return told

    def _write(self) -> None:
        try:
            say(self._conversation, "nog even", f"late {self._left}")
        finally:
            connection.close()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_line_that_a_server_writes_meanwhile_goes_too() -> None:
    conversation = make_conversation()
    say(conversation, "hoi", "first")
    late = LateServer(conversation, clearing.TIMES - 1)
    with connection.execute_wrapper(late):
        clearing.clear(Conversation)
    assert not late._left
    assert not Event.objects.exists()
    assert not Conversation.objects.exists()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_server_that_never_stops_is_told_of() -> None:
    conversation = make_conversation()
    with connection.execute_wrapper(LateServer(conversation, clearing.TIMES)), pytest.raises(IntegrityError):
        clearing.clear(Conversation)
    assert Conversation.objects.count() == 1
