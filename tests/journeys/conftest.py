"""A stage for each test: a shared house, emptied, with nobody in it yet."""

from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import expect

from tests.conftest import Houses
from tests.journeys.cast import Stage
from tests.journeys.inside import Inside
from tests.services.browser import People
from tests.services.house import House

#: how long a page may take, in milliseconds; a machine with other work to do is slow, and that is no defect
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def insides() -> Generator[Callable[[House], Inside]]:
    """The process inside a house, started once for each."""
    opened: dict[str, Inside] = {}

    def inside(house: House) -> Inside:
        if house.url not in opened:
            opened[house.url] = Inside(house)
        return opened[house.url]

    yield inside
    for each in opened.values():
        each.close()


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, live_house: Houses, insides: Callable[[House], Inside], people: People
) -> Stage:
    """On SQLite in one process, or as a test asks with `@both_houses`."""
    engine, processes = getattr(request, "param", ("sqlite", 1))
    house = live_house(engine, processes)
    inside = insides(house)
    inside.ask("fresh")
    house.balancer.lead_to(None)
    return Stage(house, inside, people)
