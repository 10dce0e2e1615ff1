"""A tree goes out as a file and comes in as a draft; nobody writes in a programme that is not theirs."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from selfhelp.advice import exchange
from selfhelp.advice.actions import latest_tree
from selfhelp.advice.models import AdvicePage
from tests.factories.accounts import make_user, sign_in
from tests.factories.advice import make_advice
from tests.factories.cms import home_of, make_site
from tests.selfhelp.advice.trees import small

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> AdvicePage:
    return make_advice()


def client_of(user: User) -> Client:
    return sign_in(Client(), user)


def send(client: Client, page: AdvicePage, data: bytes) -> int:
    file = SimpleUploadedFile("boom.json", data, "application/json")
    answer = client.post(reverse("advice_editing:files", args=[page.pk]), {"do": "import", "file": file})
    return answer.status_code


def test_the_draft_and_a_version_are_exported(page: AdvicePage) -> None:
    client = client_of(make_user(roles=[(page.programme, Role.EDITOR)]))
    for query in ("", "?version=1"):
        answer = client.get(reverse("advice_editing:export", args=[page.pk]) + query)
        assert len(json.loads(answer.content)["nodes"]) == len(small().nodes)
        assert "attachment" in answer.headers["Content-Disposition"]
    for wrong in ("?version=9", "?version=x"):
        assert client.get(reverse("advice_editing:export", args=[page.pk]) + wrong).status_code == 404


def test_a_file_becomes_the_draft_and_a_wrong_one_changes_nothing(page: AdvicePage) -> None:
    client = client_of(make_user(roles=[(page.programme, Role.EDITOR)]))
    data = exchange.exported(exchange.document_of(page)).replace(b"who?", b"Wie dan?")
    assert send(client, page, data) == 302
    assert latest_tree(AdvicePage.objects.get(pk=page.pk)).by_id["who"].text.nl == "Wie dan?"
    before = Revision.objects.count()
    assert send(client, page, b"geen boom") == 200
    assert Revision.objects.count() == before


def test_a_tree_is_copied_only_to_a_programme_in_which_one_writes(page: AdvicePage) -> None:
    make_site(slug="stopitnow")
    there = home_of(slug="stopitnow").programme
    address = reverse("advice_editing:files", args=[page.pk])
    order = {"do": "copy", "programme": "stopitnow"}
    own = client_of(make_user(roles=[(page.programme, Role.EDITOR)]))
    assert own.post(address, order).status_code == 404
    assert not AdvicePage.objects.filter(programme=there).exists()
    both = client_of(make_user(roles=[(page.programme, Role.EDITOR), (there, Role.EDITOR)]))
    assert both.post(address, order).status_code == 302
    copied = AdvicePage.objects.get(programme=there)
    assert not copied.live
    assert len(latest_tree(copied).nodes) == len(small().nodes)
