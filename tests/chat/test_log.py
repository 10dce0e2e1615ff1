"""The log, through the ORM and through the hub's storage: the same rules, the same stories."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from chat import log
from chat.errors import ClientIdReused, ConversationEnded, ConversationUnknown, TooLong
from chat.log import Appended
from chat.models import Conversation, Event, EventKind, Line, Sender
from chat.states import State
from chat.storage import Storage, Write
from helpline.vault.actions import shred, unwrap
from helpline.vault.errors import SealBroken
from tests.chat.logs import make_conversation, say
from tests.factories.chat import EVENING

pytestmark = pytest.mark.both_engines


@pytest.mark.django_db
class TestAppend:
    def test_numbers_follow_each_other(self) -> None:
        conversation = make_conversation()
        assert [say(conversation, "dag", f"c{n}").seq for n in range(3)] == [1, 2, 3]
        assert [entry.body for entry in log.read(conversation.pk)] == ["dag"] * 3
        conversation.refresh_from_db()
        assert (conversation.head, conversation.aside_head) == (3, 0)

    def test_each_line_counts_for_itself(self) -> None:
        conversation = make_conversation()
        say(conversation, "dag", "c1")
        assert say(conversation, "pas op", "w1", sender=Sender.LEAD, line=Line.ASIDE, staff_id=3).seq == 1
        assert say(conversation, "nog", "c2").seq == 2
        assert [entry.body for entry in log.read(conversation.pk, line=Line.ASIDE)] == ["pas op"]

    def test_a_repeated_client_id_returns_what_stands(self) -> None:
        conversation = make_conversation()
        first = say(conversation, "dag", "c1")
        assert say(conversation, "dag", "c1", now=EVENING + timedelta(seconds=9)) == Appended(
            1, first.at, True
        )
        assert Event.objects.count() == 1

    def test_another_body_is_refused(self) -> None:
        conversation = make_conversation()
        say(conversation, "dag", "c1")
        for body, line in (("doei", Line.MAIN), ("dag", Line.ASIDE)):
            with pytest.raises(ClientIdReused):
                say(conversation, body, "c1", line=line)
        # of another sender it is another message
        assert say(conversation, "doei", "c1", sender=Sender.COUNSELLOR).seq == 2

    def test_an_ended_conversation_takes_no_more_but_still_answers(self) -> None:
        conversation = make_conversation()
        say(conversation, "dag", "c1")
        Conversation.objects.update(state=State.ENDED)
        with pytest.raises(ConversationEnded):
            say(conversation, "nog", "c2")
        assert say(conversation, "dag", "c1").repeated
        assert log.notice(conversation.pk, "ended_by_visitor").seq == 2

    def test_an_unknown_or_shredded_one_is_unknown(self) -> None:
        conversation = make_conversation()
        say(conversation, "dag", "c1")
        shred(conversation.data_key_id)
        for reading in (lambda: log.read(conversation.pk), lambda: say(conversation, "nog", "c2")):
            with pytest.raises(ConversationUnknown):
                reading()
        conversation.pk = uuid4()
        with pytest.raises(ConversationUnknown):
            say(conversation, "dag", "c3")

    def test_four_thousand_characters_and_no_more(self) -> None:
        conversation = make_conversation()
        assert say(conversation, "é" * 4000, "c1").seq == 1
        with pytest.raises(TooLong):
            say(conversation, "é" * 4001, "c2")

    def test_a_notice_is_a_code_with_parameters(self) -> None:
        conversation = make_conversation()
        log.notice(conversation.pk, "last_entry", closes="22:00")
        (entry,) = log.read(conversation.pk)
        assert (entry.sender, entry.kind) == (Sender.SYSTEM, EventKind.NOTICE)
        assert entry.body == '{"code": "last_entry", "closes": "22:00"}'

    def test_a_refused_transaction_leaves_nothing(self) -> None:
        conversation = make_conversation()

        def fail_later() -> None:
            with transaction.atomic():
                say(conversation, "dag", "c1")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail_later()
        assert log.read(conversation.pk) == []
        assert say(conversation, "dag", "c1").seq == 1

    def test_reading_goes_on_after_a_number_and_is_bounded(self) -> None:
        conversation = make_conversation()
        for n in range(5):
            say(conversation, str(n), f"c{n}")
        assert [entry.body for entry in log.read(conversation.pk, after=2, limit=2)] == ["2", "3"]
        assert log.read(conversation.pk, after=5) == []


@pytest.mark.django_db
class TestSealing:
    def test_nothing_is_stored_that_can_be_read(self) -> None:
        conversation = make_conversation()
        say(conversation, "mijn buurman heet Kanarie", "c1")
        (event,) = Event.objects.all()
        assert b"Kanarie" not in bytes(event.ciphertext)
        assert len(bytes(event.ciphertext)) == len(bytes(self.other(conversation).ciphertext))  # padded

    def other(self, conversation: Conversation) -> Event:
        say(conversation, "ja", "c2")
        return Event.objects.get(client_id="c2")

    @pytest.mark.parametrize(
        "moved", [{"seq": 9}, {"sender": Sender.COUNSELLOR}, {"client_id": "x"}, {"line": 1}, {"kind": 2}]
    )
    def test_an_entry_that_was_moved_does_not_open(self, moved: dict[str, object]) -> None:
        conversation = make_conversation()
        say(conversation, "dag", "c1")
        Event.objects.update(**moved)
        key = unwrap(conversation.data_key_id)
        with pytest.raises(SealBroken):
            log.open_entry(Event.objects.get(), key)

    def test_an_entry_of_another_conversation_does_not_open(self) -> None:
        one, other = make_conversation(), make_conversation()
        say(one, "dag", "c1")
        Event.objects.update(conversation=other)
        for conversation in (one, other):
            with pytest.raises(SealBroken):
                log.open_entry(Event.objects.get(), unwrap(conversation.data_key_id))


# --- the same through the hub's storage ---------------------------------------------------------------------------


def storage() -> Storage:
    if connection.vendor == "postgresql":
        from chat.fastlog import FastLog

        return FastLog()
    from chat.threadlog import ThreadLog

    return ThreadLog()


def with_storage(story: Callable[[Storage], object]) -> None:
    async def run() -> None:
        one = storage()
        try:
            await story(one)  # type: ignore[misc]
        finally:
            await one.close()

    asyncio.run(run())


def message(
    conversation: Conversation, body: str, client_id: str, *, sender: int = 1, line: int = 0
) -> Write:
    key = unwrap(conversation.data_key_id)
    return Write(conversation.pk, line, sender, None, EventKind.TEXT, client_id, body, EVENING, key)


@pytest.mark.django_db(transaction=True)
class TestStorage:
    def test_a_story(self) -> None:
        conversation = make_conversation()
        ended = make_conversation(state=State.ENDED)
        unknown = make_conversation()
        write = message(unknown, "dag", "c1")
        unknown.delete()

        async def story(one: Storage) -> None:
            assert await one.append(message(conversation, "dag", "c1")) == Appended(1, EVENING, False)
            assert await one.append(message(conversation, "dag", "c1")) == Appended(1, EVENING, True)
            with pytest.raises(ClientIdReused):
                await one.append(message(conversation, "doei", "c1"))
            assert (await one.append(message(conversation, "stil", "w1", sender=3, line=1))).seq == 1
            with pytest.raises(ConversationEnded):
                await one.append(message(ended, "dag", "c1"))
            with pytest.raises(ConversationUnknown):
                await one.append(write)
            # somebody else writes in between: a prediction that no longer holds
            await asyncio.to_thread(in_other_connection, lambda: say(conversation, "ertussen", "c2"))
            assert (await one.append(message(conversation, "daarna", "c3"))).seq == 3
            entries = await one.read(conversation.pk, unwrap_here(conversation), 0, 0, 200)
            assert [entry.body for entry in entries] == ["dag", "ertussen", "daarna"]
            assert [entry.seq for entry in entries] == [1, 2, 3]
            snapshot = (await one.snapshots([conversation.pk, uuid4()]))[conversation.pk]
            assert (snapshot.head, snapshot.aside_head, snapshot.state) == (3, 1, "talking")

        unwrap_here = lambda each: unwrap(each.data_key_id)  # noqa: E731
        with_storage(story)
        assert [entry.body for entry in log.read(conversation.pk)] == ["dag", "ertussen", "daarna"]

    def test_many_at_once_keep_their_order(self) -> None:
        conversations = [make_conversation() for _ in range(3)]
        writes = [message(conversation, f"{n}", f"c{n}") for n in range(40) for conversation in conversations]

        async def story(one: Storage) -> None:
            appended = await asyncio.gather(*(one.append(write) for write in writes))
            assert all(not each.repeated for each in appended)

        with_storage(story)
        for conversation in conversations:
            assert [entry.body for entry in log.read(conversation.pk)] == [f"{n}" for n in range(40)]

    def test_marks_only_grow_and_never_pass_the_head(self) -> None:
        from chat.storage import Marks

        conversation = make_conversation()
        for n in range(4):
            say(conversation, "x", f"c{n}")

        async def story(one: Storage) -> None:
            await one.save_marks([Marks(conversation.pk, (3, 2, 0, 0))])
            await one.save_marks([Marks(conversation.pk, (1, 1, 99, 4))])
            await one.touch([conversation.pk], EVENING + timedelta(minutes=5))
            await one.touch([conversation.pk], EVENING + timedelta(minutes=4))

        with_storage(story)
        conversation.refresh_from_db()
        marks = (conversation.visitor_delivered, conversation.visitor_read)
        assert marks == (3, 2)
        assert (conversation.staff_delivered, conversation.staff_read) == (4, 4)
        assert conversation.visitor_seen_at == EVENING + timedelta(minutes=5)

    def test_a_ticket_is_used_once(self) -> None:
        from chat import tickets

        ticket = tickets.inspect(tickets.issue(conversation_id=uuid4(), now=EVENING), now=EVENING)
        assert ticket is not None

        async def story(one: Storage) -> None:
            assert sorted(await asyncio.gather(*(one.redeem(ticket) for _ in range(5)))) == [False] * 4 + [
                True
            ]

        with_storage(story)


def in_other_connection(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_threads_and_storage_agree_on_one_order() -> None:
    """Requests in threads and a hub write into one conversation: every message once, and one order for everybody."""
    conversation = make_conversation()
    sockets = [
        [message(conversation, f"hub {m} {n}", f"h{m}-{n}", sender=2) for n in range(10)] for m in range(2)
    ]

    def request(number: int) -> None:
        for n in range(10):
            say(conversation, f"thread {number} {n}", f"t{number}-{n}")

    threads = [threading.Thread(target=in_other_connection, args=(lambda n=n: request(n),)) for n in range(2)]

    async def socket(one: Storage, writes: list[Write]) -> None:
        for write in writes:  # a socket reads its next frame when the last one is answered
            await one.append(write)

    async def story(one: Storage) -> None:
        for thread in threads:
            thread.start()
        await asyncio.gather(*(socket(one, writes) for writes in sockets))
        await asyncio.to_thread(lambda: [thread.join() for thread in threads])

    with_storage(story)
    entries = log.read(conversation.pk)
    assert [entry.seq for entry in entries] == list(range(1, 41))
    assert len({entry.client_id for entry in entries}) == 40
    for name in ("hub 0", "hub 1", "thread 0", "thread 1"):
        mine = [entry.body for entry in entries if entry.body.startswith(name)]
        assert mine == sorted(mine, key=lambda body: int(body.rsplit(" ", 1)[1]))
