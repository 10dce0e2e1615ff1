"""The proof of work at the chat's door: which puzzle is asked now, and whether an answer counts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from chat import pow as puzzles
from chat import tickets
from chat.models import Conversation
from chat.states import State
from helpline.programmes.models import Programme

#: set by the reverse proxy from its own memory of an address, 0 to 4; it raises the price and refuses nobody
PRESSURE_HEADER = "X-Helpline-Pressure"
_RECENT = timedelta(minutes=1)


def puzzle_for(request: HttpRequest, programme: Programme, *, now: datetime) -> str:
    """The puzzle for a door page; its price is in the token itself (`chat.pow.bits_of`)."""
    waiting = Conversation.objects.filter(programme=programme, state=State.WAITING)
    bits = puzzles.difficulty(
        waiting=waiting.count(),
        recent=Conversation.objects.filter(programme=programme, queued_at__gte=now - _RECENT).count(),
        pressure=pressure(request),
    )
    return puzzle(bits=bits, now=now)


def puzzle(*, bits: int, now: datetime) -> str:
    """A new puzzle at this price."""
    return puzzles.puzzle(_secret(), bits=bits, now=now)


def pressure(request: HttpRequest) -> int:
    """What the reverse proxy says about the address, 0 to 4 (more is taken for 4)."""
    told = request.headers.get(PRESSURE_HEADER, "")
    return min(4, int(told)) if told.isdecimal() and len(told) == 1 else 0


def accept(proof: str, *, now: datetime) -> bool:
    """True when the proof is right and is used for the first time."""
    try:
        solved = puzzles.check(_secret(), proof, now=now)
    except puzzles.BadProof:
        return False
    return tickets.use(solved.id, solved.expires_at)


def _secret() -> bytes:
    return settings.SECRET_KEY.encode()
