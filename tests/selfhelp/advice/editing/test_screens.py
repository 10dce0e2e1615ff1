"""The editors' screens of a tree: who sees them, what they say, and what they leave alone."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from figures.models import MonthCounter
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from selfhelp.advice import actions, counting
from selfhelp.advice.editing.screens import counts_of
from selfhelp.advice.editing.showing import changes
from selfhelp.advice.models import AdvicePage, Scenario, Snapshot
from selfhelp.advice.queries import published
from selfhelp.advice.tree import Tree
from selfhelp.advice.walk import Count
from tests.factories.accounts import make_user, sign_in
from tests.factories.advice import as_stream, draft, make_advice
from tests.factories.cms import make_site
from tests.selfhelp.advice.trees import info, option, small
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db

SCREENS = ("picture", "changes", "scenarios", "new_scenario", "preview")


made = once_a_file(lambda: make_advice().pk)


@pytest.fixture
def page(made: int) -> AdvicePage:
    return AdvicePage.objects.get(pk=made)


@pytest.fixture
def editor(page: AdvicePage) -> User:
    return make_user(roles=[(page.programme, Role.EDITOR)])


@pytest.fixture
def client(editor: User) -> Client:
    return sign_in(Client(headers={"accept-language": "en"}), editor)


def at(name: str, page: AdvicePage, *more: object, **query: str) -> str:
    return reverse(f"advice_editing:{name}", args=[page.pk, *more]) + (
        f"?{urlencode(query)}" if query else ""
    )


def rerouted() -> Tree:
    """The small tree, but who writes about somebody else is sent to another advice."""
    nodes = [
        replace(node, options=(option("me", "what"), option("other", "stop"))) if node.id == "who" else node
        for node in small().nodes
        if node.id != "read"
    ]
    return Tree(tuple(nodes))


def posted(page: AdvicePage, tree: Tree) -> dict[str, Any]:
    """The form of a page as a browser posts it with these blocks: by Wagtail's own names of fields."""
    fields: dict[str, Any] = {"title": page.title, "slug": page.slug, "title_en": "", "nodes-count": 0}
    stream = as_stream(tree)
    fields["nodes-count"] = len(stream)
    for place, block in enumerate(stream):
        prefix = f"nodes-{place}"
        _mark(fields, prefix, place, block["id"], block["type"])
        _value(fields, f"{prefix}-value", block["value"])
    return fields


def _mark(fields: dict[str, Any], prefix: str, place: int, block_id: str, kind: str = "") -> None:
    fields |= {f"{prefix}-deleted": "", f"{prefix}-order": place, f"{prefix}-id": block_id}
    if kind:
        fields[f"{prefix}-type"] = kind


def _value(fields: dict[str, Any], prefix: str, value: Any) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            _value(fields, f"{prefix}-{name}", each)
    elif isinstance(value, list):
        fields[f"{prefix}-count"] = len(value)
        for place, item in enumerate(value):
            _mark(fields, f"{prefix}-{place}", place, item.get("id", ""))
            _value(fields, f"{prefix}-{place}-value", item["value"])
    elif value is True:
        fields[prefix] = "on"
    elif value is not False:
        fields[prefix] = value


def check(client: Client, page: AdvicePage, tree: Tree) -> HttpResponse:
    return client.post(at("check", page), posted(page, tree))  # type: ignore[return-value]


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_for_editors_of_the_own_programme(page: AdvicePage, client: Client, name: str) -> None:
    make_site(slug="stopitnow")
    other = make_advice(slug="stopitnow")
    assert client.get(at(name, page)).status_code == 200
    refused = client.get(at(name, other))
    assert refused.status_code in (302, 403)
    assert Client().get(at(name, page)).status_code == 302


def test_the_form_has_the_tools_the_checks_and_the_picture_of_what_was_saved(
    page: AdvicePage, client: Client
) -> None:
    draft(page, Tree((*small().nodes, info("loose", "talk"))))
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-tree-tools="nodes"' in shown
    assert 'data-finding="error" data-node="loose"' in shown
    assert 'data-node="crisis"' in shown
    assert "advice/editing/form.js" in shown


def test_what_is_typed_is_checked_and_not_saved(page: AdvicePage, client: Client) -> None:
    before = Revision.objects.count()
    sound = check(client, page, small()).content.decode()
    assert 'data-finding="error"' not in sound
    nodes = [
        replace(node, options=node.options[:1]) if node.id == "danger" else node for node in small().nodes
    ]
    broken = check(client, page, Tree(tuple(nodes))).content.decode()
    assert 'data-finding="error" data-node="who"' in broken
    assert "<svg" in broken
    assert Revision.objects.count() == before
    assert AdvicePage.objects.get(pk=page.pk).tree() == small()


def test_a_target_that_was_removed_is_a_finding_of_the_answer_that_leads_there(
    page: AdvicePage, client: Client
) -> None:
    tree = Tree(tuple(node for node in small().nodes if node.id != "stop"))
    shown = check(client, page, tree).content.decode()
    assert 'data-finding="error" data-node="what" data-option="threat"' in shown


def test_a_large_form_of_an_editor_is_read(page: AdvicePage, client: Client) -> None:
    nodes = [
        replace(
            small().by_id["who"], id=f"w{number}", options=(option("me", "what"), option("other", "read"))
        )
        for number in range(60)
    ]
    assert check(client, page, Tree((*small().nodes, *nodes))).status_code == 200


def test_what_changed_names_the_paths_that_end_elsewhere_and_the_texts() -> None:
    found = changes(small(), rerouted())
    assert [(each.number, each.nowhere) for each in found.elsewhere] == [(1, False)]
    assert "talk" in found.elsewhere[0].before
    assert "stop" in found.elsewhere[0].after
    assert [given.answers for given in found.elsewhere[0].example] in (
        ["no", "other"],
        ["no (en)", "other (en)"],
    )
    assert [each.id for each in found.reworked] == ["who"]
    assert len(found.removed) == 1
    assert changes(small(), small()).is_nothing


def test_what_changed_is_told_also_when_the_draft_goes_in_a_circle(page: AdvicePage, client: Client) -> None:
    nodes = [replace(node, target="danger") if node.id == "read" else node for node in small().nodes]
    draft(page, Tree(tuple(nodes)))
    shown = client.get(at("changes", page)).content.decode()
    assert "read" in shown


def test_a_walk_becomes_a_scenario_and_a_changed_ending_is_agreed_to(
    page: AdvicePage, client: Client, editor: User
) -> None:
    walk = {"answer.danger": "no", "answer.who": "other"}
    address = at("new_scenario", page)
    assert "talk" in client.get(f"{address}?{urlencode(walk)}").content.decode()
    assert client.post(address, walk | {"name": "Voor een ander"}).status_code == 302
    scenario = Scenario.objects.get()
    assert (scenario.expect, scenario.approved_by) == ("talk", editor.audit_id)
    draft(page, rerouted())
    shown = client.get(at("scenarios", page)).content.decode()
    assert 'value="approve"' in shown
    client.post(at("scenarios", page), {"scenario": scenario.pk, "do": "approve", "at": "stop"})
    scenario.refresh_from_db()
    assert scenario.expect == "stop"
    assert Entry.objects.filter(action="advice.scenario_approved").count() == 2


def test_agreeing_to_an_ending_that_is_gone_meanwhile_changes_nothing(
    page: AdvicePage, client: Client, editor: User
) -> None:
    scenario = actions.add_scenario(
        page=page, name="x", answers={"danger": ["yes"]}, expect="crisis", by=editor.audit_id
    )
    client.post(at("scenarios", page), {"scenario": scenario.pk, "do": "approve", "at": "who"})
    scenario.refresh_from_db()
    assert (scenario.expect, scenario.approved_by) == ("crisis", "")


def test_a_scenario_of_another_page_is_not_touched(page: AdvicePage, client: Client, editor: User) -> None:
    make_site(slug="stopitnow")
    other = make_advice(slug="stopitnow")
    scenario = actions.add_scenario(
        page=other, name="x", answers={"danger": ["yes"]}, expect="crisis", by=editor.audit_id
    )
    assert client.post(at("scenarios", page), {"scenario": scenario.pk, "do": "remove"}).status_code == 404
    assert Scenario.objects.filter(pk=scenario.pk).exists()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("easy", ["0", "1"])
@pytest.mark.parametrize("paper", ["0", "1"])
def test_every_node_is_previewed_in_the_visitors_policy_without_cookie_or_count(
    page: AdvicePage, client: Client, language: str, easy: str, paper: str
) -> None:
    for node in small().nodes:
        response = client.get(at("preview_page", page, node.id, language=language, easy=easy, paper=paper))
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()
        assert getattr(node.text, language) in response.content.decode()
        assert not response.cookies
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]
    counting.write()
    assert not MonthCounter.objects.exists()


def test_the_preview_is_of_the_draft(page: AdvicePage, client: Client) -> None:
    draft(page, Tree((*small().nodes, info("nieuw", "talk"))))
    assert client.get(at("preview_page", page, "nieuw")).status_code == 200
    assert client.get(at("preview_page", page, "weg")).status_code == 404


def test_counts_stand_on_the_picture_of_the_version_they_are_of(page: AdvicePage, client: Client) -> None:
    now = timezone.now()
    place = list(small().by_id).index("danger")
    counting.steps(page.programme, 1, [Count(place)] * 40 + [Count(place, 0)] * 3, now)
    counting.write()
    snapshot = Snapshot.objects.get()
    version = published(snapshot.pk)
    assert version is not None
    month = timezone.localdate().replace(day=1)
    counts = counts_of(page, version, month, month)
    assert counts.reached["danger"] == 40
    assert counts.chosen["danger", "yes"] in (0, 5)
    shown = client.get(at("picture", page, version="1")).content.decode()
    assert "40" in shown
    draft_picture = client.get(at("picture", page)).content.decode()
    assert "tree-count" not in draft_picture
