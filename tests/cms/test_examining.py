"""What the content checks see of a page, and what an editor hears of it on every road to visitors."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cms.checks.findings import Code, blocks_publishing
from cms.checks.text import Content
from cms.examining import examine
from cms.models import ArticlePage, SitePage
from cms.page_content import PageWalk, as_content, gathered
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from tests.cms.test_editing import propose, signed_in
from tests.factories.accounts import make_user
from tests.factories.cms import form_of, home_of, make_page, make_site, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)
FORBIDDEN = "kinder" + "porno"


def read(page: SitePage) -> Content:
    """The page as the checks see it."""
    return as_content(page, gathered(page))


def codes(page: SitePage) -> set[Code]:
    return {finding.code for finding in examine(page, TODAY)}


def article(**fields: Any) -> ArticlePage:
    fields = {"review_by": date(2027, 1, 1)} | fields
    return make_page(ArticlePage, make_site(), slug="een", **fields)


class TestSeeing:
    def test_every_kind_of_part_is_read(self) -> None:
        other = make_page(ArticlePage, make_site(), slug="ander", title="Een ander")
        kinds = [
            {"type": "heading", "value": "Koptekst"},
            {"type": "text", "value": f'<p>Alinea met <a linktype="page" id="{other.pk}">een ander</a>.</p>'},
            {"type": "steps", "value": {"title": "Stappenkop", "items": [
                {"title": "Doe dit", "text": "Zo."}, {"title": "Doe dat", "text": ""}]}},
            {"type": "important", "value": {"title": "Let op", "text": "Rustig."}},
            {"type": "questions", "value": {"items": [{"question": "Mag dat?", "answer": "<p>Jawel.</p>"}]}},
            {"type": "ways", "value": None},
            {"type": "pages", "value": [other.pk]},
        ]  # fmt: skip
        page = make_page(ArticlePage, home_of(), slug="een", body=kinds, easy=[text("Kort gezegd.")])
        content = read(page)
        words = " ".join(block.text for block in content.blocks)
        for each in ("Koptekst", "Alinea met een ander", "Stappenkop", "Doe dit", "Zo.", "Let op", "Rustig.",
                     "Mag dat?", "Jawel.", "Kort gezegd."):  # fmt: skip
            assert each in words, each
        assert [link.is_alive for link in content.links] == [True, True]
        other.unpublish()
        assert [link.is_alive for link in read(ArticlePage.objects.get(pk=page.pk)).links] == [False, False]

    def test_the_first_words_of_a_home_are_read_too(self) -> None:
        home = make_site()
        home.reassurance = f"Wij kijken niet naar {FORBIDDEN}."
        assert Code.TERM_TO_AVOID in codes(home)

    def test_no_kind_of_part_is_forgotten(self) -> None:
        for name in ArticlePage.body.field.stream_block.child_blocks:
            assert hasattr(PageWalk, f"_{name}"), name


class TestSaying:
    def test_a_term_to_avoid_a_dead_link_and_a_passed_review(self) -> None:
        page = article(
            body=[text(f'Dit heet {FORBIDDEN}. <a linktype="page" id="99999">Lees verder over hulp</a>')],
            review_by=date(2026, 2, 1),
        )
        assert {Code.TERM_TO_AVOID, Code.LINK_DEAD, Code.REVIEW_OVERDUE} <= codes(page)

    def test_a_calm_page_has_nothing_that_keeps_it_from_visitors(self) -> None:
        assert not blocks_publishing(
            examine(article(body=[text("Je bent niet de enige. Praat met ons.")]), TODAY)
        )


@pytest.fixture
def two_editors() -> tuple[User, User]:
    home = make_site()
    first, second = (make_user(roles=[(home.programme, Role.EDITOR)]) for _ in range(2))
    return first, second


def test_a_draft_may_hold_it_and_a_proposal_may_not(two_editors: tuple[User, User]) -> None:
    page = make_page(ArticlePage, home_of(), slug="een")
    editor = signed_in(two_editors[0])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    saved = editor.post(edit, form_of(page, FORBIDDEN))
    assert saved.status_code == 302, saved.context["form"].errors
    shown = editor.get(edit).text
    assert "Moet anders" in shown
    assert "materiaal van seksuele uitbuiting" in shown
    refused = editor.post(edit, form_of(page, FORBIDDEN, **{"action-submit": "1"}))
    assert refused.status_code == 200
    page.refresh_from_db()
    assert not page.workflow_in_progress
    accepted = editor.post(edit, form_of(page, "Rustig", **{"action-submit": "1"}))
    assert accepted.status_code == 302
    page.refresh_from_db()
    assert page.workflow_in_progress


def test_what_slips_in_after_the_proposal_cannot_be_said_yes_to(two_editors: tuple[User, User]) -> None:
    first, second = two_editors
    page = make_page(ArticlePage, home_of(), slug="een")
    propose(first, page)
    task = page.current_workflow_task.specific
    assert "approve" in {action[0] for action in task.get_actions(page, second)}
    page.body = [("text", f"<p>{FORBIDDEN}</p>")]
    page.save_revision(user=first)
    assert {action[0] for action in task.get_actions(page, second)} == {"reject"}
