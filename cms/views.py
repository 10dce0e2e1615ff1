"""The shell around every programme: choosing one, its ways in, what we keep, and leaving."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms import finding, nearby, reading
from cms.addresses import door_language, in_language, language_of
from cms.language import chosen
from cms.ways import Way, ways_in
from helpline import cookies
from helpline.appointments import queries as appointments
from helpline.groups import queries as groups
from helpline.programmes import doors, queries
from helpline.programmes.doors import Door, DoorState
from helpline.programmes.models import Channel, Programme

THEMES = ("helpwanted", "stopitnow", "desk")
#: names a cookie of ours can have; a stray one with other letters is no reason to fail
_COOKIE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: a conversation with a return code is kept this long after its end; the chat's own number, a test compares them
RETURN_CODE_DAYS = 30
#: letters are kept this long after the last one; the post's own number, a test compares them
POST_DAYS = 30
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
    # an answer is kept for the language that was chosen, so what is ready here is what would be made
    ready = reading.ready_answer(request)
    if ready is not None:
        return ready
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

    It changes nothing, so it needs no token, and a reader gets no cookie for it. The page's script asks for JSON and
    shows the answer in the page, so that no posted page stands in the browser's history; without scripts it is a page.
    """
    language = request.POST.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else chosen(request)
    home = reading.published_home(slug, language)
    found = finding.search(home, request.POST.get("q", ""))
    with translation.override(language):
        if request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse(_told(found), headers={"Cache-Control": "no-store"})
        now, speaking = timezone.now(), door_language(request, language)
        context = {
            "programme": home.programme,
            "home": home,
            "search": found,
            "told": _told(found),
            "subjects": nearby.subjects(home),
            "language": language,
            "door_language": speaking,
            "again": in_language(request.path, speaking),
            "now": now,
            "ways": ways_in(home.programme, now, speaking=speaking),
        }
        return render(request, "site/search.html", context)


def _told(found: finding.Search) -> dict[str, Any]:
    """What a search found, in the words that are shown."""
    n = len(found.found)
    read_as = ", ".join(f"“{word}”" for word in found.read_as)
    return {
        "count": ngettext("%(n)s page fits.", "%(n)s pages fit.", n) % {"n": n} if n else "",
        "read_as": _("We read that as: %(words)s.") % {"words": read_as} if read_as and n else "",
        "in_danger": found.in_danger,
        "found": [
            {"title": page.title, "summary": page.summary, "address": page.address} for page in found.found
        ],
    }


@require_safe
def traces(request: HttpRequest, slug: str) -> HttpResponse:
    """What leaving cannot clear, and how somebody clears it."""
    return render(request, "site/traces.html", {"programme": programme_or_404(slug)})


@require_safe
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """What we keep of a visit and for how long, in plain words."""
    programme = programme_or_404(slug)
    context = {
        "programme": programme,
        # told of what this programme has, and of nothing else
        "rooms": {door.channel for door, _state in doors.doors(programme, timezone.now())},
        "has_appointments": programme.pk in appointments.switched_on(),
        "has_groups": programme.pk in groups.with_groups(),
        "chat_days": settings.CHAT_TERM_DAYS,
        "contact_days": settings.CONTACT_TERM_DAYS,
        "post_days": POST_DAYS,
        "code_days": max(RETURN_CODE_DAYS, settings.CHAT_TERM_DAYS),
    }
    return render(request, "site/keep.html", context)


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
        cookies.take_back(response, name)
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
    samples = _sample_ways()
    context = {
        "themes": THEMES,
        "colours": COLOURS,
        "now": timezone.now(),
        "doors_open": [samples[:n] for n in (1, 2, 3, 4)],
        "doors_closed": [samples[1], *(_closed(way) for way in (samples[0], *samples[2:]))],
    }
    return render(request, "site/styleguide.html", context)


def _sample_ways() -> list[Way]:
    """The ways in that a home can have, for the style guide: a room that is not built hangs no door of its own."""
    hours = DoorState(open=True, until=timezone.now() + timedelta(hours=3))
    always = DoorState(open=True)
    told = (
        (Channel.CHAT, "message-circle", "Chat with us", "Anonymous. You type with a counsellor.", hours),
        (Channel.ADVICE, "compass", "Check your situation", "A few questions lead to advice.", always),
        (Channel.PHONE, "phone", "Call us", "Free and anonymous.", hours),
        (Channel.POST, "mail", "Write to us", "You read the answer here.", always),
    )
    return [_sample_way(*each) for each in told]


def _sample_way(channel: str, icon: str, name: str, hint: str, state: DoorState) -> Way:
    door = Door(channel, 0, lambda _: "#content", lambda *_: state, name, hint, icon)
    return Way(door, state, "#content")


def _closed(way: Way) -> Way:
    return replace(
        way, state=DoorState(open=False, opens_at=timezone.now() + timedelta(hours=12), reason="closed")
    )
