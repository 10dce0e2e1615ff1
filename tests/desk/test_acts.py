"""The desk's buttons: who may press which, where, and what is answered when it cannot be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat import log
from chat.actions import presence, talk, transfer
from chat.models import Conversation, EventKind, OverloadSwitch, Presence, Sender, Transfer
from chat.rules import REACHABLE
from chat.states import EndedHow, State, TransferState
from figures.models import Fact
from helpline.accounts import refusals
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts.states import ContactState
from helpline.desk.urls import urlpatterns
from helpline.programmes.models import Programme
from tests.factories.chat import knock, make_available, make_talking
from tests.factories.desk import browser_of, do, make_desk_user

pytestmark = pytest.mark.django_db

People = dict[str, User]


@pytest.fixture
def people(programme: Programme, other: Programme) -> People:
    """One of each: in this programme, and in the other."""
    found = {
        "hers": make_desk_user(programme, role=Role.COUNSELLOR),
        "colleague": make_desk_user(programme, role=Role.COUNSELLOR),
        "lead": make_desk_user(programme, role=Role.SHIFT_LEAD),
        "elsewhere": make_desk_user(other, role=Role.COUNSELLOR),
        "lead_elsewhere": make_desk_user(other, role=Role.SHIFT_LEAD),
        "administrator": make_desk_user(administrator=True),
    }
    for role in (Role.PROGRAMME_MANAGER, Role.EDITOR, Role.THERAPIST):
        found[role.value] = make_desk_user(programme, other, role=role)
    return found


@pytest.fixture
def conversation(programme: Programme, people: People) -> Conversation:
    """A chat of "hers" that goes on."""
    return make_talking(programme=programme, user=people["hers"], now=timezone.now())


@pytest.fixture
def waiting(programme: Programme, conversation: Conversation, people: People) -> Conversation:
    """Somebody who waits, because "hers" has room for one."""
    presence.say_available(user=people["hers"], programme=programme, capacity=1)
    found = knock(programme=programme, now=timezone.now())
    assert found.state == State.WAITING
    return found


@pytest.fixture
def offered(conversation: Conversation, people: People) -> Transfer:
    """The chat of "hers", offered to "colleague"."""
    return transfer.offer(conversation=conversation, by=people["hers"], to_user=people["colleague"])


ANSWERING = {"hers", "colleague", "lead"}
AT_A_DESK = {*ANSWERING, "elsewhere", "lead_elsewhere"}

#: name of the act: who may, what it is done to, what is sent
MATRIX: dict[str, tuple[set[str], str, Callable[[People], dict[str, object]]]] = {
    "presence": (ANSWERING, "", lambda _: {"programme": "helpwanted", "available": True, "capacity": 2}),
    "break": (AT_A_DESK, "", lambda _: {"on": True}),
    "next": (ANSWERING, "", lambda _: {"programme": "helpwanted"}),
    "practice": (ANSWERING, "", lambda _: {"programme": "helpwanted"}),
    "overload": ({"lead"}, "", lambda _: {"programme": "helpwanted", "on": True}),
    "pick": ({"lead"}, "waiting", lambda _: {}),
    # opening what is a colleague's changes nothing, and tells nothing
    "open": (ANSWERING, "conversation", lambda _: {}),
    "end": ({"hers", "lead"}, "conversation", lambda _: {}),
    "panel": ({"hers"}, "conversation", lambda _: {"cid": str(uuid4())}),
    "offer": (
        {"hers"},
        "conversation",
        lambda people: {"to_user": str(people["lead"].pk), "note": "wil jij?"},
    ),
    "read_along": ({"lead"}, "conversation", lambda _: {}),
    "take_over": ({"lead"}, "conversation", lambda _: {}),
    "accept": ({"colleague"}, "offered", lambda _: {}),
    "decline": ({"colleague"}, "offered", lambda _: {}),
    "take_back": ({"hers", "lead"}, "offered", lambda _: {}),
}
ACTS = [pattern.name for pattern in urlpatterns if str(pattern.pattern).startswith("desk/act/")]


def test_the_matrix_has_every_act() -> None:
    assert set(MATRIX) == set(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_who_may(name: str, people: People, request: pytest.FixtureRequest) -> None:
    """Every role, in this programme and in the other, presses every button; who may not, changes nothing."""
    request.getfixturevalue("waiting")
    allowed, thing, body = MATRIX[name]
    arguments = [request.getfixturevalue(thing).pk] if thing else []
    answered = {}
    for who, user in people.items():
        browser = browser_of(user)
        before = _state_of_things()
        with transaction.atomic():
            answered[who] = do(browser, name, *arguments, body=body(people)).status_code
            if answered[who] in (403, 404):
                assert _state_of_things() == before, who
            transaction.set_rollback(True)
    assert answered == {who: 200 if who in allowed else _refusal(who, thing) for who in people}


def _refusal(who: str, thing: str) -> int:
    """What somebody hears who may not: of something in the other programme, that it is not there."""
    return 404 if thing and who in AT_A_DESK - ANSWERING else 403


def _state_of_things() -> list[Any]:
    models = (Conversation, Presence, Transfer, OverloadSwitch)
    told = Entry.objects.exclude(action=refusals.ACTION)  # that it was refused is told
    return [list(rows.order_by("pk").values()) for rows in (*(model.objects for model in models), told)]


@pytest.mark.parametrize("name", ACTS)
def test_nobody_acts_without_signing_in_or_by_another_site(
    name: str, people: People, conversation: Conversation, offered: Transfer
) -> None:
    _, thing, body = MATRIX[name]
    arguments = [] if not thing else [offered.pk] if thing == "offered" else [conversation.pk]
    assert do(Client(), name, *arguments, body=body(people)).status_code == 401
    forged = browser_of(people["hers"], enforce_csrf_checks=True)
    assert do(forged, name, *arguments, body=body(people)).status_code == 403
    assert browser_of(people["hers"]).get(reverse(f"desk:{name}", args=arguments)).status_code == 405


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("presence", "no json"),
        ("presence", "[]"),
        ("presence", {}),
        ("presence", {"programme": "helpwanted", "available": "yes", "capacity": 2}),
        ("presence", {"programme": "helpwanted", "available": True, "capacity": "many"}),
        ("presence", {"programme": "helpwanted", "available": True, "capacity": True}),
        ("presence", '{"programme": "helpwanted", "available": true, "capacity": Infinity}'),
        ("break", {"on": 1}),
        ("next", {}),
        ("practice", "no json"),
        ("practice", {}),
        ("overload", {"programme": "helpwanted"}),
        ("panel", {"cid": "not a uuid"}),
        ("panel", {}),
        ("offer", {}),
        ("offer", {"to_user": "Sam"}),
        ("offer", {"to_user": [1]}),
        ("offer", {"to_user": "999999999", "note": ""}),
        ("end", {"kind": "no such kind"}),
        ("end", {"kind": "counselling"}),
    ],
)
def test_what_is_not_understood_is_refused(
    name: str, body: object, people: People, conversation: Conversation
) -> None:
    arguments = [conversation.pk] if MATRIX[name][1] else []
    answer = do(browser_of(people["hers"]), name, *arguments, body=body)
    assert (answer.status_code, answer.json()) == (400, {"why": "refused"})


@pytest.mark.parametrize(
    ("name", "arguments", "body"),
    [
        ("presence", [], {"programme": "nowhere", "available": True, "capacity": 2}),
        ("next", [], {"programme": "nowhere"}),
        ("practice", [], {"programme": "nowhere"}),
        ("overload", [], {"programme": "nowhere", "on": True}),
        ("open", [uuid4()], {}),
        ("end", [uuid4()], {}),
        ("panel", [uuid4()], {"cid": str(uuid4())}),
        ("read_along", [uuid4()], {}),
        ("accept", [987654], {}),
        ("decline", [987654], {}),
        ("take_back", [10**15], {}),
    ],
)
def test_what_is_gone_is_told_so(name: str, arguments: list[object], body: object, people: People) -> None:
    answer = do(browser_of(people["lead"]), name, *arguments, body=body)
    assert (answer.status_code, answer.json()) == (404, {"why": "gone"})


class TestNoLongerPossible:
    def test_taking_the_next_when_nobody_can_be_had(
        self, people: People, request: pytest.FixtureRequest
    ) -> None:
        """Nobody waits; or who waits closed the browser. Neither is a conversation that no longer exists."""
        answer = do(browser_of(people["hers"]), "next", body={"programme": "helpwanted"})
        assert (answer.status_code, answer.json()) == (409, {"why": "nobody"})
        waiting = request.getfixturevalue("waiting")
        Conversation.objects.filter(pk=waiting.pk).update(visitor_seen_at=timezone.now() - REACHABLE)
        answer = do(browser_of(people["hers"]), "next", body={"programme": "helpwanted"})
        assert (answer.status_code, answer.json()) == (409, {"why": "nobody"})

    def test_two_offers_at_once(self, people: People, offered: Transfer) -> None:
        answer = do(
            browser_of(people["hers"]), "offer", offered.conversation_id, body={"to_user": people["lead"].pk}
        )
        assert (answer.status_code, answer.json()) == (409, {"why": "offer_open"})

    def test_the_other_helpline_without_asking_the_visitor(
        self, people: People, conversation: Conversation
    ) -> None:
        browser = browser_of(people["hers"])
        answer = do(browser, "offer", conversation.pk, body={"to_programme": "stopitnow"})
        assert (answer.status_code, answer.json()) == (409, {"why": "visitor_not_asked"})
        answer = do(browser, "offer", conversation.pk, body={"to_programme": "stopitnow", "agreed": True})
        assert answer.status_code == 200

    def test_a_note_that_is_too_long(self, people: People, conversation: Conversation) -> None:
        answer = do(
            browser_of(people["hers"]),
            "offer",
            conversation.pk,
            body={"to_user": people["lead"].pk, "note": "x" * 4001},
        )
        assert (answer.status_code, answer.json()) == (409, {"why": "too_long"})
        assert not Transfer.objects.exists()

    def test_an_offer_that_was_answered(self, people: People, offered: Transfer) -> None:
        colleague = browser_of(people["colleague"])
        assert do(colleague, "decline", offered.pk).status_code == 200
        answer = do(colleague, "accept", offered.pk)
        assert (answer.status_code, answer.json()) == (409, {"why": "wrong_state"})

    def test_taking_back_from_a_colleague_who_is_there(
        self, programme: Programme, people: People, offered: Transfer
    ) -> None:
        make_available(user=people["colleague"], programme=programme, now=timezone.now())
        assert do(browser_of(people["colleague"]), "accept", offered.pk).status_code == 200
        answer = do(browser_of(people["hers"]), "take_back", offered.pk)
        assert (answer.status_code, answer.json()) == (409, {"why": "wrong_state"})

    def test_taking_back_from_a_colleague_who_dropped_out(
        self, programme: Programme, people: People, offered: Transfer
    ) -> None:
        make_available(user=people["colleague"], programme=programme, now=timezone.now())
        do(browser_of(people["colleague"]), "accept", offered.pk)
        Presence.objects.filter(user=people["colleague"]).update(
            leased_until=timezone.now() - timedelta(seconds=1)
        )
        presence.sweep()
        assert do(browser_of(people["hers"]), "take_back", offered.pk).status_code == 200
        offered.refresh_from_db()
        assert offered.state == TransferState.TAKEN_BACK
        assert offered.conversation.counsellor == people["hers"]

    def test_picking_what_somebody_took(self, people: People, conversation: Conversation) -> None:
        answer = do(browser_of(people["lead"]), "pick", conversation.pk)
        assert (answer.status_code, answer.json()) == (409, {"why": "wrong_state"})

    def test_the_panel_after_the_end(self, people: People, conversation: Conversation) -> None:
        talk.end(conversation=conversation, by=people["hers"])
        answer = do(browser_of(people["hers"]), "panel", conversation.pk, body={"cid": str(uuid4())})
        assert (answer.status_code, answer.json()) == (409, {"why": "wrong_state"})

    def test_taking_over_what_ended(self, people: People, conversation: Conversation) -> None:
        talk.end(conversation=conversation, by=people["hers"])
        assert do(browser_of(people["lead"]), "take_over", conversation.pk).status_code == 409


class TestEnding:
    def test_a_chat_waits_for_its_registration(self, people: People, conversation: Conversation) -> None:
        assert do(browser_of(people["hers"]), "end", conversation.pk).status_code == 200
        conversation.refresh_from_db()
        assert conversation.ended_how == EndedHow.BY_COUNSELLOR
        assert conversation.contact is not None
        assert conversation.contact.state == ContactState.TO_REGISTER
        assert not Fact.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "how"),
        [
            ("silent", EndedHow.BY_COUNSELLOR),
            ("joke", EndedHow.BY_COUNSELLOR),
            ("wrong_number", EndedHow.BY_COUNSELLOR),
            ("abusive", EndedHow.ABUSE),
        ],
    )
    def test_what_was_no_counselling_is_registered_in_the_same_move(
        self, people: People, conversation: Conversation, kind: str, how: str
    ) -> None:
        answer = do(browser_of(people["hers"]), "end", conversation.pk, body={"kind": kind})
        assert answer.status_code == 200
        conversation.refresh_from_db()
        assert (conversation.state, conversation.ended_how) == (State.ENDED, how)
        assert conversation.contact is not None
        assert conversation.contact.state == ContactState.REGISTERED
        assert [fact.kind for fact in Fact.objects.all()] == [kind]
        # pressed twice: counted once
        assert do(browser_of(people["hers"]), "end", conversation.pk, body={"kind": kind}).status_code == 200
        assert Fact.objects.count() == 1

    def test_it_is_one_move(
        self, people: People, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the registration fails, the chat goes on."""

        def fails(**_: object) -> None:
            raise ValueError

        monkeypatch.setattr("helpline.contacts.actions.close_non_counselling", fails)
        do(browser_of(people["hers"]), "end", conversation.pk, body={"kind": "joke"})
        conversation.refresh_from_db()
        assert conversation.state == State.TALKING

    def test_a_lead_ends_but_does_not_register_for_a_counsellor(
        self, people: People, conversation: Conversation
    ) -> None:
        lead = browser_of(people["lead"])
        assert do(lead, "end", conversation.pk, body={"kind": "joke"}).status_code == 403
        conversation.refresh_from_db()
        assert conversation.state == State.TALKING
        assert do(lead, "end", conversation.pk).status_code == 200

    def test_a_visitor_who_left_first_is_registered_all_the_same(
        self, people: People, conversation: Conversation
    ) -> None:
        talk.leave_quickly(conversation=conversation)
        browser = browser_of(people["hers"])
        assert do(browser, "end", conversation.pk, body={"kind": "hung_up"}).status_code == 200
        conversation.refresh_from_db()
        assert conversation.ended_how == EndedHow.LEFT_QUICKLY
        assert [fact.kind for fact in Fact.objects.all()] == ["hung_up"]


class TestBeingThere:
    def test_available_ends_a_break_everywhere(self, programme: Programme, other: Programme) -> None:
        user = make_desk_user(programme, other, role=Role.COUNSELLOR)
        for each in (programme, other):
            make_available(user=user, programme=each, now=timezone.now())
        browser = browser_of(user)
        do(browser, "break", body={"on": True})
        assert Presence.objects.filter(user=user, on_break=True).count() == 2
        answer = do(browser, "presence", body={"programme": programme.slug, "available": True, "capacity": 3})
        assert answer.status_code == 200
        assert not Presence.objects.filter(user=user, on_break=True).exists()
        assert Presence.objects.get(user=user, programme=programme).capacity == 3

    def test_changing_the_room_is_no_break(self, programme: Programme, people: People) -> None:
        do(
            browser_of(people["hers"]),
            "presence",
            body={"programme": programme.slug, "available": True, "capacity": 1},
        )
        assert not Entry.objects.filter(action="presence.break").exists()


def test_opening_ends_the_alert_only_for_its_counsellor(people: People, conversation: Conversation) -> None:
    for who in ("colleague", "lead"):
        do(browser_of(people[who]), "open", conversation.pk)
        conversation.refresh_from_db()
        assert conversation.opened_at is None
    do(browser_of(people["hers"]), "open", conversation.pk)
    conversation.refresh_from_db()
    assert conversation.opened_at is not None


def test_the_panel_is_shown_once_however_often_it_is_sent(people: People, conversation: Conversation) -> None:
    browser, cid = browser_of(people["hers"]), str(uuid4())
    for _ in range(2):
        assert do(browser, "panel", conversation.pk, body={"cid": cid}).status_code == 200
    kinds = [entry.kind for entry in log.read(conversation.pk) if entry.sender == Sender.COUNSELLOR]
    assert kinds == [EventKind.DANGER_PANEL]


def test_the_next_is_the_longest_waiting(programme: Programme, people: People, waiting: Conversation) -> None:
    later = knock(programme=programme, now=timezone.now())
    answer = do(browser_of(people["colleague"]), "next", body={"programme": programme.slug})
    assert answer.json() == {"conversation": str(waiting.pk)}
    later.refresh_from_db()
    assert later.state == State.WAITING
