"""Proof of work at the door: a puzzle whose price rises with the load. Pure: secret and clock are passed in.

A school or an onion service behind one address is never refused: everybody pays the same small price, and somebody
who knocks a thousand times pays it a thousand times. The puzzle is a signed token, so nothing is stored when it is
given; only the id of a solved one is kept, until the token would be too old anyway.

The puzzle: find a whole number n such that SHA-256 of "<token>.<n>" begins with `bits` zero bits.
"""

import base64
import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

#: time to solve it and fill in the door page
LIFE = timedelta(minutes=20)
#: about 4,000 hashes: not noticed on an old phone
EASIEST = 12
#: about half a million hashes: some seconds on a phone, and the end of a flood from one machine
HARDEST = 19


class BadProof(Exception):
    """The proof is not of a puzzle of ours, too old, or not solved."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A puzzle that was solved. Its id must be accepted once only."""

    id: UUID
    expires_at: datetime


def difficulty(*, waiting: int, recent: int, pressure: int = 0) -> int:
    """Bits for the next puzzle.

    waiting: visitors in the queue. recent: knocks in the last minute. pressure: what the reverse proxy says about
    the address, 0 to 4; it can only raise the price.
    """
    queue = min(2, waiting // 10)
    rush = min(4, int(math.log2(1 + recent / 5))) if recent > 0 else 0
    return min(HARDEST, EASIEST + queue + rush + max(0, min(4, pressure)))


def puzzle(secret: bytes, *, bits: int, now: datetime) -> str:
    """A new puzzle: bits, expiry, random id and signature, separated by dots."""
    expires = int((now + LIFE).timestamp())
    plain = f"{bits}.{expires}.{secrets.token_hex(16)}"
    return f"{plain}.{_sign(secret, plain)}"


def check(secret: bytes, proof: str, *, now: datetime) -> Solved:
    """Check "<token>.<n>". Raises BadProof."""
    parts = proof.split(".") if len(proof) <= 200 else []
    if len(parts) != 5:
        raise BadProof("not a proof")
    plain = ".".join(parts[:3])
    if not hmac.compare_digest(_sign(secret, plain).encode(), parts[3].encode()):
        raise BadProof("not of ours")
    bits, expires_at = int(parts[0]), datetime.fromtimestamp(int(parts[1]), tz=UTC)
    if expires_at <= now:
        raise BadProof("too old")
    if not is_solved(proof, bits):
        raise BadProof("not solved")
    return Solved(UUID(hex=parts[2]), expires_at)


def is_solved(proof: str, bits: int) -> bool:
    """True when the digest of the whole proof begins with that many zero bits."""
    digest = hashlib.sha256(proof.encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits) == 0


def solve(token: str, bits: int) -> str:
    """What a browser does, for tests, the bench and the demo: the proof for a puzzle."""
    number = 0
    while not is_solved(f"{token}.{number}", bits):
        number += 1
    return f"{token}.{number}"


def bits_of(token: str) -> int:
    """The price of a puzzle of ours."""
    return int(token.split(".", 1)[0])


def _sign(secret: bytes, plain: str) -> str:
    digest = hmac.new(secret, b"pow|" + plain.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()
