"""Who reads English is told what is in Dutch only, before going there."""

import pytest
from django.test import Client

from selfhelp.modules.models import ProgrammePage
from tests.factories.cms import home_of, make_site
from tests.factories.selfhelp import make_module, make_programme_page, publish

pytestmark = pytest.mark.django_db

SAID = "The other modules are in Dutch for now:"


def translate(dutch: ProgrammePage) -> ProgrammePage:
    return publish(
        ProgrammePage, home_of(slug="stopitnow", language="en"), key="sim", title="A programme", slug="programme",
        summary="By yourself.", intro="Begin anywhere.", enough="That is fine.", emergency_door="It is getting hard",
        translation_key=dutch.translation_key,
    )  # fmt: skip


def test_a_list_that_is_shorter_in_english_leads_to_the_dutch_one(client: Client) -> None:
    dutch = make_programme_page(make_site(slug="stopitnow"))
    first = make_module(dutch)
    make_module(dutch, key="triggers", title="Aanleidingen", slug="aanleidingen", number=3)
    english = translate(dutch)
    make_module(english, translation_key=first.translation_key, title="Feelings", slug="feelings")
    page = client.get(english.url).text
    assert SAID in page
    told = page[page.index(SAID) :][:400]
    assert dutch.url in told
    assert 'hreflang="nl" lang="nl">Een programma</a>' in told
    assert "data-fuller" not in client.get(dutch.url).text


def test_nothing_is_said_where_nothing_is_missing(client: Client) -> None:
    dutch = make_programme_page(make_site(slug="stopitnow"))
    make_module(dutch)
    english = translate(dutch)
    make_module(english, title="Feelings", slug="feelings")
    assert "data-fuller" not in client.get(english.url).text


def test_the_card_of_a_programme_without_english_says_so(client: Client) -> None:
    home = make_site(slug="stopitnow")
    translate(make_programme_page(home))
    make_programme_page(home, key="near", title="Naasten", slug="naasten")
    page = client.get("/stopitnow/self-help/?lang=en", follow=True).text
    assert page.count('<span class="door-hint" lang="en">In Dutch</span>') == 1
    card = page[page.index('<li lang="nl">') :]
    assert card.index("Naasten") < card.index("In Dutch")
    assert "In het Nederlands" not in client.get("/stopitnow/self-help/?lang=nl", follow=True).text
