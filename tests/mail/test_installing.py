"""What a fresh house and the demo begin with, and who changes it."""

import pytest
from django.urls import reverse

from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.mail import demo, templates
from helpline.mail.models import Correspondence, LetterTemplate, Postbox
from helpline.programmes.models import Programme
from tests.factories.contacts import make_counsellor
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db


def test_installing_twice_changes_nothing_that_was_changed(helpwanted: Programme) -> None:
    assert templates.install(helpwanted) > 3
    LetterTemplate.objects.filter(shortcut="begin").update(text_nl="Anders")
    Postbox.objects.update(promise=5)
    assert templates.install(helpwanted) == 0
    assert LetterTemplate.objects.get(shortcut="begin").text_nl == "Anders"
    assert not LetterTemplate.objects.filter(shortcut="stap-gezet").exists()


def test_the_demo_shows_every_kind_of_letter_once(helpwanted: Programme) -> None:
    make_counsellor(helpwanted)
    for _ in range(2):
        demo.create_demo_content()
    mine = Correspondence.objects.filter(programme=helpwanted)
    assert sorted(mine.values_list("road", "state")) == [
        ("mail", "waiting"), ("web", "answered"), ("web", "waiting"), ("web", "waiting"),
    ]  # fmt: skip


def test_a_manager_changes_the_promise_and_the_log_knows(helpwanted: Programme) -> None:
    templates.install(helpwanted)
    box = Postbox.objects.get(programme=helpwanted)
    browser = browser_of(make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER))
    address = reverse("admin:mail_postbox_change", args=[box.pk])
    fields = {
        "programme": helpwanted.pk,
        "promise": 8,
        "unit": "hours",
        "staffed_as": "chat",
        "second_pair": "on",
    }
    assert browser.post(address, fields).status_code == 302
    box.refresh_from_db()
    assert (box.promise, box.unit, box.second_pair) == (8, "hours", True)
    entry = Entry.objects.get(action="post.box_changed")
    assert entry.detail["promise"] == 8
    stranger = browser_of(make_desk_user(helpwanted, role=Role.COUNSELLOR))
    stranger.post(address, fields | {"promise": 1})
    box.refresh_from_db()
    assert box.promise == 8
