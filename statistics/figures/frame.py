"""What all screens of the figures share: who may see them, which programme and period, and what stands around."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from figures.asking import Asked, asked
from figures.catalogue import THEMES
from figures.exports.sheets import period_words
from helpline.programmes.models import Programme
from helpline.programmes.permissions import may, person
from helpline.programmes.queries import programme_by_slug

FIGURES_VIEW = "figures.view"
_View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Theme:
    """A page of tables."""

    key: str
    title: str


def for_managers(view: _View) -> Callable[..., HttpResponseBase]:
    """A page of one programme, for those who may see its figures. It stands behind the staff's door."""
    return _guarded(view, ["GET", "HEAD"])


def for_managers_who_send(view: _View) -> Callable[..., HttpResponseBase]:
    """The same for a page that also takes a form."""
    return _guarded(view, ["GET", "HEAD", "POST"])


def _guarded(view: _View, methods: list[str]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        programme = programme_of(request, slug)
        return view(request, programme, asked(slug, request.GET.dict(), timezone.localdate()), **more)

    return never_cache(require_http_methods(methods)(guarded))


def programme_of(request: HttpRequest, slug: str) -> Programme:
    """The programme, for those who may see its figures. Raises Http404, PermissionDenied."""
    programme = programme_by_slug(slug)
    if programme is None:
        raise Http404
    if not may(request, FIGURES_VIEW, programme):
        raise PermissionDenied
    return programme


def page_context(
    request: HttpRequest, programme: Programme, wanted: Asked, current: str
) -> dict[str, object]:
    """What the page around the figures needs. current: where one is."""
    return {
        "programme": programme,
        "others": [each for each in person(request).programmes_with(FIGURES_VIEW) if each.pk != programme.pk],
        "wanted": wanted,
        "period": period_words(wanted.period),
        "compared": period_words(wanted.compare) if wanted.compare else "",
        "themes": [Theme(key, str(title)) for key, title in THEMES.items()],
        "current": current,
    }


def as_file(
    content: bytes, media_type: str, programme: Programme, wanted: Asked, name: str, ending: str
) -> HttpResponse:
    """A file to take along, named for what it holds."""
    response = HttpResponse(content, content_type=media_type)
    label = f"{programme.slug}-{name}-{wanted.period.first:%Y-%m}-{wanted.period.last:%Y-%m}"
    response["Content-Disposition"] = f'attachment; filename="{label}.{ending}"'
    return response
