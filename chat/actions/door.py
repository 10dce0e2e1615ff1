"""The door: every attempt is recorded with what became of it, also when nobody can answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from chat import log
from chat.actions import queue
from chat.actions.deeds import deed
from chat.actions.locks import lock_queue
from chat.actions.terms import term_end
from chat.errors import DoorClosed
from chat.models import Conversation, EventKind, OverloadSwitch, Sender
from chat.policies import check, may_answer
from chat.states import State
from helpline.accounts.models import User
from helpline.contacts import actions as contacts
from helpline.contacts.states import Outcome
from helpline.programmes import queries as programmes
from helpline.programmes.doors import DoorState
from helpline.programmes.models import Channel, Programme
from helpline.vault import actions as vault
from helpline.vault.models import TermClass

#: the lists a visitor may answer from before the chat; none of them tells who somebody is
PRE_CHAT_LISTS = ("target_group", "age_band", "topics")
LANGUAGES = ("nl", "en")

OUTCOMES: Mapping[str, Outcome] = {
    "closed": Outcome.CLOSED,
    "last_entry_passed": Outcome.CLOSED,
    "nobody_on_duty": Outcome.NOBODY_ON_DUTY,
    "full": Outcome.OVERLOAD,
    "refused": Outcome.REFUSED,
}


def door_state(programme: Programme, now: datetime) -> DoorState:
    """Whether a visitor can come in now; when not, why, and when the chat opens again."""
    switch = OverloadSwitch.objects.filter(programme=programme).first() or OverloadSwitch(programme=programme)
    reason = obstacle(programme, switch, scripted=True, now=now)
    if not reason:
        return DoorState(
            open=True, until=programmes.closes_at(programme, Channel.CHAT, now), opens_at=None, reason=""
        )
    # within opening hours: until when it is worth looking again
    until = (
        programmes.closes_at(programme, Channel.CHAT, now) if reason in ("nobody_on_duty", "full") else None
    )
    return DoorState(open=False, until=until, opens_at=opens_again(programme, reason, now), reason=reason)


def obstacle(programme: Programme, switch: OverloadSwitch, *, scripted: bool, now: datetime) -> str:
    """What keeps a visitor out: a reason of DoorClosed, or nothing."""
    if not programmes.is_open(programme, Channel.CHAT, now):
        return "closed"
    if not programmes.admits(programme, Channel.CHAT, now):
        return "last_entry_passed"
    if switch.on:
        return "full"
    if not queue.present(programme, now):
        return "nobody_on_duty"
    line = queue.reachable(programme, now)
    if line.count() >= switch.max_waiting:
        return "full"
    if not scripted and line.filter(scripted=False).count() >= switch.max_waiting_unscripted:
        return "full"
    return ""


def opens_again(programme: Programme, reason: str, now: datetime) -> datetime | None:
    """When the chat opens again; None while it is open and merely busy or unattended."""
    if reason == "closed":
        return programmes.next_opening(programme, Channel.CHAT, now)
    if reason == "last_entry_passed":
        closes = programmes.closes_at(programme, Channel.CHAT, now)
        return programmes.next_opening(programme, Channel.CHAT, closes) if closes else None
    return None


def knock(
    *,
    programme: Programme,
    language: str,
    pre_chat: Mapping[str, Sequence[str]],
    scripted: bool,
    training: bool = False,
    proof: bool = False,
    introduction: Sequence[str] = (),
    now: datetime | None = None,
) -> Conversation:
    """Let a visitor in, at the end of the line, or say why not.

    pre_chat: list keys to codes; what is not on the programme's lists is dropped.
    introduction: texts of `chat.introduction`; they stand first in the conversation, as content of the visitor's.
    proof: whether the browser's proof of work was accepted (`chat.proof`). A visitor without scripts gives none, and
    has room of its own instead.
    training: a practice conversation: no door holds it up and nothing counts it.
    Raises DoorClosed after the attempt is recorded.
    """
    now = now or timezone.now()
    reason = ""
    with deed(now) as done:
        (switch,) = lock_queue(programme.pk)
        if not training:
            reason = (
                "refused"
                if scripted and not proof
                else obstacle(programme, switch, scripted=scripted, now=now)
            )
        contact = contacts.open_attempt(
            programme=programme,
            channel=Channel.CHAT,
            training=training,
            language=language if language in LANGUAGES else LANGUAGES[0],
            now=now,
        )
        if reason:
            contacts.close_attempt(contact=contact, outcome=OUTCOMES[reason], now=now)
        else:
            expires_at = term_end(now)
            data_key, _ = vault.new_data_key(term_class=TermClass.CHAT, expires_at=expires_at, now=now)
            conversation = Conversation.objects.create(
                programme=programme,
                contact=contact,
                data_key=data_key,
                state=State.WAITING,
                training=training,
                scripted=scripted,
                language=contact.language,
                pre_chat=coded(programme, pre_chat, now),
                queued_at=now,
                expires_at=expires_at,
                visitor_seen_at=now,
            )
            log.notice(conversation.pk, "waiting", now=now)
            for text in introduction:
                log.append(
                    conversation_id=conversation.pk,
                    sender=Sender.VISITOR,
                    body=text,
                    client_id=str(uuid4()),
                    kind=EventKind.INTRODUCTION,
                    now=now,
                )
            queue.fill(programme, done)
            done.tell(conversation)
    if reason:
        raise DoorClosed(reason, opens_again(programme, reason, now))
    conversation.refresh_from_db()
    return conversation


def start_training(
    *, programme: Programme, by: User, language: str = "nl", now: datetime | None = None
) -> Conversation:
    """Begin a practice conversation: one member of staff plays the visitor, one answers it."""
    check(may_answer(by, programme))
    with deed(now or timezone.now()) as done:
        conversation = knock(
            programme=programme, language=language, pre_chat={}, scripted=True, training=True, now=done.now
        )
        done.note("chat.training_started", programme, by=by)
    return conversation


def coded(programme: Programme, pre_chat: Mapping[str, Sequence[str]], now: datetime) -> dict[str, list[str]]:
    """The answers that are codes of the programme's lists today; anything else could be words, and is dropped."""
    kept = {}
    for key in PRE_CHAT_LISTS:
        offered = {code.code for code in programmes.codes(programme, key, timezone.localdate(now))}
        codes = sorted({code for code in pre_chat.get(key, ()) if code in offered})
        if codes:
            kept[key] = codes
    return kept
