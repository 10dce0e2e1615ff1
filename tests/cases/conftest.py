"""Two programmes with people in them, and keys of their own for each test."""

from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from helpline.vault import codes
from tests.factories.chat import make_staff
from tests.factories.programmes import make_programme


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


@pytest.fixture
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash of codes without its slowness; what it keeps is tested in tests/vault."""
    monkeypatch.setattr(codes, "slow_hash", lambda code: sha256(code.encode()).hexdigest())


@pytest.fixture
def helpwanted(db: None) -> Programme:
    return make_programme()


@pytest.fixture
def stopitnow(db: None) -> Programme:
    return make_programme(slug="stopitnow", name="Stop it Now")


@pytest.fixture
def noor(helpwanted: Programme) -> User:
    return make_staff(helpwanted, name="Noor")


@pytest.fixture
def sam(helpwanted: Programme) -> User:
    return make_staff(helpwanted, name="Sam")


@pytest.fixture
def lead(helpwanted: Programme) -> User:
    return make_staff(helpwanted, role=Role.SHIFT_LEAD, name="Lead")
