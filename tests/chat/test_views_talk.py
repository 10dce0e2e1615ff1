import json
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import NoReturn

import pytest
from django.db import OperationalError
from django.utils import timezone, translation

from chat import log, wording
from chat.actions import talk
from chat.limits import IN_A_MINUTE
from chat.models import Conversation, Event, EventKind, Sender
from chat.rules import LOOK, REACHABLE
from chat.states import State
from chat.views.talk import NEWEST, REFRESH_SECONDS
from helpline.programmes.models import Programme
from tests.chat.visitors import Visitor
from tests.factories.chat import make_available, make_open_programme, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme, capacity=1, now=timezone.now())
    return programme


@pytest.fixture
def visitor(programme: Programme) -> Visitor:
    visitor = Visitor(scripted=False)
    visitor.knock()
    return visitor


def answer(conversation: Conversation, body: str) -> None:
    log.append(
        conversation_id=conversation.pk,
        sender=Sender.COUNSELLOR,
        staff_id=conversation.counsellor_id,
        body=body,
        client_id=f"staff-{conversation.head}-{len(body)}",
    )


@pytest.mark.parametrize(
    "name", ["talk/", "read/", "write/", "after/", "end/", "delete/", "code/", "danger/"]
)
def test_without_a_visit_every_page_leads_to_the_door(programme: Programme, name: str) -> None:
    response = Visitor().client.get(f"/helpwanted/chat/{name}")
    assert (response.status_code, response["Location"]) == (303, "/helpwanted/chat/")


def test_the_live_page_holds_no_word_of_the_conversation(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock()
    log.append(
        conversation_id=visitor.conversation.pk, sender=Sender.VISITOR, body="geheim1234", client_id="a"
    )
    page = visitor.get("talk/")
    assert "geheim1234" not in page
    assert str(visitor.conversation.pk) not in page
    assert 'data-socket="/helpwanted/chat/socket"' in page
    assert 'role="log"' in page
    assert "<title>Contact</title>" in page


def test_who_is_given_to_somebody_that_does_not_look_is_told_so_and_sees_the_other_ways(
    programme: Programme, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = SimpleNamespace(address="/helpwanted/letters-go-here/", name="Letters")
    monkeypatch.setattr("chat.views.talk.other_ways", lambda *_: [letters])
    longer = "It takes longer than we thought"
    visitor.client.cookies["django_language"] = "en"
    conversation = visitor.conversation
    assert conversation.state == State.TALKING
    with translation.override("en"):
        early = visitor.get("read/")
        assert longer not in early
        assert letters.address not in early
        Event.objects.update(at=timezone.now() - LOOK)
        late = visitor.get("read/")
        assert longer in late
        assert letters.address in late
        assert conversation.counsellor is not None
        talk.opened(conversation=conversation, by=conversation.counsellor)
        assert longer not in visitor.get("read/")
        page = Visitor()
        page.knock()
        assert f'data-look="{int(LOOK.total_seconds())}"' in page.get("talk/")


def test_the_script_gets_every_sentence_from_the_page(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock()
    found = re.search(
        r'<script id="talk-texts" type="application/json">(.*?)</script>', visitor.get("talk/"), re.DOTALL
    )
    assert found
    texts = json.loads(found[1])
    assert texts["notices"]["joined"] == "A helpline worker is here now."
    assert texts["moved"]["helpwanted"]
    assert "{place}" in texts["place"]["number"]


def test_a_message_without_scripts_stands_in_the_log_once(visitor: Visitor) -> None:
    found = re.search(r'name="cid" value="([^"]+)"', visitor.get("write/"))
    assert found
    for _ in range(2):
        where, page = visitor.post("send/", cid=found[1], message="Ik durf het\r\nniet te zeggen")
    assert where == "/helpwanted/chat/read/"
    bodies = [entry.body for entry in log.read(visitor.conversation.pk) if entry.kind == EventKind.TEXT]
    assert bodies == ["Ik durf het\nniet te zeggen"]
    assert "received" in page


def test_what_was_typed_is_shown_as_text_and_never_as_a_link(visitor: Visitor) -> None:
    _, page = visitor.post("send/", cid="a", message="<b>x</b> https://example.org/ 06-12345678")
    assert "&lt;b&gt;x&lt;/b&gt; https://example.org/ 06-12345678" in page
    assert 'href="https://example.org' not in page


def test_a_message_that_is_too_long_comes_back_to_its_writer(visitor: Visitor) -> None:
    body = "a" * 4001
    _, page = visitor.post("send/", cid="a", message=body)
    assert "too long" in page
    assert body in page


def test_a_message_that_our_storage_does_not_take_comes_back_to_its_writer(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full or away, before or after the visit was looked up: the words and their id stand in the form again."""

    def away(*args: object, **kwargs: object) -> NoReturn:
        raise OperationalError("away")

    for name in ("chat.log.append", "chat.visit.current", "cms.views.queries.programme_by_slug"):
        with monkeypatch.context() as broken:
            broken.setattr(name, away)
            if name != "chat.log.append":
                broken.setattr("chat.log.append", away)
            response = visitor.client.post(
                visitor.path("send/"), {"cid": "zelfde", "message": "niet kwijt <b>"}
            )
        assert response.status_code == 503, name
        assert "Your message was not sent" in response.text
        assert ">niet kwijt &lt;b&gt;</textarea>" in response.text
        assert 'name="cid" value="zelfde"' in response.text
        assert 'action="/helpwanted/chat/send/"' in response.text
        assert "no-store" in response["Cache-Control"]
    for _ in range(2):
        where, page = visitor.post("send/", cid="zelfde", message="niet kwijt <b>")
    assert where == "/helpwanted/chat/read/"
    assert page.count("niet kwijt") == 1


def test_reading_goes_on_by_itself_when_our_storage_is_back(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> NoReturn:
        raise OperationalError("away")

    for name in ("chat.visit.current", "chat.log.read", "chat.actions.reading.read_by_visitor"):
        with monkeypatch.context() as broken:
            broken.setattr(name, away)
            response = visitor.client.get(visitor.path("read/"))
        assert response.status_code == 503, name
        assert "the chat cannot be shown" in response.text
        assert f'http-equiv="refresh" content="{REFRESH_SECONDS}"' in response.text
        assert "tel:112" in response.text
    assert "Nothing that arrived is lost" not in visitor.get("read/")


def test_the_page_without_scripts_has_the_limit_of_the_other_roads(visitor: Visitor) -> None:
    for number in range(IN_A_MINUTE):
        where, _ = visitor.post("send/", cid=f"c{number}", message=f"bericht {number}")
        assert where == "/helpwanted/chat/read/"
    _, page = visitor.post("send/", cid="te-snel", message="en nog een")
    assert "very fast" in page
    assert ">en nog een</textarea>" in page
    Event.objects.update(at=timezone.now() - timedelta(minutes=1))
    where, page = visitor.post("send/", cid="te-snel", message="en nog een")
    assert where == "/helpwanted/chat/read/"
    assert page.count("en nog een") == 1


def test_an_empty_message_is_no_message(visitor: Visitor) -> None:
    where, _ = visitor.post("send/", cid="a", message="  \n ")
    assert where == "/helpwanted/chat/write/"
    assert [entry for entry in log.read(visitor.conversation.pk) if entry.kind == EventKind.TEXT] == []


def test_the_page_to_write_on_stays_still_and_the_page_to_read_looks_by_itself(visitor: Visitor) -> None:
    assert 'http-equiv="refresh"' in visitor.get("read/")
    assert 'http-equiv="refresh"' not in visitor.get("write/")


def test_reading_is_told_to_the_counsellor(visitor: Visitor) -> None:
    answer(visitor.conversation, "Hoi")
    assert visitor.conversation.visitor_read < visitor.conversation.head
    assert "Hoi" in visitor.get("read/")
    assert visitor.conversation.visitor_read == visitor.conversation.head


def test_only_the_newest_are_shown_until_all_are_asked_for(visitor: Visitor) -> None:
    for number in range(NEWEST + 5):
        answer(visitor.conversation, f"bericht {number:03d}.")
    assert "bericht 000." not in visitor.get("read/")
    page = visitor.client.get("/helpwanted/chat/read/?all=1").text
    assert "bericht 000." in page
    assert f"bericht {NEWEST + 4:03d}." in page
    assert 'http-equiv="refresh"' not in page


def test_waiting_shows_the_place_and_says_so_when_the_wait_is_not_known(visitor: Visitor) -> None:
    second = Visitor(scripted=False)
    _, page = second.knock()
    assert second.conversation.state == State.WAITING
    assert "You are next." in page
    assert "We cannot say how long it will take." in page


def test_a_page_that_stands_still_says_what_that_costs_in_line(visitor: Visitor) -> None:
    second = Visitor(scripted=False)
    second.knock()
    still = "This page stands still."
    assert still not in second.get("read/")
    assert still in second.get("write/")
    assert still in second.client.get("/helpwanted/chat/read/?still=1").text
    assert still not in visitor.get("write/")


def test_who_comes_back_after_a_silence_is_told_so(visitor: Visitor) -> None:
    gone, here = Visitor(scripted=False), Visitor(scripted=False)
    gone.knock()
    first = gone.conversation
    here.knock()
    Conversation.objects.filter(pk=first.pk).update(visitor_seen_at=timezone.now() - REACHABLE)
    assert "You are next." in here.get("read/")
    page = gone.get("read/")
    assert "You are next." in page
    assert "You have your place in line back." in page
    assert "You are number 2 in line." in here.get("read/")


def test_leaving_for_good_after_a_silence_is_no_sign_of_life(programme: Programme) -> None:
    """Nobody is given a visitor who comes back only to leave: what could not be told offline is told late."""
    Visitor(scripted=False).knock()  # fills the only counsellor
    gone = Visitor(scripted=False)
    gone.knock()
    Conversation.objects.filter(pk=gone.conversation.pk).update(visitor_seen_at=timezone.now() - REACHABLE)
    make_available(user=make_staff(programme), programme=programme, now=timezone.now())

    gone.client.post("/helpwanted/leave/", headers={"Sec-Fetch-Site": "same-origin"})

    assert gone.conversation.ended_how == "left_quickly"
    assert gone.conversation.answered_at is None


def test_the_panel_for_danger_is_shown_with_its_numbers(visitor: Visitor) -> None:
    conversation = visitor.conversation
    assert conversation.counsellor is not None
    talk.send_panel(conversation=conversation, by=conversation.counsellor)
    assert visitor.get("read/").count("tel:08000113") == 2


def test_after_the_end_nothing_refreshes_and_nothing_can_be_sent(visitor: Visitor) -> None:
    talk.end(conversation=visitor.conversation)
    page = visitor.get("read/")
    assert "This chat has ended" in page
    assert 'http-equiv="refresh"' not in page
    where, _ = visitor.post("send/", cid="z", message="nog iets")
    assert where == "/helpwanted/chat/read/"
    assert "nog iets" not in visitor.get("read/")


def test_a_visit_idle_for_half_an_hour_is_over(visitor: Visitor) -> None:
    Conversation.objects.update(visitor_seen_at=timezone.now() - timedelta(minutes=31))
    assert visitor.client.get("/helpwanted/chat/read/").status_code == 303


def test_leaving_now_ends_the_chat_and_says_how(visitor: Visitor) -> None:
    visitor.client.post("/helpwanted/leave/", headers={"Sec-Fetch-Site": "same-origin"})
    assert visitor.conversation.state == State.ENDED
    assert visitor.conversation.ended_how == "left_quickly"


def test_leaving_now_ends_what_is_open_in_the_other_programme_too(visitor: Visitor) -> None:
    visitor.client.post("/stopitnow/leave/", headers={"Sec-Fetch-Site": "same-origin"})
    assert visitor.conversation.ended_how == "left_quickly"


# --- wording --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["waiting", "left_quickly", "came_back", "read_along", "never heard of"])
def test_what_is_not_for_visitors_is_not_worded(code: str) -> None:
    assert wording.notice(json.dumps({"code": code})) == ""


@pytest.mark.parametrize(
    "notice",
    [
        {"code": "joined"},
        {"code": "assigned"},
        {"code": "assigned", "again": True},
        {"code": "counsellor_away"},
        {"code": "counsellor_back"},
        {"code": "back_in_queue"},
        {"code": "within_reach"},
        {"code": "transferred"},
        {"code": "last_entry", "closes_at": "2026-07-07T19:00:00+00:00"},
        {"code": "last_entry"},
        {"code": "ended_by_helpline"},
        {"code": "ended_by_visitor"},
        {"code": "left"},
    ],
)
def test_what_is_for_visitors_is_worded(notice: dict[str, object]) -> None:
    assert wording.notice(json.dumps(notice))


def test_a_move_to_the_other_programme_names_it() -> None:
    make_open_programme(slug="stopitnow")
    assert "Stopitnow" in wording.notice(json.dumps({"code": "transferred", "programme": "stopitnow"}))


def test_waits_are_worded() -> None:
    assert len({wording.wait(minutes) for minutes in (None, 0, 1, 2)}) == 4
    assert len({wording.place(place) for place in (0, 1, 2)}) == 3
