"""The log under any interleaving of what clients do."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from chat import log
from chat.errors import ClientIdReused, ConversationEnded
from chat.models import Conversation, Sender
from chat.states import State
from tests.chat.logs import make_conversation, say
from tests.services.sizes import IS_FULL

pytestmark = pytest.mark.both_engines


class LogMachine(RuleBasedStateMachine):
    """However clients append, repeat, contradict themselves and read: what was acknowledged stands exactly once, under
    the number that was acknowledged, and every reader sees one order without gaps.
    """

    messages = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.conversation = make_conversation()
        self.acknowledged: dict[tuple[int, str], tuple[int, int, str]] = {}
        self.read_up_to = {(reader, line): 0 for reader in range(2) for line in (0, 1)}
        self.read: dict[tuple[int, int], list[str]] = {place: [] for place in self.read_up_to}
        self.ended = False

    @rule(
        target=messages,
        sender=st.sampled_from([Sender.VISITOR, Sender.COUNSELLOR]),
        line=st.sampled_from([0, 0, 1]),
        body=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    )
    def append(self, sender: int, line: int, body: str) -> tuple[int, int, str, str]:
        client_id = uuid4().hex
        try:
            appended = say(self.conversation, body, client_id, sender=sender, line=line)
        except ConversationEnded:
            assert self.ended
        else:
            assert not self.ended
            assert not appended.repeated
            self.acknowledged[sender, client_id] = (line, appended.seq, body)
        return sender, line, body, client_id

    @rule(message=messages)
    def repeat(self, message: tuple[int, int, str, str]) -> None:
        sender, line, body, client_id = message
        if (sender, client_id) not in self.acknowledged:
            return
        appended = say(self.conversation, body, client_id, sender=sender, line=line)
        assert appended.repeated
        assert appended.seq == self.acknowledged[sender, client_id][1]

    @rule(message=messages, other=st.text(alphabet="abc", min_size=1, max_size=3))
    def contradict(self, message: tuple[int, int, str, str], other: str) -> None:
        sender, line, body, client_id = message
        if (sender, client_id) in self.acknowledged and other != body:
            with pytest.raises(ClientIdReused):
                say(self.conversation, other, client_id, sender=sender, line=line)

    @rule(reader=st.integers(0, 1), line=st.integers(0, 1), limit=st.integers(1, 5))
    def catch_up(self, reader: int, line: int, limit: int) -> None:
        place = (reader, line)
        for entry in log.read(self.conversation.pk, after=self.read_up_to[place], line=line, limit=limit):
            assert entry.seq == self.read_up_to[place] + 1
            self.read_up_to[place] = entry.seq
            self.read[place].append(entry.client_id)

    @rule()
    def end(self) -> None:
        Conversation.objects.filter(pk=self.conversation.pk).update(state=State.ENDED)
        self.ended = True

    @invariant()
    def everything_acknowledged_stands_once(self) -> None:
        for line in (0, 1):
            entries = log.read(self.conversation.pk, line=line)
            stands = {(entry.sender, entry.client_id): (line, entry.seq, entry.body) for entry in entries}
            assert len(stands) == len(entries)
            assert stands == {key: value for key, value in self.acknowledged.items() if value[0] == line}
            for reader in (0, 1):
                seen = self.read[reader, line]
                assert seen == [entry.client_id for entry in entries][: len(seen)]


@pytest.mark.django_db
def test_any_interleaving() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        LogMachine,
        settings=settings(
            max_examples=300 if IS_FULL else 15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
