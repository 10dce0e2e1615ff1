"""Keeping what somebody types, and letting it go. Drafts are not audited: what was done with them is."""

import json
import re
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.drafts import guarding
from helpline.drafts.errors import BadDraft, DraftConflict
from helpline.drafts.models import Draft
from helpline.guard.forms import judge
from helpline.vault import crypto
from helpline.vault.actions import extend, new_data_key, shred, unwrap
from helpline.vault.errors import VaultError
from helpline.vault.models import TermClass

#: after the last change
TERM = timedelta(days=7)
MOST_FIELDS = 60
MOST_CHARACTERS = 40_000
_KEY = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+:[A-Za-z0-9_-]{1,64}")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")

#: the name of a form's field -> what it holds; several values for what takes several
Fields = Mapping[str, str | list[str]]


def check_key(key: str) -> None:
    """Raise BadDraft for what names no form: room.form:id."""
    if len(key) > 100 or not _KEY.fullmatch(key):
        raise BadDraft("this is no key of a draft")


def _masked(fields: Fields) -> dict[str, str | list[str]]:
    """The fields as they may be kept. A reason to keep something is given when it is saved, not before."""
    if len(fields) > MOST_FIELDS or sum(len(str(value)) for value in fields.values()) > MOST_CHARACTERS:
        raise BadDraft("a draft this large is no form")
    allowed = guarding.allowed()
    kept: dict[str, str | list[str]] = {}
    for name, value in fields.items():
        if not _FIELD.fullmatch(name):
            raise BadDraft("a field has no such name")
        if isinstance(value, str):
            kept[name] = judge(value, allowed=allowed).text
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            kept[name] = [judge(one, allowed=allowed).text for one in value]
        else:
            raise BadDraft("a field holds text")
    return kept


def _bound_to(draft: Draft) -> bytes:
    return f"draft|{draft.user_id}|{draft.key}|{draft.version}".encode()


def _locked(user: User, key: str, at: datetime) -> Draft:
    Draft.objects.get_or_create(user=user, key=key, defaults={"saved_at": at, "expires_at": at + TERM})
    return Draft.objects.select_for_update(of=("self",)).get(user=user, key=key)


@transaction.atomic
def save(
    *,
    key: str,
    fields: Fields,
    base_version: int,
    request_id: uuid.UUID,
    by: User,
    now: datetime | None = None,
) -> Draft:
    """Keep what stands in a form, masked and sealed; a week from now it is gone.

    base_version: of the draft that the window knows, 0 for none. A request that is repeated changes nothing. Raises
    DraftConflict when another window saved since, and BadDraft.
    """
    check_key(key)
    kept = _masked(fields)
    at = now or timezone.now()
    draft = _locked(by, key, at)
    if draft.request_id == request_id:
        return draft
    if draft.version != base_version:
        raise DraftConflict(draft)
    expires_at = at + TERM
    if draft.data_key_id is None:
        row, data_key = new_data_key(term_class=TermClass.DRAFT, expires_at=expires_at, now=at)
        draft.data_key = row
    else:
        extend(draft.data_key_id, expires_at=expires_at, now=at)
        data_key = unwrap(draft.data_key_id)
    draft.version += 1
    draft.request_id, draft.saved_at, draft.expires_at = request_id, at, expires_at
    draft.nonce, draft.ciphertext = crypto.seal(data_key, json.dumps(kept).encode(), _bound_to(draft))
    draft.save()
    return draft


def read(draft: Draft) -> dict[str, str | list[str]] | None:
    """What the form held; None when it was used, thrown away, or cannot be read any more."""
    if draft.data_key_id is None:
        return None
    try:
        text = crypto.open_sealed(
            unwrap(draft.data_key_id), bytes(draft.nonce), bytes(draft.ciphertext), _bound_to(draft)
        )
    except VaultError:
        return None
    fields: dict[str, str | list[str]] = json.loads(text)
    return fields


@transaction.atomic
def done(*, key: str, by: User, now: datetime | None = None) -> None:
    """The form was saved for good, or its draft thrown away: shred it. Harmless when there is none.

    Call it in the transaction of the real saving, or right after.
    """
    check_key(key)
    draft = Draft.objects.select_for_update(of=("self",)).filter(user=by, key=key).first()
    if draft is None:
        return
    if draft.data_key_id is not None:
        shred(draft.data_key_id)
    draft.data_key = None
    draft.nonce, draft.ciphertext = b"", b""
    draft.version += 1
    draft.request_id = None
    draft.saved_at = now or timezone.now()
    draft.save()
