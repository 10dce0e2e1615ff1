"""Visitors without a browser who stand in a conversation."""

from collections.abc import Callable, Generator

import pytest

from tests.conftest import Houses
from tests.journeys.inside import Inside
from tests.proof.wire import Client
from tests.services.house import House


class Guest(Client):
    """Somebody whose visit goes on."""

    road = "/helpwanted/chat/road/"


@pytest.fixture(scope="module")
def looked_into(live_house: Houses) -> Generator[tuple[House, Inside]]:
    """The shared house as it is in the morning, and a look inside."""
    house = live_house("sqlite", 1)
    inside = Inside(house)
    inside.ask("fresh")
    yield house, inside
    inside.close()


@pytest.fixture
def strangers(looked_into: tuple[House, Inside]) -> Generator[Callable[[], Guest]]:
    """People who have just found the address; the door is open to them."""
    house, inside = looked_into
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    come: list[Guest] = []

    def arrive() -> Guest:
        come.append(Guest(house))
        return come[-1]

    yield arrive
    for somebody in come:
        somebody.leave()
        somebody.post("/helpwanted/leave/")


@pytest.fixture
def guest(strangers: Callable[[], Guest]) -> Guest:
    """Somebody in a conversation."""
    somebody = strangers()
    somebody.knock()
    return somebody
