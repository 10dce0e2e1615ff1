"""What an editor is typing is checked as it stands, for who may edit it and nobody else, and is kept nowhere."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.models import Revision

from cms.models import ArticlePage
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.directory.models import Tip
from tests.cms.test_editing import signed_in
from tests.cms.test_examining import FORBIDDEN
from tests.directory.sent import route_form, tip_form
from tests.factories.accounts import make_user
from tests.factories.cms import form_of, home_of, make_page, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_user(roles=[(make_site().programme, Role.EDITOR)])


@pytest.fixture
def page(editor: User) -> ArticlePage:
    return make_page(ArticlePage, home_of(), slug="een", title="Rustig")


def address(page: ArticlePage) -> str:
    return reverse("cms_checks:page", args=[page.pk])


def asked(client: Client, to: str, form: dict[str, str]) -> HttpResponse:
    return client.post(to, form, headers={"X-Requested-With": "XMLHttpRequest"})


class TestPages:
    def test_the_words_in_the_form_are_checked_and_nothing_is_kept(
        self, editor: User, page: ArticlePage
    ) -> None:
        revisions = Revision.objects.count()
        answer = asked(signed_in(editor), address(page), form_of(page, FORBIDDEN, **{"body-0-id": "abc"}))
        assert answer.status_code == 200
        assert "Moet anders" in answer.text
        assert "materiaal van seksuele uitbuiting" in answer.text
        assert 'data-field="body" data-block="abc"' in answer.text
        assert 'href="#block-abc-section"' in answer.text
        assert "data-blocks" in answer.text
        assert Revision.objects.count() == revisions
        assert not FormState.objects.exists()
        page.refresh_from_db()
        assert not page.has_unpublished_changes

    def test_what_could_not_be_saved_as_it_is_is_read_all_the_same(
        self, editor: User, page: ArticlePage
    ) -> None:
        form = form_of(page, f"{FORBIDDEN} " * 20, summary="x " * 200, title="", review_by="morgen")
        answer = asked(signed_in(editor), address(page), form)
        assert FORBIDDEN in answer.text
        assert 'data-field="summary"' in answer.text

    def test_the_formula_and_its_limits_are_named(self, editor: User, page: ArticlePage) -> None:
        words = "Dit is een korte zin over hulp. " * 20
        form = form_of(page, "Kop", **{
            "body-count": "2", "body-1-deleted": "", "body-1-order": "1", "body-1-type": "important",
            "body-1-id": "", "body-1-value-title": "Let op", "body-1-value-text": words,
        })  # fmt: skip
        answer = asked(signed_in(editor), address(page), form)
        assert "Flesch-Douma" in answer.text
        assert "Geen formule meet B1" in answer.text

    def test_a_page_that_was_not_saved_yet_is_checked_too(self, editor: User) -> None:
        home = home_of()
        to = reverse("cms_checks:new_page", args=["articlepage", home.pk])
        answer = asked(signed_in(editor), to, form_of(ArticlePage(title="Nieuw", slug="nieuw"), FORBIDDEN))
        assert "Moet anders" in answer.text
        assert ArticlePage.objects.count() == 0
        nowhere = reverse("cms_checks:new_page", args=["homepage", home.pk])
        assert asked(signed_in(editor), nowhere, {}).status_code == 404

    def test_who_may_not_edit_it_reads_nothing_of_the_draft(self, editor: User, page: ArticlePage) -> None:
        page.title = "Geheim concept"
        page.save_revision(user=editor)
        stranger = make_user(roles=[(make_site(slug="stopitnow").programme, Role.EDITOR)])
        counsellor = make_user(roles=[(home_of().programme, Role.COUNSELLOR)])
        new = reverse("cms_checks:new_page", args=["articlepage", home_of().pk])
        for client in (signed_in(stranger), signed_in(counsellor)):
            for to in (address(page), new):
                answer = asked(client, to, {})
                assert answer.status_code == 403
                assert "Geheim" not in answer.text
        assert asked(Client(), address(page), {}).status_code in (302, 401, 403)

    def test_it_is_asked_with_a_form_and_its_token_only(self, editor: User, page: ArticlePage) -> None:
        assert signed_in(editor).get(address(page)).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = signed_in(editor).cookies
        assert asked(strict, address(page), {}).status_code == 403


class TestRecords:
    def test_both_languages_are_checked_and_nothing_is_kept(self, editor: User) -> None:
        form = tip_form(text_nl=f"Dit heet {FORBIDDEN}.", text_en="This is revenge porn.")
        answer = asked(signed_in(editor), reverse("cms_checks:new_record", args=["tip"]), form)
        assert 'data-field="text_nl"' in answer.text
        assert 'data-field="text_en"' in answer.text
        assert "sharing intimate images without consent" in answer.text
        assert not Tip.objects.exists()

    def test_parts_of_a_record_are_read_and_missing_english_is_told(self, editor: User) -> None:
        answer = asked(
            signed_in(editor), reverse("cms_checks:new_record", args=["removalroute"]), route_form(whom_en="")
        )
        assert 'data-field="whom_en"' in answer.text
        assert "Er is geen Engelse tekst" in answer.text

    def test_who_is_no_editor_reads_nothing(self, editor: User) -> None:
        tip = Tip.objects.create(key="een", title_nl="Geheim", text_nl="Geheim", source="x")
        counsellor = make_user(roles=[(home_of().programme, Role.COUNSELLOR)])
        for to in (
            reverse("cms_checks:record", args=["tip", tip.pk]),
            reverse("cms_checks:new_record", args=["tip"]),
        ):
            answer = asked(signed_in(counsellor), to, {})
            assert answer.status_code == 403
            assert "Geheim" not in answer.text
        assert (
            asked(signed_in(editor), reverse("cms_checks:new_record", args=["user"]), {}).status_code == 404
        )


def test_the_form_names_the_address_and_loads_the_module(editor: User, page: ArticlePage) -> None:
    client = signed_in(editor)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert f'data-checks="{address(page)}"' in shown
    assert 'src="/static/editors/checks.js" type="module"' in shown
    new = client.get(reverse("wagtailadmin_pages:add", args=["cms", "articlepage", home_of().pk])).text
    assert reverse("cms_checks:new_page", args=["articlepage", home_of().pk]) in new
    tip = client.get(reverse(Tip.snippet_viewset.get_url_name("add"))).text
    assert reverse("cms_checks:new_record", args=["tip"]) in tip
