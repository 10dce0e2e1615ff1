"""Between the two factors: who gave the first one, remembered in the session for a few minutes.

Nobody is signed in yet: `request.user` stays anonymous, so nothing that asks for a user can be opened.
"""

from datetime import datetime, timedelta
from typing import Literal

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from helpline.accounts.models import User

Purpose = Literal["sign_in", "enrol"]

_KEY = "pending"
GOOD_FOR: dict[str, timedelta] = {"sign_in": timedelta(minutes=10), "enrol": timedelta(minutes=30)}


def begin(request: HttpRequest, *, user: User, purpose: Purpose, now: datetime) -> None:
    """The first factor was given. The session gets a new key; what it held before is gone."""
    request.session.flush()
    request.session[_KEY] = {
        "user": user.pk,
        "purpose": purpose,
        "at": now.timestamp(),
        "hash": user.get_session_auth_hash(),
    }
    request.session.set_expiry(int(GOOD_FOR[purpose].total_seconds()))


def waiting(request: HttpRequest, *, purpose: Purpose, now: datetime) -> User | None:
    """Who gave the first factor here, if that is still good: in time, active, the same passphrase."""
    held = request.session.get(_KEY)
    if not isinstance(held, dict) or held.get("purpose") != purpose:
        return None
    age = now.timestamp() - held["at"]
    if not 0 <= age <= GOOD_FOR[purpose].total_seconds():
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or not constant_time_compare(held["hash"], user.get_session_auth_hash()):
        return None
    return user


def end(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
