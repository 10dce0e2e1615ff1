"""People at the desk, as their browsers ask."""

from itertools import count
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from helpline.accounts import second_factor
from helpline.accounts.models import Membership, User
from helpline.programmes.models import Programme
from tests.chat.sockets import session_of

_numbers = count(1)


def make_desk_user(
    *programmes: Programme, role: str = "", name: str = "Noor", administrator: bool = False
) -> User:
    """Somebody with a role in these programmes and an authenticator; without a passphrase, which takes long to make."""
    number = next(_numbers)
    user = User.objects.create(email=f"desk{number}@example.test", name=name, is_administrator=administrator)
    for programme in programmes:
        Membership.objects.create(user=user, programme=programme, role=role)
    second_factor.set_key(user=user, key=number.to_bytes(20, "big"))
    return user


def browser_of(user: User, *, language: str = "en", **options: Any) -> Client:
    """A browser in which this person is signed in with both factors."""
    client = Client(**options)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


def do(client: Client, name: str, *arguments: object, body: object = None) -> Any:
    """Press one of the desk's buttons: POST JSON to the act of this name. body: text goes as it is."""
    return client.post(
        reverse(f"desk:{name}", args=arguments),
        data=body if isinstance(body, str) else {} if body is None else body,
        content_type="application/json",
        headers={"accept": "application/json"},
    )
