"""What the desk's buttons and keys do with the phone: each loads, calls one action, and answers in JSON.

200 done; 400 not understood; 403 not allowed; 404 gone; 409 no longer possible; 503 the provider is away. The reason is
a code for the screen to word. Who may is decided by the actions themselves.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.accounts.posted import Body, Gone, Unreadable, body_of, flag, found, programme_of
from helpline.accounts.roles import Permission
from helpline.phone import errors, queries, softphone
from helpline.phone.actions import calls, handing, holding
from helpline.phone.actions import presence as presences
from helpline.phone.models import Call, Handover, Leg, LegState, OutsideDesk
from helpline.phone.policies import may_know
from helpline.phone.simulator import here as simulator

Act = Callable[..., Mapping[str, object]]

#: what a refusal is called on the wire, and HTTP's number for it; the others are "wrong_state"
REFUSALS: Mapping[type[errors.PhoneError], tuple[str, int]] = {
    errors.NotAllowed: ("not_allowed", 403),
    errors.NobodyWaits: ("nobody", 409),
    errors.OfferOpen: ("offer_open", 409),
    errors.NoNumber: ("no_number", 409),
    errors.PhoneOff: ("off", 409),
    errors.NotYet: ("not_yet", 409),
    errors.ProviderAway: ("provider", 503),
}


def act(do: Act) -> Callable[..., HttpResponseBase]:
    """A POST that does one thing for somebody who answers calls. `do(user, body, ...)` returns what is told back."""

    @staff_required(Permission.PHONE_ANSWER)
    @require_POST
    @wraps(do)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> JsonResponse:
        try:
            return JsonResponse(do(user_of(request), body_of(request), *args, **kwargs))
        except (Unreadable, KeyError, TypeError, ValueError):
            return JsonResponse({"why": "refused"}, status=400)
        except Gone:
            return JsonResponse({"why": "gone"}, status=404)
        except errors.PhoneError as refused:
            why, status = REFUSALS.get(type(refused), ("wrong_state", 409))
            return JsonResponse({"why": why}, status=status)

    return answer


def _call(user: User, call_id: UUID) -> Call:
    """The call, for who may know of it. To everybody else it is as gone as one that never was."""
    call = found(Call.objects.filter(pk=call_id).select_related("programme", "contact"))
    _check_knows(user, call)
    return call


def _handover(user: User, handover_id: int) -> Handover:
    """The offer, for who may know of its call. Its number counts up, so that it could be guessed."""
    handover = found(Handover.objects.filter(pk=handover_id).select_related("call__programme", "from_user"))
    _check_knows(user, handover.call)
    return handover


def _check_knows(user: User, call: Call | None) -> None:
    if call is None or not may_know(user, call):
        raise Gone


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Unreadable
    return value


# --- being there --------------------------------------------------------------------------------------------------


@act
def token(user: User, body: Body) -> Body:
    """A fresh token for this browser."""
    return {"token": softphone.token(user)}


@act
def presence(user: User, body: Body) -> Body:
    """Available for calls of one programme or not, and with what they are answered."""
    presences.say_available(
        user=user,
        programme=programme_of(body["programme"]),
        available=flag(body, "available"),
        device=_text(body, "device"),
        desk_number=_text(body, "desk_number"),
    )
    return {}


@act
def beat(user: User, body: Body) -> Body:
    """The page is open and could be rung; leg: the one on which the browser says somebody is connected."""
    leg = _text(body, "leg")
    presences.renew(user=user, in_leg=UUID(leg) if leg else None)
    return {}


# --- calls --------------------------------------------------------------------------------------------------------


@act
def take_next(user: User, body: Body) -> Body:
    """Go and take the longest waiting caller."""
    leg = calls.take_next(user=user, programme=programme_of(body["programme"]))
    return {"leg": str(leg.pk)}


@act
def give_up(user: User, body: Body, leg_id: UUID) -> Body:
    """This browser could not connect: the leg is over, and the next one may be tried at once."""
    leg = found(Leg.objects.filter(pk=leg_id, user=user, state=LegState.MADE))
    calls.leg_ended(leg_id=leg.pk, now=timezone.now())
    return {}


@act
def hang_up(user: User, body: Body, call_id: UUID) -> Body:
    """End the call, for everybody in it."""
    calls.hang_up(call=_call(user, call_id), by=user)
    return {}


@act
def hold(user: User, body: Body, call_id: UUID) -> Body:
    """Let the caller wait a moment, or come back."""
    holding.hold(call=_call(user, call_id), by=user, on=flag(body, "on"))
    return {}


@act
def leave(user: User, body: Body, call_id: UUID) -> Body:
    """Leave a call in which a colleague goes on."""
    handing.leave(call=_call(user, call_id), by=user)
    return {}


@act
def add_outside(user: User, body: Body, call_id: UUID) -> Body:
    """Ask another organisation into the call."""
    desk = found(OutsideDesk.objects.filter(pk=int(_text(body, "desk"))))
    handing.add_outside(call=_call(user, call_id), by=user, desk=desk)
    return {}


@act
def drop_outside(user: User, body: Body, leg_id: UUID) -> Body:
    """Let the other organisation go."""
    leg = found(Leg.objects.filter(pk=leg_id).select_related("call__programme"))
    _check_knows(user, leg.call)
    handing.drop_outside(leg=leg, by=user)
    return {}


# --- handing over -------------------------------------------------------------------------------------------------


@act
def offer(user: User, body: Body, call_id: UUID) -> Body:
    """Offer the call to a colleague, or to whoever answers."""
    to = _text(body, "to_user")
    handing.offer(
        call=_call(user, call_id), by=user, to_user=found(User.objects.filter(pk=int(to))) if to else None
    )
    return {}


@act
def accept(user: User, body: Body, handover_id: int) -> Body:
    """Take over: the leg that leads into the call."""
    return {"leg": str(handing.accept(handover=_handover(user, handover_id), by=user).pk)}


@act
def decline(user: User, body: Body, handover_id: int) -> Body:
    """Say no to a call that was offered."""
    handing.decline(handover=_handover(user, handover_id), by=user)
    return {}


@act
def take_back(user: User, body: Body, handover_id: int) -> Body:
    """Take an offer back."""
    handing.take_back(handover=_handover(user, handover_id), by=user)
    return {}


# --- the simulator, in the demo and in tests ----------------------------------------------------------------------


def _simulated() -> None:
    if not queries.is_simulated():
        raise Http404


@act
def simulated_call(user: User, body: Body) -> Mapping[str, object]:
    """Somebody calls."""
    _simulated()
    programme = programme_of(body["programme"])
    return _or_away(lambda: simulator.call_in(programme.slug))


@act
def simulated_legs(user: User, body: Body) -> Mapping[str, object]:
    """This browser's phone connects a leg."""
    _simulated()
    leg = _text(body, "leg")
    return _or_away(lambda: simulator.connect(softphone.identity(user), {"leg": leg}))


@staff_required(Permission.PHONE_ANSWER)
@never_cache
@require_safe
def simulated_leg(request: HttpRequest, sid: str) -> JsonResponse:
    """How a leg stands."""
    _simulated()
    try:
        return JsonResponse(simulator.look(sid))
    except simulator.Away:
        return JsonResponse({"why": "provider"}, status=503)


@act
def simulated_hang_up(user: User, body: Body, sid: str) -> Mapping[str, object]:
    """This browser's phone puts a leg down."""
    _simulated()
    return _or_away(lambda: simulator.hang_up(sid))


def _or_away(ask: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
    try:
        return ask()
    except simulator.Away as away:
        raise errors.ProviderAway from away
