"""Ten digits lead a caller back to a conversation: few tries, nobody stored, nothing told about what is not there."""

import pytest
from django.test import Client

from chat.actions import aftercare, talk
from chat.models import Conversation
from helpline.accounts.models import User
from helpline.cases import actions as cases
from helpline.cases.queries import case_of
from helpline.phone import erasers
from helpline.phone.actions import codes, recording
from helpline.phone.errors import WrongState
from helpline.phone.models import Call, PhoneCode
from helpline.phone.queries import has_come_back
from helpline.programmes import keycodes
from helpline.programmes.models import Channel, Programme
from helpline.vault.codes import CodeThrottle
from tests.canaries import search
from tests.factories.chat import make_staff, make_talking
from tests.factories.phone import OWN_NUMBER, Line, make_line, ring
from tests.factories.programmes import open_always
from tests.phone.conftest import Clock


@pytest.fixture
def conversation(line: Programme, clock: Clock) -> Conversation:
    open_always(programme=line, channel=Channel.CHAT)
    return make_talking(programme=line, now=clock.at)


@pytest.fixture
def caller(client: Client, line: Programme, counsellor: User) -> Line:
    found = ring(client, line)
    found.asks("voice")
    assert "Gather" in found.asks("menu", Digits="3").verbs
    return found


def test_the_digits_lead_to_the_conversation(caller: Line, conversation: Conversation) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    assert len(digits) == 10
    assert caller.asks("code", Digits=digits).verbs[-1] == "Enqueue"
    assert Call.objects.get().conversation_id == conversation.pk


def test_only_a_slow_keyed_hash_is_kept(conversation: Conversation) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    kept = repr(list(PhoneCode.objects.values_list())).encode()
    assert not search([("row", kept)], [digits])


def test_a_new_code_takes_the_place_of_the_older_one(caller: Line, conversation: Conversation) -> None:
    old = codes.make_phone_code(conversation=conversation)
    new = codes.make_phone_code(conversation=conversation)
    caller.asks("code", Digits=old)
    assert Call.objects.get().conversation_id is None
    caller.asks("code", Digits=new)
    assert Call.objects.get().conversation_id == conversation.pk


def test_after_three_tries_the_call_goes_on_without(caller: Line, conversation: Conversation) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    for n in range(2):
        assert "Gather" in caller.asks("code", Digits=f"{n:010d}").verbs
    assert caller.asks("code", Digits="0000000003").verbs == ["Enqueue"]
    assert caller.asks("code", Digits=digits).verbs == ["Enqueue"]
    assert Call.objects.get().conversation_id is None


@pytest.mark.parametrize("digits", ["", "123", "1" * 11, "*" * 10, "\u0661" * 10, "12345 7890"])
def test_what_is_no_code_is_not_looked_up(caller: Line, monkeypatch: pytest.MonkeyPatch, digits: str) -> None:
    monkeypatch.setattr(codes.codes, "slow_hash", lambda code: pytest.fail("was looked up"))
    assert caller.asks("code", Digits=digits).status == 200


def test_trying_is_slowed_for_everybody_together(
    caller: Line, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    monkeypatch.setattr(codes, "THROTTLE", CodeThrottle(burst=0))
    caller.asks("code", Digits=digits)
    assert Call.objects.get().conversation_id is None


def test_another_programme_s_code_opens_nothing(
    client: Client, caller: Line, conversation: Conversation, clock: Clock
) -> None:
    other = make_line(slug="elsewhere")
    digits = codes.make_phone_code(conversation=conversation)
    assert codes.read_phone_code(digits, other, clock.at) is None


def test_a_deleted_conversation_has_no_code(caller: Line, conversation: Conversation, clock: Clock) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    aftercare.delete_now(conversation=conversation)
    assert codes.read_phone_code(digits, conversation.programme, clock.at) is None
    with pytest.raises(WrongState):
        codes.make_phone_code(conversation=Conversation.objects.get())
    erase = {eraser.kind: eraser for eraser in erasers.ERASERS}["phone_code"]
    assert erase.due(clock.at) == 1
    assert erase.erase(clock.at, 10) == 1
    assert not PhoneCode.objects.exists()


def test_an_abusive_conversation_is_not_continued(conversation: Conversation, clock: Clock) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    assert conversation.counsellor is not None
    talk.refuse_abusive(conversation=conversation, by=conversation.counsellor)
    assert codes.read_phone_code(digits, conversation.programme, clock.at) is None


def test_the_code_ends_with_the_conversation(conversation: Conversation, clock: Clock) -> None:
    digits = codes.make_phone_code(conversation=conversation)
    clock.forward(days=40)
    assert codes.read_phone_code(digits, conversation.programme, clock.at) is None


def test_an_appointment_is_put_through_with_the_helpline_s_number_and_told(caller: Line) -> None:
    told: list[tuple[str, bool]] = []
    keycodes.register(
        "stand_in",
        lambda digits, programme, now: keycodes.Direction(number="+31850000009", reference="slot-7"),
        lambda reference, connected, now: told.append((reference, connected)),
    )
    try:
        heard = caller.asks("code", Digits="5555555555")
        assert heard.the("Number").text == "+31850000009"
        assert heard.the("Dial").get("callerId") == OWN_NUMBER
        caller.asks("connected", DialCallStatus="completed")
    finally:
        keycodes.unregister("stand_in")
    assert told == [("slot-7", True)]


def test_the_code_of_a_case_links_the_contact_when_it_is_answered(
    caller: Line, line: Programme, clock: Clock
) -> None:
    counsellor = make_staff(line)
    case = cases.open_case(programme=line, by=counsellor)
    digits = cases.make_digits(case=case, by=counsellor)
    assert caller.asks("code", Digits=digits).verbs[-1] == "Enqueue"
    call = Call.objects.get()
    assert (call.case, call.contact) == (case, None)
    recording.open_contact(call, by=counsellor, now=clock.at)
    assert call.contact is not None
    assert case_of(call.contact) == case
    assert has_come_back(call)


def test_a_case_that_is_gone_by_then_links_nothing_and_stops_nobody(
    caller: Line, line: Programme, clock: Clock
) -> None:
    counsellor = make_staff(line)
    case = cases.open_case(programme=line, by=counsellor)
    caller.asks("code", Digits=cases.make_digits(case=case, by=counsellor))
    cases.shred(case=case, by=counsellor)
    call = Call.objects.get()
    recording.open_contact(call, by=counsellor, now=clock.at)
    assert call.contact is not None
    assert case_of(call.contact) is None
