"""Who looks something up on another page keeps their chats; nobody becomes available by doing so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from chat.actions import presence
from chat.models import Conversation, Presence
from chat.rules import LEASE
from chat.states import State
from helpline.accounts.roles import Role
from helpline.desk.beside import beside
from helpline.programmes.models import Programme
from tests.factories.chat import make_available, make_talking
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db
BACKGROUND = {"X-Background": "1", "Accept": "application/json"}


def test_asking_keeps_the_chats_of_who_sits_at_the_desk(programme: Programme) -> None:
    user = make_desk_user(programme, role=Role.COUNSELLOR)
    now = timezone.now()
    row = make_talking(programme=programme, user=user, now=now)
    for step in range(1, 5):
        at = now + step * (LEASE - timedelta(seconds=5))
        told = beside(user, at)
        assert told is not None
        presence.sweep(now=at)
    assert Conversation.objects.get(pk=row.pk).state == State.TALKING


def test_the_line_says_what_waits(programme: Programme) -> None:
    user = make_desk_user(programme, role=Role.COUNSELLOR)
    row = make_talking(programme=programme, user=user, now=timezone.now())
    with translation.override("nl"):
        told = beside(user)
        assert told is not None
        assert (told.words, told.calls) == ("1 nieuwe chat wacht op je", True)
        head = Conversation.objects.get(pk=row.pk).head
        Conversation.objects.filter(pk=row.pk).update(opened_at=timezone.now(), staff_read=head)
        told = beside(user)
        assert told is not None
        assert (told.words, told.calls) == ("1 chat gaat door", False)
        Conversation.objects.filter(pk=row.pk).update(staff_read=0, head=2)
        told = beside(user)
        assert told is not None
        assert (told.words, told.calls) == ("2 nieuwe berichten", True)


def test_who_does_not_sit_at_the_desk_stays_away(programme: Programme) -> None:
    user = make_desk_user(programme, role=Role.COUNSELLOR)
    assert beside(user) is None
    long_ago = timezone.now() - timedelta(minutes=5)
    make_available(user=user, programme=programme, now=long_ago)
    assert beside(user) is None
    assert not Presence.objects.filter(user=user, leased_until__gt=timezone.now()).exists()


def test_a_chat_in_its_grace_comes_back_by_asking(programme: Programme) -> None:
    user = make_desk_user(programme, role=Role.COUNSELLOR)
    now = timezone.now()
    row = make_talking(programme=programme, user=user, now=now)
    late = now + LEASE + timedelta(seconds=1)
    presence.sweep(now=late)
    assert Conversation.objects.get(pk=row.pk).state == State.GRACE
    assert beside(user, late + timedelta(seconds=10)) is not None
    assert Conversation.objects.get(pk=row.pk).state == State.TALKING


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PROGRAMME_MANAGER])
def test_who_has_no_desk_is_told_nothing(programme: Programme, role: str) -> None:
    browser = browser_of(make_desk_user(programme, role=role))
    assert browser.get(reverse("desk:beside"), headers=BACKGROUND).json() == {}


def test_every_page_of_the_staff_carries_it_but_the_desk(programme: Programme) -> None:
    browser = browser_of(make_desk_user(programme, role=Role.COUNSELLOR))
    assert 'id="desk-beside"' in browser.get(reverse("contacts:list")).text
    assert 'id="desk-beside"' in browser.get(reverse("accounts:account")).text
    assert 'id="desk-beside"' not in browser.get(reverse("desk:home")).text
