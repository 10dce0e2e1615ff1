"""The page of promises says how many things it looked at, and does not speak for others."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from helpline.watch import wording
from tests.watch.test_promises import CASES

KEPT = [wording.shown(judged) for judged, _, reason in CASES if reason == "kept"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "n", "says"),
    [
        ("en", 9, "These 9 things were looked at, and are as promised"),
        ("en", 1, "This one thing was looked at"),
        ("nl", 9, "Naar deze 9 punten is gekeken, en ze zijn zoals beloofd"),
        ("nl", 1, "Naar dit ene punt is gekeken"),
    ],
)
def test_it_says_how_many_were_looked_at(language: str, n: int, says: str) -> None:
    with translation.override(language):
        page = render_to_string("watch/promises.html", {"kept": KEPT[:n], "now": timezone.now()})
    assert says in page
    assert "Everything we promise" not in page
