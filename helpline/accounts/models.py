"""Staff: users, what they may do in which programme, how they were invited, and their sessions."""

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import QuerySet
from django_otp.models import Device

from helpline.accounts.roles import ADMINISTRATOR_PERMISSIONS, ROLE_PERMISSIONS, TECHNICAL_PERMISSIONS, Role
from helpline.privacy import declare, staff
from helpline.programmes.models import Programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class UserManager(BaseUserManager["User"]):
    """Django asks for a manager that can create users; ours knows staff by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # django-otp has no types
    """A member of staff, an editor or an outside therapist."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    FIELD_PRIVACY = declare(
        "id", "public_id", "is_active", "is_administrator", "is_superuser", "groups", "user_permissions",
        email=staff(), name=staff(), password=staff(), last_login=staff(), joined_at=staff(),
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def audit_id(self) -> str:
        """How the audit log names this person: a number, never an address."""
        return f"staff:{self.pk}"

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this. Our own door in front of it asks the same, and a second factor."""
        return any(self.can(permission) for permission in TECHNICAL_PERMISSIONS)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def can(self, permission: str, programme: Programme | int | None = None) -> bool:
        """Whether a role of this person allows it in this programme; without a programme: in any.

        Asked of a user fresh from the database: what was looked up once is remembered on the object.
        """
        if not self.is_active:
            return False
        if self.is_administrator and permission in ADMINISTRATOR_PERMISSIONS:
            return True
        programme_id = programme.pk if isinstance(programme, Programme) else programme
        held = self._permissions_held()
        if programme_id is None:
            return any(permission in permissions for permissions in held.values())
        return permission in held.get(programme_id, frozenset())

    def programmes_with(self, permission: str) -> QuerySet[Programme]:
        """The programmes in which this person may do it, in their order."""
        programmes = Programme.objects.order_by("order", "pk")
        if not self.is_active:
            return programmes.none()
        if self.is_administrator and permission in ADMINISTRATOR_PERMISSIONS:
            return programmes
        allowed = [pk for pk, permissions in self._permissions_held().items() if permission in permissions]
        return programmes.filter(pk__in=allowed)

    @staticmethod
    def look_up_roles(users: "Iterable[User]") -> None:
        """Look up the roles of many people with one question; `can` remembers them on each object."""
        held: dict[int, dict[int, frozenset[str]]] = {user.pk: {} for user in users}
        rows = Membership.objects.filter(user__in=list(held)).values_list("user_id", "programme_id", "role")
        for user_id, programme_id, role in rows:
            mine = held[user_id]
            mine[programme_id] = mine.get(programme_id, frozenset()) | ROLE_PERMISSIONS[role]
        for user in users:
            user.__dict__["_held"] = held[user.pk]

    def _permissions_held(self) -> "Mapping[int, frozenset[str]]":
        if "_held" not in self.__dict__:
            self.look_up_roles([self])
        held: dict[int, frozenset[str]] = self.__dict__["_held"]
        return held


class Membership(models.Model):
    """A role of one user in one programme."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    FIELD_PRIVACY = declare("id", "programme", user=staff(), role=staff())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "programme", "role"], name="one_membership")]


class Invitation(models.Model):
    """A one-time link by which a person chooses a passphrase and sets up the second factor.

    It is used up when the second factor works, not before: a person whose battery dies halfway can begin again.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id", "token_hash", user=staff("invitation term"), expires_at=staff("invitation term"),
        used_at=staff("invitation term"),
    )  # fmt: skip


class Authenticator(Device):
    """The authenticator app of one person. Its key is sealed with a secret that lives outside the database.

    Fields from django-otp: user, name, confirmed. A person has one confirmed authenticator, and while renewing it one
    that is not confirmed yet.
    """

    nonce = models.BinaryField(max_length=12)
    sealed_key = models.BinaryField(max_length=128)
    last_step = models.BigIntegerField(default=-1, help_text="the last time step a code was used of")

    FIELD_PRIVACY = declare(
        "id", "name", "confirmed", "nonce", user=staff(), sealed_key=staff(), last_step=staff(),
    )  # fmt: skip

    class Meta(Device.Meta):
        constraints = [models.UniqueConstraint(fields=["user", "confirmed"], name="one_authenticator")]


class BackupCode(models.Model):
    """A code for the day the telephone is lost. Only a keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="backup_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare("id", user=staff(), code_hash=staff(), used_at=staff())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="one_backup_code")]


class StaffSession(models.Model):
    """A signed-in session: passphrase and second factor were both given. Without this row a session opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(help_text="when the second factor was last given")

    FIELD_PRIVACY = declare(
        "id", "session_key", user=staff("12 hours"), started_at=staff("12 hours"), seen_at=staff("12 hours"),
        confirmed_at=staff("12 hours"),
    )  # fmt: skip


class KnownBrowser(models.Model):
    """A browser in which this person signed in before. It holds a random token; nothing is read from the device."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_browsers")
    token_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    FIELD_PRIVACY = declare("id", "token_hash", user=staff("90 days"), expires_at=staff("90 days"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="one_known_browser")]


class TryBucket(models.Model):
    """How many tries to sign in a bucket has counted. See throttle.py for what a bucket is."""

    key = models.CharField(max_length=60, unique=True)
    count = models.PositiveIntegerField(default=0)
    left = models.FloatField(null=True, blank=True, help_text="only the strangers' shared reserve has one")
    last_at = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare("id", "key", "count", "left", "last_at")


class Refusal(models.Model):
    """When the audit log last heard that a view was refused to somebody: see refusals.py."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refusals")
    view = models.CharField(max_length=40)
    why = models.CharField(max_length=12)
    noted_at = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id", user=staff("a day"), view=staff("a day"), why=staff("a day"), noted_at=staff("a day")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "view", "why"], name="one_refusal")]
