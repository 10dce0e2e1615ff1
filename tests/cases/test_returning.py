"""Coming back with a code: in the chat, by phone; and never without one."""

from datetime import datetime, timedelta

import pytest

from chat.actions import aftercare, presence, talk
from chat.errors import CodeUnknown, DoorClosed, TooManyTries
from helpline.accounts.models import User
from helpline.cases import actions, queries, returning
from helpline.cases.models import Case
from helpline.cases.nightly import note_unanswered_attempts
from helpline.contacts import actions as contacts
from helpline.contacts.models import Answer
from helpline.contacts.states import ContactState
from helpline.programmes import keycodes
from helpline.programmes.models import Channel, OpeningHours, Programme
from helpline.vault.codes import CodeThrottle
from tests.factories.cases import EVENING, make_case
from tests.factories.chat import knock, make_available, make_staff
from tests.factories.contacts import make_attempt, make_open, seed
from tests.factories.programmes import open_always

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hash")]


@pytest.fixture(autouse=True)
def _fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "WORDS_THROTTLE", CodeThrottle())
    monkeypatch.setattr(returning, "DIGITS_THROTTLE", CodeThrottle(burst=10))
    monkeypatch.setattr(aftercare, "THROTTLE", CodeThrottle())


@pytest.fixture
def programme(db: None) -> Programme:
    programme = seed()
    OpeningHours.objects.filter(programme=programme, channel=Channel.CHAT).delete()
    open_always(programme=programme)
    return programme


@pytest.fixture
def ann(programme: Programme) -> User:
    user = make_staff(programme, name="Ann")
    make_available(user=user, programme=programme)
    return user


@pytest.fixture
def case(programme: Programme, ann: User) -> Case:
    return make_case(programme=programme, by=ann)


class TestInTheChat:
    def test_the_code_of_a_case_begins_a_chat_that_belongs_to_it(
        self, programme: Programme, ann: User, case: Case
    ) -> None:
        code = actions.make_code(case=case, by=ann, now=EVENING)
        with pytest.raises(CodeUnknown):
            aftercare.come_back(code=code, programme=programme, now=EVENING)
        conversation = aftercare.begin_in_case(code=code, programme=programme, language="nl", now=EVENING)
        assert conversation.contact is not None
        assert queries.case_of(conversation.contact, now=EVENING) == case
        answer = Answer.objects.get(contact=conversation.contact, field="contact_of_year")
        assert (answer.codes, answer.from_visitor) == (["first"], True)

    def test_a_door_that_is_shut_stays_shut(self, programme: Programme, ann: User, case: Case) -> None:
        code = actions.make_code(case=case, by=ann, now=EVENING)
        presence.say_available(user=ann, programme=programme, available=False, capacity=1, now=EVENING)
        with pytest.raises(DoorClosed):
            aftercare.begin_in_case(code=code, programme=programme, language="nl", now=EVENING)

    def test_another_programme_s_code_opens_nothing(
        self, programme: Programme, ann: User, case: Case
    ) -> None:
        code = actions.make_code(case=case, by=ann, now=EVENING)
        other = Programme.objects.exclude(pk=programme.pk)[0]
        with pytest.raises(CodeUnknown):
            aftercare.begin_in_case(code=code, programme=other, language="nl", now=EVENING)

    def test_an_earlier_chat_that_belongs_to_a_case_goes_on_in_it(
        self, programme: Programme, ann: User, case: Case
    ) -> None:
        conversation = knock(programme=programme)
        assert conversation.contact is not None
        actions.link(contact=conversation.contact, case=case, by=ann, now=EVENING)
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        talk.end(conversation=conversation, now=EVENING)
        back = aftercare.come_back(code=code, programme=programme, now=EVENING)
        assert back.contact_id != conversation.contact_id
        assert back.contact_id is not None
        assert queries.case_of(back.contact_id, now=EVENING) == case

    def test_trying_is_slowed_for_everybody_together(
        self, programme: Programme, ann: User, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = actions.make_code(case=case, by=ann, now=EVENING)
        monkeypatch.setattr(returning, "WORDS_THROTTLE", CodeThrottle(burst=0))
        with pytest.raises(TooManyTries):
            aftercare.begin_in_case(code=code, programme=programme, language="nl", now=EVENING)


class TestByPhone:
    def test_digits_lead_to_the_case(self, programme: Programme, ann: User, case: Case) -> None:
        digits = actions.make_digits(case=case, by=ann, now=EVENING)
        found = keycodes.read(digits, programme, EVENING)
        assert found is not None
        assert (found.case_id, found.conversation_id, found.number) == (case.pk, None, "")

    @pytest.mark.parametrize("digits", ["", "123", "1" * 11, "\u0661" * 10, "12345 7890"])
    def test_what_is_no_code_costs_no_try(self, programme: Programme, digits: str) -> None:
        assert returning.read_keyed(digits, programme, EVENING) is None
        assert returning.DIGITS_THROTTLE.take(EVENING)

    def test_they_are_slowed_by_a_throttle_of_their_own(
        self, programme: Programme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(returning, "DIGITS_THROTTLE", CodeThrottle(burst=0))
        with pytest.raises(keycodes.TooManyTries):
            returning.read_keyed("1234567890", programme, EVENING)


class TestCodes:
    def test_a_new_code_takes_the_place_of_the_older_one(
        self, programme: Programme, ann: User, case: Case
    ) -> None:
        first, second = (actions.make_code(case=case, by=ann, now=EVENING) for _ in range(2))
        assert queries.by_code(first, programme, now=EVENING) is None
        assert queries.by_code(second.replace("-", " ").upper(), programme, now=EVENING) == case
        actions.forget_codes(case=case, by=ann, now=EVENING)
        assert queries.by_code(second, programme, now=EVENING) is None

    def test_no_code_opens_a_case_past_its_term(self, programme: Programme, ann: User, case: Case) -> None:
        digits = actions.make_digits(case=case, by=ann, now=EVENING)
        assert queries.by_code(f"{digits[:5]} {digits[5:]}", programme, now=EVENING) == case
        assert queries.by_code(digits, programme, now=case.expires_at) is None


class TestWhichOfTheYear:
    def test_second_and_third_are_proposed_and_what_is_answered_stays(
        self, programme: Programme, ann: User, case: Case
    ) -> None:
        given = []
        for _ in range(4):
            contact = make_open(programme=programme, by=ann)
            actions.link(contact=contact, case=case, by=ann, now=EVENING)
            given.append(Answer.objects.get(contact=contact, field="contact_of_year").codes)
        assert given == [["first"], ["second"], ["third_or_more"], ["third_or_more"]]

    def test_attempts_that_nobody_answered_do_not_count_also_when_they_are_gone(
        self, programme: Programme, ann: User, case: Case
    ) -> None:
        missed = make_attempt(programme=programme)
        actions.link(contact=missed, case=case, by=None, by_code=True, now=EVENING)
        contacts.close_attempt(contact=missed, outcome="left_waiting", now=EVENING)
        assert note_unanswered_attempts(EVENING) == 1
        assert note_unanswered_attempts(EVENING) == 0
        missed.delete()
        contact = make_open(programme=programme, by=ann)
        actions.link(contact=contact, case=case, by=ann, now=EVENING)
        assert queries.contact_of_year(case, contact) == "first"

    def test_a_year_begins_anew(self, programme: Programme, ann: User, case: Case) -> None:
        year_later: datetime = EVENING + timedelta(days=178)
        assert year_later.year == 2027
        for at, code in ((EVENING, "first"), (year_later, "first")):
            contact = make_open(programme=programme, by=ann, now=at)
            actions.link(contact=contact, case=case, by=ann, now=at)
            assert queries.contact_of_year(case, contact) == code
            assert contact.state == ContactState.OPEN
