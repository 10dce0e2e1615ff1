"""The demo's programmes as pages: they are made, may be published as they are, and can be read and printed.

A house that is filled with the demo is shared with other tests; making the pages is most of the work.
"""

from collections.abc import Generator

import pytest

from tests.conftest import Houses
from tests.journeys.inside import Inside
from tests.proof.wire import Client
from tests.services.house import House


@pytest.fixture(scope="module")
def looked_into(live_house: Houses) -> Generator[tuple[House, Inside]]:
    """The shared house, and a look inside."""
    house = live_house("sqlite", 1)
    inside = Inside(house)
    yield house, inside
    inside.close()


def test_it_is_complete_an_editor_could_publish_it_and_the_checks_find_nothing(
    looked_into: tuple[House, Inside],
) -> None:
    _house, inside = looked_into
    for what, (there, written) in inside.ask("selfhelp_written").items():
        assert there == written > 0, what
    assert inside.ask("selfhelp_faults") == []
    assert inside.ask("selfhelp_again"), "a page that is there is left as it is"


def test_every_page_and_every_workbook_can_be_read(looked_into: tuple[House, Inside]) -> None:
    house, inside = looked_into
    addresses = inside.ask("selfhelp_pages")
    assert len(addresses) > 100
    reader = Client(house)
    for address in addresses:
        status, _page = reader.ask("GET", address)
        assert status == 200, address
    assert not reader.cookies
