"""How much somebody may send. Only editors have forms larger than a page of text."""

from django.conf import settings
from django.http import HttpRequest

from cms.errors import too_large
from cms.headers import ADMIN_PATH
from cms.refusing import refusing


def _is_too_large(request: HttpRequest) -> bool:
    text = request.META.get("CONTENT_LENGTH") or "0"
    length = int(text) if text.isdecimal() else 0
    return length > settings.LARGEST_FORM and not request.path.startswith(ADMIN_PATH)


#: refuses (413) a body larger than `LARGEST_FORM` everywhere but on the editors' screens, before it is read
small_forms = refusing(_is_too_large, too_large)
