import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DayCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("day_date", models.DateField()),
                ("n", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name", "code", "day_date"), name="one_day_counter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("programme", models.CharField(max_length=40)),
                ("month_date", models.DateField()),
                ("channel", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=40)),
                ("target_group", models.CharField(blank=True, max_length=40)),
                ("age_band", models.CharField(blank=True, max_length=40)),
                ("gender", models.CharField(blank=True, max_length=40)),
                ("topics", models.CharField(blank=True, max_length=400)),
                ("platforms", models.CharField(blank=True, max_length=400)),
                ("police_before", models.CharField(blank=True, max_length=40)),
                ("how_found", models.CharField(blank=True, max_length=40)),
                ("own_behaviour", models.CharField(blank=True, max_length=40)),
                ("concern_about", models.CharField(blank=True, max_length=40)),
                ("relation", models.CharField(blank=True, max_length=40)),
                ("actions_taken", models.CharField(blank=True, max_length=400)),
                ("referrals", models.CharField(blank=True, max_length=400)),
                ("contact_of_year", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "month_date"], name="fact_month")],
            },
        ),
        migrations.CreateModel(
            name="HourCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("month_date", models.DateField()),
                ("weekday", models.PositiveSmallIntegerField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("n", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name", "code", "month_date", "weekday", "hour"),
                        name="one_hour_counter",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("second_code", models.CharField(blank=True, max_length=80)),
                ("month_date", models.DateField()),
                ("n", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name", "code", "second_code", "month_date"),
                        name="one_month_counter",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthMixed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=40)),
                ("month_date", models.DateField()),
                ("mixed", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "month_date"), name="one_mark_per_month")
                ],
            },
        ),
    ]
