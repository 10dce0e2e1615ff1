"""Letting a caller wait a moment. The provider can do that in a room only, so the call moves into one first."""

from functools import partial

from django.urls import reverse

from helpline.accounts.models import User
from helpline.phone import addresses, policies, provider
from helpline.phone.actions import handing
from helpline.phone.errors import NotYet, ProviderAway, WrongState
from helpline.phone.models import Call
from helpline.phone.outcome import Stage


def hold(*, call: Call, by: User, on: bool) -> None:
    """Let the caller wait and hear so, or come back.

    Raises NotYet while the provider is still moving the caller into the room: ask again in a second. Raises NotAllowed,
    WrongState, PhoneOff, NoNumber and ProviderAway.
    """
    policies.check(policies.is_counsellor(by, call))
    if call.stage != Stage.TALKING:
        raise WrongState("only a call that goes on can wait")
    if not call.room:
        if not on:
            return
        handing.open_room(call=call, by=by)
        raise NotYet
    url = addresses.full(reverse("phone:held", args=[call.programme.slug]))
    _ask(partial(provider.hold, call.room, call.sid, on=on, url=url))


def _ask(do: partial[None]) -> None:
    try:
        do()
    except provider.ProviderError as refused:
        if refused.is_gone:
            raise NotYet from refused
        raise ProviderAway from refused
