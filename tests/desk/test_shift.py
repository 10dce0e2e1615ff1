"""The shift lead's board: what asks for an eye, for who leads, and a channel that is closed for a while."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from chat.actions import presence
from chat.actions.door import text_while_closed
from chat.actions.talk import opened
from chat.models import Conversation
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts import actions as contacts
from helpline.desk.board import board
from helpline.desk.matters import of_person
from helpline.desk.shift import shifts
from helpline.phone import locks
from helpline.programmes.models import Programme
from helpline.team import actions as team
from tests.factories.care import make_record
from tests.factories.chat import EVENING, make_available, make_talking
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.mail import make_letter

pytestmark = pytest.mark.django_db
NOW = EVENING + timedelta(minutes=7)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def noor(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def fatima(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.SHIFT_LEAD, name="Fatima")


def test_the_board_says_who_waits_who_is_there_and_what_goes_on(
    programme: Programme, noor: User, fatima: User
) -> None:
    make_available(user=noor, programme=programme, now=EVENING)
    make_talking(programme=programme, user=noor, now=EVENING)
    presence.renew(user=noor, now=NOW)
    (shift,) = shifts(fatima, NOW)
    chat = shift.channels[0]
    assert (chat.waiting, chat.longest, chat.answered, chat.missed, chat.stopped) == (0, None, 1, (), False)
    assert [(each.name, each.tone) for each in shift.people] == [("Noor", "good")]
    assert [(talk.counsellor, talk.minutes) for talk in shift.talks] == [("Noor", 7)]
    assert (chat.unopened, [(each.unopened, each.visitor_away) for each in shift.talks]) == (
        1,
        [(True, True)],
    )
    conversation = Conversation.objects.get()
    opened(conversation=conversation, by=noor, now=NOW)
    Conversation.objects.update(visitor_seen_at=NOW)
    (shift,) = shifts(fatima, NOW)
    assert shift.channels[0].unopened == 0
    assert [(each.unopened, each.visitor_away) for each in shift.talks] == [(False, False)]
    presence.take_break(user=noor, after_heavy=True, now=NOW)
    assert [each.how for each in shifts(fatima, NOW)[0].people] == ["takes a moment after a heavy contact"]
    presence.take_break(user=noor, on_break=False, now=NOW)
    assert shifts(fatima, NOW)[0].people[0].tone == "good"


def test_what_waits_for_an_eye_stands_first(programme: Programme, noor: User, fatima: User) -> None:
    assert shifts(fatima, NOW)[0].matters == ()
    talk = make_talking(programme=programme, user=noor, now=EVENING)
    assert talk.contact is not None
    contacts.end(contact=talk.contact, now=EVENING)
    team.debrief(programme=programme, text="Het blijft hangen.", by=noor, now=NOW)
    team.say(programme=programme, text="Wie neemt zo over?", by=noor, now=NOW)
    words = [(each.words, each.urgent) for each in shifts(fatima, NOW)[0].matters]
    assert words == [
        ("1 contact is not registered yet", False),
        ("1 note for you", False),
        ("1 new remark in the talk of the team", False),
    ]
    assert shifts(fatima, NOW + timedelta(days=1))[0].matters[0].urgent


def test_only_who_leads_sees_it(programme: Programme, other: Programme, noor: User, fatima: User) -> None:
    assert browser_of(noor).get("/staff/shift/").status_code == 403
    assert browser_of(noor).post("/staff/shift/stop/helpwanted/chat", {"on": "1"}).status_code == 403
    browser = browser_of(fatima)
    page = browser.get("/staff/shift/").content.decode()
    assert "Helpwanted" in page
    assert "Stop it Now" not in page
    assert "<html" not in browser.get("/staff/shift/part").content.decode()
    assert browser.post("/staff/shift/stop/stopitnow/chat", {"on": "1"}).status_code == 403
    assert browser.post("/staff/shift/stop/stopitnow/phone", {"on": "1"}).status_code == 403
    assert browser.post("/staff/shift/stop/helpwanted/post", {"on": "1"}).status_code == 404


def test_a_channel_is_closed_with_a_text_and_opened_again(
    programme: Programme, fatima: User, client: Client
) -> None:
    browser = browser_of(fatima)
    told = {
        "on": "1",
        "text_nl": "Het is nu heel druk. Bel 06 12345678 niet.",
        "text_en": "It is very busy now.",
    }
    for channel in ("chat", "phone"):
        assert browser.post(f"/staff/shift/stop/helpwanted/{channel}", told).status_code == 302
    assert text_while_closed(programme, "nl") == "Het is nu heel druk. Bel [telefoonnummer] niet."
    assert text_while_closed(programme, "en") == "It is very busy now."
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "It is very busy now." in client.get("/helpwanted/chat/").content.decode()
    line = locks.line_of(programme)
    assert (line.overload, line.overload_text_en) == (True, "It is very busy now.")
    assert [channel.stopped for channel in shifts(fatima)[0].channels] == [True]
    browser.post("/staff/shift/stop/helpwanted/chat", {"on": "1", "text_nl": "x" * 201})
    assert text_while_closed(programme, "nl").startswith("Het is nu")
    for channel in ("chat", "phone"):
        browser.post(f"/staff/shift/stop/helpwanted/{channel}", {"on": "0"})
    assert text_while_closed(programme, "nl") == ""
    assert not locks.line_of(programme).overload
    done = set(Entry.objects.values_list("action", flat=True))
    assert {"chat.overload", "phone.overload"} <= done


def test_risk_and_post_stand_on_top_and_reach_the_desk_at_once(
    programme: Programme, noor: User, fatima: User
) -> None:
    assert of_person(noor, NOW) == []
    letter = make_letter(programme, now=NOW)
    assert letter.due_at is not None
    record = make_record(programme=programme, by=noor, level="acute", now=NOW)
    first, *others = of_person(fatima, NOW)
    assert (first.words, first.urgent) == ("Acute: 1 risk record waits for a shift lead", True)
    assert "1 letter waits for somebody" in [each.words for each in others]
    late = of_person(fatima, letter.due_at + timedelta(minutes=1))
    assert ("1 letter was promised an answer before now", True) in [
        (each.words, each.urgent) for each in late
    ]
    assert board(fatima, NOW)["matters"][0]["words"] == first.words
    page = browser_of(fatima).get("/staff/shift/part").content.decode()
    assert "1 risk record waits" in page
    assert str(record.pk) not in page
