"""The board: to each what they may see, and never a word of a conversation."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from chat import log, queries
from chat.actions import lead, presence, queue, talk, transfer
from chat.models import Conversation, Presence, Sender
from chat.rules import REACHABLE
from chat.states import State
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.cases import actions as cases
from helpline.contacts import actions as contacts
from helpline.desk.board import board
from helpline.desk.naming import name_of
from helpline.programmes.models import Programme
from tests.factories.chat import EVENING, knock, make_available, make_full, make_talking, make_waiting
from tests.factories.desk import make_desk_user

pytestmark = pytest.mark.django_db
NOW = EVENING + timedelta(seconds=10)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def noor(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def sam(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.COUNSELLOR, name="Sam")


@pytest.fixture
def fatima(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.SHIFT_LEAD, name="Fatima")


@pytest.fixture
def conversation(programme: Programme, noor: User) -> Conversation:
    """A chat of Noor's."""
    return make_talking(programme=programme, user=noor)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


class TestCases:
    def test_the_case_stands_beside_the_chat(
        self, programme: Programme, noor: User, conversation: Conversation
    ) -> None:
        assert board(noor, NOW)["mine"][0]["case"] is None
        case = cases.open_case(
            programme=programme, by=noor, alias="Stille Haven", contact=conversation.contact, now=NOW
        )
        (row,) = board(noor, NOW)["mine"]
        assert row["case"] == {"alias": "Stille Haven", "url": f"/staff/cases/{case.pk}/"}

    def test_tasks_that_are_due_are_told_without_their_words(self, programme: Programme, noor: User) -> None:
        case = cases.open_case(programme=programme, by=noor, now=EVENING)
        for minutes, text in ((0, "geheim"), (50, ""), (90, "")):
            due = NOW + timedelta(minutes=minutes)
            cases.set_task(case=case, kind="consult", due_at=due, by=noor, text=text, now=EVENING)
        shown = board(noor, NOW)["cases"]
        assert [task["is_due"] for task in shown["tasks"]] == [True, False]
        assert shown["words"] == "1 case of yours · 1 task later"
        assert "geheim" not in json.dumps(shown)


class TestWhoSeesWhat:
    def test_nobody_sees_another_programme(
        self, programme: Programme, other: Programme, conversation: Conversation, noor: User
    ) -> None:
        make_waiting(programme=other)
        for role in (Role.COUNSELLOR, Role.SHIFT_LEAD):
            elsewhere = make_desk_user(other, role=role)
            seen = board(elsewhere, NOW)
            assert str(conversation.pk) not in json.dumps(seen)
            assert [row["programme"] for row in seen["waiting"]] == [other.slug]
            assert noor.name not in [row["name"].split(" · ")[0] for row in seen["team"]]
        assert board(noor, NOW)["waiting"] == []

    def test_a_colleague_sees_no_chats_of_others_and_a_lead_does(
        self, conversation: Conversation, noor: User, sam: User, fatima: User
    ) -> None:
        assert ids(board(noor, NOW)["mine"]) == [str(conversation.pk)]
        seen = board(sam, NOW)
        assert (seen["mine"], seen["others"], seen["shift"]) == ([], [], [])
        led = board(fatima, NOW)
        assert ids(led["others"]) == [str(conversation.pk)]
        (row,) = led["others"]
        assert (row["may_write"], row["may_whisper"], row["may_lead"]) == (False, True, True)
        assert row["registration"] is None
        assert ids(led["shift"][0]["talks"]) == [str(conversation.pk)]
        assert led["shift"][0]["talks"][0]["name"].startswith("Noor · ")

    def test_who_lost_the_role_sees_nothing(self, programme: Programme, conversation: Conversation) -> None:
        manager = make_desk_user(programme, role=Role.PROGRAMME_MANAGER)
        seen = board(manager, NOW)
        for part in ("waiting", "mine", "offers", "unfinished", "others", "team", "shift"):
            assert seen[part] == []

    def test_no_word_of_a_conversation_is_on_it(
        self, conversation: Conversation, noor: User, sam: User, fatima: User
    ) -> None:
        for sender, body in ((Sender.VISITOR, "kanarie een"), (Sender.COUNSELLOR, "kanarie twee")):
            log.append(
                conversation_id=conversation.pk,
                sender=sender,
                staff_id=noor.pk if sender == Sender.COUNSELLOR else None,
                body=body,
                client_id=body,
                now=NOW,
            )
        transfer.offer(conversation=conversation, by=noor, to_user=sam, note="kanarie drie", now=NOW)
        for user in (noor, sam, fatima):
            told = json.dumps(board(user, NOW))
            assert str(conversation.pk) in told
            assert "kanarie" not in told

    def test_it_is_plain_json(self, conversation: Conversation, noor: User, fatima: User) -> None:
        for user in (noor, fatima):
            seen = board(user, NOW)
            assert json.loads(json.dumps(seen)) == seen


class TestRows:
    def test_a_row_says_what_the_desk_needs(
        self, programme: Programme, conversation: Conversation, noor: User
    ) -> None:
        (row,) = board(noor, NOW)["mine"]
        assert row["name"].startswith(name_of(conversation.pk))
        assert row["place"] == ""
        assert (row["state"], row["language"], row["training"], row["scripted"]) == (
            State.TALKING,
            "nl",
            False,
            True,
        )
        assert (row["is_mine"], row["opened"], row["may_write"], row["may_lead"]) == (
            True,
            False,
            True,
            False,
        )
        assert row["registration"].endswith(f"{conversation.contact_id}/part/") or row["registration"]
        assert not row["visitor_away"]
        talk.opened(conversation=conversation, by=noor, now=NOW)
        assert board(noor, NOW)["mine"][0]["opened"]

    def test_what_was_ticked_beforehand_stands_in_words(self, programme: Programme, noor: User) -> None:
        make_available(user=noor, programme=programme)
        knock(programme=programme, pre_chat={"topics": ["grooming"], "age_band": ["12_18"]})
        (row,) = board(noor, NOW)["mine"]
        assert len(row["labels"]) == 2
        assert all(label and "_" not in label for label in row["labels"])
        with translation.override("nl"):
            assert board(noor, NOW)["mine"][0]["labels"] != row["labels"]

    def test_a_visitor_not_heard_of_is_marked(self, conversation: Conversation, noor: User) -> None:
        assert not board(noor, EVENING + REACHABLE - timedelta(seconds=1))["mine"][0]["visitor_away"]
        assert board(noor, EVENING + REACHABLE)["mine"][0]["visitor_away"]
        talk.end(conversation=conversation, now=NOW)
        assert not board(noor, EVENING + REACHABLE)["mine"][0]["visitor_away"]

    def test_who_works_in_two_programmes_reads_which(
        self, programme: Programme, other: Programme, conversation: Conversation
    ) -> None:
        both = make_desk_user(programme, other, role=Role.COUNSELLOR)
        make_available(user=both, programme=other)
        knock(programme=other)
        (row,) = board(both, NOW)["mine"]
        assert row["place"] == other.name
        assert [each["programme"] for each in board(both, NOW)["me"]["presences"]] == [
            programme.slug,
            other.slug,
        ]

    def test_the_order_of_ones_own_chats_stays(self, programme: Programme, noor: User) -> None:
        """Keys 1 to 9 go by it: what ended keeps its place until it is registered."""
        make_available(user=noor, programme=programme, capacity=3)
        made = [knock(programme=programme, now=EVENING + timedelta(seconds=at)) for at in range(3)]
        order = [str(each.pk) for each in made]
        assert ids(board(noor, NOW)["mine"]) == order
        talk.end(conversation=made[0], by=noor, now=NOW)
        assert ids(board(noor, NOW)["mine"]) == order
        assert board(noor, NOW)["me"]["load"] == 2
        contact = Conversation.objects.get(pk=made[0].pk).contact
        assert contact is not None
        contacts.close_non_counselling(contact=contact, kind="joke", by=noor, now=NOW)
        assert ids(board(noor, NOW)["mine"]) == order[1:]

    @pytest.mark.parametrize("asked_first", ["board", "at_hand"])
    def test_a_chat_that_ends_while_the_board_is_made_is_on_it_once(
        self, conversation: Conversation, noor: User, monkeypatch: pytest.MonkeyPatch, asked_first: str
    ) -> None:
        """It ended right after one question and before the next: whichever was first, the desk keeps it."""
        asked = getattr(queries, asked_first)

        def ask_and_end(*args: Any) -> Any:
            found = asked(*args)
            talk.end(conversation=conversation, by=noor, now=NOW)
            return found

        monkeypatch.setattr(queries, asked_first, ask_and_end)
        seen = board(noor, NOW)
        assert ids(seen["mine"]) == [str(conversation.pk)]
        assert seen["unfinished"] == []


class TestWaiting:
    def test_the_longest_waiting_first_and_only_a_lead_picks(
        self, programme: Programme, noor: User, fatima: User
    ) -> None:
        first = make_waiting(programme=programme)
        second = knock(programme=programme, now=EVENING + timedelta(seconds=5))
        for user, may_pick in ((noor, False), (fatima, True)):
            rows = board(user, NOW)["waiting"]
            assert ids(rows) == [str(first.pk), str(second.pk)]
            assert [row["may_pick"] for row in rows] == [may_pick, may_pick]
            assert not any(row["may_write"] or row["registration"] for row in rows)

    def test_the_longest_waiting_first_over_both_helplines(
        self, programme: Programme, other: Programme
    ) -> None:
        both = make_desk_user(programme, other, role=Role.COUNSELLOR)
        make_full(programme=programme)
        make_full(programme=other)
        second = knock(programme=programme, now=EVENING + timedelta(seconds=5))
        first = knock(programme=other, now=EVENING + timedelta(seconds=2))
        assert ids(board(both, NOW)["waiting"]) == [str(first.pk), str(second.pk)]

    def test_who_cannot_be_reached_is_marked_and_not_counted(
        self, programme: Programme, noor: User, fatima: User
    ) -> None:
        gone = make_waiting(programme=programme)
        here = knock(programme=programme, now=EVENING + timedelta(seconds=5))
        later = EVENING + REACHABLE
        for user in (noor, fatima):
            rows = board(user, later)["waiting"]
            assert [(row["id"], row["visitor_away"]) for row in rows] == [
                (str(gone.pk), True),
                (str(here.pk), False),
            ]
        (shift,) = board(fatima, later)["shift"]
        assert (shift["waiting"], shift["longest"]) == (1, "2 min")
        (shift,) = board(fatima, later + REACHABLE)["shift"]
        assert (shift["waiting"], shift["longest"]) == (0, "nobody")

    def test_anybody_picks_a_practice_chat(self, programme: Programme, noor: User, sam: User) -> None:
        from chat.actions import door

        practice = door.start_training(programme=programme, by=sam, now=EVENING)
        (row,) = board(noor, NOW)["waiting"]
        assert (row["id"], row["training"], row["may_pick"]) == (str(practice.pk), True, True)
        queue.pick(conversation=practice, by=noor, now=NOW)
        (mine,) = board(noor, NOW)["mine"]
        assert mine["registration"] is None

    def test_one_who_dropped_out_of_a_talk_is_back_with_no_one(
        self, programme: Programme, conversation: Conversation, noor: User, sam: User
    ) -> None:
        late = EVENING + timedelta(seconds=61)
        presence.sweep(now=late)
        assert board(noor, late)["mine"][0]["state"] == State.GRACE
        later = late + timedelta(seconds=91)
        presence.sweep(now=later)
        assert board(noor, later)["mine"] == []
        assert ids(board(sam, later)["waiting"]) == [str(conversation.pk)]


class TestOffers:
    def test_an_offer_stands_with_both_until_it_is_accepted(
        self, programme: Programme, conversation: Conversation, noor: User, sam: User, fatima: User
    ) -> None:
        make_available(user=sam, programme=programme)
        offer = transfer.offer(conversation=conversation, by=noor, to_user=sam, now=NOW)
        (mine,) = board(noor, NOW)["mine"]
        assert mine["offer"] == {"id": offer.pk, "to": "Sam"}
        assert mine["can_take_back"] == offer.pk
        seen = board(sam, NOW)
        assert [(row["id"], row["may_decline"]) for row in seen["offers"]] == [(offer.pk, True)]
        assert seen["offers"][0]["name"].startswith("Noor: ")
        (row,) = seen["others"]
        assert (row["is_mine"], row["may_write"], row["may_whisper"]) == (False, False, False)
        assert board(fatima, NOW)["offers"] == []
        transfer.accept(transfer=offer, by=sam, now=NOW)
        assert board(noor, NOW)["mine"] == []
        assert board(sam, NOW)["offers"] == []
        (accepted,) = board(sam, NOW)["mine"]
        assert (accepted["offer"], accepted["can_take_back"]) == (None, None)

    def test_one_to_a_whole_programme_is_not_declined_by_one(
        self, other: Programme, conversation: Conversation, noor: User
    ) -> None:
        elsewhere = make_desk_user(other, role=Role.COUNSELLOR)
        transfer.offer(conversation=conversation, by=noor, to_programme=other, visitor_agreed=True, now=NOW)
        (row,) = board(elsewhere, NOW)["offers"]
        assert not row["may_decline"]
        assert board(noor, NOW)["mine"][0]["offer"]["to"] == other.name


class TestUnfinished:
    def test_the_timer_of_a_chat_that_ended_stands_still(
        self, noor: User, conversation: Conversation
    ) -> None:
        assert board(noor, NOW)["mine"][0]["until"] == ""
        talk.end(conversation=conversation, by=noor, now=NOW)
        (row,) = board(noor, NOW + timedelta(hours=1))["mine"]
        assert (row["state"], row["until"]) == (State.ENDED, NOW.isoformat())

    def test_what_ended_long_ago_waits_apart_until_it_is_registered(
        self, conversation: Conversation, noor: User, sam: User
    ) -> None:
        talk.end(conversation=conversation, by=noor, now=NOW)
        assert ids(board(noor, NOW)["mine"]) == [str(conversation.pk)]
        assert board(noor, NOW)["unfinished"] == []
        tomorrow = NOW + timedelta(hours=13)
        seen = board(noor, tomorrow)
        assert seen["mine"] == []
        assert ids(seen["unfinished"]) == [str(conversation.contact_id)]
        assert board(sam, tomorrow)["unfinished"] == []
        contact = Conversation.objects.get(pk=conversation.pk).contact
        assert contact is not None
        contacts.close_non_counselling(contact=contact, kind="silent", by=noor, now=tomorrow)
        assert board(noor, tomorrow)["unfinished"] == []


class TestTheShift:
    def test_a_lead_reads_how_it_stands(self, programme: Programme, fatima: User) -> None:
        make_waiting(programme=programme)
        lead.set_overload(programme=programme, by=fatima, on=True, now=EVENING)
        later = EVENING + timedelta(minutes=3)
        Conversation.objects.filter(state=State.WAITING).update(visitor_seen_at=later)
        (part,) = board(fatima, later)["shift"]
        assert (part["programme"], part["waiting"], part["overload"]) == (programme.slug, 1, True)
        assert part["longest"] == "3 min"
        assert (part["answered"], part["missed"]) == (1, 0)

    def test_nobody_waits(self, programme: Programme, fatima: User) -> None:
        (part,) = board(fatima, NOW)["shift"]
        assert (part["waiting"], part["longest"]) == (0, "nobody")

    def test_colleagues_with_what_they_have_at_hand(
        self, programme: Programme, conversation: Conversation, noor: User, sam: User
    ) -> None:
        (row,) = board(sam, NOW)["team"]
        assert (row["name"], row["present"], row["programmes"]) == ("Noor · 1 of 2", True, [programme.slug])
        presence.take_break(user=noor, now=NOW)
        assert board(sam, NOW)["team"][0]["name"] == "Noor · on a break"
        assert not board(sam, NOW)["team"][0]["present"]
        Presence.objects.filter(user=noor).update(leased_until=EVENING)
        assert board(sam, NOW)["team"][0]["name"] == "Noor · connection lost"


def test_a_board_costs_a_bounded_number_of_questions(
    programme: Programme, noor: User, django_assert_max_num_queries: Any
) -> None:
    """Ten chats more cost no query more: every desk asks for it every few seconds."""
    make_available(user=noor, programme=programme, capacity=6)
    for at in range(6):
        knock(programme=programme, now=EVENING + timedelta(seconds=at))
    with django_assert_max_num_queries(40):
        board(User.objects.get(pk=noor.pk), timezone.now())
