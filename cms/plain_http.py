"""What is asked without TLS where the house is on https: pages lead on to their encrypted address, the rest is refused.

A program that was given the wrong address has to notice, and a form was readable on its way already: sending either on
would hide that (ASVS 4.1.2). nginx says the same before it comes here (deploy/nginx/nobody.conf).
"""

from django.conf import settings
from django.http import HttpRequest

from cms.refusing import bare, refusing
from helpline import kinds
from helpline.metrics import Route

#: what no person opens in a browser
PROGRAMS = frozenset({Route.PHONE, Route.WATCH, Route.CHAT_ROAD, Route.STAFF_ROAD, Route.SAFE})


def _is_refused(request: HttpRequest) -> bool:
    if not settings.SECURE_SSL_REDIRECT or request.is_secure():
        return False
    return request.method not in ("GET", "HEAD") or kinds.route(request.path) in PROGRAMS


#: refuses (403) what is no page and is asked for without TLS; Django's own middleware redirects the others
only_pages_lead_on = refusing(_is_refused, bare(403))
