"""The canned answers as they are first installed."""

import pytest

from chat import canned
from chat.actions.answers import remove_answer, save_answer
from chat.demo import create_demo_content
from chat.models import CannedAnswer
from helpline.audit.models import Entry
from tests.factories.chat import make_open_programme

pytestmark = pytest.mark.django_db


def test_every_programme_gets_its_own_answers_once_and_changes_stay() -> None:
    here, there = make_open_programme(), make_open_programme(slug="stopitnow")
    create_demo_content()
    CannedAnswer.objects.filter(programme=here, shortcut="hallo").update(text_nl="Dag!")

    create_demo_content()

    assert CannedAnswer.objects.get(programme=here, shortcut="hallo").text_nl == "Dag!"
    shared = {sentence.shortcut for sentence in canned.SENTENCES if not sentence.only}
    for programme in (here, there):
        shortcuts = set(CannedAnswer.objects.filter(programme=programme).values_list("shortcut", flat=True))
        assert shortcuts > shared
        own = {sentence.shortcut for sentence in canned.SENTENCES if sentence.only == programme.slug}
        assert shortcuts == shared | own


def test_no_answer_uses_a_word_that_blames_or_hides() -> None:
    avoided = ("porno", "porn", "wraak", "pedo", "dader")
    for sentence in canned.SENTENCES:
        assert not any(word in f"{sentence.nl} {sentence.en}".lower() for word in avoided)


def test_a_change_stands_in_the_audit_log_without_the_words() -> None:
    programme = make_open_programme()
    answer = CannedAnswer(programme=programme, shortcut="test_Kort", text_nl="geheim", text_en="secret")
    save_answer(answer=answer, by="staff:1")
    answer.order = 3
    save_answer(answer=answer, by="staff:1")
    remove_answer(answer=answer, by="staff:1")

    entries = Entry.objects.order_by("number")
    assert [entry.action for entry in entries] == [
        "canned_answer.added",
        "canned_answer.changed",
        "canned_answer.removed",
    ]
    assert entries[0].detail == {"shortcut": "test-kort"}
    assert not CannedAnswer.objects.exists()
