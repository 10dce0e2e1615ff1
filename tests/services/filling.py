"""What many tests of a file begin with is put into the database once for all of them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from helpline.programmes import queries
from tests.services import databases


def once_a_file(fill: Callable[[], Any]) -> Any:
    """A fixture whose value is what `fill` returned: it is called once in a transaction around the file's tests.

    Each test that asks for the database has a savepoint of its own in there, so that what it changes is undone. Return
    keys, not objects: an object would carry what one test did to it into the next. Not for files with tests that
    commit (`transaction=True`).
    """

    @pytest.fixture(scope="module")
    def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with django_db_blocker.unblock():
            queries.forget()
            with transaction.atomic():
                yield fill()
                transaction.set_rollback(True)
            queries.forget()

    return filled


def once_a_run(name: str, fill: Callable[[], None]) -> Any:
    """A fixture of a file whose tests begin with a database that `fill` filled: it is called once in the whole run.

    The file has a copy of it to itself, which is gone afterwards. name: of what is copied. Each test has to undo what
    it changes. Not for files with tests that commit (`transaction=True`).
    """

    @pytest.fixture(scope="module")
    def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        with django_db_blocker.unblock():
            queries.forget()
            databases.filled(name, fill)
            queries.forget()
            yield
            databases.fresh()
            queries.forget()

    return filled
