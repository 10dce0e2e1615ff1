"""What is done to staff accounts: inviting, roles, passphrases, taking access away."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.accounts import browsers, passphrases, second_factor, sessions
from helpline.accounts.errors import (
    AddressTaken,
    InvitationGone,
    LastAdministrator,
    NotOnOneself,
    WeakPassphrase,
)
from helpline.accounts.models import (
    Authenticator,
    BackupCode,
    Invitation,
    KnownBrowser,
    Membership,
    StaffSession,
    User,
)
from helpline.accounts.roles import Role
from helpline.audit import actions as audit
from helpline.programmes.models import Programme

INVITATION_TERM = timedelta(hours=72)
#: Wagtail's own group of this name may edit pages; who is an editor in any programme belongs to it
EDITORS_GROUP = "Editors"


def editors_of(slug: str) -> str:
    """The name of Wagtail's group of a programme's editors. What a group may do is settled where the pages are."""
    return f"{EDITORS_GROUP}: {slug}"


#: a role in a programme
Held = tuple[int, str]


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    roles: Collection[Held],
    administrator: bool = False,
    by: User | None,
    now: datetime | None = None,
) -> tuple[User, str]:
    """Add a person and make their link. Returns the person and the link's token, which is not kept.

    roles: pairs of a programme's key and a role. by: None when the command line did it. Raises AddressTaken.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            user = User.objects.create_user(email.strip(), name=name.strip())
    except IntegrityError:
        raise AddressTaken from None
    token = _new_link(user, now)
    audit.record(by=_actor(by), action="person.invited", subject=user.audit_id, now=now)
    _apply_roles(user, roles, administrator, by=by, now=now)
    return user, token


@transaction.atomic
def start_over(*, user: User, by: User | None, now: datetime | None = None) -> str:
    """Give a person a new link. Passphrase, second factor and sessions end: the telephone is lost, or the link was.

    Returns the token.
    """
    now = now or timezone.now()
    user = _locked(user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    BackupCode.objects.filter(user=user).delete()
    browsers.forget(user=user)
    token = _new_link(user, now)
    sessions.end_all(StaffSession.objects.filter(user=user), by=by, now=now)
    audit.record(by=_actor(by), action="person.invited_again", subject=user.audit_id, now=now)
    return token


def invited(token: str, now: datetime) -> User:
    """Whose link this is. Changes nothing: mail programs open links by themselves. Raises InvitationGone."""
    return _open_invitation(token, now).user


@transaction.atomic
def accept(*, token: str, passphrase: str, now: datetime | None = None) -> User:
    """Choose the passphrase; the link is used up when the second factor works.

    Raises InvitationGone, WeakPassphrase.
    """
    now = now or timezone.now()
    user = _open_invitation(token, now).user
    _set_passphrase(user, passphrase)
    second_factor.begin(user=user)
    return user


@transaction.atomic
def finish_enrolment(
    *, user: User, code: str, now: datetime | None = None
) -> tuple[Authenticator, list[str]]:
    """The first code of the new authenticator. Returns it and the backup codes, shown once.

    Raises WrongCode, or InvitationGone when the link's term passed or it was replaced meanwhile.
    """
    now = now or timezone.now()
    invitation = (
        Invitation.objects.select_for_update().filter(user=user, used_at=None, expires_at__gt=now).first()
    )
    if invitation is None:
        raise InvitationGone
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    authenticator = second_factor.confirm(user=user, code=code, now=now)
    codes = second_factor.new_backup_codes(user=user, now=now)
    audit.record(by=user.audit_id, action="invitation.used", subject=user.audit_id, now=now)
    return authenticator, codes


@transaction.atomic
def set_roles(
    *, user: User, roles: Collection[Held], administrator: bool, by: User | None, now: datetime | None = None
) -> None:
    """Give this person exactly these roles. Losing any ends their sessions. Raises LastAdministrator, NotOnOneself."""
    now = now or timezone.now()
    user = _locked(user)
    if user.is_administrator and not administrator:
        _check_may_lose_administrator(user, by)
    _apply_roles(user, roles, administrator, by=by, now=now)


@transaction.atomic
def deactivate(*, user: User, by: User | None, now: datetime | None = None) -> None:
    """Take all access away, at once. Raises LastAdministrator, NotOnOneself."""
    now = now or timezone.now()
    user = _locked(user)
    _check_may_lose_administrator(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Invitation.objects.filter(user=user).delete()
    KnownBrowser.objects.filter(user=user).delete()
    sessions.end_all(StaffSession.objects.filter(user=user), by=by, now=now)
    audit.record(by=_actor(by), action="person.deactivated", subject=user.audit_id, now=now)


@transaction.atomic
def reactivate(*, user: User, by: User | None, now: datetime | None = None) -> str:
    """Let a person in again, through a new link: what they knew before is not trusted. Returns the token."""
    user = _locked(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    token = start_over(user=user, by=by, now=now)
    audit.record(by=_actor(by), action="person.reactivated", subject=user.audit_id, now=now)
    return token


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User, now: datetime | None = None) -> None:
    """End all sessions of this person and forget their browsers: for a laptop that was left somewhere."""
    browsers.forget(user=user)
    sessions.end_all(StaffSession.objects.filter(user=user), by=by, now=now)


@transaction.atomic
def change_passphrase(
    *, user: User, passphrase: str, keep_session: str, keep_browser: str = "", now: datetime | None = None
) -> None:
    """A person changes their own passphrase; their other sessions end, other browsers are forgotten.

    keep_session: the key of the session in which it happens. keep_browser: its known-browser cookie.
    Raises WeakPassphrase.
    """
    _set_passphrase(user, passphrase)
    browsers.forget(user=user, keep_token=keep_browser)
    others = StaffSession.objects.filter(user=user).exclude(session_key=keep_session)
    sessions.end_all(others, by=user, now=now)
    audit.record(by=user.audit_id, action="passphrase.changed", subject=user.audit_id, now=now)


@transaction.atomic
def renew_authenticator(
    *, user: User, code: str, keep_session: str, now: datetime | None = None
) -> Authenticator:
    """The prepared authenticator takes the place of the old one; other sessions end. Raises WrongCode."""
    authenticator = second_factor.confirm(user=user, code=code, now=now)
    others = StaffSession.objects.filter(user=user).exclude(session_key=keep_session)
    sessions.end_all(others, by=user, now=now)
    return authenticator


def _apply_roles(
    user: User, roles: Collection[Held], administrator: bool, *, by: User | None, now: datetime
) -> None:
    wanted = {(programme_id, Role(role)) for programme_id, role in roles}
    held = {(pk, Role(role)) for pk, role in user.memberships.values_list("programme_id", "role")}
    slugs = dict(Programme.objects.values_list("pk", "slug"))
    for programme_id, role in held - wanted:
        Membership.objects.filter(user=user, programme_id=programme_id, role=role).delete()
    Membership.objects.bulk_create(
        Membership(user=user, programme_id=programme_id, role=role) for programme_id, role in wanted - held
    )
    edited = {slugs[programme_id] for programme_id, role in wanted if role is Role.EDITOR}
    names = {editors_of(slug) for slug in edited} | ({EDITORS_GROUP} if edited else set())
    ours = Group.objects.filter(name__startswith=EDITORS_GROUP)
    user.groups.remove(*ours.exclude(name__in=names))
    user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in sorted(names)))
    was_administrator = user.is_administrator
    user.is_administrator = user.is_superuser = administrator
    user.save(update_fields=["is_administrator", "is_superuser"])
    if held - wanted or (was_administrator and not administrator):
        sessions.end_all(StaffSession.objects.filter(user=user), by=by, now=now)
    for action, changed in (("role.withdrawn", held - wanted), ("role.granted", wanted - held)):
        for programme_id, role in sorted(changed):
            audit.record(
                by=_actor(by),
                action=action,
                subject=user.audit_id,
                programme=slugs[programme_id],
                detail={"role": role.value},
                now=now,
            )
    if was_administrator != administrator:
        action = "administrator.granted" if administrator else "administrator.withdrawn"
        audit.record(by=_actor(by), action=action, subject=user.audit_id, now=now)


def _check_may_lose_administrator(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise NotOnOneself
    if not user.is_administrator:
        return
    # every administrator's row is locked, in one order: two of them cannot take each other's access away at once
    active = list(
        User.objects.select_for_update(of=("self",))
        .filter(is_administrator=True, is_active=True, authenticator__confirmed=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not set(active) - {user.pk}:
        raise LastAdministrator


def _set_passphrase(user: User, passphrase: str) -> None:
    found = passphrases.problems(passphrase, email=user.email, name=user.name)
    if found:
        raise WeakPassphrase(found)
    user.set_password(passphrases.tidy(passphrase))
    user.save(update_fields=["password"])


def _new_link(user: User, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Invitation.objects.update_or_create(
        user=user,
        defaults={"token_hash": _hash(token), "expires_at": now + INVITATION_TERM, "used_at": None},
    )
    return token


def _open_invitation(token: str, now: datetime) -> Invitation:
    invitation = (
        Invitation.objects.select_related("user")
        .filter(token_hash=_hash(token), used_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if invitation is None:
        raise InvitationGone
    return invitation


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _actor(by: User | None) -> str:
    return by.audit_id if by else audit.SYSTEM


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
