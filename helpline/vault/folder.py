"""Whether the key folder is the one that belongs to this database.

An empty folder, or a disk that is not mounted, looks like a new installation: keys would be made anew in it, and every
return code and second factor would stop working without a word. So the database keeps a fingerprint of the folder: a
keyed hash of a constant, with a secret of the folder as the key. It opens nothing, and nobody can get the key from it.
"""

import hmac
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from helpline.audit import actions as audit
from helpline.vault import keystore
from helpline.vault.actions import opens
from helpline.vault.errors import KeyFolderFits
from helpline.vault.models import DataKey, KeyFolder

#: rows of one statement
_AT_ONCE = 500
_CONSTANT = b"the key folder of this database"


class Fit(StrEnum):
    """KNOWN: the folder that was noted. NEW: none was noted yet, and nothing speaks against this one. OTHER: not it."""

    KNOWN = "known"
    NEW = "new"
    OTHER = "other"


def fit(now: datetime | None = None) -> Fit:
    """Compare folder and database; makes nothing. Raises KeyStoreUnusable when the folder cannot be read."""
    noted = KeyFolder.objects.first()
    if noted is not None:
        found = _fingerprint() if keystore.store().has_pepper(keystore.MARK) else ""
        return Fit.KNOWN if hmac.compare_digest(found, noted.fingerprint) else Fit.OTHER
    sealed, missing = day_keys_missing(now)
    return Fit.OTHER if sealed and missing == sealed else Fit.NEW


def note() -> None:
    """Note the folder in use, once. Does nothing when one is noted; ask `fit` before."""
    if not KeyFolder.objects.exists():
        KeyFolder.objects.get_or_create(pk=1, defaults={"fingerprint": _fingerprint()})
    keystore.store().pepper(keystore.MARK)  # from now on this process makes no key where the mark is gone


def mirrored_at() -> datetime | None:
    """When the folder was last made a mirror of (deploy/bin/mirror-keys); None when never."""
    try:
        noted = (Path(settings.KEY_FOLDER) / keystore.MIRRORED / "at").stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(noted, UTC)


def day_keys_missing(now: datetime | None = None) -> tuple[int, int]:
    """How many day keys the database needs, and how many of those the folder does not have."""
    today = (now or datetime.now(UTC)).astimezone(UTC).date()
    rows = DataKey.objects.filter(expires_on_date__gte=today).order_by()
    needed = {
        keystore.DayKeyName(day, term_class)
        for day, term_class in rows.values_list("expires_on_date", "term_class").distinct()
    }
    return len(needed), len(needed - set(keystore.store().day_keys()))


@transaction.atomic
def begin_anew(*, by: str = audit.SYSTEM, now: datetime | None = None) -> int:
    """Take the folder as it is for the one of this database, for good; return how many data keys that cost.

    Those that the folder does not open are deleted: what they sealed can be read by nobody any more.
    Raises KeyFolderFits when it is the folder of this database already.
    """
    if fit(now) is not Fit.OTHER:
        raise KeyFolderFits
    lost = unreadable()
    for start in range(0, len(lost), _AT_ONCE):
        DataKey.objects.filter(pk__in=lost[start : start + _AT_ONCE]).delete()
    KeyFolder.objects.update_or_create(pk=1, defaults={"fingerprint": _fingerprint()})
    audit.record(by=by, action="vault.began_anew", detail={"keys": len(lost)})
    return len(lost)


def unreadable() -> list[UUID]:
    """The data keys that this folder does not open. Each is tried: a day key may have been made anew by its name."""
    return [row.pk for row in DataKey.objects.order_by("pk").iterator() if not opens(row)]


def _fingerprint() -> str:
    return hmac.digest(keystore.store().pepper(keystore.MARK), _CONSTANT, "sha256").hex()
