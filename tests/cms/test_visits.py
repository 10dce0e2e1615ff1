"""Readings are counted by type and day, and nobody is recognised."""

from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from cms import visits
from cms.demo import written
from cms.models import ArticlePage, CampaignPage
from figures import counters
from figures.fields import CODE
from figures.models import DayCounter
from tests.factories.cms import make_page, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _write_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "EVERY", float("inf"))


def counted() -> dict[tuple[str, str], int]:
    visits.write()
    rows = DayCounter.objects.filter(day_date=timezone.localdate())
    return {(row.name, row.code): row.n for row in rows}


def test_every_reading_counts_for_its_type_also_from_what_is_kept_ready() -> None:
    make_page(ArticlePage, make_site(), slug="een")
    for _ in range(3):
        Client().get("/helpwanted/een/")
    Client().get("/helpwanted/")
    assert counted() == {("page_visits", "article"): 3, ("page_visits", "home"): 1}


def test_what_is_no_reading_does_not_count() -> None:
    make_page(ArticlePage, make_site(), slug="een")
    Client().head("/helpwanted/een/")
    Client().get("/helpwanted/een/", headers={"sec-purpose": "prefetch"})
    Client().get("/helpwanted/nergens/")
    Client().get("/")
    assert counted() == {}


def test_a_campaign_counts_clicks_and_visits_by_its_name() -> None:
    make_page(CampaignPage, make_site(), slug="stap", campaign="eerste_stap")
    Client().get("/helpwanted/stap/?van=bushalte", headers={"sec-fetch-site": "cross-site"})
    Client().get("/helpwanted/stap/")
    Client().get("/helpwanted/stap/", headers={"sec-fetch-site": "same-origin"})
    assert counted() == {
        ("page_visits", "campaign"): 3,
        ("campaign_clicks", "eerste_stap"): 1,
        ("campaign_visits", "eerste_stap"): 2,
    }
    assert not DayCounter.objects.filter(code__contains="bushalte").exists()


def test_what_cannot_be_written_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    count_day = counters.count_day

    def away(**_given: object) -> None:
        raise DatabaseError

    visits.count(programme="helpwanted", name="page_visits", code="home", day=date(2026, 3, 1))
    monkeypatch.setattr(counters, "count_day", away)
    visits.write()
    monkeypatch.setattr(counters, "count_day", count_day)
    visits.write()
    assert DayCounter.objects.get().n == 1


def test_the_demo_has_a_campaign_page_in_both_languages() -> None:
    pages = [each for each in written("helpwanted") if each.words.get("type") == "campaign"]
    assert {each.language for each in pages} == {"nl", "en"}
    # it is counted under the file's name
    assert all(CODE.fullmatch(each.key.replace("-", "_")) for each in pages)
