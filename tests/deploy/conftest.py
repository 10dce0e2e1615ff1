"""One production shape for the tests of deploy/."""

import shutil
from collections.abc import Generator

import pytest

from tests.services.plugin import services_folder
from tests.services.production import Production


@pytest.fixture(scope="session")
def production() -> Generator[Production]:
    """nginx, two processes, PostgreSQL and Redis, on plain HTTP; Stop it Now on a host of its own."""
    folder = services_folder()
    with Production(folder / "p", mail=False) as shape:
        shape.give_hosts_to_programmes()
        yield shape
    shutil.rmtree(folder, ignore_errors=True)
