"""What every test of this room stands on."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.directory import queries


@pytest.fixture(autouse=True)
def _fresh_directory() -> None:
    """No test sees the records that the process kept from the one before."""
    queries.forget()


@pytest.fixture(autouse=True)
def _apart(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
