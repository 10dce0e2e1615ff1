import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programmes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegistrationForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("in_use_from_date", models.DateField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("at_the_door", "At the door"),
                            ("open", "Open"),
                            ("to_register", "To register"),
                            ("registered", "Registered"),
                            ("closed", "Never answered"),
                        ],
                        default="at_the_door",
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered"),
                            ("left_waiting", "Left while waiting"),
                            ("closed", "Closed"),
                            ("nobody_on_duty", "Nobody on duty"),
                            ("refused", "Refused"),
                            ("overload", "Too busy"),
                        ],
                        max_length=20,
                    ),
                ),
                ("training", models.BooleanField(default=False)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("arrived_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True, help_text="a code of the list of kinds, once registered", max_length=40
                    ),
                ),
                ("registered_date", models.DateField(blank=True, null=True)),
                (
                    "fact_id",
                    models.UUIDField(
                        blank=True, help_text="the only link to the fact; ends with the contact", null=True
                    ),
                ),
                ("expires_at", models.DateTimeField(help_text="the end of the contact's term")),
                (
                    "counsellor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="programmes.programme",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.registrationform",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.SlugField(max_length=40)),
                ("codes", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField()),
                (
                    "request_id",
                    models.UUIDField(
                        help_text="the request that set this value: a repeat of it changes nothing"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "request_id"), name="one_change_per_request"),
                    models.UniqueConstraint(
                        fields=("contact", "field", "version"), name="one_change_per_version"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.SlugField(max_length=40)),
                ("codes", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "field"), name="one_answer_per_field")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="registrationform",
            constraint=models.UniqueConstraint(fields=("programme", "version"), name="one_form_version"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["expires_at"], name="contact_expires"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["counsellor", "state"], name="contact_of_counsellor"),
        ),
    ]
