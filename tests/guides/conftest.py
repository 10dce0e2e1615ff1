"""Two programmes with their code lists, and keys of their own for each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.programmes.models import Programme
from tests.factories.contacts import seed


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


@pytest.fixture(autouse=True)
def _seeded(request: pytest.FixtureRequest) -> None:
    if "django_db" in {mark.name for mark in request.node.iter_markers()}:
        request.getfixturevalue("db")
        seed()


@pytest.fixture
def helpwanted(db: None) -> Programme:
    return Programme.objects.get(slug="helpwanted")


@pytest.fixture
def stopitnow(db: None) -> Programme:
    return Programme.objects.get(slug="stopitnow")
