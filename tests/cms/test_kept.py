"""What is kept ready is never older than it says, and is forgotten when something is published."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms import kept
from cms.models import ArticlePage
from tests.factories.cms import make_page, make_site, text

KEY = kept.Key("localhost", "/helpwanted/", "", "")
PAGE = kept.Kept(b"<p>", "nl", "helpwanted", "home", "")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("cms.kept.time.monotonic", lambda: now[0])
    return now


def test_it_is_fresh_for_a_while_from_the_moment_of_asking(clock: list[float]) -> None:
    kept.keep(KEY, PAGE, asked_at=98.0)
    clock[0] = 102.9
    assert kept.find(KEY) is PAGE
    clock[0] = 103.0
    assert kept.find(KEY) is None


def test_there_is_room_for_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    monkeypatch.setattr(kept, "ROOM", 3)
    for number in range(10):
        kept.keep(kept.Key("localhost", f"/{number}/", "", ""), PAGE, asked_at=clock[0])
        assert len(kept._kept) <= 3


@pytest.mark.django_db
def test_a_change_shows_at_once_and_asks_the_database_nothing_in_between(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    page = make_page(ArticlePage, make_site(), slug="een", body=[text("Eerst.")])
    assert "Eerst." in Client().get("/helpwanted/een/").text
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert "Eerst." in Client().get("/helpwanted/een/").text
    page.body = [("text", "<p>Daarna.</p>")]
    page.save_revision().publish()
    assert "Daarna." in Client().get("/helpwanted/een/").text
    page.unpublish()
    assert Client().get("/helpwanted/een/").status_code == 404


@pytest.mark.django_db
def test_a_home_that_is_ready_asks_the_database_nothing_and_still_follows_the_choice(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    make_site()
    Client().get("/helpwanted/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert '<html lang="nl"' in Client().get("/helpwanted/").text
    assert (
        Client(headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"}).get("/helpwanted/")["Location"]
        == "/en/helpwanted/"
    )


@pytest.mark.django_db
def test_cards_ask_once_for_each_type_of_page() -> None:
    home = make_site()
    more = [make_page(ArticlePage, home, slug=f"p{number}", title=f"Kaart {number}") for number in range(6)]

    def asked(count: int, slug: str) -> int:
        cards = {"type": "pages", "value": [page.pk for page in more[:count]]}
        make_page(ArticlePage, home, slug=slug, body=[cards, text("Einde.")])
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(f"/helpwanted/{slug}/").text.count("Kaart") == count
        return len(queries)

    def least(count: int) -> int:
        """Of two pages: what the process keeps for seconds may have to be read again in between."""
        return min(asked(count, f"een-{count}"), asked(count, f"twee-{count}"))

    assert least(6) == least(2)


@pytest.mark.django_db
def test_a_readers_choice_is_no_part_of_somebody_elses_answer() -> None:
    make_page(ArticlePage, make_site(), slug="een", body=[{"type": "ways", "value": None}])
    with_choice = (
        Client(headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"}).get("/helpwanted/een/").text
    )
    without = Client().get("/helpwanted/een/").text
    assert ("?lang=nl" in with_choice, "?lang=nl" in without) == (True, False)
