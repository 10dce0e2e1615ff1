"""Facts and counters. Nothing here can be traced to a contact: no text, no key, nothing finer than allowed."""

import uuid

from django.db import models

from figures.fields import READINGS
from helpline.privacy import declare


class Fact(models.Model):
    """One registered contact as coded fields and a month (its first day). Several codes are joined by '|'."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.CharField(max_length=40)
    month_date = models.DateField()
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    target_group = models.CharField(max_length=40, blank=True)
    age_band = models.CharField(max_length=40, blank=True)
    gender = models.CharField(max_length=40, blank=True)
    topics = models.CharField(max_length=400, blank=True)
    platforms = models.CharField(max_length=400, blank=True)
    police_before = models.CharField(max_length=40, blank=True)
    how_found = models.CharField(max_length=40, blank=True)
    own_behaviour = models.CharField(max_length=40, blank=True)
    concern_about = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    actions_taken = models.CharField(max_length=400, blank=True)
    referrals = models.CharField(max_length=400, blank=True)
    contact_of_year = models.CharField(max_length=40, blank=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "month_date", "channel", "kind", "target_group", "age_band", "gender", "topics",
        "platforms", "police_before", "how_found", "own_behaviour", "concern_about", "relation", "actions_taken",
        "referrals", "contact_of_year",
    )  # fmt: skip

    class Meta:
        #: `kind` goes last where it is no field of the reading: test contacts are left out without a look at the row
        indexes = [
            models.Index(
                fields=["programme", "month_date", *read, *({"kind"} - set(read))],
                name=name,
            )
            for name, read in READINGS.items()
        ]


class MonthMixed(models.Model):
    """Whether a month's facts stand in random order. Writing a fact unsets it, the shuffle sets it; both lock it."""

    programme = models.CharField(max_length=40)
    month_date = models.DateField()
    mixed = models.BooleanField(default=False)

    FIELD_PRIVACY = declare("id", "programme", "month_date", "mixed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "month_date"], name="one_mark_per_month")]


class DayCounter(models.Model):
    """How often something happened on a day: arrivals by outcome, advice starts, module visits, ..."""

    programme = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=80, blank=True)
    day_date = models.DateField()
    n = models.PositiveIntegerField(default=0)

    FIELD_PRIVACY = declare("id", "programme", "name", "code", "day_date", "n")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name", "code", "day_date"], name="one_day_counter")
        ]


class HourCounter(models.Model):
    """How often something happened in a month on a weekday in an hour (Amsterdam time)."""

    programme = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=80, blank=True)
    month_date = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField(default=0)

    FIELD_PRIVACY = declare("id", "programme", "name", "code", "month_date", "weekday", "hour", "n")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name", "code", "month_date", "weekday", "hour"], name="one_hour_counter"
            )
        ]


class MonthCounter(models.Model):
    """How often something happened in a month, by one or two codes (survey answers, advice steps)."""

    programme = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=80, blank=True)
    second_code = models.CharField(max_length=80, blank=True)
    month_date = models.DateField()
    n = models.PositiveIntegerField(default=0)

    FIELD_PRIVACY = declare("id", "programme", "name", "code", "second_code", "month_date", "n")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name", "code", "second_code", "month_date"], name="one_month_counter"
            )
        ]


class Release(models.Model):
    """Figures that left the house, frozen. The exact numbers behind them are treated like facts: no screen shows them.

    inputs: the exact numbers, by what they count. content: the tables and the rounded numbers. checksum: SHA-256 of
    the content.
    """

    programme = models.CharField(max_length=40)
    first_date = models.DateField()
    last_date = models.DateField()
    released_date = models.DateField()
    seed = models.CharField(max_length=64)
    inputs = models.JSONField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)

    FIELD_PRIVACY = declare(
        "id", "programme", "first_date", "last_date", "released_date", "seed", "inputs", "content", "checksum"
    )


class Comparison(models.Model):
    """What the last comparison of contacts and facts found in a programme: see `figures.agreement`.

    differences: [month, fault, field, how many]; never which contact, never which code.
    """

    programme = models.CharField(max_length=40, unique=True)
    compared_at = models.DateTimeField()
    contacts = models.PositiveIntegerField()
    differences = models.JSONField()

    FIELD_PRIVACY = declare("id", "programme", "compared_at", "contacts", "differences")


class EarlierYear(models.Model):
    """A calendar year from before this house counted, brought in from a file. source: where it was published."""

    programme = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    imported_date = models.DateField()

    FIELD_PRIVACY = declare("id", "programme", "year", "source", "imported_date")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "year"], name="one_earlier_year")]


class EarlierFigure(models.Model):
    """One aggregated number of such a year, at its place in a table of the catalogue. Never added to our own."""

    programme = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    table = models.CharField(max_length=40)
    row = models.CharField(max_length=80, blank=True)
    column = models.CharField(max_length=80, blank=True)
    n = models.PositiveIntegerField()

    FIELD_PRIVACY = declare("id", "programme", "year", "table", "row", "column", "n")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "table", "row", "column"], name="one_earlier_figure"
            )
        ]


class ReasonOfTopic(models.Model):
    """Under which reason of Child Helpline International a topic of this programme is counted."""

    programme = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)

    FIELD_PRIVACY = declare("id", "programme", "topic", "reason")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "topic"], name="one_reason_of_topic")]
