import pytest
from django.utils import timezone

from chat import visit
from chat.actions import aftercare, talk
from chat.models import Conversation
from chat.states import State
from helpline.cases import actions as cases
from helpline.cases.queries import case_of
from helpline.contacts.models import Contact
from helpline.contacts.states import Outcome
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.chat.visitors import Visitor
from tests.factories.chat import make_available, make_open_programme, make_staff
from tests.factories.programmes import make_code, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme, capacity=3, now=timezone.now())
    return programme


def test_the_door_says_how_confidential_it_is_and_where_that_ends(programme: Programme) -> None:
    page = Visitor().get()
    assert "You stay anonymous" in page
    assert "stays within this helpline" in page
    assert "Where that ends" in page
    assert "tel:112" in page
    assert "<title>Contact</title>" in page


def test_a_visitor_with_scripts_solves_the_puzzle_and_talks(programme: Programme) -> None:
    visitor = Visitor()
    where, _ = visitor.knock()
    assert where == "/helpwanted/chat/talk/"
    assert visitor.conversation.scripted
    assert visitor.conversation.state == State.TALKING
    cookie = visitor.client.cookies[visit.cookie_name("helpwanted")]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["max-age"]) == (
        "/",
        "Strict",
        True,
        "",
    )


def test_a_visitor_without_scripts_talks_on_pages_that_need_none(programme: Programme) -> None:
    visitor = Visitor(scripted=False)
    where, page = visitor.knock()
    assert where == "/helpwanted/chat/read/"
    assert not visitor.conversation.scripted
    assert 'http-equiv="refresh"' in page


def test_a_wrong_proof_is_refused_and_counted(programme: Programme) -> None:
    _, page = Visitor().post("start/", scripted="1", proof="1.2.3.4.5")
    assert "Please try once more" in page
    assert not Conversation.objects.exists()
    assert Contact.objects.get().outcome == Outcome.REFUSED


def test_a_proof_opens_one_chat_only(programme: Programme) -> None:
    first = Visitor()
    first.get()
    proof: dict[str, object] = {}

    class Twice(Visitor):
        def post(self, name: str, **fields: object) -> tuple[str, str]:
            proof.update(fields)
            return super().post(name, **fields)

    Twice().knock()
    assert Conversation.objects.count() == 1
    _, page = Visitor().post("start/", **proof)
    assert "Please try once more" in page
    assert Conversation.objects.count() == 1


def test_what_is_told_beforehand_is_kept_as_codes_only(programme: Programme) -> None:
    make_code(programme=programme, list_key="age_band", code="12_18")
    make_code(programme=programme, list_key="age_band", code="unknown")
    visitor = Visitor()
    page = visitor.get()
    assert 'value="12_18"' in page
    assert 'value="unknown"' not in page
    visitor.knock(age_band="12_18", topics="my name is Jan")
    assert visitor.conversation.pre_chat == {"age_band": ["12_18"]}


def test_pressing_start_twice_leads_to_the_same_chat(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock()
    where, _ = visitor.post("start/")
    assert where == "/helpwanted/chat/talk/"
    assert Conversation.objects.count() == 1


def test_the_door_leads_back_to_an_open_chat(programme: Programme) -> None:
    visitor = Visitor(scripted=False)
    visitor.knock()
    response = visitor.client.get(visitor.path())
    assert (response.status_code, response["Location"]) == (303, "/helpwanted/chat/read/")


def test_a_closed_chat_says_when_it_opens_and_shows_no_button() -> None:
    make_programme()
    page = Visitor().get()
    assert "The chat is closed" in page
    assert "chat/start/" not in page
    assert "tel:112" in page


def test_nobody_on_duty_is_nobodys_fault_and_is_counted() -> None:
    make_open_programme()
    page = Visitor().get()
    assert "It is good that you look for help" in page
    assert "Try the chat again" in page
    _, page = Visitor(scripted=False).knock()
    assert "It is good that you look for help" in page
    assert Contact.objects.get().outcome == Outcome.NOBODY_ON_DUTY


def test_words_open_the_chat_again_in_another_browser(programme: Programme) -> None:
    first = Visitor()
    first.knock()
    code = aftercare.make_return_code(conversation=first.conversation)
    talk.end(conversation=first.conversation)
    second = Visitor()
    where, _ = second.post("back/", code=code.upper().replace("-", "  "))
    assert where == "/helpwanted/chat/talk/"
    assert Conversation.objects.get().came_back == 1
    assert visit.cookie_name("helpwanted") in second.client.cookies
    assert first.client.get(first.path("talk/")).status_code == 303, "the first browser lost it"


def test_the_words_of_a_case_begin_a_chat_that_belongs_to_it(programme: Programme) -> None:
    counsellor = make_staff(programme)
    case = cases.open_case(programme=programme, by=counsellor)
    code = cases.make_code(case=case, by=counsellor)
    visitor = Visitor()
    where, _ = visitor.post("back/", code=code)
    assert where == "/helpwanted/chat/talk/"
    assert visit.cookie_name("helpwanted") in visitor.client.cookies
    assert visitor.conversation.contact is not None
    assert case_of(visitor.conversation.contact) == case


def test_words_that_open_nothing_are_told_and_kept_out_of_the_page(programme: Programme) -> None:
    response = Visitor().client.post("/helpwanted/chat/back/", {"code": "appel noot mies zus jet"})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert "appel" not in response.text


def test_too_many_tries_are_slowed_for_everybody(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CodeThrottle, "take", lambda self, now: False)
    _, page = Visitor().post("back/", code="appel noot")
    assert "Please wait a minute" in page


@pytest.mark.parametrize(("name", "leads_to"), [("start/", ""), ("send/", "read/"), ("survey/", "after/")])
def test_the_address_of_a_form_is_no_dead_end(programme: Programme, name: str, leads_to: str) -> None:
    response = Visitor().client.get(f"/helpwanted/chat/{name}")
    assert (response.status_code, response["Location"]) == (303, f"/helpwanted/chat/{leads_to}")
