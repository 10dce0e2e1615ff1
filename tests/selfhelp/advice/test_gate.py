"""No tree is published that cannot be walked: on no road, for no fault."""

import pytest

from selfhelp.advice import queries
from selfhelp.advice.models import Snapshot
from selfhelp.advice.tree import Tree
from tests.factories.advice import make_advice
from tests.selfhelp.advice.trees import info, small

pytestmark = pytest.mark.django_db

BROKEN = Tree((*small().nodes, info("loose", "talk")))


def test_small() -> None:
    page = make_advice()
    snapshot = Snapshot.objects.get()
    assert snapshot.number == 1
    assert page.live
    shown = queries.current(page.programme)
    assert shown is not None
    assert shown.tree == small()
