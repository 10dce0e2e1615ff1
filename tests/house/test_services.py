"""The test servers: the run is on the engine it was asked for, and every test finds the database as it should."""

import pytest
from django.db import connection
from wagtail.models import Page

pytestmark = pytest.mark.both_engines


@pytest.mark.django_db
def test_migrated_rows_are_there(pytestconfig: pytest.Config) -> None:
    wanted = "postgresql" if pytestconfig.getoption("engine") == "postgres" else "sqlite"
    assert connection.vendor == wanted
    assert Page.objects.count() >= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_change_is_gone_for_the_next_test(turn: int) -> None:
    assert Page.objects.count() >= 1, "migrations' rows survive a test that commits"
    Page.objects.all().delete()
