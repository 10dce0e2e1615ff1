"""The address at which a colleague becomes the visitor of a practice chat."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat import practice, visit
from chat.actions.door import start_training
from helpline.programmes.models import Programme
from tests.factories.chat import make_open_programme, make_staff, make_talking

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_open_programme()


def made(programme: Programme) -> tuple[str, str]:
    """A practice chat's token, and its path."""
    chat = start_training(programme=programme, by=make_staff(programme))
    path = practice.address(chat, timezone.now()).removeprefix("http://localhost:8000")
    return path.rstrip("/").rsplit("/", 1)[1], path


def test_it_opens_once_and_within_a_minute(programme: Programme) -> None:
    token, _path = made(programme)
    now = timezone.now()
    assert practice.open_once(token, programme, now + timedelta(minutes=1, seconds=1)) is None
    opened = practice.open_once(token, programme, now)
    assert opened is not None
    assert opened.training
    assert practice.open_once(token, programme, now) is None


def test_it_opens_no_chat_of_a_visitor(programme: Programme) -> None:
    token = (
        practice.address(make_talking(programme=programme, now=timezone.now()), timezone.now())
        .rstrip("/")
        .rsplit("/", 1)[1]
    )
    assert practice.open_once(token, programme, timezone.now()) is None


@pytest.mark.parametrize("token", ["x", "AAAA", "a" * 600])
def test_anything_else_leads_to_the_door(programme: Programme, token: str) -> None:
    answer = Client().get(reverse("chat:practice", args=[programme.slug, token]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("chat:door", args=[programme.slug]))
    assert visit.cookie_name(programme.slug) not in answer.cookies
