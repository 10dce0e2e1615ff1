"""One tick: what must happen without anybody asking. Safe to run as often as one likes, and in several processes."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from chat import log
from chat.actions import presence, queue, transfer
from chat.actions.deeds import deed
from chat.actions.locks import change, lock_conversation
from chat.actions.talk import finish
from chat.models import Conversation
from chat.rules import VISIT
from chat.states import EndedHow, State
from helpline.contacts.states import Outcome
from helpline.pieces import Pieces
from helpline.programmes import queries as programmes
from helpline.programmes.models import Channel, Programme


def tick(*, now: datetime | None = None) -> None:
    """Sweep leases and grace, end what faded, return offers, announce the last entry, give visitors to counsellors.

    Each step is done, and in it each conversation, whatever became of the others; raises SomeFailed when all is done.
    """
    now = now or timezone.now()
    steps: tuple[Callable[..., object], ...] = (
        presence.sweep,
        presence.sign_off_the_absent,
        end_faded,
        transfer.expire,
        announce_last_entry,
        close_the_line,
        queue.assign_all,
    )
    round_ = Pieces("chat_step")
    for step in steps:
        with round_.alone():
            step(now=now)
    round_.tell()


def end_faded(*, now: datetime) -> int:
    """End the conversations whose visitor gave no sign of life for as long as a visit lasts; return how many."""
    faded = Conversation.objects.exclude(state=State.ENDED).filter(visitor_seen_at__lte=now - VISIT)
    ended, round_ = 0, Pieces("chat_faded")
    for conversation_id in list(faded.values_list("pk", flat=True)):
        with round_.alone(), deed(now) as done:
            conversation = lock_conversation(conversation_id)
            if conversation.state != State.ENDED and conversation.visitor_seen_at <= now - VISIT:
                finish(conversation, EndedHow.FADED, done)
                ended += 1
    round_.tell()
    return ended


def announce_last_entry(*, now: datetime) -> int:
    """Tell who waits, once, that the chat takes nobody new and when it closes; return how many were told."""
    told, round_ = 0, Pieces("chat_last_entry")
    for programme in _where_somebody_waits():
        closes_at = programmes.closes_at(programme, Channel.CHAT, now)
        if closes_at is None or programmes.admits(programme, Channel.CHAT, now):
            continue
        for conversation_id in list(
            queue.in_line(programme).filter(last_entry_told=False).values_list("pk", flat=True)
        ):
            with round_.alone(), deed(now) as done:
                conversation = lock_conversation(conversation_id)
                if conversation.state == State.WAITING and not conversation.last_entry_told:
                    change(conversation, last_entry_told=True)
                    log.notice(conversation.pk, "last_entry", closes_at=closes_at.isoformat(), now=now)
                    done.tell(conversation)
                    told += 1
    round_.tell()
    return told


def close_the_line(*, now: datetime) -> int:
    """After closing time, when no counsellor is left, let nobody wait for nobody; return how many were told so."""
    closed, round_ = 0, Pieces("chat_closing")
    for programme in _where_somebody_waits():
        if programmes.is_open(programme, Channel.CHAT, now) or queue.present(programme, now).exists():
            continue
        for conversation_id in list(queue.in_line(programme).values_list("pk", flat=True)):
            with round_.alone(), deed(now) as done:
                conversation = lock_conversation(conversation_id)
                if conversation.state == State.WAITING:
                    finish(conversation, EndedHow.UNANSWERED, done, outcome=Outcome.NOBODY_ON_DUTY)
                    closed += 1
    round_.tell()
    return closed


def _where_somebody_waits() -> list[Programme]:
    waiting = Conversation.objects.filter(state=State.WAITING, training=False).order_by().values("programme")
    return list(Programme.objects.filter(pk__in=waiting).order_by("pk"))
