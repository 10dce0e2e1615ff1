"""What a member of staff may do with a conversation now: asked when a socket opens, and again while it is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from chat import policies
from chat.errors import NotAllowed
from chat.models import Conversation
from helpline.accounts import sessions
from helpline.accounts.models import User
from helpline.accounts.roles import Permission


class SignedOut(Exception):
    """There is no session with both factors (any more)."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do. is_counsellor: speaks to the visitor. whisper: writes on the staff's own line."""

    staff_id: int
    is_counsellor: bool
    whisper: bool


def rights(session_key: str, conversation_id: UUID, now: datetime) -> Rights:
    """The rights of a session in a conversation. Raises SignedOut, NotAllowed."""
    found = rights_in(session_key, [conversation_id], now).get(conversation_id)
    if found is None:
        raise NotAllowed
    return found


def rights_in(session_key: str, ids: Iterable[UUID], now: datetime) -> dict[UUID, Rights]:
    """The rights of a session in each of these conversations; those it may not read are left out. Raises SignedOut."""
    user = signed_in(session_key, now)
    conversations = Conversation.objects.select_related("programme").filter(pk__in=list(ids))
    # what a role allows is asked once per programme, however many conversations there are
    answers, leads = (
        cache(lambda programme: policies.may_answer(user, programme)),
        cache(lambda programme: policies.may_lead(user, programme)),
    )
    found = {}
    for conversation in conversations:
        mine = conversation.counsellor_id == user.pk and answers(conversation.programme)
        lead = leads(conversation.programme)
        if mine or lead or policies.may_read(user, conversation):
            found[conversation.pk] = Rights(user.pk, is_counsellor=mine, whisper=mine or lead)
    return found


def signed_in(session_key: str, now: datetime) -> User:
    """Who is signed in with this session. `sessions.check` looks for both factors in it. Raises SignedOut."""
    state = sessions.check(session_key, now)
    if state is None:
        raise SignedOut
    return state.user


def desk(session_key: str, now: datetime) -> tuple[User, frozenset[int]]:
    """Who is at the desk, and the programmes it shows. Raises SignedOut, NotAllowed when there is none."""
    user = signed_in(session_key, now)
    programmes = {
        programme.pk
        for permission in (Permission.CHAT_ANSWER, Permission.CHAT_LEAD)
        for programme in user.programmes_with(permission)
    }
    if not programmes:
        raise NotAllowed
    return user, frozenset(programmes)
