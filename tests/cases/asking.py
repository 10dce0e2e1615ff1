"""Asking a view as a signed-in member of staff, without the sign-in pages: cheap, for tables of many questions."""

from typing import Any
from uuid import uuid4

from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.sessions import SessionState


def answer(user: User, name: str, ids: dict[str, Any], posted: dict[str, Any] | None, query: str = "") -> Any:
    """What the view at this address answers to this person."""
    address = reverse(name, kwargs=ids)
    make = RequestFactory()
    request = make.get(address + query) if posted is None else make.post(address, posted)
    now = timezone.now()
    request.user = user
    request.session = {}  # type: ignore[assignment]
    request.staff_session = SessionState(user, uuid4(), "x", now, now, now)  # type: ignore[attr-defined]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    view, args, kwargs = resolve(address)
    return view(request, *args, **kwargs)


def ask(user: User, name: str, ids: dict[str, Any], posted: dict[str, Any] | None = None) -> int:
    """The status of that answer; 403 and 404 also where the view raises them."""
    try:
        found = answer(user, name, ids, posted)
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    assert isinstance(found, HttpResponse)
    return found.status_code
