"""The second factor: an authenticator app, and ten backup codes for the day the telephone is lost."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from helpline.accounts import totp
from helpline.accounts.errors import NotEnrolled, WrongCode
from helpline.accounts.models import Authenticator, BackupCode, User
from helpline.audit import actions as audit
from helpline.vault import crypto
from helpline.vault.keystore import store

KEY_BYTES = 20
BACKUP_CODES = 10
#: no letters that look alike; 12 of 29 are 58 bits
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"[:29]
_BACKUP_LENGTH = 12
ISSUER = "Helpline"


def is_enrolled(user: User) -> bool:
    """Whether this person has a working second factor."""
    return Authenticator.objects.filter(user=user, confirmed=True).exists()


@transaction.atomic
def begin(*, user: User, key: bytes | None = None) -> Authenticator:
    """Prepare an authenticator with a new key; it counts after `confirm`. Takes the place of an earlier attempt."""
    Authenticator.objects.filter(user=user, confirmed=False).delete()
    return _create(user, key or secrets.token_bytes(KEY_BYTES), confirmed=False)


def pending(user: User) -> Authenticator | None:
    """The authenticator that waits for its first code."""
    return Authenticator.objects.filter(user=user, confirmed=False).first()


def key_of(authenticator: Authenticator) -> bytes:
    """The secret key, opened."""
    return crypto.open_sealed(
        _sealing_key(),
        bytes(authenticator.nonce),
        bytes(authenticator.sealed_key),
        _bound_to(authenticator.user_id),
    )


@transaction.atomic
def confirm(*, user: User, code: str, now: datetime | None = None) -> Authenticator:
    """The first code of the prepared authenticator: from here on it is the one. Raises WrongCode."""
    now = now or timezone.now()
    prepared = Authenticator.objects.select_for_update().filter(user=user, confirmed=False).first()
    if prepared is None or (step := totp.matching_step(key_of(prepared), tidy(code), now, -1)) is None:
        raise WrongCode
    Authenticator.objects.filter(user=user, confirmed=True).delete()
    prepared.confirmed = True
    prepared.last_step = step
    prepared.save(update_fields=["confirmed", "last_step"])
    audit.record(by=user.audit_id, action="second_factor.set", subject=user.audit_id, now=now)
    return prepared


@transaction.atomic
def check(*, user: User, code: str, now: datetime | None = None) -> Authenticator:
    """Accept a code of the app or a backup code, each once. Raises WrongCode or NotEnrolled."""
    now = now or timezone.now()
    authenticator = Authenticator.objects.select_for_update().filter(user=user, confirmed=True).first()
    if authenticator is None:
        raise NotEnrolled
    text = tidy(code)
    if text.isdigit() and len(text) == totp.DIGITS:
        step = totp.matching_step(key_of(authenticator), text, now, authenticator.last_step)
        if step is None:
            raise WrongCode
        authenticator.last_step = step
        authenticator.save(update_fields=["last_step"])
        return authenticator
    unused = BackupCode.objects.filter(user=user, code_hash=_backup_hash(user, text), used_at=None)
    if unused.update(used_at=now) != 1:
        raise WrongCode
    left = BackupCode.objects.filter(user=user, used_at=None).count()
    audit.record(
        by=user.audit_id, action="backup_code.used", subject=user.audit_id, detail={"left": left}, now=now
    )
    return authenticator


@transaction.atomic
def new_backup_codes(*, user: User, now: datetime | None = None) -> list[str]:
    """Ten fresh codes, to be shown once; the old ones end."""
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_BACKUP_LENGTH)) for _ in range(BACKUP_CODES)]
    BackupCode.objects.filter(user=user).delete()
    BackupCode.objects.bulk_create(
        BackupCode(user=user, code_hash=_backup_hash(user, code)) for code in codes
    )
    audit.record(by=user.audit_id, action="backup_codes.made", subject=user.audit_id, now=now)
    return ["-".join(code[i : i + 4] for i in range(0, _BACKUP_LENGTH, 4)) for code in codes]


def backup_codes_left(user: User) -> int:
    return BackupCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def set_key(*, user: User, key: bytes) -> Authenticator:
    """Give a person an authenticator with a known key. For demo accounts and tests."""
    Authenticator.objects.filter(user=user).delete()
    return _create(user, key, confirmed=True)


def tidy(code: str) -> str:
    """The code without the spaces and hyphens that people copy along."""
    return re.sub(r"[\s-]+", "", code).lower()


def _create(user: User, key: bytes, *, confirmed: bool) -> Authenticator:
    nonce, sealed = crypto.seal(_sealing_key(), key, _bound_to(user.pk))
    return Authenticator.objects.create(
        user=user, name="authenticator", confirmed=confirmed, nonce=nonce, sealed_key=sealed
    )


def _sealing_key() -> bytes:
    return hashlib.sha256(b"authenticator" + store().pepper("authenticator")).digest()


def _bound_to(user_id: int) -> bytes:
    return f"authenticator:{user_id}".encode()


def _backup_hash(user: User, code: str) -> str:
    return hmac.new(store().pepper("backup-code"), f"{user.pk}:{code}".encode(), hashlib.sha256).hexdigest()
