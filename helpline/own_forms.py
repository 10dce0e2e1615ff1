"""Django's own check of a form's token, asked by the view: so that a refusal can show what was typed again."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    """The middleware's check, with the reason as its answer instead of an error page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def is_own_form(request: HttpRequest) -> bool:
    """Whether this POST comes from a page that we gave to this browser. For a view that is csrf_exempt."""
    check = _Check(_answer)
    check.process_request(request)
    return check.process_view(request, _answer, (), {}) is None


def _answer(request: HttpRequest) -> HttpResponse:
    """Stands where a view stands; the check never calls it."""
    return HttpResponse()
