"""Accounts to try the house with. Their keys are known to everybody, so they exist only where DEMO is set."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from helpline.accounts import actions, second_factor, totp
from helpline.accounts.models import Authenticator, Invitation, User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme

PASSPHRASE = "vier lampen langs de kade"  # noqa: S105  (printed on purpose)

#: address, name, roles held in every programme, administrator
ACCOUNTS: tuple[tuple[str, str, tuple[Role, ...], bool], ...] = (
    ("counsellor@demo.test", "Noor", (Role.COUNSELLOR,), False),
    ("second@demo.test", "Sam", (Role.COUNSELLOR,), False),
    ("lead@demo.test", "Fatima", (Role.COUNSELLOR, Role.SHIFT_LEAD), False),
    ("manager@demo.test", "Willem", (Role.PROGRAMME_MANAGER,), False),
    ("editor@demo.test", "Roos", (Role.EDITOR,), False),
    ("editor2@demo.test", "Daan", (Role.EDITOR,), False),
    ("therapist@demo.test", "Jonas", (Role.THERAPIST,), False),
    ("admin@demo.test", "Ada", (), True),
)


@transaction.atomic
def create_demo_accounts(programmes: Iterable[Programme] | None = None) -> list[tuple[str, str, str]]:
    """Make the demo accounts that are missing. Returns (address, passphrase, roles) of each.

    programmes: in which the roles are held; all by default. Raises ImproperlyConfigured outside DEMO.
    """
    _check_demo()
    programmes = list(programmes if programmes is not None else Programme.objects.order_by("order", "pk"))
    made = []
    for email, name, roles, administrator in ACCOUNTS:
        user = User.objects.filter(email=email).first()
        if user is None:
            held = [(programme.pk, role) for programme in programmes for role in roles]
            user, _token = actions.invite(
                email=email, name=name, roles=held, administrator=administrator, by=None
            )
            user.set_password(PASSPHRASE)
            user.save(update_fields=["password"])
            second_factor.set_key(user=user, key=demo_key(email))
            Invitation.objects.filter(user=user).delete()
        names = [role.value for role in roles] + (["administrator"] if administrator else [])
        made.append((email, PASSPHRASE, ", ".join(names)))
    return made


def demo_key(email: str) -> bytes:
    """The authenticator key of a demo account: the same on every machine."""
    return hashlib.sha256(f"demo authenticator of {email}".encode()).digest()[: second_factor.KEY_BYTES]


def demo_code(email: str, now: datetime) -> tuple[str, int]:
    """A code of this demo account that was not used yet, and for how many seconds it will be accepted.

    Raises ImproperlyConfigured outside DEMO, User.DoesNotExist for another account.
    """
    _check_demo()
    if email not in {account[0] for account in ACCOUNTS}:
        raise User.DoesNotExist
    authenticator = Authenticator.objects.get(user__email=email, confirmed=True)
    step = max(totp.step_at(now), authenticator.last_step + 1)
    # a code is accepted from one step before its own to one step after it
    good_until = (step + totp.TOLERANCE + 1) * totp.STEP_SECONDS
    return totp.code_at(second_factor.key_of(authenticator), step), good_until - int(now.timestamp())


def _check_demo() -> None:
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts exist only with DEMO=1: everybody knows their keys.")
