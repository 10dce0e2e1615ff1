"""The code of an appointment: five words to type, ten digits to key in. Either opens it, and neither is kept.

Words and digits are made anew for each appointment, shown once, and kept as slow keyed hashes under names of their
own, so that they never open a conversation or a case (docs/decisions/0136).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.appointments.errors import TooBusy
from helpline.appointments.models import Appointment
from helpline.appointments.states import AppointmentState
from helpline.programmes.models import Programme
from helpline.vault import codes

DIGITS = 10

#: one for this process and everybody together, on the pages; slower than that of words, because digits open it too
PAGE_THROTTLE = codes.CodeThrottle(burst=20, refill=timedelta(seconds=10))
#: the same for the phone, so that neither way can use up the other's tries
PHONE_THROTTLE = codes.CodeThrottle(burst=10, refill=timedelta(seconds=20))

#: in these states the code opens the page: what is cancelled or told is no secret to who holds it
_LIVING = (
    AppointmentState.BOOKED,
    AppointmentState.ATTENDED,
    AppointmentState.NOT_ATTENDED,
    AppointmentState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Code:
    """A new code, as it is shown once. words: joined by hyphens. digits: ten, in groups that can be read out."""

    words: str
    digits: str


@dataclass(frozen=True, slots=True)
class Hashed:
    """What is kept of a code."""

    words: str
    digits: str


def make() -> tuple[Code, Hashed]:
    """A new code and its hashes. Takes about 0.2 s: call it in no transaction."""
    words = codes.make_code()
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    hashed = Hashed(codes.slow_hash(_of_words(words)), codes.slow_hash(_of_digits(digits)))
    return Code(words, f"{digits[:4]} {digits[4:7]} {digits[7:]}"), hashed


def by_typed(text: str, programme: Programme, now: datetime) -> Appointment | None:
    """The appointment of this programme that a typed code opens: words, or the digits with or without spaces.

    None for every other text, and after the day of the slot. Raises TooBusy.
    """
    digits = "".join(text.split()) if len(text) <= 40 else ""
    if is_digits(digits):
        field, named = "digits_hash", _of_digits(digits)
    else:
        words = codes.normalise(text)
        if words is None:
            return None
        field, named = "words_hash", _of_words(words)
    if not PAGE_THROTTLE.take(now):
        raise TooBusy
    return _find(field, codes.slow_hash(named), programme, now)


def by_keyed(digits: str, programme: Programme, now: datetime) -> Appointment | None:
    """The appointment of this programme that keyed digits open; None when none does. Raises TooBusy."""
    if not is_digits(digits):
        return None
    if not PHONE_THROTTLE.take(now):
        raise TooBusy
    return _find("digits_hash", codes.slow_hash(_of_digits(digits)), programme, now)


def is_digits(text: str) -> bool:
    """Whether this could be the digits of a code."""
    return len(text) == DIGITS and text.isascii() and text.isdecimal()


def _find(field: str, hashed: str, programme: Programme, now: datetime) -> Appointment | None:
    return (
        Appointment.objects.select_related("slot__therapist", "programme")
        .filter(**{field: hashed}, programme=programme, code_ends_at__gt=now, state__in=_LIVING)
        .first()
    )


def _of_words(words: str) -> str:
    return f"appointment {words}"


def _of_digits(digits: str) -> str:
    return f"appointment {digits}"
