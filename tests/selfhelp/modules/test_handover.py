"""From a module to the helpline: one sentence that was shown before, and never an answer."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from chat import introduction
from chat.models import Conversation
from helpline.programmes.models import Programme
from tests.factories.chat import make_available, make_staff
from tests.factories.selfhelp import make_whole_programme

pytestmark = pytest.mark.django_db
TALK = "/stopitnow/self-help/sim/talk"
SENTENCE = "Ik lees in het zelfhulpprogramma \u2018Een programma\u2019: module 10, \u2018Gevoelens\u2019."
OF_THE_PLAN = (
    "Ik lees in het zelfhulpprogramma \u2018Een programma\u2019: de pagina \u2018Als het nu mis gaat\u2019."
)


@pytest.fixture
def programme() -> Programme:
    return make_whole_programme().programme


@pytest.fixture
def on_duty(programme: Programme) -> Programme:
    make_available(user=make_staff(programme), programme=programme, now=timezone.now())
    return programme


def seal_in(page: str) -> str:
    found = re.search(rf'name="{introduction.FIELD}" value="([^"]+)"', page)
    return found.group(1) if found else ""


@pytest.mark.parametrize(
    ("module", "sentence"),
    [("feelings", SENTENCE), ("emergency", OF_THE_PLAN)],
)
def test_exactly_the_sentence_on_the_page_goes_along(
    client: Client, on_duty: Programme, module: str, sentence: str
) -> None:
    page = client.get(f"{TALK}/{module}/").content.decode()
    assert sentence in page
    assert introduction.brought(seal_in(page), on_duty, timezone.now()).texts == (sentence,)
    door = client.post("/stopitnow/chat/", {introduction.FIELD: seal_in(page)}).content.decode()
    assert sentence in door
    assert not Conversation.objects.exists(), "nothing begins before the button"


def test_it_is_offered_in_a_chapter_while_a_door_is_open_and_the_chat_itself_is_one_click_away(
    client: Client, on_duty: Programme
) -> None:
    for path in ("gevoelens/", "gevoelens/eerste-deel/", "nu/"):
        page = client.get(f"/stopitnow/programma/{path}").content.decode()
        assert f'href="{TALK}/{"emergency" if path == "nu/" else "feelings"}/"' in page
        assert 'href="/stopitnow/chat/"' in page


def test_a_closed_door_is_not_offered_and_says_when_it_opens(client: Client, programme: Programme) -> None:
    assert TALK not in client.get("/stopitnow/programma/gevoelens/eerste-deel/").content.decode()
    page = client.get(f"{TALK}/feelings/").content.decode()
    assert not seal_in(page)
    assert "geen deur open" in page
    assert 'href="/stopitnow/chat/"' in page


@pytest.mark.parametrize("module", ["nothing", "x" * 24])
def test_what_is_no_part_of_the_programme_is_not_found(
    client: Client, on_duty: Programme, module: str
) -> None:
    assert client.get(f"{TALK}/{module}/").status_code == 404


def test_nothing_that_is_sent_along_changes_it(client: Client, on_duty: Programme) -> None:
    page = client.get(f"{TALK}/feelings/?sentence=kanarie&x.feelings.letter=kanarie").content.decode()
    assert "kanarie" not in page
    assert client.post(f"{TALK}/feelings/", {"sentence": "kanarie"}).status_code == 405


def test_in_english_a_counsellor_reads_the_language_of_the_visitor(
    client: Client, on_duty: Programme
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"{TALK}/feelings/").content.decode()
    assert "I am reading in the self-help programme" in page
    assert introduction.brought(seal_in(page), on_duty, datetime.now(UTC)).texts[0].startswith("I am reading")
