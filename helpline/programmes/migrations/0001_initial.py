import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "theme",
                    models.SlugField(help_text="The name of its look.", max_length=40, verbose_name="theme"),
                ),
                ("phone_number", models.CharField(blank=True, max_length=20, verbose_name="phone number")),
                (
                    "languages",
                    models.JSONField(
                        default=list,
                        help_text='In which people can be helped, as codes: ["nl", "en"].',
                        verbose_name="languages",
                    ),
                ),
                (
                    "last_entry_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="Minutes before closing time after which nobody new is let in.",
                        verbose_name="last entry",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
            },
        ),
        migrations.CreateModel(
            name="CodeList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9_]{1,40}\\Z",
                                "Use small letters, digits and underscores, 40 at most.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("name_nl", models.CharField(max_length=120, verbose_name="name in Dutch")),
                ("name_en", models.CharField(max_length=120, verbose_name="name in English")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code_lists",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "code list",
                "verbose_name_plural": "code lists",
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chat", "Chat"),
                            ("phone", "Phone"),
                            ("post", "Post"),
                            ("advice", "Advice module"),
                        ],
                        help_text="Empty: every channel.",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("first_date", models.DateField(verbose_name="first day")),
                ("last_date", models.DateField(verbose_name="last day")),
                ("reason_nl", models.CharField(blank=True, max_length=120, verbose_name="reason in Dutch")),
                ("reason_en", models.CharField(blank=True, max_length=120, verbose_name="reason in English")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=True, help_text="Only then is the helpline closed.", verbose_name="confirmed"
                    ),
                ),
                (
                    "declined",
                    models.BooleanField(
                        default=False, help_text="A proposal that was turned down.", verbose_name="declined"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "closure",
                "verbose_name_plural": "closures",
            },
        ),
        migrations.CreateModel(
            name="ProgrammeText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Where the text stands; the pages ask for it by this.",
                        max_length=60,
                        verbose_name="key",
                    ),
                ),
                ("text_nl", models.TextField(verbose_name="Dutch")),
                ("text_en", models.TextField(verbose_name="English")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
                "verbose_name_plural": "texts",
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Never changes.",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9_]{1,40}\\Z",
                                "Use small letters, digits and underscores, 40 at most.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("label_nl", models.CharField(max_length=160, verbose_name="label in Dutch")),
                ("label_en", models.CharField(max_length=160, verbose_name="label in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("valid_from_date", models.DateField(blank=True, null=True, verbose_name="first day")),
                (
                    "valid_until_date",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which it is offered: this retires it.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                (
                    "code_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="programmes.codelist",
                    ),
                ),
            ],
            options={
                "verbose_name": "code",
                "verbose_name_plural": "codes",
                "constraints": [
                    models.UniqueConstraint(fields=("code_list", "code"), name="one_code_per_list"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from_date__isnull", True),
                            ("valid_until_date__isnull", True),
                            ("valid_until_date__gte", models.F("valid_from_date")),
                            _connector="OR",
                        ),
                        name="code_retires_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("chat", "Chat"),
                            ("phone", "Phone"),
                            ("post", "Post"),
                            ("advice", "Advice module"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opens")),
                (
                    "closes",
                    models.TimeField(
                        help_text="At or before the opening time: the next day. 0:00 to 0:00 is the whole day.",
                        verbose_name="closes",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "channel", "weekday", "opens"), name="one_span_per_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="weekday_is_a_weekday"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="codelist",
            constraint=models.UniqueConstraint(fields=("programme", "key"), name="one_code_list_per_key"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_date__gte", models.F("first_date"))),
                name="closure_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed", True), ("declined", True), _negated=True),
                name="closure_confirmed_or_declined",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmetext",
            constraint=models.UniqueConstraint(fields=("programme", "key"), name="one_text_per_key"),
        ),
    ]
