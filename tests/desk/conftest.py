"""Two programmes with everything that is shipped, whose chats never close."""

import pytest

from helpline.programmes import queries
from helpline.programmes.models import Channel, OpeningHours, Programme
from tests.factories.contacts import seed
from tests.factories.programmes import open_always


def _always(slug: str) -> Programme:
    programme = queries.programme_by_slug(slug)
    assert programme is not None
    OpeningHours.objects.filter(programme=programme, channel=Channel.CHAT).delete()
    open_always(programme=programme)
    return programme


@pytest.fixture
def programme(db: None) -> Programme:
    seed()
    return _always("helpwanted")


@pytest.fixture
def other(programme: Programme) -> Programme:
    """The other helpline."""
    return _always("stopitnow")
