from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from chat import visit
from chat.models import Conversation
from chat.rules import VISIT
from chat.visit import Claim
from tests.factories.chat import EVENING, knock, make_full, make_open_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def conversation() -> Conversation:
    programme = make_open_programme()
    make_full(programme=programme)
    return knock(programme=programme)


def request_with(value: str):  # type: ignore[no-untyped-def]
    request = RequestFactory().get("/helpwanted/chat/talk/")
    request.COOKIES[visit.cookie_name("helpwanted")] = value
    return request


def test_the_cookie_ends_with_the_window_and_says_nothing(conversation: Conversation) -> None:
    response = HttpResponse()
    visit.start(response, conversation)
    cookie = response.cookies[visit.cookie_name("helpwanted")]
    assert cookie["max-age"] == cookie["expires"] == ""
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert str(conversation.pk) not in cookie.value
    assert conversation.pk.hex not in cookie.value
    assert cookie.value != visit.make(conversation)  # two visits to the same conversation look like two


def test_a_visit_finds_its_conversation(conversation: Conversation) -> None:
    request = request_with(visit.make(conversation))
    assert visit.current(request, "helpwanted", now=EVENING) == conversation


def test_a_visit_ends_after_half_an_hour_without_a_sign_of_life(conversation: Conversation) -> None:
    request = request_with(visit.make(conversation))
    assert visit.current(request, "helpwanted", now=EVENING + timedelta(minutes=29)) == conversation
    # that look was a sign of life
    assert visit.current(request, "helpwanted", now=EVENING + timedelta(minutes=58)) == conversation
    assert visit.current(request, "helpwanted", now=EVENING + timedelta(minutes=88)) is None
    assert visit.current(request, "helpwanted", now=EVENING + timedelta(minutes=89)) is None


def test_signs_of_life_are_written_once_a_minute(
    conversation: Conversation, django_assert_num_queries: object
) -> None:
    request = request_with(visit.make(conversation))
    with django_assert_num_queries(1):  # type: ignore[operator]
        visit.current(request, "helpwanted", now=EVENING + timedelta(seconds=59))
    with django_assert_num_queries(2):  # type: ignore[operator]
        visit.current(request, "helpwanted", now=EVENING + timedelta(seconds=61))


@pytest.mark.parametrize("value", ["", "x", "é", "A" * 80, "A" * 2000])
def test_anything_else_is_no_visit(conversation: Conversation, value: str) -> None:
    assert visit.current(request_with(value), "helpwanted", now=EVENING) is None


def test_another_epoch_ends_the_visit(conversation: Conversation) -> None:
    request = request_with(visit.make(conversation))
    Conversation.objects.update(epoch=2)
    assert visit.current(request, "helpwanted", now=EVENING) is None


def test_a_deleted_conversation_has_no_visit(conversation: Conversation) -> None:
    value = visit.make(Conversation(pk=uuid4(), epoch=1))
    assert visit.current(request_with(value), "helpwanted", now=EVENING) is None


def test_leaving_takes_the_cookie_away(conversation: Conversation) -> None:
    response = HttpResponse()
    visit.end(response, "helpwanted")
    cookie = response.cookies[visit.cookie_name("helpwanted")]
    assert cookie.value == ""
    assert cookie["max-age"] == 0
    assert cookie["path"] == "/"


def test_is_current_is_about_epoch_and_time() -> None:
    claim = Claim(uuid4(), 3)
    assert visit.is_current(claim, epoch=3, seen_at=EVENING, now=EVENING + VISIT - timedelta(seconds=1))
    assert not visit.is_current(claim, epoch=3, seen_at=EVENING, now=EVENING + VISIT)
    assert not visit.is_current(claim, epoch=4, seen_at=EVENING, now=EVENING)
