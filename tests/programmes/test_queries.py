"""Reading programmes: what they answer, what they cost, and how soon a change shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from helpline.programmes import actions, queries
from helpline.programmes.hours import AMSTERDAM
from helpline.programmes.models import OpeningHours, Programme, ProgrammeText
from tests.factories.programmes import make_closure, make_code, make_hours, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=AMSTERDAM)


@pytest.fixture
def programme() -> Programme:
    """Helpwanted, with a chat on Mondays from 10 to 18."""
    made = make_programme(last_entry_minutes=30)
    make_hours(programme=made, weekday=0, opens="10:00", closes="18:00")
    return made


def test_open_by_channel(programme: Programme) -> None:
    assert queries.is_open(programme, "chat", MONDAY_NOON)
    assert not queries.is_open(programme, "phone", MONDAY_NOON)
    assert queries.closes_at(programme, "chat", MONDAY_NOON) == monday(18)
    assert queries.next_opening(programme, "chat", monday(18)) == monday(10) + timedelta(days=7)


def test_last_entry_is_the_programmes(programme: Programme) -> None:
    assert queries.admits(programme, "chat", monday(17, 29))
    assert not queries.admits(programme, "chat", monday(17, 30))
    assert queries.is_open(programme, "chat", monday(17, 30))


@pytest.mark.parametrize(
    ("channel", "confirmed", "still_open"),
    [("", True, False), ("chat", True, False), ("phone", True, True), ("", False, True)],
)
def test_closures_close_their_channel_once_confirmed(
    programme: Programme, channel: str, confirmed: bool, still_open: bool
) -> None:
    make_closure(programme=programme, first=date(2026, 11, 23), channel=channel, confirmed=confirmed)
    assert queries.is_open(programme, "chat", MONDAY_NOON) is still_open


def test_another_programmes_hours_and_closures_do_not_count(programme: Programme) -> None:
    other = make_programme(slug="stopitnow", name="Stop it Now")
    make_closure(programme=other, first=date(2026, 11, 23))
    assert queries.is_open(programme, "chat", MONDAY_NOON)
    assert not queries.is_open(other, "chat", MONDAY_NOON)


def test_a_text_comes_in_the_language_asked_for(programme: Programme) -> None:
    ProgrammeText.objects.create(programme=programme, key="headline", text_nl="Hallo", text_en="Hello")
    ProgrammeText.objects.create(programme=programme, key="only_dutch", text_nl="Dag", text_en="")
    assert queries.text(programme, "headline", "nl") == "Hallo"
    assert queries.text(programme, "headline", "en") == "Hello"
    assert queries.text(programme, "only_dutch", "en") == "Dag"
    with translation.override("en"):
        assert queries.text(programme, "headline") == "Hello"


def test_a_missing_text_breaks_no_page(programme: Programme) -> None:
    assert queries.text(programme, "nothing_of_the_kind") == ""


def test_a_retired_code_is_not_offered_but_stays_known(programme: Programme) -> None:
    make_code(programme=programme, code="grooming")
    make_code(programme=programme, code="old", until=date(2026, 6, 30))
    offered = [code.code for code in queries.codes(programme, "topics", date(2026, 7, 1))]
    assert offered == ["grooming"]
    assert {code.code for code in queries.codes(programme, "topics", date(2026, 6, 30))} == {
        "grooming",
        "old",
    }
    assert queries.code_exists(programme, "topics", "old")
    assert not queries.code_exists(programme, "topics", "made_up")
    assert not queries.code_exists(programme, "platforms", "grooming")
    assert queries.codes(programme, "platforms", date(2026, 7, 1)) == []


def test_asking_again_costs_no_query(programme: Programme, django_assert_num_queries: object) -> None:
    make_code(programme=programme, code="grooming")

    def ask() -> None:
        assert queries.programme_by_slug("helpwanted") == programme
        queries.admits(programme, "chat", MONDAY_NOON)
        queries.text(programme, "headline")
        queries.codes(programme, "topics", date(2026, 7, 1))

    ask()
    with django_assert_num_queries(0):  # type: ignore[operator]
        ask()


def test_a_change_by_another_process_shows_within_seconds(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert queries.is_open(programme, "chat", MONDAY_NOON)
    OpeningHours.objects.all().delete()  # as another process would: this one is not told
    assert queries.is_open(programme, "chat", MONDAY_NOON)
    clock = queries.time.monotonic
    monkeypatch.setattr("helpline.programmes.queries.time.monotonic", lambda: clock() + queries.FRESH_FOR)
    assert not queries.is_open(programme, "chat", MONDAY_NOON)


def test_a_change_by_this_process_shows_at_once(programme: Programme) -> None:
    assert queries.is_open(programme, "chat", MONDAY_NOON)
    actions.remove_row(row=OpeningHours.objects.get(), by="staff:1")
    assert not queries.is_open(programme, "chat", MONDAY_NOON)


def test_closing_is_told_in_utc(programme: Programme) -> None:
    closes = queries.closes_at(programme, "chat", MONDAY_NOON)
    assert closes is not None
    assert closes.tzinfo is UTC
