"""Signed-in sessions: what they are good for, when they end, and who hears of it.

A session counts as long as its `StaffSession` row exists, neither limit has passed, and the stored session names the
authenticator that opened it: one of this person's, confirmed, and still there. Pages ask through the middleware,
sockets through `check` alone, because no middleware covers them; both read all of it fresh from the database.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.auth import login as django_login
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp import login as otp_login

from helpline.accounts.models import Authenticator, StaffSession, User
from helpline.audit import actions as audit
from helpline.programmes.models import Programme

IDLE_LIMIT = timedelta(minutes=60)
ABSOLUTE_LIMIT = timedelta(hours=12)
#: how long a given second factor is good for sensitive changes
CONFIRMED_FOR = timedelta(minutes=10)
#: the moment of last activity is written at most this often
SEEN_EVERY = timedelta(minutes=1)

_log = logging.getLogger(__name__)
_listeners: list[Callable[[str], None]] = []


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session that is good now: passphrase and second factor were both given in it. `check` alone makes one."""

    user: User
    session_id: UUID
    session_key: str
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime

    @property
    def expires_at(self) -> datetime:
        """When it ends if nothing more is done in it."""
        return min(self.started_at + ABSOLUTE_LIMIT, self.seen_at + IDLE_LIMIT)

    def is_fresh(self, now: datetime) -> bool:
        """Whether the second factor was given recently enough for a sensitive change."""
        return now - self.confirmed_at <= CONFIRMED_FOR


def on_revoked(callback: Callable[[str], None]) -> None:
    """Have `callback(session_key)` called after a session was ended by anyone; sockets close on it."""
    if callback not in _listeners:
        _listeners.append(callback)


def check(
    session_key: str | None,
    now: datetime | None = None,
    *,
    permission: str | None = None,
    programme: Programme | int | None = None,
) -> SessionState | None:
    """The state of a session, fresh from the database; None when it is over, lacks a factor or may not do this.

    permission: also ask for it, in `programme` (the object or its key), or without one in any programme.
    """
    if not session_key:
        return None
    state = check_all([session_key], now or timezone.now()).get(session_key)
    if state is None or (permission is not None and not state.user.can(permission, programme)):
        return None
    return state


def check_all(session_keys: Iterable[str], now: datetime) -> dict[str, SessionState]:
    """The states of many sessions, fresh from the database, by session key; those that are over are left out.

    Three questions, however many sessions there are: sockets of a whole shift are looked at again together.
    """
    rows = [
        row
        for row in StaffSession.objects.select_related("user").filter(session_key__in=list(session_keys))
        if row.user.is_active and now < _end_of(row)
    ]
    if not rows:
        return {}
    stored = {
        each.session_key: each.get_decoded()
        for each in SessionStore.get_model_class().objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        )
    }
    authenticators: dict[int, set[str]] = {}
    for each in Authenticator.objects.filter(user__in=[row.user_id for row in rows], confirmed=True):
        authenticators.setdefault(each.user_id, set()).add(each.persistent_id)
    good = {}
    for row in rows:
        kept = stored.get(row.session_key, {})
        signed = str(kept.get(HASH_SESSION_KEY, ""))
        if not constant_time_compare(signed, row.user.get_session_auth_hash()):
            continue
        # the session was opened with this person's authenticator, as django-otp noted it in there
        if kept.get(DEVICE_ID_SESSION_KEY) not in authenticators.get(row.user_id, set()):
            continue
        good[row.session_key] = SessionState(
            row.user, row.pk, row.session_key, row.started_at, row.seen_at, row.confirmed_at
        )
    return good


def touch(state: SessionState, now: datetime | None = None) -> None:
    """Something was done in this session: the idle limit starts anew. Heartbeats and polling do not count."""
    now = now or timezone.now()
    if now - state.seen_at >= SEEN_EVERY:
        StaffSession.objects.filter(pk=state.session_id, seen_at__lt=now).update(seen_at=now)


@transaction.atomic
def start(
    request: HttpRequest, *, user: User, authenticator: Authenticator, now: datetime | None = None
) -> None:
    """Sign this browser in, after both factors. Whatever was signed in here before ends.

    authenticator: the one whose code was accepted (or a backup code in its place); the session names it from now on.
    """
    now = now or timezone.now()
    earlier = request.session.session_key
    request.session.flush()
    django_login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.user = user  # django-otp notes the authenticator only for a request that has its owner
    otp_login(request, authenticator)
    request.session.set_expiry(0)
    request.session.save()
    key = request.session.session_key
    assert key is not None
    StaffSession.objects.create(user=user, session_key=key, started_at=now, seen_at=now, confirmed_at=now)
    if earlier:
        end_all(StaffSession.objects.filter(session_key=earlier), by=user, now=now)
    audit.record(by=user.audit_id, action="signin.succeeded", subject=user.audit_id, now=now)


@transaction.atomic
def confirmed(request: HttpRequest, *, now: datetime | None = None) -> None:
    """The second factor was given again in this browser. The session goes on under another key: what may be changed
    for some minutes now, somebody with a copy of the old cookie may not."""
    key = _under_another_key(request)
    StaffSession.objects.filter(session_key=key).update(confirmed_at=now or timezone.now())


@transaction.atomic
def renew_key(request: HttpRequest, *, user: User) -> None:
    """After a new passphrase this session goes on under another key; sockets of the old key close and come back."""
    old_key = request.session.session_key
    assert old_key is not None
    update_session_auth_hash(request, user)
    _move(old_key, request)


@transaction.atomic
def use_authenticator(request: HttpRequest, authenticator: Authenticator) -> None:
    """The session goes on with a renewed authenticator, under another key: a copy of the old cookie ends with the old
    telephone. Written at once, because sockets look for it too."""
    otp_login(request, authenticator)
    _under_another_key(request)


def _under_another_key(request: HttpRequest) -> str:
    old_key = request.session.session_key
    assert old_key is not None
    request.session.cycle_key()
    return _move(old_key, request)


def _move(old_key: str, request: HttpRequest) -> str:
    """What was under the old key is under the request's; sockets of the old one close and come back."""
    key = request.session.session_key
    assert key is not None
    StaffSession.objects.filter(session_key=old_key).update(session_key=key)
    _tell_after_commit([old_key])
    return key


@transaction.atomic
def end_all(sessions: QuerySet[StaffSession], *, by: User | None, now: datetime | None = None) -> int:
    """End these sessions everywhere, at once: pages, sockets, stored data. Returns how many there were."""
    keys = list(sessions.select_for_update().values_list("session_key", flat=True))
    if not keys:
        return 0
    StaffSession.objects.filter(session_key__in=keys).delete()
    SessionStore.get_model_class().objects.filter(session_key__in=keys).delete()
    audit.record(
        by=by.audit_id if by else audit.SYSTEM, action="session.ended", detail={"count": len(keys)}, now=now
    )
    _tell_after_commit(keys)
    return len(keys)


def live(user: User, now: datetime) -> QuerySet[StaffSession]:
    """This person's sessions that are still good, newest first."""
    return StaffSession.objects.filter(
        user=user, started_at__gt=now - ABSOLUTE_LIMIT, seen_at__gt=now - IDLE_LIMIT
    ).order_by("-started_at")


def over(now: datetime) -> QuerySet[StaffSession]:
    """Sessions past a limit, of anyone."""
    return StaffSession.objects.filter(
        Q(started_at__lte=now - ABSOLUTE_LIMIT) | Q(seen_at__lte=now - IDLE_LIMIT)
    )


def _end_of(row: StaffSession) -> datetime:
    return min(row.started_at + ABSOLUTE_LIMIT, row.seen_at + IDLE_LIMIT)


def _tell_after_commit(keys: list[str]) -> None:
    transaction.on_commit(lambda: _tell(keys))


def _tell(keys: list[str]) -> None:
    for key in keys:
        for callback in _listeners:
            try:
                callback(key)
            except Exception:  # one room's failure must not keep another room's sockets open
                _log.exception("a listener to ended sessions failed")
