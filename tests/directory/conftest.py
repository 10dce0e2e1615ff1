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
def _fast_hashing(settings: Settings, tmp_path: Path) -> None:
    """The real hashing of passphrases is slow on purpose; here people only have to get in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.KEY_FOLDER = tmp_path / "keys"
