"""Which programme an address belongs to, and the address of a programme."""

from django.http import HttpRequest

from helpline.programmes import queries
from helpline.programmes.models import Programme


def programme_url(programme: Programme, path: str = "") -> str:
    """The address of a programme's home page, or of a page below it ("chat/")."""
    return f"{programme.url}{path}"


def programme_from_request(request: HttpRequest) -> Programme | None:
    """The programme whose pages are asked for; None on pages of no programme (the chooser, the staff's pages)."""
    first = request.path_info.lstrip("/").partition("/")[0]
    return queries.programme_by_slug(first)
