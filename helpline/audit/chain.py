"""The chain of entries: pure functions, no Django, no clock.

Each entry's hash is SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of its fields and the hash of the
entry before it. Changing, removing or moving an entry breaks the chain at that place. Removing entries at the end
leaves a shorter, valid chain; that shows only against a checkpoint kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Link:
    """The fields of an entry that are hashed, and the two hashes it carries."""

    number: int
    at: datetime
    day_only: bool
    actor: str
    action: str
    programme: str
    subject: str
    detail: Mapping[str, Value]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The length and the last hash of the chain at some moment, kept outside the database."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of walking a chain. `broken_at` is the number at which it first breaks; None when it is whole."""

    length: int
    head: str
    broken_at: int | None
    reason: str = ""


def digest(link: Link) -> str:
    """Return the hash (64 hex digits) that `link` must carry, from its fields and its `previous_hash`."""
    fields = {
        "number": link.number,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "day_only": link.day_only,
        "actor": link.actor,
        "action": link.action,
        "programme": link.programme,
        "subject": link.subject,
        "detail": dict(link.detail),
        "previous": link.previous_hash,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def verify(links: Iterable[Link], *, head: Checkpoint, checkpoints: Iterable[Checkpoint] = ()) -> Verdict:
    """Walk `links` in order of number and compare with the head row and with every checkpoint.

    Stops at the first fault and names it: "gap" (an entry is missing, or out of place), "link" (the previous hash does
    not fit), "changed" (the fields do not fit the hash), "checkpoint" (the chain was rewritten), "cut" (entries at the
    end are missing), "head" (the head row does not fit the last entry).
    """
    expected = {checkpoint.number: checkpoint.hash for checkpoint in checkpoints if checkpoint.number}
    length, previous = 0, GENESIS
    for link in links:
        reason = ""
        if link.number != length + 1:
            reason = "gap"
        elif link.previous_hash != previous:
            reason = "link"
        elif digest(link) != link.hash:
            reason = "changed"
        elif expected.pop(link.number, link.hash) != link.hash:
            reason = "checkpoint"
        if reason:
            return Verdict(length, previous, length + 1, reason)
        length, previous = link.number, link.hash
    if expected or head.number > length:
        return Verdict(length, previous, length + 1, "cut")
    if head != Checkpoint(length, previous):
        return Verdict(length, previous, length, "head")
    return Verdict(length, previous, None)
