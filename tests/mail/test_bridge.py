"""The bridge, between a real IMAP server (Dovecot) and a mail server on loopback: a mail is a letter, exactly once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from helpline.accounts.models import User
from helpline.desk.matters import of_person as matters
from helpline.environment_post import Bridge, Server, read_post
from helpline.mail import actions, queries, references, sealing, terms
from helpline.mail.actions import bridging
from helpline.mail.bridge import imap, work
from helpline.mail.errors import BridgeFailed
from helpline.mail.models import Correspondence, FetchedMail, Letter, Postbox
from helpline.mail.states import Delivery, Road, Side, State
from helpline.programmes.models import Programme
from tests.factories.mail import MORNING
from tests.services.dovecot import Dovecot
from tests.services.mailbox import Mailbox
from tests.services.plugin import services_folder

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
WRITER = "kanarie@post.example"
TEXT = "Ik wil weten wat ik kan doen."
ANSWER = "Wat goed dat je schrijft."


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    folder = services_folder()
    dovecot = Dovecot(folder / "d")
    dovecot.start()
    yield dovecot
    dovecot.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def inbox(server: Dovecot) -> Dovecot:
    server.empty()
    return server


@pytest.fixture
def out() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def bridge(inbox: Dovecot, out: Mailbox, settings: Settings) -> Bridge:
    values = {
        "POST_IN": f"helpwanted={inbox.url}",
        "POST_OUT": f"helpwanted={out.url}",
        "POST_ADDRESS": "helpwanted=brieven@neutraal.example",
    }
    settings.POST_BRIDGES = dict(read_post(values))
    found: Bridge = settings.POST_BRIDGES["helpwanted"]
    return found


def mail(text: str = TEXT, *, sender: str = WRITER, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = f"Kanarie Vogelaar <{sender}>"
    message["To"] = "brieven@neutraal.example"
    message["Subject"] = "Kanarie vraagt iets"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def answered(programme: Programme, by: User, inbox: Dovecot, out: Mailbox) -> tuple[Correspondence, str]:
    """A mail that was answered; the Message-ID of the answer."""
    inbox.deliver(mail())
    work.fetch_all(now=MORNING)
    kept = Correspondence.objects.get()
    actions.take(correspondence=kept, by=by, now=MORNING)
    actions.answer(correspondence=kept, text=ANSWER, request_id=uuid4(), by=by, now=MORNING)
    assert work.send_due(now=MORNING) == 1
    return kept, str(out.letters[-1].message["Message-ID"])


def test_a_mail_becomes_a_letter_and_leaves_the_server(
    helpwanted: Programme, bridge: Bridge, inbox: Dovecot
) -> None:
    inbox.deliver(mail())
    inbox.deliver(mail("Ik ben een machine.", Auto_Submitted="auto-generated"))
    assert work.fetch_all(now=MORNING) == 1
    assert inbox.left() == []
    assert not FetchedMail.objects.exists()
    kept = Correspondence.objects.get()
    assert (kept.road, kept.state) == (Road.MAIL, State.WAITING)
    assert kept.contact is not None
    assert [shown.text for shown in queries.for_visitor(kept)] == [TEXT]
    assert sealing.open_reply(sealing.key_of(kept), kept) == WRITER
    assert WRITER.encode() not in bytes(kept.reply_ciphertext or b"")


def test_an_answer_leaves_neutral_and_once(
    helpwanted: Programme, noor: User, bridge: Bridge, inbox: Dovecot, out: Mailbox
) -> None:
    kept, _ = answered(helpwanted, noor, inbox, out)
    assert work.send_due(now=MORNING + timedelta(days=1)) == 0
    (letter,) = out.letters
    message = letter.message
    assert (letter.sender, letter.to) == ("brieven@neutraal.example", (WRITER,))
    assert message.get_content().strip() == ANSWER
    assert set(message.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
        "X-Auto-Response-Suppress",
    }  # fmt: skip
    assert message["From"] == "brieven@neutraal.example"
    assert message["Subject"] == "Antwoord"
    assert set(out.greetings) == {"neutraal.example"}, "a mail server writes down what we are called"
    raw = letter.content.lower()
    assert all(
        word not in raw for word in (b"helpwanted", b"counsellor", b"kanarie vogelaar", TEXT.encode().lower())
    )
    sent = kept.letters.get(side=Side.HELPLINE)
    assert sent.delivery == Delivery.SENT
    assert references.kept(references.of_letter(sealing.key_of(kept), sent)) == sent.reference_hash


def test_who_answers_our_answer_goes_on_and_a_stranger_does_not(
    helpwanted: Programme, noor: User, bridge: Bridge, inbox: Dovecot, out: Mailbox
) -> None:
    kept, message_id = answered(helpwanted, noor, inbox, out)
    inbox.deliver(mail("Dank je.\n\n> Wat goed dat je schrijft.", In_Reply_To=message_id))
    inbox.deliver(mail("Ik las dit bij een ander.", sender="ander@post.example", In_Reply_To=message_id))
    inbox.deliver(mail("Iets heel anders, zonder verwijzing."))
    assert work.fetch_all(now=MORNING) == 3
    assert [shown.text for shown in queries.for_visitor(kept)] == [TEXT, ANSWER, "Dank je."]
    kept.refresh_from_db()
    assert kept.state == State.WAITING
    assert Correspondence.objects.count() == 3


def test_a_bounce_tells_the_counsellor_and_opens_nothing(
    helpwanted: Programme, noor: User, bridge: Bridge, inbox: Dovecot, out: Mailbox
) -> None:
    kept, message_id = answered(helpwanted, noor, inbox, out)
    bounce = (
        "From: MAILER-DAEMON@post.example\nReturn-Path: <>\n"
        f"Content-Type: multipart/report; boundary=x\n\n--x\n\nniet bezorgd\n\nMessage-ID: {message_id}\n--x--\n"
    )
    inbox.deliver(bounce.encode())
    work.fetch_all(now=MORNING)
    assert kept.letters.get(side=Side.HELPLINE).delivery == Delivery.FAILED
    assert Correspondence.objects.count() == 1
    assert queries.for_desk(noor, MORNING).failed == 1
    assert len(out.letters) == 1, "a bounce is answered by nobody"


def test_one_automatic_answer_and_never_to_a_machine(
    helpwanted: Programme, bridge: Bridge, inbox: Dovecot, out: Mailbox
) -> None:
    inbox.deliver(mail("lang " * 10_000))
    inbox.deliver(mail("lang " * 10_000, X_Auto_Response_Suppress="All"))
    work.fetch_all(now=MORNING)
    work.send_due(now=MORNING)
    work.send_due(now=MORNING + timedelta(days=1))
    (letter,) = out.letters
    assert letter.message["Auto-Submitted"] == "auto-replied"
    assert all(each.is_cut for each in Letter.objects.filter(side=Side.VISITOR))


def test_a_correspondence_takes_so_many_a_day(
    helpwanted: Programme,
    noor: User,
    bridge: Bridge,
    inbox: Dovecot,
    out: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, message_id = answered(helpwanted, noor, inbox, out)
    monkeypatch.setattr(terms, "MOST_IN_A_DAY", 2)
    for number in range(4):
        inbox.deliver(mail(f"Bericht {number}", In_Reply_To=message_id))
    work.fetch_all(now=MORNING)
    work.send_due(now=MORNING)
    assert kept.letters.filter(side=Side.VISITOR).count() == 2
    assert kept.letters.filter(side=Side.AUTOMATIC).count() == 1
    assert inbox.left() == []
    assert len(out.letters) == 2


def test_a_flood_stays_on_the_server_until_the_hour_is_over(
    helpwanted: Programme, bridge: Bridge, inbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_IN_AN_HOUR", 2)
    for _ in range(3):
        inbox.deliver(mail())
    assert work.fetch_all(now=MORNING) == 2
    assert len(inbox.left()) == 1
    assert work.fetch_all(now=MORNING + timedelta(hours=1)) == 1
    assert inbox.left() == []


def test_a_mail_that_cannot_be_taken_in_keeps_nobody_waiting(
    helpwanted: Programme, bridge: Bridge, inbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.deliver(mail("stuk"))
    inbox.deliver(mail())
    receive = bridging.receive

    def broken(**how: Any) -> bridging.Received:
        if how["mail"].text == "stuk":
            raise RuntimeError("zeekoet")
        return receive(**how)

    monkeypatch.setattr(bridging, "receive", broken)
    assert work.fetch_all(now=MORNING) == 1
    assert len(inbox.left()) == 1


def test_a_mail_is_of_the_language_it_was_written_in(
    helpwanted: Programme, bridge: Bridge, inbox: Dovecot
) -> None:
    inbox.deliver(mail("Someone at school has a picture of me and I don't know what to do."))
    work.fetch_all(now=MORNING)
    kept = Correspondence.objects.get()
    assert kept.language == "en"
    assert kept.contact is not None
    assert kept.contact.language == "en"


def test_a_mailbox_that_cannot_be_emptied_is_told_until_it_can(
    helpwanted: Programme, noor: User, lead: User, bridge: Bridge, inbox: Dovecot, settings: Settings
) -> None:
    def told(minutes: int) -> list[tuple[str, bool]]:
        stuck = queries.stuck_mailboxes(noor, MORNING + timedelta(minutes=minutes))
        return [(each.programme.slug, each.since is None) for each in stuck]

    away = replace(bridge, incoming=replace(bridge.incoming, password="wrong"))
    settings.POST_BRIDGES = {"helpwanted": away}
    work.fetch_all(now=MORNING)
    assert told(0) == [("helpwanted", True)]
    assert [each.words for each in matters(lead, MORNING) if each.urgent]
    assert not matters(noor, MORNING), "a counsellor reads it at the inbox, a shift lead on the desk too"
    settings.POST_BRIDGES = {"helpwanted": bridge}
    work.fetch_all(now=MORNING)
    assert told(29) == []
    settings.POST_BRIDGES = {"helpwanted": away}
    work.fetch_all(now=MORNING + timedelta(minutes=20))
    assert told(29) == []
    assert told(31) == [("helpwanted", False)]
    settings.POST_BRIDGES = {}
    assert told(31) == []


def test_one_process_at_a_time_has_a_mailbox(helpwanted: Programme, bridge: Bridge, inbox: Dovecot) -> None:
    Postbox.objects.create(programme=helpwanted, fetching_until=MORNING + timedelta(minutes=1))
    inbox.deliver(mail())
    assert work.fetch_all(now=MORNING) == 0
    assert work.fetch_all(now=MORNING + timedelta(minutes=2)) == 1
    assert Postbox.objects.get().fetching_until is None


def test_a_server_that_is_away_loses_nothing(
    helpwanted: Programme, noor: User, bridge: Bridge, inbox: Dovecot, out: Mailbox, settings: Settings
) -> None:
    inbox.deliver(mail())
    work.fetch_all(now=MORNING)
    kept = Correspondence.objects.get()
    actions.take(correspondence=kept, by=noor, now=MORNING)
    sent = actions.answer(correspondence=kept, text=ANSWER, request_id=uuid4(), by=noor, now=MORNING)
    out.refuses = True
    moment = MORNING
    for wait in bridging.WAITS[:-1]:
        assert work.send_due(now=moment) == 0
        sent.refresh_from_db()
        assert sent.delivery == Delivery.QUEUED
        assert work.send_due(now=moment + wait / 2) == 0
        moment += wait
    out.refuses = False
    assert work.send_due(now=moment) == 1
    assert out.letters[-1].text.strip() == ANSWER


def test_after_half_a_day_a_person_is_told(
    helpwanted: Programme, noor: User, bridge: Bridge, inbox: Dovecot, out: Mailbox
) -> None:
    inbox.deliver(mail())
    work.fetch_all(now=MORNING)
    kept = Correspondence.objects.get()
    actions.take(correspondence=kept, by=noor, now=MORNING)
    actions.answer(correspondence=kept, text=ANSWER, request_id=uuid4(), by=noor, now=MORNING)
    out.refuses = True
    for hours in range(0, 200, 10):
        work.send_due(now=MORNING + timedelta(hours=hours))
    assert kept.letters.get(side=Side.HELPLINE).delivery == Delivery.FAILED


class _Box:
    """A mailbox that breaks off where it is told to, before or after it did what was asked."""

    uid_validity = 7

    def __init__(self, mails: dict[int, bytes], breaks: list[int]) -> None:
        self.mails, self.breaks, self._asked = mails, set(breaks), 0

    def _may_break(self) -> None:
        self._asked += 1
        if self._asked in self.breaks:
            raise BridgeFailed("broken off")

    def uids(self) -> list[int]:
        self._may_break()
        return sorted(self.mails)

    every_uid = uids

    def peek(self, uid: int, limit: int) -> tuple[bytes, int]:
        self._may_break()
        return self.mails[uid][:limit], len(self.mails[uid])

    def remove(self, uids: list[int]) -> None:
        self._may_break()
        for uid in uids:
            self.mails.pop(uid, None)
        self._may_break()


@how(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(breaks=st.lists(st.integers(1, 30), max_size=6))
def test_broken_off_anywhere_each_mail_is_one_letter(helpwanted: Programme, breaks: list[int]) -> None:
    """Whatever breaks off, in the end each mail is exactly one letter and none is left."""
    Correspondence.objects.all().delete()
    FetchedMail.objects.all().delete()
    box = _Box({number: mail(f"Brief {number}") for number in range(1, 5)}, breaks)

    @contextmanager
    def opened(server: Server) -> Iterator[imap.Mailbox]:
        yield box  # type: ignore[misc]

    server = Server("localhost", 1, "box", "", tls=False)
    bridge = Bridge("helpwanted", server, server, "brieven@neutraal.example")
    for _ in range(len(breaks) + 1):
        try:
            work.fetch(helpwanted, bridge, now=MORNING, opened=opened)
        except BridgeFailed:
            continue
        break
    texts = [queries.for_visitor(each)[0].text for each in Correspondence.objects.all()]
    assert sorted(texts) == [f"Brief {number}" for number in range(1, 5)]
    assert not box.mails
    box.breaks.clear()
    work.fetch(helpwanted, bridge, now=MORNING, opened=opened)
    assert not FetchedMail.objects.exists()
