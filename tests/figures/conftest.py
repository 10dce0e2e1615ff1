"""The demo's figures, filled once in a run; each file of tests that asks has a copy."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from figures.demo import create_demo_content
from helpline.programmes import queries
from tests.factories.contacts import seed
from tests.services.filling import once_a_run


def _fill() -> None:
    seed()
    create_demo_content()


filled_for_file = once_a_run("figures", _fill)


@pytest.fixture
def demo(filled_for_file: None, django_db_blocker: object) -> Iterator[None]:
    """The two years of the demo; what a test changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)
    queries.forget()
