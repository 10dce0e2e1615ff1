"""The mail to the office, through a mail server of the tests' own."""

from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPException
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from helpline.programmes.models import Programme
from helpline.requests import actions, nightly, notices
from helpline.requests.kinds import Kind
from helpline.requests.models import ProfessionalRequest
from tests.factories.programmes import make_programme
from tests.factories.requests import LESSON, MORNING, answers, make_handler, sent
from tests.services.mailbox import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)
OFFICE = "bureau@example.org"
HOUR = timedelta(hours=1)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with Mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "huis@example.org"
        settings.EMAIL_IS_ON, settings.REQUESTS_OFFICE_MAIL = True, OFFICE
        yield box


@pytest.fixture
def programme() -> Programme:
    return make_programme()


def ask(programme: Programme, minutes: int = 0) -> None:
    actions.accept(
        programme=programme,
        kind=Kind.LESSON,
        answers=answers(),
        form_number=uuid4(),
        now=MORNING + timedelta(minutes=minutes),
    )


def test_the_mail_says_that_one_waits_and_nothing_else(
    mailbox: Mailbox, programme: Programme, settings: Settings
) -> None:
    opened_at = timezone.now() - timedelta(minutes=1)
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert browser.post("/helpwanted/requests/lesson/", sent(opened_at=opened_at)).status_code == 303
    (letter,) = mailbox.letters
    assert (letter.sender, letter.to) == ("huis@example.org", (OFFICE,))
    assert letter.message["Subject"] == "Er wacht een aanvraag"
    assert f"{settings.PUBLIC_URL}/staff/requests/\n" in letter.text.replace("\r\n", "\n")
    told = letter.content.decode().lower()
    for word in (*LESSON.values(), "gastles", "lesson", "helpwanted"):
        assert len(word) < 3 or word.lower() not in told, word  # "26" may be a date's
    assert set(letter.message.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
    }  # fmt: skip


def test_once_an_hour_for_each_programme(mailbox: Mailbox, programme: Programme) -> None:
    other = make_programme(slug="stopitnow", name="Stop it Now")
    for minutes in (0, 1, 59):
        ask(programme, minutes)
    assert len(mailbox.letters) == 1
    ask(other, 2)
    assert len(mailbox.letters) == 2
    ask(programme, 60)
    assert len(mailbox.letters) == 3
    assert not ProfessionalRequest.objects.filter(announced=False).exists()


def test_what_came_in_the_hour_after_a_mail_is_told_in_the_night(
    mailbox: Mailbox, programme: Programme
) -> None:
    ask(programme, 0)
    ask(programme, 5)
    for _ in range(2):
        nightly.tidy(MORNING + 14 * HOUR)
    assert len(mailbox.letters) == 2
    assert not ProfessionalRequest.objects.filter(announced=False).exists()


def test_what_somebody_handles_already_is_not_told_again(mailbox: Mailbox, programme: Programme) -> None:
    ask(programme, 0)
    ask(programme, 5)
    noor = make_handler(programme)
    for asked in ProfessionalRequest.objects.filter(announced=False):
        actions.take(asked=asked, by=noor, now=MORNING)
    nightly.tidy(MORNING + 14 * HOUR)
    assert len(mailbox.letters) == 1


def test_a_mail_server_that_refuses_costs_no_request(
    mailbox: Mailbox, programme: Programme, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.refuses = True
    ask(programme)
    asked = ProfessionalRequest.objects.get()
    assert (asked.announced, mailbox.letters) == (False, [])
    assert "could not be told that a request waits: SMTPSenderRefused" in caplog.text
    assert not any(text in caplog.text for text in LESSON.values() if text)
    mailbox.refuses = False
    nightly.tidy(MORNING + 14 * HOUR)
    asked.refresh_from_db()
    assert (asked.announced, len(mailbox.letters)) == (True, 1)


def test_a_mail_server_that_is_away_costs_no_request(
    programme: Programme, mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.__exit__(None, None, None)
    try:
        ask(programme)
        assert ProfessionalRequest.objects.get().announced is False
    finally:
        mailbox.__enter__()


def test_even_a_fault_of_ours_costs_no_request(mailbox: Mailbox, programme: Programme) -> None:
    with patch("helpline.requests.notices.transaction.atomic", side_effect=SMTPException("a name in here")):
        assert notices.tell_office(programme.pk, now=MORNING) is False


@pytest.mark.parametrize("missing", ["EMAIL_IS_ON", "REQUESTS_OFFICE_MAIL"])
def test_without_a_setting_there_is_no_mail(
    mailbox: Mailbox, programme: Programme, settings: Settings, missing: str
) -> None:
    setattr(settings, missing, "")
    assert not notices.mail_is_on()
    ask(programme)
    nightly.tidy(MORNING + 14 * HOUR)
    assert mailbox.letters == []
    assert ProfessionalRequest.objects.get().announced is False


def test_nothing_is_told_before_the_commit(mailbox: Mailbox, programme: Programme) -> None:
    with (
        patch(
            "helpline.requests.actions.ProfessionalRequest.objects.create", side_effect=SMTPException("full")
        ),
        pytest.raises(SMTPException, match="full"),
    ):
        ask(programme)
    assert mailbox.letters == []
