"""What was typed stands in one sealed text and nowhere else, and no figure knows of it."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as house
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from figures.models import Comparison
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.requests import sealing
from helpline.requests.models import ProfessionalRequest
from helpline.retention import actions as retention
from tests.canaries import files, search
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.programmes import make_programme
from tests.factories.requests import sent

pytestmark = pytest.mark.django_db(transaction=True)
NAME, PHONE, MAIL = "Kanarie Vogelaar-Zoek", "+31 6 12 83 47 59", "kanarie.vogelaar@proefpost.example"
SCHOOL, REMARK = "Zeekoetcollege Proefdorp", "een zeldzame zeekoet op de gang"
AGENT, ADDRESS = "Kanariebrowser/83.47 (proefzoektoestel)", "203.0.113.187"
PLANTED = (NAME, PHONE, MAIL, SCHOOL, REMARK, AGENT, ADDRESS)


def every_row() -> Iterator[tuple[str, bytes]]:
    """(table, content) of every row of every table, as the database keeps it; SQLite's own files as well."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                values = (bytes(value) if isinstance(value, memoryview) else value for value in row)
                yield (
                    table,
                    b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in values),
                )
    if connection.vendor == "sqlite":
        yield from files(Path(house.DATABASES["default"]["NAME"]).parent)


def everything(caplog: pytest.LogCaptureFixture) -> list[tuple[str, bytes]]:
    mails = [("mail", str(each.message()).encode()) for each in mail.outbox]
    return [*every_row(), *files(house.KEY_FOLDER), *mails, ("log", caplog.text.encode())]


def ask(**changes: object) -> Client:
    browser = Client(headers={"user-agent": AGENT, "x-forwarded-for": ADDRESS})
    typed = {"name": NAME, "phone": PHONE, "email": MAIL, "organisation": SCHOOL, "remark": REMARK}
    fields = sent(opened_at=timezone.now() - timedelta(minutes=1), **{**typed, **changes})
    answer = browser.post("/helpwanted/requests/lesson/", fields, REMOTE_ADDR=ADDRESS)
    assert answer.status_code == (422 if changes else 303)
    return browser


def test_what_was_typed_is_found_nowhere(caplog: pytest.LogCaptureFixture, settings: Settings) -> None:
    caplog.set_level(logging.DEBUG, "helpline")
    settings.EMAIL_IS_ON, settings.REQUESTS_OFFICE_MAIL = True, "bureau@example.org"
    programme = make_programme()
    browser = ask()
    ask(group="")  # a form with a mistake
    ask(website=NAME)  # and one that a machine filled in
    browser.get(f"/helpwanted/requests/lesson/?name={MAIL}")
    asked = ProfessionalRequest.objects.get()
    assert sealing.open_answers(asked)["name"] == NAME
    staff = browser_of(make_desk_user(programme, role=Role.PROGRAMME_MANAGER))
    assert MAIL in staff.get(reverse("requests_staff:show", args=[asked.pk])).content.decode()
    staff.post(reverse("requests_staff:take", args=[asked.pk]))
    staff.post(reverse("requests_staff:finish", args=[asked.pk]))
    assert len(mail.outbox) == 1
    assert Entry.objects.filter(action="request.opened").exists()
    kept = everything(caplog)
    assert sum(len(content) for _, content in kept) > 10_000, "little was searched"
    hits = search(kept, PLANTED)
    assert not hits, hits


def test_a_leak_into_the_database_would_be_found() -> None:
    make_programme(name=f"Helpwanted {MAIL.upper()}")
    hits = search(every_row(), PLANTED)
    assert {hit.identity for hit in hits} == {MAIL}
    assert "programmes_programme" in {hit.where for hit in hits}


def test_no_figure_knows_of_it() -> None:
    """From the form to the end of its term: no fact is written and nothing is counted."""
    programme = make_programme()
    ask()
    asked = ProfessionalRequest.objects.get()
    staff = browser_of(make_desk_user(programme, role=Role.PROGRAMME_MANAGER))
    staff.get(reverse("requests_staff:show", args=[asked.pk]))
    for name in ("take", "finish"):
        staff.post(reverse(f"requests_staff:{name}", args=[asked.pk]))
    retention.run_nightly(now=timezone.now() + timedelta(days=31))
    assert not ProfessionalRequest.objects.exists()
    models = list(apps.get_app_config("statistics").get_models())
    assert len(models) > 3
    # the night's comparison of contacts with facts says that it found none to compare
    filled = [model for model in models if model.objects.exists()]  # type: ignore[attr-defined]
    assert filled in ([], [Comparison])
    assert not Comparison.objects.filter(contacts__gt=0).exists()
