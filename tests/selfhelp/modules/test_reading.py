"""Chapters that were ticked as read: in a file without scripts, and shown again; and what the house says it keeps."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from selfhelp.modules import workbook
from selfhelp.modules.models import ProgrammePage
from selfhelp.modules.workbook import Place
from tests.factories.cms import make_site
from tests.factories.selfhelp import make_whole_programme
from tests.selfhelp.modules.test_views import ROOM, file_of, upload

pytestmark = pytest.mark.django_db
TICK = {"page": "feelings.first", "t.feelings.first": "1"}


@pytest.fixture(autouse=True)
def programme() -> ProgrammePage:
    return make_whole_programme()


def ticks(book: Any) -> set[str]:
    return set(workbook.ticked(book, "feelings"))


def test_a_chapter_is_ticked_and_unticked_on_its_own_page_only(client: Client) -> None:
    book = file_of(client, **TICK)
    assert ticks(book) == {"first"}
    assert workbook.find(book, Place.tick("feelings", "first"))[0]["asked"]["title"] == "Eerste deel"
    carried = {"workbook": workbook.canonical(book)}
    assert ticks(file_of(client, **carried, page="feelings.closing")) == {"first"}, (
        "another page says nothing"
    )
    assert ticks(file_of(client, **carried, page="feelings.first")) == set()
    assert ticks(file_of(client, page="feelings.first", file=upload(book))) == {"first"}, (
        "a blank page erases nothing"
    )
    for page in ("feelings.nothing", "nothing.first", "feelings", "plan", ""):
        assert ticks(file_of(client, **TICK | {"page": page})) == set()


def test_it_is_shown_in_the_chapter_at_the_module_and_in_the_workbook(client: Client) -> None:
    book = file_of(client, **TICK)
    chapter, module = (
        client.post(f"{ROOM}/workbook/fill/", {"file": upload(book), "page": page}).content.decode()
        for page in ("feelings.first", "feelings")
    )
    assert 'name="t.feelings.first" value="1" autocomplete="off" checked' in chapter
    assert module.count("data-read>") == 1
    assert module.count("data-read hidden>") == 1
    whole = client.post(f"{ROOM}/workbook/", {"file": upload(book)}).content.decode()
    assert "<h3>Gelezen</h3>" in whole
    assert "Eerste deel" in whole


def test_ticks_of_two_devices_are_one(client: Client) -> None:
    one, other = file_of(client, **TICK), file_of(client, **TICK)
    both = workbook.merge(one, other)
    assert ticks(both) == {"first"}
    assert ticks(file_of(client, workbook=workbook.canonical(both), page="feelings.first")) == set()


def test_the_list_of_modules_knows_its_chapters(client: Client, programme: ProgrammePage) -> None:
    assert [(module.key, sorted(keys)) for module, keys in programme.with_chapters()] == [
        ("feelings", ["closing", "first"])
    ]
    page = client.get("/stopitnow/programma/").content.decode()
    assert 'data-module="feelings" data-chapters="first closing"' in page


def test_what_we_keep_tells_of_self_help_where_there_is_self_help(client: Client) -> None:
    make_site(slug="helpwanted")
    told = client.get("/stopitnow/what-we-keep/").content.decode()
    assert "zeven woorden" in told
    assert "adviesmodule" not in told, "this programme has none"
    assert "zeven woorden" not in client.get("/helpwanted/what-we-keep/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "seven words" in client.get("/stopitnow/what-we-keep/").content.decode()
