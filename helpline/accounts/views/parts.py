"""What several pages of this room need."""

import io
from datetime import datetime
from math import ceil

import segno
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpline.accounts import second_factor, totp
from helpline.accounts.models import Authenticator


def wait_in_words(until: datetime, now: datetime) -> str:
    """The sentence for somebody whose try came too soon."""
    seconds = max(ceil((until - now).total_seconds()), 1)
    if seconds < 60:
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = ceil(seconds / 60)
        wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("There were several attempts in a row. Try again in %(wait)s.") % {"wait": wait}


def wrong_code() -> str:
    return _("This code does not fit. A code works once; wait for the next one in your app and try again.")


def key_in_words(authenticator: Authenticator) -> str:
    """The authenticator's key, to type by hand."""
    return totp.spoken_key(second_factor.key_of(authenticator))


def qr_picture(authenticator: Authenticator, email: str) -> HttpResponse:
    """The QR code as a picture of its own: an inline SVG would have to be trusted as HTML."""
    uri = totp.enrolment_uri(second_factor.key_of(authenticator), email, second_factor.ISSUER)
    picture = io.BytesIO()
    segno.make_qr(uri, error="m").save(
        picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
