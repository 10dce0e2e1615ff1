"""The visitor's side: nothing is lost, nothing is kept longer than told, and a form sent twice is one letter."""

from datetime import timedelta
from uuid import uuid4

import pytest

from figures.models import DayCounter
from helpline.accounts.models import User
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.mail import actions, queries, sealing, terms
from helpline.mail.erasers import ERASERS
from helpline.mail.errors import CodeUnknown, Empty, Gone, TooBusy, TooLong, TooManyTries
from helpline.mail.models import Correspondence, Letter, Postbox
from helpline.mail.states import State
from helpline.programmes.models import Programme
from helpline.vault.errors import SealBroken
from helpline.vault.models import DataKey
from tests.factories.mail import LETTER, MORNING, make_letter, make_taken, write

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_a_letter_is_sealed_has_a_term_and_waits_at_the_door(helpwanted: Programme) -> None:
    written = write(helpwanted)
    kept = Correspondence.objects.get()
    assert kept.state == State.WAITING
    assert kept.expires_at == MORNING + timedelta(days=30)
    assert kept.contact is not None
    assert (kept.contact.channel, kept.contact.state) == ("post", ContactState.AT_THE_DOOR)
    assert DataKey.objects.get().term_class == "post"
    letter = kept.letters.get()
    assert LETTER.encode() not in bytes(letter.ciphertext)
    assert [shown.text for shown in queries.for_visitor(kept)] == [LETTER]
    assert written.code not in str(kept.return_code_hash)


def test_a_letter_opens_in_its_own_place_only(helpwanted: Programme) -> None:
    kept = make_letter(helpwanted)
    letter, key = kept.letters.get(), sealing.key_of(kept)
    for field, value in (("number", 2), ("side", "helpline"), ("request_id", uuid4())):
        moved = Letter.objects.get(pk=letter.pk)
        setattr(moved, field, value)
        with pytest.raises(SealBroken):
            sealing.open_letter(key, moved)


def test_the_same_form_is_one_letter_and_its_newest_words_open_it(helpwanted: Programme) -> None:
    number = uuid4()
    first = actions.write(programme=helpwanted, text=LETTER, form_number=number, now=MORNING)
    again = actions.write(programme=helpwanted, text=LETTER, form_number=number, now=MORNING)
    assert Letter.objects.count() == Contact.objects.count() == 1
    with pytest.raises(CodeUnknown):
        actions.come_back(code=first.code, now=MORNING)
    assert actions.come_back(code=again.code.upper().replace("-", " "), now=MORNING).pk == number


def test_the_same_form_with_another_text_is_another_letter_once(helpwanted: Programme) -> None:
    number = uuid4()
    for text in (LETTER, "Nog iets.", "Nog iets.", LETTER):
        actions.write(programme=helpwanted, text=text, form_number=number, now=MORNING)
    assert [shown.text for shown in queries.for_visitor(Correspondence.objects.get())] == [
        LETTER,
        "Nog iets.",
    ]


def test_an_old_form_opens_nothing_to_who_finds_it(helpwanted: Programme) -> None:
    number = uuid4()
    actions.write(programme=helpwanted, text=LETTER, form_number=number, now=MORNING)
    with pytest.raises(Gone):
        actions.write(
            programme=helpwanted, text=LETTER, form_number=number, now=MORNING + timedelta(minutes=31)
        )


@pytest.mark.parametrize(("text", "error"), [("  \n", Empty), ("x" * (terms.LONGEST_LETTER + 1), TooLong)])
def test_what_is_no_letter_is_refused_and_leaves_nothing(
    helpwanted: Programme, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        write(helpwanted, text=text)
    assert not Correspondence.objects.exists()
    assert not Contact.objects.exists()


def test_browsers_without_scripts_have_room_of_their_own(
    helpwanted: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_UNPROVED_IN_AN_HOUR", 1)
    write(helpwanted, proved=False)
    with pytest.raises(TooBusy):
        write(helpwanted, proved=False)
    write(helpwanted, proved=True)
    write(helpwanted, proved=False, now=MORNING + timedelta(hours=1))
    box = Postbox.objects.get()
    assert (box.taken, box.taken_unproved) == (1, 1)


def test_tries_at_codes_are_slowed_for_everybody_together(helpwanted: Programme) -> None:
    for _ in range(20):
        with pytest.raises(CodeUnknown):
            actions.come_back(code="geen code", now=MORNING)
    with pytest.raises(TooManyTries):
        actions.come_back(code="geen code", now=MORNING)


def test_a_letter_after_an_answer_is_a_contact_of_its_own(helpwanted: Programme, noor: User) -> None:
    kept = make_taken(helpwanted, noor)
    first = kept.contact
    actions.write_on(correspondence=kept, text="Ik vergat iets.", form_number=uuid4(), now=MORNING)
    assert (kept.state, kept.contact) == (State.TAKEN, first)
    later = MORNING + timedelta(hours=2)
    actions.answer(correspondence=kept, text="Goed dat je schrijft.", request_id=uuid4(), by=noor, now=later)
    assert first is not None
    first.refresh_from_db()
    assert first.state == ContactState.TO_REGISTER
    number = uuid4()
    for _ in range(2):
        actions.write_on(correspondence=kept, text="Dank je.", form_number=number, now=later)
    assert kept.state == State.WAITING
    assert kept.contact != first
    assert kept.contact is not None
    assert kept.contact.state == ContactState.AT_THE_DOOR
    assert kept.expires_at == later + timedelta(days=30)
    key = DataKey.objects.get()
    assert key.expires_on_date == (later + timedelta(days=30)).date()


def test_a_correspondence_takes_so_many_letters_a_day(
    helpwanted: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_IN_A_DAY", 2)
    kept = make_letter(helpwanted)
    actions.write_on(correspondence=kept, text="Twee.", form_number=uuid4(), now=MORNING)
    with pytest.raises(TooBusy):
        actions.write_on(correspondence=kept, text="Drie.", form_number=uuid4(), now=MORNING)
    actions.write_on(correspondence=kept, text="Drie.", form_number=uuid4(), now=MORNING + timedelta(days=1))


def test_deleting_destroys_key_letters_and_code_and_keeps_the_count(
    helpwanted: Programme, noor: User
) -> None:
    written = write(helpwanted)
    kept = written.correspondence
    actions.delete_now(correspondence=kept, now=MORNING)
    actions.delete_now(correspondence=kept, now=MORNING)
    assert not Correspondence.objects.exists()
    assert not Letter.objects.exists()
    assert not DataKey.objects.exists()
    assert Contact.objects.get().outcome == Outcome.LEFT_WAITING
    with pytest.raises(CodeUnknown):
        actions.come_back(code=written.code, now=MORNING)
    with pytest.raises(Gone):
        actions.take(correspondence=kept, by=noor, now=MORNING)


def test_leaving_ends_the_visit_and_keeps_the_letters(helpwanted: Programme) -> None:
    kept = make_letter(helpwanted)
    actions.leave(correspondence=kept)
    kept.refresh_from_db()
    assert (kept.visitor_seen_at, kept.epoch) == (None, 3)
    assert len(queries.for_visitor(kept)) == 1


def test_a_letter_that_waited_over_a_long_weekend_is_counted_where_it_came(
    helpwanted: Programme, noor: User
) -> None:
    kept = make_letter(helpwanted)
    Contact.objects.all().delete()  # attempts are erased after two days
    later = MORNING + timedelta(days=4)
    kept.refresh_from_db()
    actions.take(correspondence=kept, by=noor, now=later)
    contact = Contact.objects.get()
    assert (contact.arrived_at, contact.answered_at, contact.state) == (MORNING, later, ContactState.OPEN)
    count = DayCounter.objects.get(name="arrivals", code="post.answered")
    assert count.day_date == MORNING.date()


def test_a_letter_that_nobody_took_is_counted_all_the_same(helpwanted: Programme) -> None:
    make_letter(helpwanted)
    Contact.objects.all().delete()
    (eraser,) = ERASERS
    assert eraser.erase(MORNING + timedelta(days=30), 10) == 1
    count = DayCounter.objects.get(name="arrivals")
    assert (count.code, count.day_date) == ("post.nobody_on_duty", MORNING.date())


def test_at_its_term_everything_goes_and_a_letter_prolongs_it(helpwanted: Programme) -> None:
    (eraser,) = ERASERS
    gone, stays = make_letter(helpwanted), make_letter(helpwanted)
    day = MORNING + timedelta(days=29)
    actions.write_on(correspondence=stays, text="Ik ben er nog.", form_number=uuid4(), now=day)
    end = MORNING + timedelta(days=30)
    assert eraser.due(end) == 1
    assert eraser.erase(end, 10) == 1
    assert eraser.due(end) == 0
    assert list(Correspondence.objects.values_list("pk", flat=True)) == [stays.pk]
    assert DataKey.objects.count() == 1
    with pytest.raises(Gone):
        actions.write_on(correspondence=gone, text="Te laat.", form_number=uuid4(), now=end)
