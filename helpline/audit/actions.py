"""Recording what staff and the system did."""

import re
from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from helpline.audit import chain
from helpline.audit.errors import EntryRefused
from helpline.audit.models import ChainHead, Entry

SYSTEM = "system"

_ACTOR = re.compile(r"system|staff:[1-9][0-9]{0,9}")
_ACTION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_PROGRAMME = re.compile(r"[a-z][a-z0-9-]*|")
_SUBJECT = re.compile(r"[a-z][a-z_]*:[A-Za-z0-9][A-Za-z0-9_.-]*|")
_KEY = re.compile(r"[a-z][a-z_]{0,29}")
_CODE = re.compile(r"[a-z][a-z0-9_]*([.:/-][a-z0-9_]+)*|")
_DATE_OR_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}")
_LONG_NUMBER = re.compile(r"[0-9]{7}")
_LONGEST_CODE = 40
_LARGEST_NUMBER = 9_999_999


def _is_harmless(value: object) -> bool:
    """A short code, a date, an hour, a number of at most 7 digits, or a boolean: no name, address or number fits."""
    if isinstance(value, int):  # a boolean, too
        return abs(value) <= _LARGEST_NUMBER
    if not isinstance(value, str) or len(value) > _LONGEST_CODE:
        return False
    if _DATE_OR_HOUR.fullmatch(value):
        return True
    return bool(_CODE.fullmatch(value)) and not _LONG_NUMBER.search(value)


def _check(*, by: str, action: str, subject: str, programme: str, detail: Mapping[str, chain.Value]) -> None:
    for text, pattern, name, longest in (
        (by, _ACTOR, "actor", 40),
        (action, _ACTION, "action", 60),
        (programme, _PROGRAMME, "programme", 40),
        (subject, _SUBJECT, "subject", 80),
    ):
        if len(text) > longest or not pattern.fullmatch(text):
            raise EntryRefused(f"the {name} is not a code")
    for key, value in detail.items():
        if not _KEY.fullmatch(key):
            raise EntryRefused("a detail's key is not a code")
        if not _is_harmless(value):
            raise EntryRefused(f"the detail {key!r} is not a short code, a small number or a boolean")


@transaction.atomic
def record(
    *,
    by: str,
    action: str,
    subject: str = "",
    programme: str = "",
    detail: Mapping[str, chain.Value] | None = None,
    day_only: bool = False,
    now: datetime | None = None,
) -> Entry:
    """Append one entry, in the caller's transaction: it stands or falls with what it tells about.

    by: `user.audit_id` ("staff:12") or SYSTEM. action: dotted ("accounts.invited"). subject: "kind:id", or empty.
    programme: a slug, or empty. detail: short codes, dates, small numbers and booleans only.
    day_only: keep the day (midnight in the house's time zone) and not the moment.
    Raises EntryRefused when something in it could be free text.

    The single head row is locked until the caller's transaction ends, which puts all entries in one order. So call
    this last in an action: whoever takes another lock after it may wait for somebody who waits for this one.
    """
    detail = dict(detail or {})
    _check(by=by, action=action, subject=subject, programme=programme, detail=detail)
    at = now or timezone.now()
    if day_only:
        at = datetime.combine(timezone.localdate(at), time.min, tzinfo=timezone.get_default_timezone())
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1, defaults={"hash": chain.GENESIS})
    link = chain.Link(
        number=head.number + 1,
        at=at,
        day_only=day_only,
        actor=by,
        action=action,
        programme=programme,
        subject=subject,
        detail=detail,
        previous_hash=head.hash,
        hash="",
    )
    entry = Entry(
        number=link.number,
        at=at,
        day_only=day_only,
        actor=by,
        action=action,
        programme=programme,
        subject=subject,
        detail=detail,
        previous_hash=head.hash,
        hash=chain.digest(link),
    )
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry
