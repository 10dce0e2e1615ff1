"""Staff accounts for tests."""

from collections.abc import Collection
from datetime import datetime
from itertools import count

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts import actions, second_factor, totp
from helpline.accounts.models import Authenticator, Invitation, User
from helpline.programmes.models import Programme

PASSPHRASE = "een rustige ochtend"
_numbers = count(1)


def make_user(
    *,
    email: str = "",
    name: str = "Noor",
    roles: Collection[tuple[Programme, str]] = (),
    administrator: bool = False,
    enrolled: bool = True,
) -> User:
    """A person who is set up: passphrase PASSPHRASE and an authenticator. `enrolled=False`: invited only."""
    number = next(_numbers)
    user, _token = actions.invite(
        email=email or f"person{number}@example.org",
        name=name,
        roles=[(programme.pk, role) for programme, role in roles],
        administrator=administrator,
        by=None,
    )
    if enrolled:
        user.set_password(PASSPHRASE)
        user.save(update_fields=["password"])
        second_factor.set_key(user=user, key=number.to_bytes(20, "big"))
        Invitation.objects.filter(user=user).delete()
    return user


def code_for(user: User, now: datetime | None = None) -> str:
    """A code of this person's app that will be accepted, whatever was used before."""
    authenticator = Authenticator.objects.get(user=user, confirmed=True)
    Authenticator.objects.filter(pk=authenticator.pk).update(last_step=-1)
    return totp.code_at(second_factor.key_of(authenticator), totp.step_at(now or timezone.now()))


def sign_in(client: Client, user: User, passphrase: str = PASSPHRASE) -> Client:
    """Go through both steps of the sign-in pages, as a person does."""
    answer = client.post(reverse("accounts:sign_in"), {"email": user.email, "passphrase": passphrase})
    assert answer.status_code == 302, answer.content
    answer = client.post(reverse("accounts:second_factor"), {"code": code_for(user)})
    assert answer.status_code == 302, answer.content
    return client
