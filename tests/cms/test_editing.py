"""Editors write in their own programme; a second one publishes; what follows is told to the audit log."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from cms import publishing
from cms.models import ArticlePage
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.directory.models import Tip
from tests.factories.accounts import make_user, sign_in
from tests.factories.cms import form_of, home_of, make_page, make_site, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors() -> tuple[User, User, User]:
    """Two of Helpwanted and one of Stop it Now."""
    helpwanted, stopitnow = make_site(), make_site(slug="stopitnow")
    return tuple(  # type: ignore[return-value]
        make_user(roles=[(home.programme, Role.EDITOR)]) for home in (helpwanted, helpwanted, stopitnow)
    )


def signed_in(user: User) -> Client:
    return sign_in(Client(), user)


def propose(user: User, page: ArticlePage) -> None:
    revision = page.save_revision(user=user)
    workflow: Workflow = page.get_workflow()
    workflow.start(page, user)
    assert page.current_workflow_task_state.revision == revision


def test_an_editor_changes_pages_of_the_own_programme_only(editors: tuple[User, User, User]) -> None:
    page = make_page(ArticlePage, home_of(), slug="een")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    own, _second, stranger = (signed_in(user) for user in editors)
    assert own.get(edit).status_code == 200
    assert stranger.get(edit).status_code == 302


def test_an_editor_translates_a_page_and_the_copy_waits_for_words(editors: tuple[User, User, User]) -> None:
    page = make_page(ArticlePage, home_of(), slug="een", title="Een")
    translate = reverse("simple_translation:submit_page_translation", args=[page.pk])
    english = home_of(language="en").locale
    answer = signed_in(editors[0]).post(translate, {"locales": [english.pk]})
    assert answer.status_code == 302
    copy = page.get_translation(english)
    assert not copy.live
    assert copy.get_parent().pk == home_of(language="en").pk


def test_an_editor_proposes_and_cannot_publish(editors: tuple[User, User, User]) -> None:
    page = make_page(ArticlePage, home_of(), slug="een")
    permissions = page.permissions_for_user(editors[0])
    assert permissions.can_edit()
    assert not permissions.can_publish()
    assert permissions.can_submit_for_moderation()


def test_a_second_editor_publishes_and_nobody_the_own_words(editors: tuple[User, User, User]) -> None:
    first, second, stranger = editors
    page = make_page(ArticlePage, home_of(), slug="een", body=[text("Oud.")])
    page.body = [("text", "<p>Nieuw.</p>")]
    propose(first, page)
    task = page.current_workflow_task
    assert task.specific.get_actions(page, first) == []
    assert task.specific.get_actions(page, stranger) == []
    assert [name for name, _label, _more in task.specific.get_actions(page, second)] == [
        "reject",
        "approve",
        "approve",
    ]
    state = page.current_workflow_task_state
    answer = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert signed_in(first).post(answer, {}).status_code in (302, 403)
    assert "Oud." in Client().get("/helpwanted/een/").text
    signed_in(second).post(answer, {})
    assert "Nieuw." in Client().get("/helpwanted/een/").text


def test_the_yes_of_a_second_editor_stands_beside_saving_and_not_behind_the_arrow(
    editors: tuple[User, User, User],
) -> None:
    first, second, _stranger = editors
    page = make_page(ArticlePage, home_of(), slug="een")
    propose(first, page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    yes = 'data-workflow-action-name="approve"'
    seen = signed_in(second).get(address).text
    footer = seen.partition("w-dropdown-button")[2]
    # saving is first: the Enter key in a field presses the first button
    assert footer.index("action-save") < footer.index(yes) < footer.index("w-dropdown ")
    assert seen.count(yes) == 2, "the other one, with a comment, stays behind the arrow"
    assert yes not in signed_in(first).get(address).text


def test_who_changes_something_while_saying_yes_needs_other_eyes_too(
    editors: tuple[User, User, User],
) -> None:
    first, second, third = editors[0], editors[1], make_user(administrator=True)
    page = make_page(ArticlePage, home_of(), slug="een", title="Een", body=[text("Oud.")])
    page.title = "Van de eerste"
    propose(first, page)
    form = form_of(page, "Van de tweede") | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    signed_in(second).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert "Van de tweede" not in Client().get("/helpwanted/een/").text
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.current_workflow_task.specific.get_actions(page, second) == []
    assert page.current_workflow_task.specific.get_actions(page, third)


def test_who_changes_something_meanwhile_needs_other_eyes_again(editors: tuple[User, User, User]) -> None:
    first, second, _stranger = editors
    page = make_page(ArticlePage, home_of(), slug="een")
    propose(first, page)
    page.save_revision(user=second)
    assert page.current_workflow_task.specific.get_actions(page, second) == []


def test_the_audit_log_hears_who_pressed_not_who_wrote(editors: tuple[User, User, User]) -> None:
    page = make_page(ArticlePage, home_of(), slug="een")
    page.save_revision(user=editors[0]).publish(user=editors[1], skip_permission_checks=True)
    administrator = make_user(administrator=True)
    page.unpublish(user=administrator)
    entries = Entry.objects.filter(subject=f"page:{page.pk}").order_by("pk").values_list("action", "actor")
    assert list(entries) == [
        ("page.published", "system"),
        ("page.published", editors[1].audit_id),
        ("page.unpublished", administrator.audit_id),
    ]


def test_what_was_scheduled_appears_on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_page(ArticlePage, make_site(), slug="een", title="Nu")
    now = timezone.now()
    page.refresh_from_db()
    page.title, page.go_live_at = "Straks", now + timedelta(hours=1)
    page.save_revision().publish()
    publishing.publish_due(now=now)
    assert "<h1>Nu</h1>" in Client().get("/helpwanted/een/").text
    later = now + timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    publishing.publish_due(now=later)
    assert "<h1>Straks</h1>" in Client().get("/helpwanted/een/").text


def test_an_editors_record_goes_live_when_a_second_one_agrees(editors: tuple[User, User, User]) -> None:
    first, _second, other = editors
    tip = Tip.objects.create(
        key="proef",
        title_nl="Proef",
        title_en="Try",
        text_nl="x",
        text_en="x",
        live=False,
        source="proef",
        review_by=timezone.localdate(),
    )
    tip.save_revision(user=first)
    tip.get_workflow().start(tip, first)
    task = tip.current_workflow_task.specific
    assert task.get_actions(tip, first) == []
    task.on_action(tip.current_workflow_task_state, other, "approve")
    tip.refresh_from_db()
    assert tip.live
