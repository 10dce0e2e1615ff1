"""Our addresses as the provider calls them. It signs what it calls, so each is written in full, in one way."""

from django.conf import settings


def full(path: str) -> str:
    """The full address of a path of this house."""
    return f"{settings.PUBLIC_URL}{path}"
