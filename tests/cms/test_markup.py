"""The check of our HTML finds what it must find, and every page that no link leads to passes it too."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client, RequestFactory

from cms import errors
from cms.models import ArticlePage, ProfessionalsPage
from tests.cms.markup import faults
from tests.factories.cms import make_page, make_site, text

SOUND = '<!doctype html><html lang="nl"><head><title>x</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        "<p><div>a block in a paragraph</div></p>",
        "<p>never closed",
        "<ul><p>no item</p></ul>",
        "<ul>words</ul>",
        '<p id="a">x</p><p id="a">y</p>',
        '<img src="/x.png">',
        '<a href="/"><button type="button">x</button></a>',
        "<span><h2>x</h2></span>",
        "<b><i>x</b></i>",
        '<p onclick="x()">x</p>',
        '<p style="color:red">x</p>',
        "<center>x</center>",
        '<form action="/"><form action="/"></form></form>',
        "<div/>",
        "<table><td>x</td></table>",
        '<input id="" type="text">',
        "<summary>x</summary>",
        '<a href=" /x/">x</a>',
        '<p class="a" class="b">x</p>',
        "<main></main><nav><main></main></nav>",
        '<input type="hidden" name="a" autocomplete="off">',
        "<p><a>x<div>y</div></a></p>",
        "</div>",
        "<select>x</select>",
    ],
)
def test_a_planted_fault_is_found(body: str) -> None:
    assert faults(SOUND.format(body))


@pytest.mark.parametrize("page", ["<p>x</p>", "<!doctype html><html><head></head><body></body></html>"])
def test_a_page_must_be_whole(page: str) -> None:
    assert faults(page)


@pytest.mark.parametrize(
    "body",
    [
        '<p>a <a href="/">link</a>, <strong>loud</strong><br><kbd>?</kbd></p>',
        "<a href='/'><div>a block in a link</div></a>",
        "<details open><summary><span>x</span></summary><div><ol><li>y</li></ol></div></details>",
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/x.svg#y"></use></svg>',
        "<ul><li><template data-x><p>z</p></template></li></ul>",
        '<label class="choice"><input type="checkbox" name="a">x</label>',
    ],
)
def test_what_is_sound_passes(body: str) -> None:
    assert faults(SOUND.format(body)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_that_no_link_leads_to(language: str) -> None:
    home = make_site(language=language)
    make_page(ArticlePage, home, slug="a", title="Stalking & zo", body=[text("Iemand volgt je.")])
    make_page(ProfessionalsPage, home, slug="b", title="Professionals")
    client = Client(headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}={language}"})
    pages = {
        "found": client.post("/helpwanted/search/", {"q": "stalking <b>", "language": language}),
        "nothing": client.post("/helpwanted/search/", {"q": "xyzzy", "language": language}),
        "danger": client.post("/helpwanted/search/", {"q": "suicide zelfmoord", "language": language}),
        "missing": client.get("/helpwanted/nowhere/"),
        "bye": client.get("/bye/"),
        "lesson": client.get("/helpwanted/requests/lesson/"),
        "lesson with mistakes": client.post("/helpwanted/requests/lesson/", {"name": "<b>"}),
        "keep": client.get("/helpwanted/what-we-keep/"),
        "door": client.get("/helpwanted/chat/"),
    }
    request: HttpRequest = RequestFactory().get("/helpwanted/x/")
    pages |= {
        "400": errors.bad_request(request, Exception()),
        "403": errors.forbidden(request, Exception()),
        "500": errors.broken(request),
        "expired": errors.form_expired(request),
    }
    found = [f"{name}: {fault}" for name, page in pages.items() for fault in faults(page.content.decode())]
    assert not found, "\n".join(found)
