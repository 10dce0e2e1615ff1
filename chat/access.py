"""What a member of staff may do with a conversation now: asked when a socket opens, and again while it is open."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chat import policies
from chat.errors import NotAllowed
from chat.models import Conversation
from helpline.accounts import refusals, sessions
from helpline.accounts.models import User
from helpline.accounts.refusals import Why
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
    of_session = rights_asked({session_key: {conversation_id}}, now).get(session_key)
    if of_session is None:
        raise SignedOut
    if conversation_id not in of_session:
        raise NotAllowed
    return of_session[conversation_id]


def rights_asked(wanted: Mapping[str, Set[UUID]], now: datetime) -> dict[str, dict[UUID, Rights]]:
    """`rights_of` for people who ask by themselves: the audit log hears of what they may not read."""
    found = rights_of(wanted, now)
    for session_key, of_session in found.items():
        if wanted[session_key] - of_session.keys():
            refusals.note_session(session_key, view="chat.conversation", why=Why.NOT_ALLOWED, now=now)
    return found


def rights_of(wanted: Mapping[str, Set[UUID]], now: datetime) -> dict[str, dict[UUID, Rights]]:
    """The rights of many sessions, each in the conversations it asks for; a session that is over is left out.

    Five questions, however many sessions and conversations there are (and one for each that is read as an offer).
    """
    states = sessions.check_all(wanted, now)
    User.look_up_roles([state.user for state in states.values()])
    conversations = Conversation.objects.select_related("programme").in_bulk(
        {conversation_id for key in states for conversation_id in wanted[key]}
    )
    return {
        key: {
            conversation_id: rights
            for conversation_id in wanted[key]
            if (rights := _rights(state.user, conversations.get(conversation_id))) is not None
        }
        for key, state in states.items()
    }


def _rights(user: User, conversation: Conversation | None) -> Rights | None:
    """What this person may do in a conversation; None when it may not be read, or is not there."""
    if conversation is None:
        return None
    mine = policies.is_counsellor(user, conversation)
    lead = policies.may_lead(user, conversation.programme)
    if mine or lead or policies.may_read(user, conversation):
        return Rights(user.pk, is_counsellor=mine, whisper=mine or lead)
    return None


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
        refusals.note(by=user, view="chat.desk", why=Why.NOT_ALLOWED, now=now)
        raise NotAllowed
    return user, frozenset(programmes)
