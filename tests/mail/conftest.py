"""A programme with code lists and hours, people who answer letters, and keys of their own for each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.mail.actions import writing
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.factories.contacts import make_counsellor, seed
from tests.services.filling import once_a_file


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    monkeypatch.setattr(writing, "THROTTLE", CodeThrottle())


seeded = once_a_file(lambda: seed().pk)


@pytest.fixture
def helpwanted(seeded: int, db: None) -> Programme:
    return Programme.objects.get(pk=seeded)


@pytest.fixture
def noor(helpwanted: Programme) -> User:
    return make_counsellor(helpwanted)


@pytest.fixture
def sam(helpwanted: Programme) -> User:
    return make_counsellor(helpwanted)


@pytest.fixture
def lead(helpwanted: Programme) -> User:
    return make_counsellor(helpwanted, role=Role.SHIFT_LEAD)
