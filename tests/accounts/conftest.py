"""What every test of this room stands on: keys of its own, and the two programmes."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.programmes.models import Programme


@pytest.fixture(autouse=True)
def _apart(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


@pytest.fixture
def helpwanted(db: None) -> Programme:
    return Programme.objects.get_or_create(
        slug="helpwanted", defaults={"name": "Helpwanted", "theme": "helpwanted", "order": 1}
    )[0]


@pytest.fixture
def stopitnow(db: None) -> Programme:
    return Programme.objects.get_or_create(
        slug="stopitnow", defaults={"name": "Stop it Now", "theme": "stopitnow", "order": 2}
    )[0]
