"""What is new on a site, as an Atom feed, and the sitemap. Only what is published, nothing about who wrote it."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.models import PAGE_TYPES, HomePage, SitePage
from cms.reading import published_home

NEWEST = 20


class AllLanguages(Sitemap):
    """Every published page of this host in every language, each with its translations."""

    def items(self) -> Any:
        root = self.get_wagtail_site().root_page
        below = Q()
        for each in root.get_translations(inclusive=True):
            below |= Q(path__startswith=each.path)
        return Page.objects.filter(below).live().public().order_by("path").defer_streamfields().specific()


class NewPages(Feed):
    """The pages of a site that were published last."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str, language: str = "nl") -> HomePage:
        return published_home(slug, language)

    def title(self, home: HomePage) -> str:
        return home.title

    def link(self, home: HomePage) -> str:
        return home.full_url or "/"

    def subtitle(self, home: HomePage) -> str:
        return home.summary

    def items(self, home: HomePage) -> list[SitePage]:
        pages = home.get_descendants().live().type(PAGE_TYPES).order_by("-last_published_at", "pk")[:NEWEST]
        return [page.specific for page in pages]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        return item.full_url or "/"

    def item_updateddate(self, item: Any) -> datetime | None:
        return item.last_published_at
