"""Time-based one-time codes (RFC 6238: SHA-1, six digits, thirty seconds). Pure: time is passed in."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

from django_otp.oath import hotp

STEP_SECONDS = 30
DIGITS = 6
#: how many steps the clock of a telephone may be off, either way
TOLERANCE = 1


def step_at(moment: datetime) -> int:
    """The number of the thirty-second step in which `moment` lies."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(key: bytes, step: int) -> str:
    """The code of one step."""
    return f"{hotp(key, step, DIGITS):0{DIGITS}d}"


def matching_step(key: bytes, code: str, now: datetime, after_step: int) -> int | None:
    """The step whose code this is, or None. Up to `after_step` they were used before: refused (RFC 6238, 5.2)."""
    current = step_at(now)
    found = None
    for step in range(current - TOLERANCE, current + TOLERANCE + 1):
        if (
            hmac.compare_digest(code_at(key, step).encode(), code.encode())
            and step > after_step
            and found is None
        ):
            found = step
    return found


def enrolment_uri(key: bytes, account: str, issuer: str) -> str:
    """What the QR code says to an authenticator app (Google's Key Uri Format)."""
    label = quote(f"{issuer}:{account}")
    return (
        f"otpauth://totp/{label}?{urlencode({'secret': spoken_key(key).replace(' ', ''), 'issuer': issuer})}"
    )


def spoken_key(key: bytes) -> str:
    """The key as it is typed by hand: base32 in groups of four."""
    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
