"""The door: every attempt is recorded with what became of it, also when nobody can answer."""

from collections.abc import Iterable, Mapping, Sequence
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
from figures.fields import ONE_CODE
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
#: the lists that answers may be brought of: what a visitor can tell, and nothing that the helpline did
BROUGHT_LISTS = (
    *PRE_CHAT_LISTS,
    "gender",
    "platforms",
    "police_before",
    "own_behaviour",
    "concern_about",
    "relation",
)
TELLS_NOTHING = frozenset({"unknown"})
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


def text_while_closed(programme: Programme, language: str) -> str:
    """What a shift lead lets visitors read at a door closed for a while; "" leaves it at the programme's own text."""
    switch = OverloadSwitch.objects.filter(programme=programme, on=True).first()
    if switch is None:
        return ""
    return switch.text_en if language == "en" else switch.text_nl


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
    brought: Mapping[str, Sequence[str]] | None = None,
    now: datetime | None = None,
) -> Conversation:
    """Let a visitor in, at the end of the line, or say why not.

    pre_chat: list keys to codes; what is not on the programme's lists is dropped.
    introduction: texts of `chat.introduction`; they stand first in the conversation, as content of the visitor's.
    brought: the codes that came with them, by list; kept as if they were answered here.
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
                pre_chat={
                    **coded(programme, pre_chat, PRE_CHAT_LISTS, now),
                    **coded(programme, brought or {}, BROUGHT_LISTS, now),
                },
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


def coded(
    programme: Programme, given: Mapping[str, Sequence[str]], lists: Iterable[str], now: datetime
) -> dict[str, list[str]]:
    """The answers that are codes of these lists of the programme today; anything else could be words, and is dropped.

    "Unknown" tells nothing, and is dropped too. Of a list that takes one code the first is kept.
    """
    kept = {}
    for key in lists:
        if not given.get(key):
            continue
        offered = {code.code for code in programmes.codes(programme, key, timezone.localdate(now))}
        codes = [code for code in dict.fromkeys(given[key]) if code in offered and code not in TELLS_NOTHING]
        codes = codes[:1] if key in ONE_CODE else sorted(codes)
        if codes:
            kept[key] = codes
    return kept
