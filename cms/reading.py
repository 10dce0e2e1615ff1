"""Answering a request for a page: from what is kept ready, or made now; and counting it."""

import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail.views import serve

from cms import kept, visits
from cms.addresses import door_language, language_of
from cms.language import chosen
from cms.models import CampaignPage, ChoicePage, HomePage, SitePage
from helpline.programmes.models import Programme

#: the part of a banner's address that says from where somebody came; its value is not kept
BANNER = "van"


def answer(request: HttpRequest, path: str) -> HttpResponse:
    """The page at this address, below the language's prefix. Raises Http404."""
    language = language_of(request.path)
    key = _key(request, language)
    ready = kept.find(key)
    if ready is None:
        asked_at = time.monotonic()
        made = _make(request, path, language)
        if isinstance(made, HttpResponse):
            return made
        ready = made
        kept.keep(key, ready, asked_at=asked_at)
    return _give(request, ready)


def ready_answer(request: HttpRequest) -> HttpResponse | None:
    """What is ready for this very request, or None; asks the database nothing."""
    ready = kept.find(_key(request, language_of(request.path)))
    return None if ready is None else _give(request, ready)


def _key(request: HttpRequest, language: str) -> kept.Key:
    return kept.Key(
        host=request.get_host(),
        path=request.path,
        version=request.GET.get("version", "")[:8],
        door_language=door_language(request, language),
    )


def _give(request: HttpRequest, ready: kept.Kept) -> HttpResponse:
    _count(request, ready)
    return HttpResponse(ready.body, headers={"Content-Language": ready.language})


def published_home(slug: str, language: str) -> HomePage:
    """The home page of a programme in a language. Raises Http404 when none is published."""
    found = HomePage.objects.live().filter(programme__slug=slug, locale__language_code=language)
    page = found.select_related("programme", "locale").first()
    if page is None:
        raise Http404
    return page


def home_of(request: HttpRequest, programme: Programme) -> HttpResponse | None:
    """A programme's home page in the language that was chosen; None when none is published.

    Its own address may be another one: that of its language, or of a host of its own.
    """
    pages = HomePage.objects.live().filter(programme=programme).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    page = by_language.get(chosen(request)) or by_language.get(settings.LANGUAGE_CODE)
    if page is None:
        return None
    address = page.get_url(request)
    if address is None:
        return None
    if address == request.path:
        return answer(request, address.lstrip("/"))
    return HttpResponseRedirect(address)


def _make(request: HttpRequest, path: str, language: str) -> kept.Kept | HttpResponse:
    with translation.override(language):
        response = serve(request, path)
        if hasattr(response, "render"):
            response.render()
    page: Any = (
        getattr(response, "context_data", {}).get("page") if hasattr(response, "context_data") else None
    )
    if response.status_code != 200 or not isinstance(page, Page):
        return response
    if not isinstance(page, SitePage | ChoicePage):
        raise Http404  # the page that Wagtail brings, before anything was settled here
    if page.locale.language_code != language:
        raise Http404  # nothing of this site was written in that language
    is_site_page = isinstance(page, SitePage)
    return kept.Kept(
        body=response.content,
        language=language,
        programme=page.programme.slug if is_site_page else "",
        visit_code=page.visit_code if is_site_page else "",
        campaign=page.campaign if isinstance(page, CampaignPage) else "",
        also=page.also_counted() if is_site_page else (),
    )


def _count(request: HttpRequest, page: kept.Kept) -> None:
    """Count a reading. A browser that only prepares a page it may never show is not a visit."""
    if not page.visit_code or request.method != "GET" or "Sec-Purpose" in request.headers:
        return
    today = timezone.localdate()
    visits.count(programme=page.programme, name="page_visits", code=page.visit_code, day=today)
    for name, code in page.also:
        visits.count(programme=page.programme, name=name, code=code, day=today)
    if page.campaign:
        if BANNER in request.GET:
            visits.count(programme=page.programme, name="campaign_clicks", code=page.campaign, day=today)
        # who goes from page to page within the site came only once
        if request.headers.get("Sec-Fetch-Site") != "same-origin":
            visits.count(programme=page.programme, name="campaign_visits", code=page.campaign, day=today)
