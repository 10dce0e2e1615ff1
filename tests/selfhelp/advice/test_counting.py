"""What walks add to the figures: once each, in codes, and never a visitor."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError

from figures import counters, facts
from figures.models import DayCounter, Fact, MonthCounter
from helpline.programmes.models import Programme
from selfhelp.advice import counting
from selfhelp.advice.walk import Count
from tests.factories.advice import make_advice
from tests.factories.programmes import make_code
from tests.selfhelp.advice.sample import bare
from tests.selfhelp.advice.walkers import Walker

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)  # already August in Amsterdam


@pytest.fixture
def programme() -> Programme:
    page = make_advice(bare())
    for key, codes in {
        "kind": ["counselling"], "target_group": ["self", "parent"], "topics": ["blackmail"],
        "age_band": ["12_18", "unknown"], "platforms": ["snapchat", "instagram"],
    }.items():  # fmt: skip
        for code in codes:
            make_code(programme=page.programme, list_key=key, code=code)
    return page.programme


def months() -> dict[tuple[str, str], int]:
    rows = MonthCounter.objects.filter(name="advice_steps")
    return {(row.code, row.second_code): row.n for row in rows}


def days() -> dict[tuple[str, str], int]:
    return {(row.name, row.code): row.n for row in DayCounter.objects.filter(name__startswith="advice")}


def test_a_walk_counts_its_start_its_steps_and_its_advice_once(programme: Programme) -> None:
    walker = Walker()
    walker.walks("no", "me", "threat", "b", ("snap", "insta"))
    for _ in range(2):  # reloads, the way back, the same forms again
        walker.get("outcome/")
        walker.get("2/")
        walker.answers("me")
        walker.get("1/")
        walker.answers("yes")
        walker.answers() if "answer/" in walker.page else None
        walker.get("1/")
        walker.answers("no")
    counting.write()
    assert days() == {("advice_starts", "s1"): 1, ("advice_reached", "s1"): 1}
    assert months() == {
        ("s1_n0", ""): 1, ("s1_n0", "answered"): 1, ("s1_n0", "o1"): 1,
        ("s1_n1", ""): 1, ("s1_n1", "answered"): 1, ("s1_n1", "o0"): 1,
        ("s1_n3", ""): 1, ("s1_n3", "answered"): 1, ("s1_n3", "o0"): 1,
        ("s1_n4", ""): 1, ("s1_n4", "answered"): 1, ("s1_n4", "o1"): 1,
        ("s1_n5", ""): 1, ("s1_n5", "answered"): 1, ("s1_n5", "o0"): 1, ("s1_n5", "o1"): 1,
        ("s1_n6", ""): 1, ("s1_n8", ""): 1,
    }  # fmt: skip


def test_a_walk_that_reaches_advice_is_one_contact_with_the_marked_codes(programme: Programme) -> None:
    walker = Walker()
    walker.walks("no", "me", "threat", "b", ("snap", "insta"))
    walker.get("3/")
    walker.answers("other")  # another advice: the same walk
    counting.write()
    fact = Fact.objects.get()
    assert (fact.channel, fact.kind, fact.programme) == ("advice", "counselling", "helpwanted")
    assert (fact.target_group, fact.topics, fact.age_band) == ("self", "blackmail", "12_18")
    assert fact.platforms == "instagram|snapchat"
    assert fact.gender == fact.police_before == ""


def test_who_stops_before_an_advice_is_no_contact_and_shows_where(programme: Programme) -> None:
    Walker().walks("no", "me")
    counting.write()
    assert not Fact.objects.exists()
    assert months()["s1_n3", ""] == 1
    assert ("s1_n3", "answered") not in months(), "left at this question"


def test_looking_counts_nothing(programme: Programme) -> None:
    walker = Walker()
    for name in ("", "now/", "stopped/", "1/", "outcome/"):
        walker.get(name)
    counting.write()
    assert not days()
    assert not months()


def test_codes_that_no_list_knows_are_left_away(programme: Programme) -> None:
    codes = {
        "topics": ["blackmail", "invented"], "mood": ["sad"], "age_band": ["12_18", "unknown"],
        "kind": ["joke"],
    }  # fmt: skip
    assert counting.known_codes(programme, codes) == {
        "kind": ["counselling"],
        "topics": ["blackmail"],
        "age_band": ["12_18"],
    }


def test_months_and_days_are_those_of_amsterdam(programme: Programme) -> None:
    counting.started(programme, 1, NOW)
    counting.steps(programme, 1, [Count(0)], NOW)
    counting.write()
    assert DayCounter.objects.get(name="advice_starts").day_date == date(2026, 8, 1)
    assert MonthCounter.objects.get(name="advice_steps").month_date == date(2026, 8, 1)


def test_what_the_database_refuses_is_kept_for_the_next_time(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: Any) -> None:
        raise DatabaseError("away")

    counting.started(programme, 1, NOW)
    counting.reached(programme, 1, {}, NOW)
    with monkeypatch.context() as patch:
        patch.setattr(counters, "count_day", away)
        patch.setattr(facts, "write_fact", away)
        counting.write()
    assert not days()
    counting.write()
    assert days() == {("advice_starts", "s1"): 1, ("advice_reached", "s1"): 1}
    assert Fact.objects.count() == 1


def test_editors_see_rounded_counts_of_a_version(programme: Programme) -> None:
    for _ in range(23):
        counting.steps(programme, 1, [Count(0), Count(0, whole=True), Count(0, 1)], NOW)
    for _ in range(10):
        counting.steps(programme, 1, [Count(1)], NOW)
        counting.steps(programme, 12, [Count(1)], NOW)
    counting.handed_over(programme, 1, 6, "chat", NOW)
    counting.write()
    found = counting.of_version(programme, 1, date(2026, 8, 1), date(2026, 8, 1))
    assert found[0].asked in (20, 25)
    assert found[0].answered in (20, 25)
    assert found[0].options[1] in (20, 25)
    assert found[1].asked == found[1].left == 10
    assert found[6].handed in (0, 5)
    assert counting.of_version(programme, 1, date(2026, 7, 1), date(2026, 7, 1)) == {}
    assert found == counting.of_version(programme, 1, date(2026, 8, 1), date(2026, 8, 31))
