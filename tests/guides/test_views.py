"""The pages of the guides, and the ways to them."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.admin.menu import admin_menu

from helpline.accounts.roles import Role
from helpline.guides import shelf
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(helpwanted: Programme) -> Client:
    return browser_of(make_desk_user(helpwanted, role=Role.COUNSELLOR))


def test_the_contents_begin_with_the_own_job(browser: Client) -> None:
    page = browser.get("/staff/help/").content.decode()
    assert page.index("For counsellors") < page.index("What colleagues do") < page.index("For editors")
    assert 'href="/staff/help/counsellor/#danger"' in page


@pytest.mark.parametrize("key", shelf.KEYS)
def test_every_guide_is_a_page_in_both_languages(browser: Client, key: str) -> None:
    for language in shelf.LANGUAGES:
        page = browser.get(f"/staff/help/{key}/?lang={language}", follow=True).content.decode()
        guide = shelf.guide(key, language)
        assert f"<h1>{guide.title}</h1>" in page
        for section in guide.sections():
            assert f'id="{section.key}"' in page
            assert f'href="#{section.key}"' in page


def test_a_word_of_the_screen_stands_in_the_readers_language(browser: Client) -> None:
    dutch = browser.get("/staff/help/counsellor/?lang=nl", follow=True).content.decode()
    with translation.override("nl"):
        word = gettext("Take the next visitor")
    assert f'<b class="guide-word">{word}</b>' in dutch
    assert word != "Take the next visitor"
    english = browser.get("/staff/help/counsellor/?lang=en", follow=True).content.decode()
    assert '<b class="guide-word">Take the next visitor</b>' in english


def test_what_is_no_guide_is_not_there(browser: Client) -> None:
    assert browser.get("/staff/help/nothing/").status_code == 404


def test_a_stranger_is_led_to_the_door(client: Client) -> None:
    assert client.get("/staff/help/").status_code == 302
    assert client.get("/staff/help/counsellor/").status_code == 302


def test_the_bar_leads_to_what_fits_the_page(browser: Client, helpwanted: Programme) -> None:
    for address, section in (
        ("/staff/", "counsellor/#desk"),
        ("/staff/cases/", "counsellor/#case"),
        ("/staff/account/", "everybody/#account"),
    ):
        assert f'href="/staff/help/{section}" target="_blank"' in browser.get(address).content.decode()
    manager = browser_of(make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER))
    page = manager.get(reverse("figures:releases", args=[helpwanted.slug])).content.decode()
    assert 'href="/staff/help/manager/#release"' in page


def test_set_up_has_the_way_too(helpwanted: Programme) -> None:
    manager = browser_of(make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER))
    assert 'href="/staff/help/manager/#set-up"' in manager.get(reverse("admin:index")).content.decode()


def test_editors_find_their_guide_in_wagtails_menu(helpwanted: Programme, rf: RequestFactory) -> None:
    request = rf.get("/beheer/cms/")
    request.user = make_desk_user(helpwanted, role=Role.EDITOR)
    (item,) = [item for item in admin_menu.menu_items_for_request(request) if item.name == "guide"]
    assert item.url == "/staff/help/editor/"
    assert item.attrs["target"] == "_blank"
