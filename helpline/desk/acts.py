"""What the desk's buttons and keys do: each loads, calls one action of the chat, and answers in JSON.

200 done; 400 not understood; 403 not allowed; 404 gone; 409 no longer possible, with the reason as a code for the
screen to word. Who may is decided by the actions themselves.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from chat import practice as practising
from chat.actions import door, lead, queue, talk, transfer
from chat.actions import presence as presences
from chat.errors import ChatError, NotAllowed, OfferOpen, TooLong, VisitorNotAsked
from chat.models import Conversation, Presence, Transfer
from chat.policies import check, is_counsellor, may_know, may_know_of_offer
from chat.states import State
from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.accounts.posted import Body, Gone, Unreadable, body_of, flag, found, programme_of
from helpline.contacts import actions as contacts
from helpline.contacts.errors import ContactError
from helpline.contacts.queries import COUNSELLING
from helpline.contacts.states import ContactState
from helpline.desk.policies import belongs_here
from helpline.programmes.queries import find_code

ABUSIVE = "abusive"
#: what a refusal of the chat is called on the wire; the others are "wrong_state"
REASONS: dict[type[ChatError], str] = {
    OfferOpen: "offer_open",
    VisitorNotAsked: "visitor_not_asked",
    TooLong: "too_long",
}

Act = Callable[..., Body | JsonResponse]


def act(do: Act) -> Callable[..., HttpResponseBase]:
    """A POST that does one thing for somebody of the desk. `do(user, body, ...)` returns what is told back."""

    @staff_required()
    @require_POST
    @wraps(do)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> JsonResponse:
        user = user_of(request)
        try:
            check(belongs_here(user))
            told = do(user, body_of(request), *args, **kwargs)
            return told if isinstance(told, JsonResponse) else JsonResponse(told)
        except (Unreadable, KeyError, TypeError, ValueError):
            return JsonResponse({"why": "refused"}, status=400)
        except NotAllowed:
            return JsonResponse({"why": "not_allowed"}, status=403)
        except Gone:
            return JsonResponse({"why": "gone"}, status=404)
        except ChatError as refused:
            return JsonResponse({"why": REASONS.get(type(refused), "wrong_state")}, status=409)
        except ContactError:
            return JsonResponse({"why": "wrong_state"}, status=409)

    return answer


def _conversation(user: User, conversation_id: UUID) -> Conversation:
    """The conversation, for who may know of it. To everybody else it is as gone as one that never was."""
    conversation = found(
        Conversation.objects.select_related("programme", "contact").filter(pk=conversation_id)
    )
    if not may_know(user, conversation):
        raise Gone
    return conversation


def _transfer(user: User, transfer_id: int) -> Transfer:
    """The transfer, for who may know of it. Its number counts up, so that it could be guessed."""
    transfer = found(
        Transfer.objects.select_related("conversation__programme", "to_programme").filter(pk=transfer_id)
    )
    if not may_know_of_offer(user, transfer):
        raise Gone
    return transfer


def _number(value: object) -> int:
    """A whole number, as a number or as the text of one (a form's field)."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unreadable
    return int(value)


# --- being there --------------------------------------------------------------------------------------------------


@act
def presence(user: User, body: Body) -> Body:
    """Available or not in one programme, and for how many chats at once. Coming back also ends a break."""
    available = flag(body, "available")
    presences.say_available(
        user=user,
        programme=programme_of(body["programme"]),
        available=available,
        capacity=_number(body["capacity"]),
    )
    if available and Presence.objects.filter(user=user, on_break=True).exists():
        presences.take_break(user=user, on_break=False)
    return {}


@act
def take_break(user: User, body: Body) -> Body:
    """Go on a break, also a moment after a heavy contact, or come back from it."""
    presences.take_break(
        user=user, on_break=flag(body, "on"), after_heavy="heavy" in body and flag(body, "heavy")
    )
    return {}


# --- taking chats -------------------------------------------------------------------------------------------------


@act
def take_next(user: User, body: Body) -> Body | JsonResponse:
    """Take the visitor who waits longest and can be reached."""
    conversation = queue.assign_next(programme=programme_of(body["programme"]), user=user)
    if conversation is None:
        return JsonResponse({"why": "nobody"}, status=409)
    return {"conversation": str(conversation.pk)}


@act
def pick(user: User, body: Body, conversation_id: UUID) -> Body:
    """Take one waiting visitor out of turn (shift lead), or a practice chat."""
    queue.pick(conversation=_conversation(user, conversation_id), by=user)
    return {}


@act
def open_talk(user: User, body: Body, conversation_id: UUID) -> Body:
    """The counsellor looks at it: the alert ends."""
    talk.opened(conversation=_conversation(user, conversation_id), by=user)
    return {}


@act
def practice(user: User, body: Body) -> Body:
    """Begin a practice chat; this browser becomes its visitor where `url` leads, on the visitors' host."""
    conversation = door.start_training(programme=programme_of(body["programme"]), by=user)
    return {"url": practising.address(conversation, timezone.now())}


# --- in a chat ----------------------------------------------------------------------------------------------------


@act
def panel(user: User, body: Body, conversation_id: UUID) -> Body:
    """Show the visitor the panel for immediate danger."""
    talk.send_panel(
        conversation=_conversation(user, conversation_id), by=user, client_id=str(UUID(str(body["cid"])))
    )
    return {}


@act
@transaction.atomic
def end(user: User, body: Body, conversation_id: UUID) -> Body:
    """End a chat; with a non-counselling kind it is registered in the same move, by its counsellor."""
    conversation = _conversation(user, conversation_id)
    kind = str(body.get("kind", ""))
    if kind == COUNSELLING or (kind and find_code(conversation.programme, "kind", kind) is None):
        raise Unreadable
    if kind:
        check(is_counsellor(user, conversation))
    if conversation.state != State.ENDED:
        if kind == ABUSIVE:
            talk.refuse_abusive(conversation=conversation, by=user)
        else:
            talk.end(conversation=conversation, by=user)
    contact = conversation.contact
    if kind and contact is not None and not conversation.training:
        contact.refresh_from_db()
        if contact.state == ContactState.TO_REGISTER:
            contacts.close_non_counselling(contact=contact, kind=kind, by=user)
    return {}


# --- handing over -------------------------------------------------------------------------------------------------


@act
def offer(user: User, body: Body, conversation_id: UUID) -> Body:
    """Offer a chat to a colleague, or to whoever answers in the other programme."""
    to_user = User.objects.filter(pk=_number(body["to_user"])).first() if body.get("to_user") else None
    to_programme = programme_of(body["to_programme"]) if body.get("to_programme") else None
    if to_user is None and to_programme is None:
        raise Unreadable
    transfer.offer(
        conversation=_conversation(user, conversation_id),
        by=user,
        to_user=to_user,
        to_programme=to_programme,
        note=str(body.get("note", "")),
        note_reason=str(body.get("note_reason", "")),
        visitor_agreed=body.get("agreed") is True,
    )
    return {}


@act
def accept(user: User, body: Body, transfer_id: int) -> Body:
    """Take over what was offered."""
    transfer.accept(transfer=_transfer(user, transfer_id), by=user)
    return {}


@act
def decline(user: User, body: Body, transfer_id: int) -> Body:
    """Say no to an offer."""
    transfer.decline(transfer=_transfer(user, transfer_id), by=user)
    return {}


@act
def take_back(user: User, body: Body, transfer_id: int) -> Body:
    """Take back what was offered or handed over."""
    transfer.take_back(transfer=_transfer(user, transfer_id), by=user)
    return {}


# --- leading the shift --------------------------------------------------------------------------------------------


@act
def read_along(user: User, body: Body, conversation_id: UUID) -> Body:
    """Read a colleague's chat; the colleague sees it."""
    lead.read_along(conversation=_conversation(user, conversation_id), by=user)
    return {}


@act
def take_over(user: User, body: Body, conversation_id: UUID) -> Body:
    """Become the counsellor of a chat."""
    lead.take_over(conversation=_conversation(user, conversation_id), by=user)
    return {}


@act
def overload(user: User, body: Body) -> Body:
    """Close the chat's door for newcomers, or open it again."""
    lead.set_overload(programme=programme_of(body["programme"]), by=user, on=flag(body, "on"))
    return {}
