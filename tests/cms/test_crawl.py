"""The demo's pages: whole, and followed from link to link: nothing dead, foreign or inline, no cookie, sound HTML."""

from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from bench.pages import TYPES
from bench.weight import HEAVIEST, first_view
from cms.demo import create_demo_content
from cms.examining import examine
from cms.models import PAGE_TYPES, HomePage, SitePage
from helpline.directory.demo import create_demo_content as create_directory
from tests.cms import markup
from tests.factories.cms import make_site
from tests.services.filling import once_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOUSE = "http://testserver"
#: what a page fetches by itself, as against what a reader may follow
FETCHED = {"src", "srcset", "poster", "data"}
#: rooms are tried by their own journeys; here it is enough that the door is there
ROOMS = ("/chat/", "/leave/")


class Reader(HTMLParser):
    """Notes what a page leads to, fetches and runs."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.named: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._script = tag == "script"
        if tag == "a" and "href" in given:
            self.links.append(given["href"] or "")
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "icon"):
            self.fetched.append(given["href"] or "")
        self.fetched.extend(str(value) for name, value in attrs if name in FETCHED)
        self.faults.extend(f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style")
        if tag == "style":
            self.faults.append("<style>")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.named.extend((given.get(name) or "").split())

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.faults.append("a script in the page")


def _fill() -> None:
    make_site()
    make_site(slug="stopitnow")
    create_directory()
    create_demo_content()


sites = once_a_file(_fill)


def crawl() -> Iterator[tuple[str, str, Reader]]:
    """Every page that can be reached from the first one: its address, its HTML, and what it holds."""
    waiting, seen = deque(["/", "/en/"]), {"/", "/en/"}
    while waiting:
        path = waiting.popleft()
        response = Client().get(path)
        assert response.status_code == 200, (path, response.status_code)
        # a form that is sent carries a token; what is only read leaves nothing behind
        assert "/requests/" in path or not response.cookies, path
        html = response.text
        reader = Reader()
        reader.feed(html)
        yield path, html, reader
        for link in reader.links:
            address = urlsplit(urljoin(HOUSE + path, link))
            target = address.path + (f"?{address.query}" if address.query else "")
            if f"{address.scheme}://{address.netloc}" != HOUSE or any(room in target for room in ROOMS):
                continue
            if target not in seen and "lang=" not in target:
                seen.add(target)
                waiting.append(target)


@pytest.mark.usefixtures("sites")
def test_every_page_of_the_demo() -> None:
    paths, faults = [], []
    fetched: set[str] = set()
    for path, html, reader in crawl():
        paths.append(path)
        faults += [f"{path}: {fault}" for fault in reader.faults]
        faults += [f"{path}: fetches {each}" for each in reader.fetched if not each.startswith("/static/")]
        faults += [f"{path}: id {each} twice" for each in set(reader.ids) if reader.ids.count(each) > 1]
        faults += [
            f"{path}: names {each}, which is not there" for each in reader.named if each not in reader.ids
        ]
        faults += [f"{path}: an empty link" for each in reader.links if not each]
        faults += [f"{path}: {fault}" for fault in markup.faults(html)]
        fetched |= {each for each in reader.fetched if "#" not in each}
    assert not faults, "\n".join(faults)
    assert len(paths) > 80, paths
    assert {"/helpwanted/sextortion/", "/en/stopitnow/", "/helpwanted/sextortion/?version=easy"} <= set(paths)
    for each in fetched:
        assert finders.find(each.removeprefix("/static/")), each


@pytest.mark.usefixtures("sites")
def test_a_dead_link_would_be_found() -> None:
    from cms.models import ThemePage

    page = ThemePage.objects.get(slug="sextortion", locale__language_code="nl")
    page.body = [("text", '<p><a href="/helpwanted/nergens/">hier</a></p>')]
    page.save_revision().publish()
    with pytest.raises(AssertionError, match="nergens"):
        list(crawl())


@pytest.mark.usefixtures("sites")
def test_every_first_view_is_light() -> None:
    """At most 60 KiB over the wire without pictures, as a server with compression sends it."""

    def read(address: str) -> bytes:
        return Path(str(finders.find(address.removeprefix("/static/")))).read_bytes()

    weights = {
        path: first_view(Client().get(path).text, read)
        for path in (
            *(f"/helpwanted/{path}" for path in TYPES.values()),
            "/en/stopitnow/",
            "/helpwanted/search/",
            "/",
        )
    }
    assert max(weights.values()) <= HEAVIEST, weights


class TestDemoContent:
    @pytest.fixture
    def pages(self, sites: None) -> list[SitePage]:
        return [page for kind in PAGE_TYPES for page in kind.objects.order_by("path")]

    def test_every_page_is_there_in_both_languages_and_fit_for_visitors(self, pages: list[SitePage]) -> None:
        assert len(pages) > 60
        for page in pages:
            assert page.live, page.slug
            assert page.get_translations().live().count() == 1, page.slug
            errors = [found for found in examine(page, timezone.localdate()) if found.severity == "error"]
            assert not errors, (page.slug, errors)

    def test_it_may_be_made_again_and_changes_nothing(self, pages: list[SitePage]) -> None:
        before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
        create_demo_content()
        assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
        assert HomePage.objects.count() == 4
