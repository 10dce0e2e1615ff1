"""Around the end: two questions, coming back with words, deleting everything."""

import json
from datetime import timedelta

import pytest
from django.db.models import Sum

from chat import log
from chat.actions import aftercare, talk
from chat.errors import (
    CodeUnknown,
    ConversationUnknown,
    DoorClosed,
    SurveyDone,
    TooManyTries,
    UnknownCode,
    WrongState,
)
from chat.models import Conversation, Event, Line, Sender
from chat.rules import ABUSE_REFUSAL
from chat.states import EndedHow, State
from figures.models import MonthCounter
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.vault import codes
from helpline.vault.models import DataKey
from tests.factories.chat import (
    EVENING,
    make_available,
    make_full,
    make_open_programme,
    make_staff,
    make_talking,
    make_waiting,
)
from tests.factories.programmes import make_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aftercare, "THROTTLE", codes.CodeThrottle())


def make_ended(*, how: str = "") -> Conversation:
    conversation = make_talking(programme=make_open_programme())
    log.append(
        conversation_id=conversation.pk,
        sender=Sender.VISITOR,
        body="it happened again",
        client_id="c1",
        now=EVENING,
    )
    talk.end(conversation=conversation, by=conversation.counsellor, how=how, now=EVENING)
    conversation.refresh_from_db()
    return conversation


def survey_counts() -> dict[tuple[str, str], int]:
    rows = MonthCounter.objects.values_list("name", "code").annotate(total=Sum("n"))
    return {(name, code): total for name, code, total in rows}


class TestSurvey:
    def test_the_answers_are_counted_once_and_kept_nowhere_else(self) -> None:
        conversation = make_ended()
        make_code(programme=conversation.programme, list_key="survey_heard", code="yes")
        make_code(programme=conversation.programme, list_key="survey_helped", code="a_bit")

        aftercare.answer_survey(conversation=conversation, heard="yes", helped="a_bit", now=EVENING)
        with pytest.raises(SurveyDone):
            aftercare.answer_survey(conversation=conversation, heard="yes", now=EVENING)

        assert survey_counts() == {("survey_heard", "yes"): 1, ("survey_helped", "a_bit"): 1}

    def test_words_are_refused(self) -> None:
        with pytest.raises(UnknownCode):
            aftercare.answer_survey(conversation=make_ended(), heard="they were kind", now=EVENING)

    def test_it_comes_after_a_conversation_only(self) -> None:
        conversation = make_talking(programme=make_open_programme())
        with pytest.raises(WrongState):
            aftercare.answer_survey(conversation=conversation, now=EVENING)

    def test_practice_is_never_counted(self) -> None:
        conversation = make_ended()
        make_code(programme=conversation.programme, list_key="survey_heard", code="yes")
        Conversation.objects.update(training=True)
        aftercare.answer_survey(conversation=conversation, heard="yes", now=EVENING)
        assert survey_counts() == {}


class TestReturnCode:
    def test_only_a_slow_hash_is_kept_and_the_term_grows(self) -> None:
        conversation = make_ended()

        code = aftercare.make_return_code(conversation=conversation, now=EVENING)

        conversation.refresh_from_db()
        assert conversation.return_code_hash == codes.slow_hash(code)
        assert code not in str(Conversation.objects.values().get())
        assert conversation.expires_at == EVENING + timedelta(days=30)
        key = DataKey.objects.get()
        assert key.expires_on_date == (EVENING + timedelta(days=30)).date()
        assert log.read(conversation.pk)

    def test_a_code_made_during_the_chat_lasts_from_its_end(self) -> None:
        conversation = make_talking(programme=make_open_programme())
        aftercare.make_return_code(conversation=conversation, now=EVENING)
        later = EVENING + timedelta(hours=1)
        talk.end(conversation=conversation, now=later)
        conversation.refresh_from_db()
        assert conversation.expires_at == later + timedelta(days=30)

    def test_coming_back_opens_the_same_conversation_at_the_end_of_the_line(self) -> None:
        conversation = make_ended()
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        first_contact = conversation.contact
        tomorrow = EVENING + timedelta(days=1)
        make_full(programme=conversation.programme, now=tomorrow)

        back = aftercare.come_back(code=f"  {code.upper()} ", programme=conversation.programme, now=tomorrow)

        assert back == conversation
        assert (back.state, back.queued_at, back.came_back) == (State.WAITING, tomorrow, 1)
        assert back.epoch == conversation.epoch + 1
        assert "it happened again" in [entry.body for entry in log.read(back.pk)]
        assert json.loads(log.read(back.pk, line=Line.ASIDE)[-1].body) == {"code": "came_back"}
        assert back.contact != first_contact
        assert first_contact is not None
        first_contact.refresh_from_db()
        assert first_contact.state == ContactState.TO_REGISTER

    def test_coming_back_meets_the_door_like_everybody(self) -> None:
        conversation = make_ended()
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        with pytest.raises(DoorClosed) as closed:
            aftercare.come_back(code=code, programme=conversation.programme, now=EVENING + timedelta(days=1))
        assert closed.value.reason == "nobody_on_duty"
        assert Contact.objects.filter(outcome=Outcome.NOBODY_ON_DUTY).count() == 1
        conversation.refresh_from_db()
        assert conversation.state == State.ENDED

    def test_another_device_takes_over_a_conversation_that_goes_on(self) -> None:
        conversation = make_talking(programme=make_open_programme())
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        back = aftercare.come_back(code=code, programme=conversation.programme, now=EVENING)
        assert (back.state, back.epoch) == (State.TALKING, conversation.epoch + 1)
        assert Contact.objects.count() == 1

    @pytest.mark.parametrize("code", ["", "wonen", "a b c d e", "x" * 500])
    def test_what_is_no_code_opens_nothing(self, code: str) -> None:
        with pytest.raises(CodeUnknown):
            aftercare.come_back(code=code, programme=make_open_programme(), now=EVENING)

    def test_the_code_ends_with_the_term(self) -> None:
        conversation = make_ended()
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        with pytest.raises(CodeUnknown):
            aftercare.come_back(code=code, programme=conversation.programme, now=EVENING + timedelta(days=30))

    def test_the_code_of_an_abusive_conversation_is_refused_for_a_day(self) -> None:
        conversation = make_talking(programme=make_open_programme())
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        assert conversation.counsellor is not None
        talk.refuse_abusive(conversation=conversation, by=conversation.counsellor, now=EVENING)
        programme = conversation.programme
        with pytest.raises(CodeUnknown):
            aftercare.come_back(
                code=code, programme=programme, now=EVENING + ABUSE_REFUSAL - timedelta(seconds=1)
            )

        make_available(user=make_staff(programme), programme=programme, now=EVENING + ABUSE_REFUSAL)
        back = aftercare.come_back(code=code, programme=programme, now=EVENING + ABUSE_REFUSAL)
        assert back == conversation

    def test_no_code_is_made_for_practice_or_abuse_or_what_was_deleted(self) -> None:
        abusive = make_ended(how=EndedHow.ABUSE)
        with pytest.raises(WrongState):
            aftercare.make_return_code(conversation=abusive, now=EVENING)
        Conversation.objects.update(training=True)
        abusive.refresh_from_db()
        with pytest.raises(WrongState):
            aftercare.make_return_code(conversation=abusive, now=EVENING)
        Conversation.objects.update(training=False, ended_how="")
        abusive.refresh_from_db()
        aftercare.delete_now(conversation=abusive, now=EVENING)
        with pytest.raises(ConversationUnknown):
            aftercare.make_return_code(conversation=abusive, now=EVENING)

    def test_guessing_is_slowed_for_everybody_together(self) -> None:
        programme = make_open_programme()

        def refusal() -> type[Exception] | None:
            try:
                aftercare.come_back(code="no code at all", programme=programme, now=EVENING)
            except (CodeUnknown, TooManyTries) as error:
                return type(error)
            return None

        refusals = [refusal() for _ in range(200)]
        assert refusals[0] is CodeUnknown
        assert refusals[-1] is TooManyTries


class TestDeleteNow:
    def test_key_entries_code_and_answers_are_gone_and_the_contact_keeps_its_codes(self) -> None:
        conversation = make_talking(programme=make_open_programme())
        code = aftercare.make_return_code(conversation=conversation, now=EVENING)
        Conversation.objects.update(pre_chat={"topics": ["sextortion"]})

        aftercare.delete_now(conversation=conversation, now=EVENING)

        conversation.refresh_from_db()
        assert (conversation.state, conversation.ended_how) == (State.ENDED, EndedHow.DELETED)
        assert (conversation.data_key_id, conversation.return_code_hash, conversation.pre_chat) == (
            None,
            None,
            {},
        )
        assert (conversation.head, conversation.aside_head, conversation.epoch) == (0, 0, 2)
        assert not Event.objects.exists()
        assert not DataKey.objects.exists()
        assert conversation.contact is not None
        assert (conversation.contact.state, conversation.contact.outcome) == (
            ContactState.TO_REGISTER,
            Outcome.ANSWERED,
        )
        with pytest.raises(ConversationUnknown):
            log.read(conversation.pk)
        with pytest.raises(CodeUnknown):
            aftercare.come_back(code=code, programme=conversation.programme, now=EVENING)

    def test_deleting_after_the_end_and_twice(self) -> None:
        conversation = make_ended()
        aftercare.delete_now(conversation=conversation, now=EVENING)
        aftercare.delete_now(conversation=conversation, now=EVENING)
        conversation.refresh_from_db()
        assert conversation.ended_how == EndedHow.DELETED
        assert conversation.ended_at == EVENING

    def test_deleting_while_waiting_is_an_attempt_that_left(self) -> None:
        programme = make_open_programme()
        waiting = make_waiting(programme=programme)
        aftercare.delete_now(conversation=waiting, now=EVENING)
        waiting.refresh_from_db()
        assert waiting.contact is not None
        assert waiting.contact.outcome == Outcome.LEFT_WAITING
