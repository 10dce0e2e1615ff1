"""The list on an editor's first page: everything that needs somebody, what matters first, and no more than that."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from pytest_django import DjangoAssertNumQueries

from cms import examinations, reviews
from cms.models import ArticlePage
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.directory import queries as directory
from helpline.directory.models import Tip
from tests.cms.test_editing import propose, signed_in
from tests.cms.test_examining import FORBIDDEN
from tests.factories.accounts import make_user
from tests.factories.cms import home_of, make_page, make_site, text

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def editor() -> User:
    directory.forget()
    home = make_site()
    for language in ("nl", "en"):
        page = home_of(language=language)
        page.review_by = LATER
        page.save_revision().publish()
    return make_user(roles=[(home.programme, Role.EDITOR)])


def article(
    slug: str, *, review_by: date | None = LATER, translated: bool = True, **fields: object
) -> ArticlePage:
    page = make_page(ArticlePage, home_of(), slug=slugify(slug), title=slug, review_by=review_by, **fields)
    if translated:
        make_page(ArticlePage, home_of(language="en"), slug=slugify(slug), title=f"{slug} en", review_by=LATER,
                  translation_key=page.translation_key)  # fmt: skip
    return page


def listed(user: User) -> dict[str, list[str]]:
    while examinations.catch_up(now=timezone.now()):
        pass
    return {group.name: [row.title for row in group.rows] for group in reviews.groups(user, TODAY)}


def test_nothing_needs_anybody(editor: User) -> None:
    article("rustig")
    assert listed(editor) == {}
    page = signed_in(editor).get(reverse("wagtailadmin_home")).text
    assert "Er wacht niets" in page


def test_each_thing_stands_where_it_belongs_and_what_matters_is_first(editor: User) -> None:
    article("over tijd", review_by=TODAY - timedelta(days=1))
    article("bijna", review_by=TODAY + timedelta(days=3))
    article("zonder dag", review_by=None)
    article("eentalig", translated=False)
    article("fout", body=[text(FORBIDDEN)])
    fields = {"title_en": "x", "text_nl": "Doe dit.", "source": "x", "live": True}
    Tip.objects.create(key="a", title_nl="Navragen", text_en="x", needs_owner_check=True, **fields)
    Tip.objects.create(key="b", title_nl="Zonder Engels", text_en="", **fields)
    found = listed(editor)
    assert list(found) == ["blocked", "overdue", "owner", "undated", "untranslated", "soon"]
    assert found["blocked"] == ["fout"]
    assert found["overdue"] == ["over tijd"]
    assert found["owner"] == ["Tips"]
    assert found["undated"] == ["zonder dag"]
    assert found["untranslated"] == ["eentalig", "Zonder Engels"]
    assert found["soon"] == ["bijna"]


def test_a_proposal_waits_for_the_second_editor_and_is_shown_to_the_first(editor: User) -> None:
    second = make_user(roles=[(home_of().programme, Role.EDITOR)])
    stranger = make_user(roles=[(make_site(slug="stopitnow").programme, Role.EDITOR)])
    propose(editor, article("voorstel"))
    assert listed(editor)["mine"] == ["voorstel"]
    assert listed(second)["waiting"] == ["voorstel"]
    assert "mine" not in listed(second)
    assert not {"waiting", "mine"} & listed(stranger).keys()
    shown = signed_in(second).get(reverse("wagtailadmin_home")).text
    assert "Voorstellen die op jou wachten" in shown
    assert "Wat er is veranderd" in shown


def test_pages_of_another_programme_are_not_shown(editor: User) -> None:
    make_page(ArticlePage, make_site(slug="stopitnow"), slug="ander", title="Van een ander", review_by=TODAY)
    page = signed_in(editor).get(reverse("wagtailadmin_home")).text
    assert "Van een ander" not in page


def test_a_translation_that_was_begun_leads_to_itself(editor: User) -> None:
    page = article("eentalig", translated=False)
    row = next(group for group in reviews.groups(editor, TODAY) if group.name == "untranslated").rows[0]
    assert row.address == reverse("simple_translation:submit_page_translation", args=[page.pk])
    copy = page.copy_for_translation(home_of(language="en").locale)
    row = next(group for group in reviews.groups(editor, TODAY) if group.name == "untranslated").rows[0]
    assert row.address == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert "begonnen" in row.note


def test_more_pages_ask_no_more_of_the_database(
    editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        article(f"pagina-{number}", review_by=TODAY - timedelta(days=1), body=[text(FORBIDDEN)])
    listed(editor)
    with django_assert_max_num_queries(16):
        reviews.groups(User.objects.get(pk=editor.pk), TODAY)


def test_wagtail_does_not_call_itself_by_name(editor: User) -> None:
    page = signed_in(editor).get(reverse("wagtailadmin_home")).text
    assert "- Pagina's</title>" in page
    assert "gebruikershandleiding" not in page
    assert "Documenten" not in page
    assert "Terug naar de werkplek" in page
