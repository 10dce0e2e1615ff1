"""The tables of states, and the page that is made from them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from chat.diagrams import page
from chat.errors import WrongState
from chat.states import MOVES, TRANSFER_MOVES, State, TransferState, check_move, is_allowed


def test_every_state_is_in_its_table_and_leads_only_to_states() -> None:
    assert set(MOVES) == set(State)
    assert set(TRANSFER_MOVES) == set(TransferState)
    assert all(set(targets) <= set(State) for targets in MOVES.values())
    assert all(set(targets) <= set(TransferState) for targets in TRANSFER_MOVES.values())


def test_an_ended_conversation_only_opens_again_by_waiting() -> None:
    assert is_allowed(MOVES, State.ENDED, State.WAITING)
    with pytest.raises(WrongState):
        check_move(MOVES, State.ENDED, State.TALKING)


def test_a_visitor_who_waits_cannot_be_in_grace() -> None:
    assert not is_allowed(MOVES, State.WAITING, State.GRACE)


def test_the_docs_show_the_tables() -> None:
    assert (Path(settings.BASE_DIR) / "docs" / "chat-states.md").read_text() == page()
    call_command("chat_states", check=True)


def test_the_check_fails_when_the_docs_show_something_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError):
        call_command("chat_states", check=True)
    call_command("chat_states", write=True)
    call_command("chat_states", check=True)
