import pytest
from django.utils import timezone

from chat import visit
from chat.actions import talk
from chat.models import Conversation, Event
from chat.states import EndedHow, State
from figures.models import MonthCounter
from helpline.programmes.models import Programme
from tests.chat.visitors import Visitor
from tests.factories.chat import make_available, make_open_programme, make_staff
from tests.factories.programmes import make_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    programme = make_open_programme()
    for key in ("survey_heard", "survey_helped"):
        for code in ("yes", "no"):
            make_code(programme=programme, list_key=key, code=code)
    make_available(user=make_staff(programme), programme=programme, capacity=1, now=timezone.now())
    return programme


@pytest.fixture
def visitor(programme: Programme) -> Visitor:
    visitor = Visitor()
    visitor.knock()
    return visitor


def test_ending_asks_once_and_leads_to_what_comes_after(visitor: Visitor) -> None:
    assert "End this chat?" in visitor.get("end/")
    assert visitor.conversation.state == State.TALKING
    where, page = visitor.post("end/")
    assert where == "/helpwanted/chat/after/"
    assert visitor.conversation.ended_how == EndedHow.BY_VISITOR
    assert 'name="survey_heard"' in page
    assert "textarea" not in page, "the survey takes no free text"


def test_the_two_questions_are_counted_once(visitor: Visitor) -> None:
    visitor.post("end/")
    for _ in range(2):
        _, page = visitor.post("survey/", survey_heard="yes", survey_helped="no")
        assert "Thank you" in page
    counted = {(row.name, row.code): row.n for row in MonthCounter.objects.all()}
    assert counted == {("survey_heard", "yes"): 1, ("survey_helped", "no"): 1}


def test_an_invented_answer_counts_nothing_and_scolds_nobody(visitor: Visitor) -> None:
    visitor.post("end/")
    where, _ = visitor.post("survey/", survey_heard="Jan de Vries")
    assert where == "/helpwanted/chat/after/"
    assert not MonthCounter.objects.exists()


def test_skipping_the_questions_leaves_them_open(visitor: Visitor) -> None:
    visitor.post("end/")
    _, page = visitor.post("survey/")
    assert 'name="survey_heard"' in page


def test_who_only_waited_is_not_asked_and_gets_no_code(visitor: Visitor) -> None:
    second = Visitor()
    second.knock()
    _, page = second.post("end/")
    assert 'name="survey_heard"' not in page
    assert "chat/code/" not in page


def test_before_the_end_there_is_no_after(visitor: Visitor) -> None:
    response = visitor.client.get("/helpwanted/chat/after/")
    assert (response.status_code, response["Location"]) == (303, "/helpwanted/chat/")


def test_the_words_to_come_back_are_shown_once(visitor: Visitor) -> None:
    response = visitor.client.post("/helpwanted/chat/code/", headers={"Accept": "application/json"})
    code = response.json()["code"]
    assert response["Cache-Control"] == "no-store"
    assert len(code.split("-")) == 5
    assert visitor.conversation.return_code_hash
    for name in ("talk/", "code/", "end/"):
        assert code not in visitor.get(name)


def test_without_scripts_the_words_stand_on_a_page(visitor: Visitor) -> None:
    _, page = visitor.post("code/")
    assert 'class="code-words"' in page


def test_an_abusive_conversation_gets_no_code(visitor: Visitor) -> None:
    conversation = visitor.conversation
    assert conversation.counsellor is not None
    talk.refuse_abusive(conversation=conversation, by=conversation.counsellor)
    assert "chat/code/" not in visitor.get("after/")
    assert (
        visitor.client.post("/helpwanted/chat/code/", headers={"Accept": "application/json"}).status_code
        == 409
    )


def test_deleting_destroys_everything_and_ends_the_visit(visitor: Visitor) -> None:
    assert "cannot be undone" in visitor.get("delete/")
    assert Event.objects.exists()
    where, page = visitor.post("delete/")
    assert where == "/helpwanted/chat/deleted/"
    assert "has been deleted" in page
    assert not Event.objects.exists()
    conversation = Conversation.objects.get()
    assert conversation.data_key is None
    assert conversation.ended_how == EndedHow.DELETED
    assert visitor.client.cookies[visit.cookie_name("helpwanted")].value == ""


def test_a_form_of_another_site_ends_nothing(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock()
    visitor.client.handler.enforce_csrf_checks = True
    for name in ("end/", "delete/", "code/", "survey/", "send/"):
        assert visitor.client.post(visitor.path(name)).status_code == 403, name
    assert visitor.conversation.state == State.TALKING
