"""A programme with groups, and keys of its own for each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.programmes.models import Programme
from tests.factories.programmes import make_programme


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


@pytest.fixture
def stopitnow(db: None) -> Programme:
    return make_programme(slug="stopitnow", name="Stop it Now")
