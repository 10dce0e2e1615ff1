"""A programme that makes appointments, and keys and tries of its own for each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.appointments.actions import codes
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.factories.appointments import make_offering


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    monkeypatch.setattr(codes, "PAGE_THROTTLE", CodeThrottle(burst=20))
    monkeypatch.setattr(codes, "PHONE_THROTTLE", CodeThrottle(burst=10))


@pytest.fixture
def stopitnow(db: None) -> Programme:
    return make_offering()
