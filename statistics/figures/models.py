"""Facts and counters. Nothing here can be traced to a contact: no text, no key, nothing finer than allowed."""

import uuid

from django.db import models

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
        indexes = [models.Index(fields=["programme", "month_date"], name="fact_month")]


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
