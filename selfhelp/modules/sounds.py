"""The recordings of a programme, for a player: in pieces, so that no long answer holds a worker of the server.

Served here and not as a file of the web server's: only what stands in a published page of this programme is given, and
a house without a web server before it plays them too. Nothing is counted: who listens is nobody's business.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from cms.views import programme_or_404
from selfhelp.modules import queries, recordings


@require_safe
def sound(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
    """A recording that stands in the programme, whole when it is small or the piece that is asked for."""
    programme_or_404(slug)
    if number not in queries.recordings(slug, key):
        raise Http404
    document = get_document_model().objects.filter(pk=number).first()
    if document is None or recordings.why_not(document):
        raise Http404
    return _answer(request, document)


def _answer(request: HttpRequest, document: Any) -> HttpResponse:
    size = document.file.size
    try:
        span = recordings.span(request.headers.get("Range", ""), size)
    except ValueError:
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    start, end = span or (0, size - 1)
    with document.file.storage.open(document.file.name, "rb") as file:
        file.seek(start)
        response = HttpResponse(file.read(end + 1 - start), content_type=recordings.type_of(document))
    response.headers["Accept-Ranges"] = "bytes"
    if span is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
