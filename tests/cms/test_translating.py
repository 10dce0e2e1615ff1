"""Making the other language's version of a page: a draft with the words to translate, and links that fit."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.checks.findings import Code
from cms.examining import examine
from cms.models import ArticlePage
from helpline.accounts.roles import Role
from tests.cms.test_editing import signed_in
from tests.factories.accounts import make_user
from tests.factories.cms import home_of, make_page, make_site

pytestmark = pytest.mark.django_db

WORDS = "Je bent niet de enige die dit meemaakt."


def test_the_draft_leads_to_english_pages_and_says_what_is_still_dutch() -> None:
    home, english = make_site(), home_of(language="en")
    editor = make_user(roles=[(home.programme, Role.EDITOR)])
    there = make_page(ArticlePage, home, slug="er", title="Er")
    theirs = make_page(
        ArticlePage, english, slug="there", title="There", translation_key=there.translation_key
    )
    alone = make_page(ArticlePage, home, slug="alleen", title="Alleen")

    def link(page: ArticlePage) -> str:
        return f'<a linktype="page" id="{page.pk}">Lees meer over hulp</a>'

    page = make_page(ArticlePage, home, slug="een", title="Een", body=[
        {"type": "text", "value": f"<p>{WORDS} {link(there)} {link(alone)}</p>"},
        {"type": "questions", "value": {"items": [{"question": "Mag dat?", "answer": f"<p>{link(there)}</p>"}]}},
        {"type": "pages", "value": [there.pk, alone.pk]},
        {"type": "heading", "value": "Een kop"},
    ])  # fmt: skip
    client = signed_in(editor)
    before = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    translate = reverse("simple_translation:submit_page_translation", args=[page.pk])
    assert translate in before
    client.post(translate, {"locales": [english.locale.pk]})
    copy = page.get_translation(english.locale).specific
    draft = copy.get_latest_revision_as_object()
    text, questions, pages, _heading = draft.body
    assert f'id="{theirs.pk}"' in text.value.source
    assert f'id="{alone.pk}"' in text.value.source
    assert f'id="{theirs.pk}"' in questions.value["items"][0]["answer"].source
    assert [each.pk for each in pages.value] == [theirs.pk, alone.pk]
    untranslated = [each for each in examine(draft, timezone.localdate()) if each.code is Code.NOT_TRANSLATED]
    assert [each.where for each in untranslated] == ["body:1"]
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).text
    assert "Dit is een vertaling" in shown
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown


def test_a_text_that_was_not_translated_is_not_published() -> None:
    home, english = make_site(), home_of(language="en")
    page = make_page(ArticlePage, home, slug="een", body=[{"type": "text", "value": f"<p>{WORDS}</p>"}])
    copy = page.copy_for_translation(english.locale).specific
    found = [each for each in examine(copy, timezone.localdate()) if each.code is Code.NOT_TRANSLATED]
    assert [each.where for each in found] == ["body:1"]
    copy.body = [("text", "<p>You are not the only one.</p>")]
    assert not [each for each in examine(copy, timezone.localdate()) if each.code is Code.NOT_TRANSLATED]
