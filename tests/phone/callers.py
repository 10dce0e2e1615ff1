"""A caller's usual way through the house, for tests that begin further on."""

from django.test import Client

from helpline.accounts.models import User
from helpline.contacts.models import Contact
from helpline.phone import finalising
from helpline.phone.actions import calls, presence, recording
from helpline.phone.models import Call, Leg
from helpline.phone.outcome import Outcome, outcome
from helpline.programmes.models import Programme
from tests.factories.phone import Line, at_a_desk
from tests.phone.conftest import Clock


def became(caller: Line) -> Outcome:
    return outcome(recording.read(Call.objects.get(sid=caller.sid)))


def waits(caller: Line) -> Line:
    """A caller who went through the greeting and hears the line's messages."""
    assert "Gather" in caller.asks("voice").verbs
    assert caller.asks("menu").verbs == ["Enqueue"]
    caller.asks("wait")
    return caller


def taken(client: Client, caller: Line, user: User, programme: Programme) -> Line:
    """A counsellor takes the caller; returns the counsellor's leg."""
    leg = calls.take_next(user=user, programme=programme)
    desk = at_a_desk(client)
    assert desk.asks("desk", leg=str(leg.pk)).the("Queue").text == f"helpline-{programme.slug}"
    caller.asks("pulled", DequeingCallSid=desk.sid, QueueTime="40")
    presence.renew(user=user, in_leg=leg.pk)
    return desk


def finish(caller: Line, clock: Clock) -> Contact:
    """The call is over for long enough: it becomes a contact, and nothing of it is left."""
    clock.forward(minutes=4)
    assert finalising.finalise_due() == 1
    assert not Call.objects.exists()
    return Contact.objects.get()


def leg_of(desk: Line) -> str:
    """The number of the leg that a counsellor's line became."""
    return str(Leg.objects.get(sid=desk.sid).pk)
