"""The database connections of requests. Under ASGI each request has a thread of its own, which ends with it."""

from django.core.signals import request_finished
from django.db import connections


def let_go_after_requests() -> None:
    """From now on close the connections of a request's thread when the request is over.

    Nobody would use them again, and those that wait for the collector become more than a database takes. For the
    process that serves: a test's client has one thread, and a transaction that it stays in.
    """
    request_finished.connect(_let_go)


def _let_go(**_: object) -> None:
    connections.close_all()
