"""The second of the two writing functions: counters. A counter knows how often, and nothing about whom.

Each count is one statement that inserts or adds, so that two processes that count at the same moment are both
counted. It locks its row until the caller's transaction ends: count late in a transaction.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, models

from figures import fields
from figures.errors import UnknownCode
from figures.models import DayCounter, HourCounter, MonthCounter
from helpline.programmes.models import Channel
from helpline.programmes.queries import code_exists, programme_by_slug

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def count_day(*, programme: str, name: str, day: date, code: str = "", n: int = 1) -> None:
    """Count something that happened on a day. Raises UnknownCounter or UnknownCode."""
    rule = fields.check_counter(name, "day", n)
    _check_codes(programme, name, rule, code, "")
    day = day.astimezone(AMSTERDAM).date() if isinstance(day, datetime) else day
    _add(DayCounter, {"programme": programme, "name": name, "code": code, "day_date": day}, n)


def take_back_day(*, programme: str, name: str, day: date, code: str = "") -> bool:
    """Take one count of a day back: what was counted turned out to be a mistake. False when nothing stood there.

    Call it with the day on which it was counted. A counter that comes to nothing is as if it was never there.
    Raises UnknownCounter or UnknownCode.
    """
    rule = fields.check_counter(name, "day", 1)
    _check_codes(programme, name, rule, code, "")
    day = day.astimezone(AMSTERDAM).date() if isinstance(day, datetime) else day
    row = DayCounter.objects.filter(programme=programme, name=name, code=code, day_date=day)
    taken = row.filter(n__gte=1).update(n=models.F("n") - 1)
    row.filter(n=0).delete()
    return bool(taken)


def count_hour(*, programme: str, name: str, at: datetime, code: str = "", n: int = 1) -> None:
    """Count something that happened at a moment; kept are month, weekday (0 is Monday) and hour, Amsterdam time.

    Raises UnknownCounter or UnknownCode.
    """
    rule = fields.check_counter(name, "hour", n)
    _check_codes(programme, name, rule, code, "")
    local = at.astimezone(AMSTERDAM)
    key: dict[str, str | int | date] = {
        "programme": programme,
        "name": name,
        "code": code,
        "month_date": fields.first_of_month(local),
        "weekday": local.weekday(),
        "hour": local.hour,
    }
    _add(HourCounter, key, n)


def count_month(
    *, programme: str, name: str, month: date, code: str = "", second_code: str = "", n: int = 1
) -> None:
    """Count something that happened in a month, by one or two codes. Raises UnknownCounter or UnknownCode."""
    rule = fields.check_counter(name, "month", n)
    _check_codes(programme, name, rule, code, second_code)
    key: dict[str, str | int | date] = {
        "programme": programme,
        "name": name,
        "code": code,
        "second_code": second_code,
        "month_date": fields.first_of_month(month),
    }
    _add(MonthCounter, key, n)


def count_days(*, programme: str, name: str, counts: Mapping[tuple[date, str], int]) -> None:
    """Count by (day, code) what was gathered elsewhere, many at once. Raises UnknownCounter or UnknownCode."""
    for code in sorted({code for _, code in counts}):
        _check_codes(programme, name, fields.check_counter(name, "day", 1), code, "")
    keys: list[Mapping[str, str | int | date]] = [
        {"programme": programme, "name": name, "code": code, "day_date": day} for day, code in sorted(counts)
    ]
    _add_many(DayCounter, keys, [counts[day, code] for day, code in sorted(counts)])


def count_hours(*, programme: str, name: str, counts: Mapping[tuple[date, int, int, str], int]) -> None:
    """Count by (month, weekday, hour, code), many at once. Raises UnknownCounter or UnknownCode."""
    for code in sorted({code for *_, code in counts}):
        _check_codes(programme, name, fields.check_counter(name, "hour", 1), code, "")
    keys: list[Mapping[str, str | int | date]] = [
        {
            "programme": programme,
            "name": name,
            "code": code,
            "month_date": fields.first_of_month(month),
            "weekday": weekday,
            "hour": hour,
        }
        for month, weekday, hour, code in sorted(counts)
    ]
    _add_many(HourCounter, keys, [counts[key] for key in sorted(counts)])


def _check_codes(programme: str, name: str, rule: fields.CounterRule, code: str, second_code: str) -> None:
    found = programme_by_slug(programme)
    if found is None:
        raise UnknownCode("there is no such programme")
    if rule.code_list:
        if not code_exists(found, rule.code_list, code):
            raise UnknownCode(f"{rule.code_list} has no such code")
        if second_code and second_code not in Channel.values:
            raise UnknownCode("there is no such channel")
        return
    if rule.shape:
        if not re.fullmatch(rule.shape, code) or not re.fullmatch(rule.second_shape, second_code):
            raise UnknownCode(f"{name} has no such code")
        return
    if rule.codes:
        fields.check_code(code)
        if rule.codes != fields.EVERY_CODE and code not in rule.codes:
            raise UnknownCode(f"{name} has no such code")
        return
    channel, dot, outcome = code.partition(".")
    is_outcome = outcome in fields.ARRIVAL_OUTCOMES if name == "arrivals" else not dot
    if channel not in Channel.values or not is_outcome or second_code:
        raise UnknownCode(f"{name} has no such code")


def _add(model: type[models.Model], key: Mapping[str, str | int | date], n: int) -> None:
    """Insert the counter's row with n, or add n to it. SQLite and PostgreSQL share this statement."""
    _add_many(model, [key], [n])


#: rows of one statement: well below the number of parameters that SQLite takes
_BATCH = 500


def _add_many(
    model: type[models.Model], keys: Sequence[Mapping[str, str | int | date]], counts: Sequence[int]
) -> None:
    """The same for many rows of one counter, each with another key."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001 - Django's documented interface
    count = quote("n")
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        columns = [quote(column) for column in some[0]]
        marks = f"({', '.join(['%s'] * (len(columns) + 1))})"
        sql = (  # every name in it is the model's own; the values are parameters
            f"INSERT INTO {table} ({', '.join(columns)}, {count}) VALUES {', '.join([marks] * len(some))} "  # noqa: S608
            f"ON CONFLICT ({', '.join(columns)}) DO UPDATE SET {count} = {table}.{count} + excluded.{count}"
        )
        values = [
            value
            for key, n in zip(some, counts[start : start + _BATCH], strict=True)
            for value in (*key.values(), n)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
