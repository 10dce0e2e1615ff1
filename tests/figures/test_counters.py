"""Counters: how often, and nothing else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections

from figures import counters
from figures.errors import UnknownCode, UnknownCounter
from figures.fields import ARRIVAL_OUTCOMES
from figures.models import DayCounter, HourCounter, MonthCounter
from figures.queries import day_counts, month_counter
from helpline.contacts.states import Outcome
from tests.factories.contacts import seed

# written by statements of their own on each engine
pytestmark = pytest.mark.both_engines
DAY = date(2026, 7, 7)


def count_day(**changes: object) -> None:
    arguments: dict[str, object] = {
        "programme": "helpwanted",
        "name": "arrivals",
        "day": DAY,
        "code": "chat.answered",
    }
    counters.count_day(**{**arguments, **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_counts_add_up() -> None:
    seed()
    count_day()
    count_day(n=2)
    count_day(code="chat.closed")
    count_day(day=date(2026, 7, 8))
    assert day_counts("helpwanted", "arrivals", DAY, DAY) == {"chat.answered": 3, "chat.closed": 1}


@pytest.mark.django_db
def test_a_mistake_is_taken_back_on_its_own_day() -> None:
    seed()
    count_day(n=2)
    count_day(code="chat.closed")
    taken = [
        counters.take_back_day(programme="helpwanted", name="arrivals", day=day, code="chat.closed")
        for day in (date(2026, 7, 8), DAY, DAY)
    ]
    assert taken == [False, True, False]  # nothing stood on the other day, and never less than none
    assert day_counts("helpwanted", "arrivals", DAY, DAY) == {"chat.answered": 2}
    with pytest.raises(UnknownCode):
        counters.take_back_day(programme="helpwanted", name="arrivals", day=DAY, code="chat.unheard_of")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "weekday", "hour"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 6, 2),  # the hour that comes twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 6, 2),
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), 6, 0),  # already November in Amsterdam
    ],
)
def test_hours_are_amsterdam_hours(moment: datetime, weekday: int, hour: int) -> None:
    seed()
    counters.count_hour(programme="helpwanted", name="arrivals", at=moment, code="chat.closed")
    row = HourCounter.objects.get()
    assert (row.weekday, row.hour, row.n) == (weekday, hour, 1)
    assert row.month_date == (date(2026, 11, 1) if hour == 0 else date(2026, 10, 1))


@pytest.mark.django_db
def test_a_month_by_codes_of_a_list() -> None:
    seed()
    for _ in range(2):
        counters.count_month(
            programme="helpwanted", name="survey_heard", month=DAY, code="yes", second_code="chat"
        )
    row = MonthCounter.objects.get()
    assert (row.month_date, row.code, row.second_code, row.n) == (date(2026, 7, 1), "yes", "chat", 2)


@pytest.mark.django_db
def test_refuses_what_is_no_counter_or_no_code() -> None:
    seed()
    wrong: list[tuple[type[Exception], Callable[[], None]]] = [
        (UnknownCounter, lambda: count_day(name="visitors")),
        (UnknownCounter, lambda: count_day(name="survey_heard", code="yes")),
        (UnknownCounter, lambda: count_day(n=0)),
        (UnknownCode, lambda: count_day(code="chat.0612345678")),
        (UnknownCode, lambda: count_day(code="answered")),
        (UnknownCode, lambda: count_day(programme="elsewhere")),
        (
            UnknownCode,
            lambda: counters.count_month(
                programme="helpwanted", name="survey_heard", month=DAY, code="my name is Jan"
            ),
        ),
    ]
    for error, count in wrong:
        with pytest.raises(error):
            count()
    assert not DayCounter.objects.exists()


@pytest.mark.django_db
def test_steps_of_a_version_are_counted_by_place() -> None:
    seed()
    for second in ("", "answered", "o2", "o2", "to_chat"):
        counters.count_month(
            programme="helpwanted", name="advice_steps", month=DAY, code="s12_n7", second_code=second
        )
    counters.count_month(programme="helpwanted", name="advice_steps", month=DAY, code="s120_n7")
    counters.count_day(programme="helpwanted", name="advice_starts", day=DAY, code="s12")
    month = date(2026, 7, 1)
    found = month_counter("helpwanted", "advice_steps", DAY, DAY, beginning="s12_")
    assert found == {
        ("s12_n7", "", month): 1,
        ("s12_n7", "answered", month): 1,
        ("s12_n7", "o2", month): 2,
        ("s12_n7", "to_chat", month): 1,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "second"),
    [("n7", ""), ("s12", ""), ("s12_n7", "my name"), ("s12_n7", "chat"), ("s1_n1 ", "o1"), ("s1_n1", "o1\n")],
)
def test_steps_take_nothing_else(code: str, second: str) -> None:
    seed()
    with pytest.raises(UnknownCode):
        counters.count_month(
            programme="helpwanted", name="advice_steps", month=DAY, code=code, second_code=second
        )


def test_the_outcomes_counted_are_the_outcomes_there_are() -> None:
    assert set(ARRIVAL_OUTCOMES) == set(Outcome.values)


@pytest.mark.django_db(transaction=True)
def test_counting_at_the_same_moment_loses_nothing() -> None:
    seed()
    if connection.vendor == "sqlite":
        threads, each = 2, 10
    else:
        threads, each = 4, 25

    def count_some(_: int) -> None:
        try:
            for _ in range(each):
                count_day()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(count_some, range(threads)))
    assert DayCounter.objects.get().n == threads * each
