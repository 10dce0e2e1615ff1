"""What the tables of the figures can hold at all: codes, counts and coarse moments. Nothing that leads to a contact."""

import pytest
from django.db import models

from figures.models import DayCounter, Fact, HourCounter, MonthCounter

TABLES = (Fact, DayCounter, HourCounter, MonthCounter)
#: the finest moment that each may know
MOMENTS = {
    Fact: {"month_date"},
    DayCounter: {"day_date"},
    HourCounter: {"month_date", "weekday", "hour"},
    MonthCounter: {"month_date"},
}
#: text that is checked against a list of codes when it is written, and its longest
CODES = 80
SEVERAL_CODES = 400
COUNTS = (
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.UUIDField,
    models.BigAutoField,
)


def faults(model: type[models.Model]) -> list[str]:
    """Columns that could hold a text, a key or a moment."""
    found = []
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            found.append(f"{field.name} is a key")
        elif isinstance(field, models.DateTimeField | models.TimeField):
            found.append(f"{field.name} is a moment")
        elif isinstance(field, models.DateField):
            if field.name not in MOMENTS.get(model, set()):
                found.append(f"{field.name} is a day")
        elif isinstance(field, models.CharField):
            longest = (
                SEVERAL_CODES
                if field.name in ("topics", "platforms", "actions_taken", "referrals")
                else CODES
            )
            if field.max_length is None or field.max_length > longest:
                found.append(f"{field.name} has room for text")
        elif not isinstance(field, COUNTS):
            found.append(f"{field.name} is a {type(field).__name__}")
    return found


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_no_column_holds_text_a_key_or_a_moment(model: type[models.Model]) -> None:
    assert faults(model) == []
    assert not [each for each in model._meta.get_fields() if each.is_relation]


def test_such_columns_would_be_found() -> None:
    class Leaky(models.Model):
        note = models.TextField()
        name = models.CharField(max_length=500)
        at = models.DateTimeField()
        day_date = models.DateField()
        contact = models.ForeignKey(Fact, on_delete=models.CASCADE)

        class Meta:
            app_label = "statistics"
            managed = False

    try:
        assert len(faults(Leaky)) == 5
    finally:
        del Leaky._meta.apps.all_models["statistics"]["leaky"]
        Leaky._meta.apps.clear_cache()


def test_a_month_has_its_first_day_only() -> None:
    """The writing functions see to it; here is why it matters: a day in a month's column would be a finer moment."""
    from datetime import date

    from figures.fields import first_of_month

    assert {first_of_month(date(2021, 3, day)) for day in range(1, 32)} == {date(2021, 3, 1)}
