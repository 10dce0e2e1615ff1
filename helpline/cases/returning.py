"""Coming back to a case with its code: in words, or ten digits by phone.

Both are read at the same places as the codes of conversations, and only in the programme of the case. What is kept is
a slow hash with the pepper of the key store (docs/decisions/0012 and 0102), each under a name of its own, so that no
hash here equals one elsewhere.
"""

from datetime import datetime, timedelta

from helpline.cases.errors import TooManyTries
from helpline.cases.models import Case
from helpline.cases.rules import CODE_DIGITS
from helpline.programmes import keycodes
from helpline.programmes.models import Programme
from helpline.vault import codes

#: one each for the process and for everybody together: nobody is told apart, so nobody is stored
WORDS_THROTTLE = codes.CodeThrottle()
#: slower than that of the words, because the code is shorter
DIGITS_THROTTLE = codes.CodeThrottle(burst=10, refill=timedelta(seconds=20))


def hash_of_words(normal: str) -> str:
    """What is kept of a code in words, as `vault.codes.normalise` returns it."""
    return codes.slow_hash(f"case {normal}")


def hash_of_digits(digits: str) -> str:
    """What is kept of ten digits."""
    return codes.slow_hash(f"case {digits}")


def are_digits(text: str) -> bool:
    """Whether this is written as a code for the phone is, without the spaces between."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdecimal()


def by_words(text: str, programme: Programme, now: datetime) -> Case | None:
    """The case that this code opens in this programme; None when it opens none. Takes about 0.1 s.

    Raises TooManyTries.
    """
    normal = codes.normalise(text)
    if normal is None:
        return None
    if not WORDS_THROTTLE.take(now):
        raise TooManyTries
    return _opening(programme, now, words_hash=hash_of_words(normal))


def by_digits(digits: str, programme: Programme, now: datetime) -> Case | None:
    """The same for ten digits. Raises TooManyTries."""
    if not are_digits(digits):
        return None
    if not DIGITS_THROTTLE.take(now):
        raise TooManyTries
    return _opening(programme, now, digits_hash=hash_of_digits(digits))


def _opening(programme: Programme, now: datetime, **hashed: str) -> Case | None:
    found = Case.objects.filter(programme=programme, expires_at__gt=now, **hashed)
    return found.exclude(data_key=None).select_related("programme", "owner").first()


def read_keyed(digits: str, programme: Programme, now: datetime) -> keycodes.Direction | None:
    """For `programmes.keycodes`: the case to which a call with these digits belongs."""
    try:
        case = by_digits(digits, programme, now)
    except TooManyTries:
        raise keycodes.TooManyTries from None
    return keycodes.Direction(case_id=case.pk) if case else None
