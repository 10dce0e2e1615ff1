"""The walk as its pages tell it: forms and links only, as in a browser without scripts."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpline.programmes import queries as programmes
from selfhelp.advice import counting
from selfhelp.advice import walk as walks
from tests.factories.advice import make_advice
from tests.selfhelp.advice.walkers import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published() -> None:
    make_advice()


def test_the_door_says_what_this_is_and_what_is_kept() -> None:
    walker = Walker()
    page = walker.get()
    assert walker.heading == "Check your situation"
    assert "At most 3 questions, mostly fewer." in page
    assert "about 1 minute." in page
    assert "Nobody sees your answers" in page
    assert "tel:112" in page
    assert "<title>Information</title>" in page
    assert not walker.cookie, "who only looks holds nothing"


def test_a_walk_from_the_door_to_the_advice() -> None:
    walker = Walker()
    walker.starts()
    assert walker.where == "/helpwanted/advice/1/"
    assert walker.heading == "danger? (en)"
    walker.answers("no")
    assert (walker.where, walker.heading) == ("/helpwanted/advice/2/", "who? (en)")
    walker.answers("me")
    assert "You can choose more than one." in walker.page
    walker.answers("spread", "threat")
    assert (walker.where, walker.heading) == ("/helpwanted/advice/outcome/", "stop (en)")
    assert "Doe dit. (en)" in walker.page


def test_something_to_read_goes_on_with_one_button() -> None:
    walker = Walker()
    walker.walks("no", "other")
    assert walker.heading == "read (en)"
    assert "choice" not in walker.page
    walker.answers()
    assert walker.heading == "talk (en)"
