"""Web addresses reach the hotline and stay nowhere: not in a row, a session, a log, a draft or an error page."""

import json
import logging
import threading
import uuid
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from django.conf import settings as house
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter
from pytest_django.fixtures import Settings

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.referrals import actions, delivery, standin
from helpline.referrals.errors import NotDelivered
from helpline.referrals.forms import ReferenceForm
from helpline.referrals.models import HotlineReport
from tests.canaries import files, search
from tests.factories.care import make_case
from tests.factories.contacts import make_open, seed
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)
HOTLINE = "/staff/referrals/hotline/"
CANARIES = (
    "https://kanariepad.example/zeekoet-83-47/beeld.jpg", "http://vogelaar-8347.example/zoek?nr=83475",
)  # fmt: skip
#: parts by which an address would be found also when it is quoted or cut
PARTS = ("kanariepad", "zeekoet-83-47", "vogelaar-8347", "nr=83475")


@pytest.fixture
def programme(db: None) -> Programme:
    return seed()


@pytest.fixture
def noor(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.COUNSELLOR)


@pytest.fixture
def browser(noor: User) -> Client:
    return browser_of(noor, raise_request_exception=False)


@pytest.fixture
def by_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.HOTLINE_MAIL, settings.DEFAULT_FROM_EMAIL = "meldingen@hotline.example", "huis@example.org"


def typed(**changes: object) -> dict[str, object]:
    return {"number": str(uuid.uuid4()), "addresses": "\n".join(CANARIES), **changes}


def send(browser: Client, body: dict[str, object], *, script: bool = True, query: str = "") -> Any:
    """What the page's script sends, or a browser without one."""
    accept = "application/json" if script else "text/html"
    return browser.post(
        HOTLINE + query,
        urlencode(body),
        content_type="application/x-www-form-urlencoded",
        headers={"accept": accept},
    )


def every_row() -> Iterator[tuple[str, bytes]]:
    """(table, content) of every row of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                values = (bytes(value) if isinstance(value, memoryview) else value for value in row)
                yield table, b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def check_nowhere(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """Raise AssertionError when a part of an address stands in a store, a key file or a log."""
    printed = capsys.readouterr()
    kept = [
        *every_row(), *files(house.KEY_FOLDER), ("log", caplog.text.encode()),
        ("output", (printed.out + printed.err).encode()),
    ]  # fmt: skip
    assert list(search(kept, PARTS)) == []


def test_the_search_would_find_one(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(name=CANARIES[0])
    assert list(search(list(every_row()), PARTS))


def test_without_a_way_there_is_no_door(browser: Client) -> None:
    assert not delivery.is_on()
    assert browser.get(HOTLINE).status_code == 404
    assert send(browser, typed()).status_code == 404
    assert HOTLINE not in browser.get("/staff/referrals/").content.decode()


def test_a_mail_goes_out_and_only_that_it_happened_is_kept(
    by_mail: None, browser: Client, noor: User, programme: Programme,
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    contact = make_open(programme=programme, by=noor)
    case = make_case(programme=programme, by=noor)
    body = typed()
    for place in (f"?contact={contact.pk}", f"?case={case.pk}"):
        answer = send(browser, typed(), script=False, query=place)
        assert answer.status_code == 302
        answer = browser.get(answer.headers["Location"], follow=True)
        assert not any(part in answer.content.decode() for part in PARTS)
    first = send(browser, body)
    again = send(browser, body)
    assert (first.status_code, again.status_code, len(mail.outbox)) == (201, 201, 3)
    message = mail.outbox[0]
    assert all(address in message.body for address in CANARIES)
    assert noor.name not in str(message.message())
    assert message.to == ["meldingen@hotline.example"]
    report = HotlineReport.objects.order_by("pk")[0]
    assert (report.addresses, report.reference) == (2, "")
    assert contact.answers.get(field="referrals").codes == ["hotline"]
    assert {entry.action for entry in Entry.objects.all()} >= {"hotline.reported"}
    mail.outbox.clear()
    check_nowhere(caplog, capsys)


class Refusing(EmailBackend):
    """A mail server that quotes what it refuses."""

    def send_messages(self, messages: object) -> int:
        raise OSError(f"554 rejected: {CANARIES}")


def test_what_cannot_be_delivered_is_told_at_once_and_kept_nowhere(
    by_mail: None, browser: Client, settings: Settings,
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    answer = send(browser, typed())
    assert answer.status_code == 502
    assert not any(part in answer.content.decode() for part in PARTS), "the tab has it; an answer need not"
    without_script = send(browser, typed(), script=False)
    assert CANARIES[0] in without_script.content.decode(), "without a script it comes back in the same answer"
    assert "no-store" in without_script.headers["Cache-Control"]
    assert not HotlineReport.objects.exists()
    check_nowhere(caplog, capsys)


@pytest.mark.parametrize("debug", [False, True])
def test_no_fault_of_ours_tells_them(
    by_mail: None, browser: Client, settings: Settings, debug: bool,
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    settings.DEBUG = debug
    faults = (
        ("helpline.referrals.delivery._mail", ValueError(CANARIES)),
        ("helpline.referrals.actions._note_report", DatabaseError(CANARIES)),
        ("helpline.referrals.forms.HotlineForm.is_valid", RuntimeError("broken")),
        ("helpline.referrals.hotline_views._where", RuntimeError("broken")),
    )
    for place, fault in faults:
        with patch(place, side_effect=fault):
            answer = send(browser, typed())
        assert answer.status_code in (201, 500), place
        assert not any(part in answer.content.decode() for part in PARTS), place
    check_nowhere(caplog, capsys)


def test_an_error_report_shows_nothing_of_such_a_request(browser: Client, settings: Settings) -> None:
    settings.DEBUG = True
    request = RequestFactory().post(HOTLINE, typed())
    addresses = CANARIES  # a variable on the way

    def breaks() -> None:
        raise RuntimeError(len(addresses))

    with pytest.raises(RuntimeError) as broken:
        breaks()
    reporter = ExceptionReporter(request, RuntimeError, broken.value, broken.value.__traceback__)
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert not any(part in report for part in PARTS), addresses


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (typed(addresses="een verhaal over kanariepad"), 422),
        (typed(addresses=""), 422),
        (typed(addresses="data:image/png;base64,zeekoet-83-47"), 422),
        (typed(number="zeekoet-83-47"), 422),
    ],
)
def test_a_mistake_is_named_and_not_repeated(
    by_mail: None, browser: Client, sent: dict[str, object], status: int
) -> None:
    answer = send(browser, sent)
    assert answer.status_code == status
    assert not any(part in answer.content.decode() for part in PARTS)
    assert mail.outbox == []


def test_never_an_upload(by_mail: None, browser: Client) -> None:
    picture = SimpleUploadedFile("beeld.png", b"\x89PNG zeekoet-83-47", content_type="image/png")
    assert browser.post(HOTLINE, {**typed(), "file": picture}).status_code == 415
    assert 'type="file"' not in browser.get(HOTLINE).content.decode()
    assert mail.outbox == []


def test_the_field_is_neither_drafted_nor_guarded_and_makes_no_links(by_mail: None, browser: Client) -> None:
    page = browser.get(HOTLINE).content.decode()
    field = page[page.index("<textarea") : page.index("</textarea>")]
    form = page[page.index("data-hotline") - 80 : page.index("</form>", page.index("data-hotline"))]
    assert "data-guard" not in field
    assert "data-draft" not in form
    for attribute in ('autocomplete="off"', 'spellcheck="false"'):
        assert attribute in field


class Intake(BaseHTTPRequestHandler):
    """The hotline's form, as it might be."""

    status, got, asked = 201, b"", 0

    def do_POST(self) -> None:
        type(self).asked += 1
        type(self).got = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.status)
        if 300 <= self.status < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b'{"reference": "MP-2026-12"}')

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def intake(settings: Settings) -> Iterator[type[Intake]]:
    server = HTTPServer(("127.0.0.1", 0), Intake)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.HOTLINE_URL = f"http://127.0.0.1:{server.server_port}/intake"
    Intake.status, Intake.got, Intake.asked = 201, b"", 0
    yield Intake
    server.shutdown()
    server.server_close()
    thread.join()


def test_their_form_gets_them_and_gives_a_reference(intake: type[Intake], browser: Client) -> None:
    assert send(browser, typed()).status_code == 201
    assert json.loads(intake.got)["addresses"] == list(CANARIES)
    assert HotlineReport.objects.get().reference == "MP-2026-12"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_their_form_is_nowhere_else(intake: type[Intake], status: int) -> None:
    """The addresses go where the settings say, and not on to where an answer points."""
    intake.status = status
    with pytest.raises(NotDelivered):
        delivery.deliver(CANARIES, day=DAY)
    assert intake.asked == 1


@pytest.mark.parametrize(("status", "permanent"), [(302, True), (400, True), (429, False), (503, False)])
def test_their_no_is_a_no(intake: type[Intake], status: int, permanent: bool) -> None:
    intake.status = status
    with pytest.raises(NotDelivered) as refused:
        delivery.deliver(CANARIES, day=DAY)
    assert refused.value.permanent is permanent


def test_the_demos_own_forgets_and_gives_a_reference(browser: Client, settings: Settings) -> None:
    assert "This is a demo" not in browser.get(HOTLINE).content.decode()
    settings.HOTLINE_URL = standin.URL
    assert "This is a demo" in browser.get(HOTLINE).content.decode()
    assert send(browser, typed()).status_code == 201
    assert HotlineReport.objects.get().reference.startswith("DEMO-")


def test_what_looks_like_a_telephone_number_is_no_reference() -> None:
    assert ReferenceForm({"reference": "MP 2026-7"}).is_valid()
    assert not ReferenceForm({"reference": "bel 06 12 83 47 59"}).is_valid()


def test_a_server_that_is_away(settings: Settings) -> None:
    settings.HOTLINE_URL = "http://127.0.0.1:9/"
    with pytest.raises(NotDelivered):
        delivery.deliver(CANARIES, day=DAY)


def test_the_reference_is_written_down_later(
    by_mail: None, browser: Client, noor: User, programme: Programme
) -> None:
    report, _new = actions.report_to_hotline(
        programme=programme, addresses=CANARIES, number=uuid.uuid4(), by=noor
    )
    assert report is not None
    address = f"{HOTLINE}reports/{report.pk}/"
    browser.post(address, {"reference": "https://kanariepad.example/"})
    report.refresh_from_db()
    assert report.reference == ""
    browser.post(address, {"reference": "MP 2026-7"})
    report.refresh_from_db()
    assert report.reference == "MP 2026-7"
    assert "MP 2026-7" in browser.get(f"{HOTLINE}reports/").content.decode()
    elsewhere = browser_of(make_desk_user(Programme.objects.get(slug="stopitnow"), role=Role.COUNSELLOR))
    assert elsewhere.post(address, {"reference": "X"}).status_code == 404


def test_nothing_of_the_report_says_which_contact(by_mail: None) -> None:
    assert {field.name for field in HotlineReport._meta.get_fields()} == {
        "id", "programme", "reported_date", "addresses", "reference", "erase_on_date",
    }  # fmt: skip


def test_a_contact_of_another_is_no_place(by_mail: None, browser: Client, programme: Programme) -> None:
    other = make_desk_user(programme, role=Role.COUNSELLOR)
    contact: Contact = make_open(programme=programme, by=other)
    assert browser.get(f"{HOTLINE}?contact={contact.pk}").status_code == 404
