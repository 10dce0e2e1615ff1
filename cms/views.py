"""The shell around every programme: choosing one, its ways in, what we keep, and leaving."""

import re
from http.cookies import SimpleCookie

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms import finding, reading
from cms.addresses import door_language, language_of
from cms.language import chosen
from cms.ways import ways_in
from helpline.programmes import doors, queries
from helpline.programmes.models import Programme

THEMES = ("helpwanted", "stopitnow", "desk")
#: names a cookie of ours can have; a stray one with other letters is no reason to fail
_COOKIE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: a conversation with a return code is kept this long after its end; the chat's own number, a test compares them
RETURN_CODE_DAYS = 30
COLOURS = (
    "ink", "ink-soft", "paper", "surface", "sunk", "line", "hair", "accent", "accent-strong", "link", "own", "theirs",
    "good", "good-tint", "warn", "warn-tint", "danger", "danger-tint",
)  # fmt: skip


def programme_or_404(slug: str) -> Programme:
    """The programme of an address; anything else is no page of ours."""
    programme = queries.programme_by_slug(slug)
    if programme is None:
        raise Http404
    return programme


@require_safe
def chooser(request: HttpRequest) -> HttpResponse:
    """The quiet first page: which of the programmes? An editor's page when there is one, or a list."""
    try:
        return reading.answer(request, "")
    except Http404:
        pass
    programmes = [
        {"programme": programme, "summary": queries.text(programme, "summary")}
        for programme in queries.programmes()
    ]
    return render(request, "site/chooser.html", {"programmes": programmes})


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme's first page: what do you need now?

    The editors' home page; while none is published, a plain one that shows the ways in. A helpline has always a door.
    """
    if slug == language_of(request.path) != settings.LANGUAGE_CODE:
        return reading.answer(request, "")
    programme = queries.programme_by_slug(slug)
    if programme is None:
        return reading.answer(request, f"{slug}/")  # a page, where a programme's home is the root of a host
    published = reading.home_of(request, programme)
    if published is not None:
        return published
    now = timezone.now()
    context = {
        "programme": programme,
        "now": now,
        "ways": ways_in(programme, now),
        "headline": queries.text(programme, "headline") or programme.name,
        "reassurance": queries.text(programme, "reassurance"),
        "intro": queries.text(programme, "intro"),
    }
    return render(request, "site/home.html", context)


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Any page of the sites."""
    return reading.answer(request, path)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """Search within a site. Posted, so that what somebody looks for stands in no address, history or log.

    It changes nothing, so it needs no token, and a reader gets no cookie for it.
    """
    language = request.POST.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else chosen(request)
    home = reading.published_home(slug, language)
    now, speaking = timezone.now(), door_language(request, language)
    with translation.override(language):
        context = {
            "programme": home.programme,
            "home": home,
            "search": finding.search(home, request.POST.get("q", "")),
            "language": language,
            "door_language": speaking,
            "now": now,
            "ways": ways_in(home.programme, now, speaking=speaking),
        }
        return render(request, "site/search.html", context)


@require_safe
def traces(request: HttpRequest, slug: str) -> HttpResponse:
    """What leaving cannot clear, and how somebody clears it."""
    return render(request, "site/traces.html", {"programme": programme_or_404(slug)})


@require_safe
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """What we keep of a visit and for how long, in plain words."""
    context = {
        "programme": programme_or_404(slug),
        "chat_days": settings.CHAT_TERM_DAYS,
        "contact_days": settings.CONTACT_TERM_DAYS,
        "code_days": max(RETURN_CODE_DAYS, settings.CHAT_TERM_DAYS),
    }
    return render(request, "site/keep.html", context)


def _forget_cookie(response: HttpResponse, name: str, path: str) -> None:
    """Expire a cookie at one path. Django's own delete_cookie keeps one path per name; here each has two."""
    spent = SimpleCookie({name: ""})
    spent[name].update(
        {"path": path, "max-age": "0", "expires": "Thu, 01 Jan 1970 00:00:00 GMT", "samesite": "Strict"}
    )
    response.cookies[f"{name} {path}"] = spent[name]


def _slugs(slug: str) -> set[str]:
    """The programmes somebody can have been at. Never raises: leaving always succeeds."""
    try:
        return {programme.slug for programme in queries.programmes()}
    except Exception:
        return {slug} if slug else set()


@csrf_exempt
def leave(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Leave at once: end what is open, clear the browser's data for this site, show a neutral page.

    Nobody who leaves in a hurry may meet an error, so no token is asked. A foreign page gains nothing by posting here:
    the cookie of the visit is SameSite=Strict and does not come along, so nothing is ended, and a request that the
    browser marks as foreign clears nothing either.
    """
    response = HttpResponseRedirect(reverse("cms:bye"))
    response.status_code = 303
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "") in ("cross-site", "same-site"):
        return response
    doors.leave(request)
    # by name too: browsers heed Clear-Site-Data over https only
    for name in filter(_COOKIE_NAME.fullmatch, request.COOKIES):
        for cookie_path in filter(None, ("/", f"/{slug}/" if slug else "")):
            _forget_cookie(response, name, cookie_path)
    for name, below in doors.cookies_to_forget():
        for place in _slugs(slug):
            _forget_cookie(response, name, f"/{place}/{below}")
    # Emptying the cache can take a browser seconds. The script has blanked the screen by then and does not mind; a
    # plain form would keep the old page in sight, and its pages were never stored anyway (no-store).
    plain_form = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    response["Clear-Site-Data"] = '"cookies", "storage"' if plain_form else '"cookies", "storage", "cache"'
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The neutral icon, for pages that name none and browsers that ask by habit."""
    return HttpResponseRedirect(static("site/favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the sites, and nothing of the staff."""
    lines = [
        "User-agent: *",
        "Disallow: /staff/",
        "Disallow: /beheer/",
        f"Sitemap: {request.build_absolute_uri(reverse('cms:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def bye(request: HttpRequest) -> HttpResponse:
    """The neutral page after leaving. It names nobody and nothing."""
    return render(request, "site/bye.html")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part of the look in every theme, for those who build and judge it."""
    return render(request, "site/styleguide.html", {"themes": THEMES, "colours": COLOURS})
