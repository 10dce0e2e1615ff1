"""The demo's programmes as pages: they are made, may be published as they are, and can be read and printed."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.checks.findings import Code
from cms.demo import create_demo_content as create_sites
from cms.examining import examine
from cms.models import SitePage
from helpline.directory.demo import create_demo_content as create_directory
from selfhelp.modules import written
from selfhelp.modules.demo import create_demo_content
from selfhelp.modules.models import EMERGENCY, PAGE_TYPES, ModulePage, ProgrammePage
from tests.factories.cms import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def programmes() -> None:
    make_site(slug="stopitnow")
    create_directory()
    create_sites()
    create_demo_content()


def pages() -> list[SitePage]:
    return [page for kind in PAGE_TYPES for page in kind.objects.order_by("path")]


def test_it_is_complete_an_editor_could_publish_it_and_the_checks_find_nothing() -> None:
    """One story: making the pages is most of the work."""
    expected = list(written.programmes())
    assert ProgrammePage.objects.live().count() == len(expected)
    assert ModulePage.objects.live().count() == sum(len(programme.modules) for programme in expected)
    for page in pages():
        page.full_clean()
        # Forms are stricter than tables: lengths, numbers of options, keys.
        page.body.stream_block.clean(page.body)
        assert not found_in(page), page.slug

    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    create_demo_content()
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before


def found_in(page: SitePage) -> list[tuple[str, str]]:
    """What the checks find: everything in Dutch, what is grave in English."""
    return [
        (str(each.message), each.excerpt)
        for each in examine(page, timezone.localdate())
        # A chapter is on no card and in no list of results, so it needs no summary.
        if each.code is not Code.SUMMARY_MISSING
        and (page.locale.language_code == "nl" or each.severity != "advice")
    ]


def test_every_page_and_every_workbook_can_be_read(client: Client) -> None:
    for page in pages():
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
    for programme in ProgrammePage.objects.filter(locale__language_code="nl"):
        for key in [*(module.key for module in programme.modules), EMERGENCY]:
            paper = client.get(f"/stopitnow/self-help/{programme.key}/paper/{key}/")
            assert paper.status_code == 200, key
