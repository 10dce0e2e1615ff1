"""What a script of the staff's screens posts as JSON, read with suspicion. The screens of every room read it so."""

import json
from typing import Any, TypeVar

from django.db import models
from django.http import HttpRequest

from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug

M = TypeVar("M", bound=models.Model)
Body = dict[str, Any]


class Unreadable(Exception):
    """The request is not what a screen sends."""


class Gone(Exception):
    """What is acted on is not there (any more)."""


def body_of(request: HttpRequest) -> Body:
    """The object that was posted; empty for nothing. Raises Unreadable, or ValueError for what is no JSON."""
    try:
        body = json.loads(request.body or b"{}")
    except RecursionError:
        raise Unreadable from None
    if not isinstance(body, dict):
        raise Unreadable
    return body


def flag(body: Body, name: str) -> bool:
    """A yes or no. Raises Unreadable, KeyError."""
    value = body[name]
    if not isinstance(value, bool):
        raise Unreadable
    return value


def found(rows: models.QuerySet[M]) -> M:
    """The one row that is meant. Raises Gone."""
    row = rows.first()
    if row is None:
        raise Gone
    return row


def programme_of(slug: object) -> Programme:
    """The programme of this slug. Raises Gone."""
    programme = programme_by_slug(str(slug))
    if programme is None:
        raise Gone
    return programme
