"""Searching within one site, in the database that is there. What somebody looks for is kept nowhere."""

from dataclasses import dataclass

from wagtail.models import Page

from cms.models import HomePage, SitePage

LONGEST = 80
MOST = 30


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked and what was found, best first."""

    words: str
    found: list[SitePage]


def search(home: HomePage, words: str) -> Search:
    """The published pages of a site in which these words stand."""
    words = " ".join(words.split())[:LONGEST]
    if not words:
        return Search("", [])
    pages = Page.objects.live().descendant_of(home)
    hits = pages.search(words, operator="and")[:MOST] or pages.autocomplete(words)[:MOST]
    found = [page.specific for page in hits]
    return Search(words, [page for page in found if isinstance(page, SitePage)])
