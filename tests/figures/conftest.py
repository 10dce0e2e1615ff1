"""The demo's figures, filled once for each file of tests that asks, and rolled back after it."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from figures.demo import create_demo_content
from helpline.programmes import queries
from tests.factories.contacts import seed


@pytest.fixture(scope="module")
def filled_for_file(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with transaction.atomic():
            seed()
            create_demo_content()
            yield
            transaction.set_rollback(True)
        connection.close()
        queries.forget()


@pytest.fixture
def demo(filled_for_file: None, django_db_blocker: object) -> Iterator[None]:
    """The two years of the demo; what a test changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)
    queries.forget()
