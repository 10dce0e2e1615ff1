"""Data keys: one per conversation, case, note or reply address, wrapped by a day key of its term class.

A day key is named by the class and the day on which what it wraps expires. When that day has passed everything
wrapped by it has passed its term, so it is destroyed, and with it every copy in old backups. An item that may live
longer is wrapped again under a later day's key.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import partial
from time import monotonic
from uuid import UUID, uuid4

from django.db import transaction

from helpline.vault import crypto, keystore
from helpline.vault.cache import KeyCache
from helpline.vault.errors import KeyGone, SealBroken, TermPassed
from helpline.vault.models import DataKey, TermClass

logger = logging.getLogger(__name__)

#: a minute: how long another process may still hold a key that was shredded here
CACHE_SECONDS = 60
CACHE_SIZE = 1024

_cache = KeyCache(size=CACHE_SIZE, seconds=CACHE_SECONDS, clock=monotonic)


def _expiry_date(expires_at: datetime, now: datetime | None) -> date:
    day = expires_at.astimezone(UTC).date()
    if day < (now or datetime.now(UTC)).astimezone(UTC).date():
        raise TermPassed("the day of expiry has passed; its key may be gone")
    return day


def _associated(data_key_id: UUID, name: keystore.DayKeyName) -> bytes:
    return f"data-key|{name}|{data_key_id}".encode()


def new_data_key(
    *, term_class: str, expires_at: datetime, now: datetime | None = None
) -> tuple[DataKey, bytes]:
    """Make a key for something of `term_class` ("chat", "post", "case", "request") that expires at `expires_at`.

    Returns the saved row and the key itself. Raises TermPassed when the day of expiry has passed.
    """
    name = keystore.DayKeyName(_expiry_date(expires_at, now), TermClass(term_class).value)
    data_key_id, key = uuid4(), crypto.new_key()
    wrapped = keystore.store().wrap(name, key, _associated(data_key_id, name))
    row = DataKey.objects.create(
        id=data_key_id, term_class=name.term_class, expires_on_date=name.expires_on_date, wrapped=wrapped
    )
    transaction.on_commit(partial(_cache.put, data_key_id, key))
    return row, key


def cached(data_key_id: UUID) -> bytes | None:
    """Return the key when this process has it at hand; never touches the database or the disk."""
    return _cache.get(data_key_id)


def unwrap(data_key_id: UUID) -> bytes:
    """Return the data key. Raises KeyGone when it was shredded or its term has passed."""
    key = _cache.get(data_key_id)
    if key is None:
        row = DataKey.objects.filter(id=data_key_id).first()
        if row is None:
            raise KeyGone("the data key was shredded")
        key = _unwrap_row(row)
        _cache.put(data_key_id, key)
    return key


def unwrap_all(data_key_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return many data keys, in one question; those that were shredded or whose term has passed are left out.

    So is one that does not open, and the log says so: it must not keep the others from theirs.
    """
    found = {data_key_id: _cache.get(data_key_id) for data_key_id in data_key_ids}
    for row in DataKey.objects.filter(id__in=[each for each, key in found.items() if key is None]):
        try:
            key = _unwrap_row(row)
        except KeyGone:
            continue
        except SealBroken:
            logger.error("A data key does not open")  # noqa: TRY400 - where it broke says nothing
            continue
        _cache.put(row.id, key)
        found[row.id] = key
    return {data_key_id: key for data_key_id, key in found.items() if key is not None}


def _unwrap_row(row: DataKey) -> bytes:
    name = keystore.DayKeyName(row.expires_on_date, row.term_class)
    return keystore.store().unwrap(name, bytes(row.wrapped), _associated(row.id, name))


def opens(row: DataKey) -> bool:
    """Whether the key folder opens this data key. Asks the folder, and not what this process has at hand."""
    try:
        _unwrap_row(row)
    except (KeyGone, SealBroken):
        return False
    return True


@transaction.atomic
def extend(data_key_id: UUID, *, expires_at: datetime, now: datetime | None = None) -> None:
    """Let the key live until `expires_at`: wrap it again under that day's key.

    Does nothing when it already lives as long. Raises KeyGone, and TermPassed.
    """
    day = _expiry_date(expires_at, now)
    row = DataKey.objects.select_for_update().filter(id=data_key_id).first()
    if row is None:
        raise KeyGone("the data key was shredded")
    if day <= row.expires_on_date:
        return
    key = _unwrap_row(row)
    name = keystore.DayKeyName(day, row.term_class)
    row.expires_on_date = day
    row.wrapped = keystore.store().wrap(name, key, _associated(row.id, name))
    row.save(update_fields=["expires_on_date", "wrapped"])


def shred(data_key_id: UUID) -> None:
    """Delete the key, in the caller's transaction: what it sealed cannot be read any more. Repeating is harmless."""
    DataKey.objects.filter(id=data_key_id).delete()
    transaction.on_commit(partial(_cache.forget, data_key_id))


def forget(data_key_id: UUID) -> None:
    """Drop the key from this process's memory (for the other processes that hear of a shredding)."""
    _cache.forget(data_key_id)


def destroy_expired_day_keys(*, now: datetime) -> int:
    """Destroy the day keys of days before today (UTC); return how many. Their data keys cannot be unwrapped again."""
    today = now.astimezone(UTC).date()
    store = keystore.store()
    expired = [name for name in store.day_keys() if name.expires_on_date < today]
    destroyed = sum(store.destroy(name) for name in expired)
    if destroyed:
        _cache.clear()
    return destroyed
