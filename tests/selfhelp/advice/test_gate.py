"""No tree is published that cannot be walked: on no road, for no fault."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import PageLogEntry, Revision

from cms import publishing
from cms.models import ArticlePage, SecondEditor
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from selfhelp.advice import actions, gate, queries, wording
from selfhelp.advice.errors import ScenariosAltered, SnapshotsAreKept, TreeRefused
from selfhelp.advice.findings import Code
from selfhelp.advice.models import AdvicePage, Snapshot
from selfhelp.advice.tree import Tree
from tests.factories.accounts import make_user, sign_in
from tests.factories.advice import as_stream, draft, make_advice, publish
from tests.factories.cms import home_of, make_page
from tests.factories.forms import form_of
from tests.selfhelp.advice.test_graph import FAULTS
from tests.selfhelp.advice.trees import both, info, option, question, small
from tests.services.filling import once_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

#: advice has no field that says "the walk begins here", so that one cannot be written on a page
ON_A_PAGE = [
    *((code, tree) for code, tree, _node, _option in FAULTS if code is not Code.START_ENDS),
    (
        Code.TERM_TO_AVOID,
        Tree(
            tuple(
                replace(each, text=both("kinderporno")) if each.id == "who" else each
                for each in small().nodes
            )
        ),
    ),
    (
        Code.TOO_LARGE,
        Tree(
            tuple(
                replace(each, options=tuple(option(f"o{number}", "talk") for number in range(300)))
                if each.id == "who"
                else each
                for each in small().nodes
            )
        ),
    ),
]
NEW = Tree((*small().nodes[:-1], replace(small().by_id["crisis"], text=both("Bel nu"))))
BROKEN = Tree((*small().nodes, info("loose", "talk")))


made = once_a_file(lambda: make_advice().pk)


@pytest.fixture
def page(made: int) -> AdvicePage:
    return AdvicePage.objects.get(pk=made)


@pytest.fixture
def editors(page: AdvicePage) -> tuple[User, User]:
    first, second = (make_user(roles=[(page.programme, Role.EDITOR)]) for _ in range(2))
    return first, second


def shown(page: AdvicePage) -> Tree:
    """What a visitor who begins now walks."""
    queries.forget_trees()
    found = queries.current(page.programme)
    assert found is not None
    return found.tree


def fresh(page: AdvicePage) -> AdvicePage:
    return AdvicePage.objects.get(pk=page.pk)


def propose(page: AdvicePage, user: User, tree: Tree) -> None:
    draft(page, tree, user=user)
    page = fresh(page)
    if page.current_workflow_state:
        page.current_workflow_state.cancel(user=user)
    page.get_workflow().start(page, user)


class TestAScript:
    @pytest.mark.parametrize(("code", "tree"), ON_A_PAGE)
    def test_is_told_why_and_nothing_changes(self, page: AdvicePage, code: Code, tree: Tree) -> None:
        revision = draft(page, tree)
        with pytest.raises(TreeRefused) as refused:
            revision.publish()
        assert code in {finding.code for finding in refused.value.findings}
        assert shown(page) == small()
        assert Snapshot.objects.count() == 1
        assert not Entry.objects.filter(action="advice.published").exclude(detail__number=1).exists()

    def test_cannot_go_around_the_gate(self, page: AdvicePage) -> None:
        revision = draft(page, BROKEN)
        with pytest.raises(TreeRefused), transaction.atomic():
            PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
        page.unpublish()
        closed = fresh(page)
        closed.live, closed.nodes = True, as_stream(BROKEN)
        with pytest.raises(TreeRefused):
            closed.save()
        assert queries.current(page.programme) is None

    def test_may_use_wagtails_own_action(self, page: AdvicePage) -> None:
        PublishPageRevisionAction(draft(page, NEW)).execute(skip_permission_checks=True)
        assert shown(page) == NEW

    def test_makes_drafts_only(self) -> None:
        page = make_advice(slug="stopitnow", published=False, live=True)
        assert not page.live
        assert queries.current(page.programme) is None

    def test_that_changes_a_live_page_changes_nothing_for_visitors(self, page: AdvicePage) -> None:
        page.nodes = as_stream(BROKEN)
        page.save()
        assert shown(page) == small()

    def test_that_works_with_an_old_copy_of_the_page_saves_its_draft(self, page: AdvicePage) -> None:
        old = fresh(page)
        draft(page, NEW)
        publish(page)
        old.nodes = as_stream(small())
        old.save_revision()
        assert shown(page) == NEW

    def test_cannot_change_or_delete_what_visitors_were_shown(self, page: AdvicePage) -> None:
        snapshot = Snapshot.objects.get()
        for attempt in (snapshot.save, snapshot.delete, Snapshot.objects.all().delete):
            with pytest.raises(SnapshotsAreKept):
                attempt()


class TestTheButton:
    def press(self, page: AdvicePage, tree: Tree, client: Client, **more: str) -> str:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = client.post(address, form_of(page, as_stream(tree), **{"action-publish": "1", **more}))
        return html.unescape(answer.text) if answer.status_code == 200 else ""

    def test_is_refused_for_every_fault_with_its_sentence(self, page: AdvicePage) -> None:
        client = sign_in(Client(), make_user(administrator=True))
        for code, tree in ON_A_PAGE:
            told = self.press(page, tree, client)
            changed = replaced(page, tree)
            refusal = gate.refusal_of(changed)
            for sentence in wording.refusal(changed, refusal):
                assert sentence in told, (code, sentence)
            assert shown(page) == small(), code
        assert Snapshot.objects.count() == 1

    def test_publishes_what_can_be_walked(self, page: AdvicePage) -> None:
        somebody = make_user(administrator=True)
        assert self.press(page, NEW, sign_in(Client(), somebody)) == ""
        assert shown(page) == NEW
        assert Snapshot.objects.get(number=2).published_by == somebody.audit_id

    def test_saves_any_draft(self, page: AdvicePage) -> None:
        client = sign_in(Client(), make_user(administrator=True))
        self.press(page, BROKEN, client, **{"action-publish": ""})
        assert fresh(page).get_latest_revision_as_object().tree() == BROKEN
        assert shown(page) == small()

    def test_for_several_pages_at_once_is_refused_with_a_sentence(self, page: AdvicePage) -> None:
        draft(page, BROKEN)
        client = sign_in(Client(), make_user(administrator=True))
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
        answer = client.post(address, {"next": "/beheer/cms/"})
        assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert "loose" in html.unescape(client.get(answer.headers["Location"]).text)
        assert shown(page) == small()


def replaced(page: AdvicePage, tree: Tree) -> AdvicePage:
    page = fresh(page)
    page.nodes = as_stream(tree)
    return page


class TestTheWorkflow:
    def test_never_ends_with_a_faulty_tree(self, page: AdvicePage, editors: tuple[User, User]) -> None:
        first, second = editors
        for code, tree in ON_A_PAGE:
            propose(page, first, tree)
            task = fresh(page).current_workflow_task.specific
            assert "approve" not in [name for name, *_ in task.get_actions(fresh(page), second)], code
            state = fresh(page).current_workflow_task_state
            with pytest.raises(PermissionDenied):
                task.on_action(state, second, "approve")
            with (
                pytest.raises(TreeRefused),
                transaction.atomic(),
            ):  # nor on a road where nobody asked the task
                super(SecondEditor, task).on_action(state, second, "approve")
            assert shown(page) == small(), code

    def test_an_editor_who_tries_all_the_same_is_led_back(
        self, page: AdvicePage, editors: tuple[User, User]
    ) -> None:
        propose(page, editors[0], BROKEN)
        state = fresh(page).current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        assert sign_in(Client(), editors[1]).post(address, {}).status_code in (302, 403)
        assert shown(page) == small()

    def test_a_second_editor_publishes_and_stands_in_the_log(
        self, page: AdvicePage, editors: tuple[User, User]
    ) -> None:
        first, second = editors
        propose(page, first, NEW)
        state = fresh(page).current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        sign_in(Client(), second).post(address, {})
        assert shown(page) == NEW
        assert Snapshot.objects.get(number=2).published_by == second.audit_id
        entry = Entry.objects.get(action="advice.published", actor=second.audit_id)
        assert (entry.programme, entry.detail["number"]) == ("helpwanted", 2)

    def test_an_editor_alone_publishes_nothing(self, page: AdvicePage, editors: tuple[User, User]) -> None:
        permissions = page.permissions_for_user(editors[0])
        assert permissions.can_edit()
        assert not permissions.can_publish()
        stranger = make_user(roles=[(make_advice(slug="stopitnow").programme, Role.EDITOR)])
        assert not page.permissions_for_user(stranger).can_edit()


class TestTheClock:
    def plan(self, page: AdvicePage, tree: Tree) -> Revision:
        """Somehow a faulty tree is planned: the list of words, a scenario or the code has changed since."""
        revision = draft(page, tree)
        Revision.objects.filter(pk=revision.pk).update(
            approved_go_live_at=timezone.now() - timedelta(minutes=1)
        )
        return revision

    def test_publishes_nothing_faulty_stays_alive_and_tells_editors(self, page: AdvicePage) -> None:
        for code, tree in ON_A_PAGE:
            revision = self.plan(page, tree)
            publishing.publish_due(now=timezone.now())
            assert shown(page) == small(), code
            revision.refresh_from_db()
            assert revision.approved_go_live_at is None, code
            assert fresh(page).refused_at is not None
        told = PageLogEntry.objects.filter(action=actions.REFUSED, page_id=page.pk)
        assert told.count() == len(ON_A_PAGE)
        assert Entry.objects.filter(action="advice.schedule_refused").count() == len(ON_A_PAGE)

    def test_tells_editors_of_that_programme_on_their_first_page_and_on_the_page(
        self, page: AdvicePage, editors: tuple[User, User]
    ) -> None:
        self.plan(page, BROKEN)
        publishing.publish_due(now=timezone.now())
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        first = sign_in(Client(), editors[0])
        assert edit in first.get(reverse("wagtailadmin_home")).text.partition('id="refused"')[2]
        assert "hield" in first.get(edit).text
        stranger = make_user(roles=[(make_advice(slug="stopitnow").programme, Role.EDITOR)])
        assert 'id="refused"' not in sign_in(Client(), stranger).get(reverse("wagtailadmin_home")).text

    def test_goes_on_with_what_else_was_planned(self, page: AdvicePage) -> None:
        other = make_page(ArticlePage, home_of(), slug="een", title="Oud")
        other.title = "Nieuw"
        self.plan(page, BROKEN)
        later = other.save_revision()
        Revision.objects.filter(pk=later.pk).update(
            approved_go_live_at=timezone.now() - timedelta(seconds=30)
        )
        call_command("publish_scheduled")
        other.refresh_from_db()
        assert other.title == "Nieuw"

    def test_publishes_what_can_be_walked(self, page: AdvicePage) -> None:
        self.plan(page, BROKEN)
        publishing.publish_due(now=timezone.now())
        self.plan(page, NEW)
        publishing.publish_due(now=timezone.now())
        assert shown(page) == NEW
        assert Snapshot.objects.get(number=2).published_by == "system"
        assert fresh(page).refused_at is None

    def test_is_not_given_a_faulty_tree(self, page: AdvicePage) -> None:
        revision = draft(page, BROKEN, go_live_at=timezone.now() + timedelta(days=1))
        with pytest.raises(TreeRefused):
            revision.publish()

    def test_is_given_a_sound_one_and_until_then_nothing_changes(self, page: AdvicePage) -> None:
        revision = draft(page, NEW, go_live_at=timezone.now() + timedelta(days=1))
        revision.publish()
        assert shown(page) == small()
        assert fresh(page).live
        assert Snapshot.objects.count() == 1

    def test_closes_the_door_of_a_page_that_expires(self, page: AdvicePage) -> None:
        AdvicePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
        queries.forget()
        assert queries.current(page.programme) is None
        publishing.publish_due(now=timezone.now())
        assert not fresh(page).live
        assert Snapshot.objects.get().retires_at is not None


def test_an_agreed_scenario_that_ends_elsewhere_is_refused_on_every_road(
    page: AdvicePage, editors: tuple[User, User]
) -> None:
    first, second = editors
    scenario = actions.add_scenario(
        page=page, name="Dreiging", answers={"danger": ["no"], "who": ["me"], "what": ["threat"]}, expect="stop",
        by=first.audit_id,
    )  # fmt: skip
    what = small().by_id["what"]
    altered = Tree(
        tuple(
            replace(
                what,
                options=(replace(what.options[0], target="talk"), option("pay", "stop"), *what.options[1:]),
            )
            if each.id == "what"
            else each
            for each in small().nodes
        )
    )
    draft(page, altered).publish()  # not agreed yet: nothing to alter
    actions.approve_scenario(scenario=scenario, expect="talk", by=first.audit_id)
    revision = draft(page, small())
    with pytest.raises(ScenariosAltered) as refused:
        revision.publish()
    assert refused.value.scenarios == ((scenario.pk, "stop"),)
    client = sign_in(Client(), make_user(administrator=True))
    told = TestTheButton().press(page, small(), client)
    assert "Dreiging" in told
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publishing.publish_due(now=timezone.now())
    assert shown(page) == altered
    propose(page, first, small())
    assert "approve" not in [
        name for name, *_ in fresh(page).current_workflow_task.specific.get_actions(fresh(page), second)
    ]
    actions.approve_scenario(scenario=scenario, by=second.audit_id)
    fresh(page).get_latest_revision().publish()
    assert shown(page) == small()
    scenario.refresh_from_db()
    assert (scenario.expect, scenario.approved_by) == ("stop", second.audit_id)
    assert scenario.approved_for == Snapshot.objects.get(retires_at=None)
    assert [
        entry.detail for entry in Entry.objects.filter(action="advice.scenario_approved").order_by("number")
    ] == [
        {"altered": False},
        {"altered": True},
    ]


def test_publishing_stands_or_falls_as_a_whole(page: AdvicePage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_fields: object) -> None:
        raise RuntimeError("the log is away")

    revision = draft(page, NEW)
    monkeypatch.setattr("selfhelp.advice.actions.audit.record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        revision.publish()
    monkeypatch.undo()
    assert Snapshot.objects.count() == 1
    assert shown(page) == small()
    assert fresh(page).has_unpublished_changes


def test_a_question_with_an_empty_draft_is_told_and_refused() -> None:
    page = make_advice(Tree((question("q", [], start=True),)), slug="stopitnow", published=False)
    assert page.must_be_mended(timezone.localdate())
    with pytest.raises(TreeRefused):
        page.get_latest_revision().publish()
