"""The way to the hotline: its form, by HTTPS, or a mail. The only module that sends anything there.

What is delivered stands in this process's memory while it is on its way, and nowhere afterwards. An error carries no
text of any server, because a server's refusal may quote what it refused.
"""

import http.client
import json
import ssl
from collections.abc import Sequence
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.views.decorators.debug import sensitive_variables

from helpline.referrals import standin
from helpline.referrals.errors import HotlineOff, NotDelivered

#: seconds for a server that does not answer: somebody waits with the addresses in their tab
PATIENCE = 15
#: bytes of an answer that are looked at
_LONGEST_ANSWER = 16 * 1024
LONGEST_REFERENCE = 40


class Connection(Protocol):
    """What is needed of a connection."""

    def request(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> None: ...

    def getresponse(self) -> http.client.HTTPResponse | standin.Answer: ...

    def close(self) -> None: ...


def is_on() -> bool:
    """Whether there is a way to the hotline at all."""
    return bool(settings.HOTLINE_URL or settings.HOTLINE_MAIL)


def is_demo() -> bool:
    """Whether what is passed on goes to the demo's own hotline, and to nobody."""
    return bool(settings.HOTLINE_URL == standin.URL)


@sensitive_variables()
def deliver(addresses: Sequence[str], *, day: date) -> str:
    """Pass addresses on; returns the hotline's reference when it gives one at once, else nothing.

    To its form when HOTLINE_URL is set, else by mail to HOTLINE_MAIL. Raises HotlineOff, and NotDelivered.
    """
    if settings.HOTLINE_URL:
        return _post(addresses, day)
    if settings.HOTLINE_MAIL:
        _mail(addresses, day)
        return ""
    raise HotlineOff("no way to the hotline is set up")


@sensitive_variables()
def _post(addresses: Sequence[str], day: date) -> str:
    parts = urlsplit(settings.HOTLINE_URL)
    body = json.dumps({"date": day.isoformat(), "addresses": list(addresses)}).encode()
    place = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        connection.request("POST", place, body, {"Content-Type": "application/json"})
        with connection.getresponse() as answer:
            status, said = answer.status, answer.read(_LONGEST_ANSWER)
    except (OSError, http.client.HTTPException):
        raise NotDelivered(permanent=False) from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        # a redirect is not followed: who sends it may not be the hotline
        raise NotDelivered(permanent=300 <= status < 500 and status not in (408, 425, 429)) from None
    return _reference(said)


def _connection(scheme: str, host: str, port: int | None) -> Connection:
    if is_demo():
        return standin.StandIn()
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=context)
    # only where the environment lets it: in tests and the demo
    return http.client.HTTPConnection(host, port, timeout=PATIENCE)


def _reference(said: bytes) -> str:
    """The reference in an answer, when it is one; an answer that is something else says nothing."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return ""
    reference = told.get("reference", "") if isinstance(told, dict) else ""
    return reference if isinstance(reference, str) and is_reference(reference) else ""


def is_reference(text: str) -> bool:
    """Whether this can be a reference of the hotline: short, of letters, digits and a few signs. No address fits."""
    return (
        0 < len(text) <= LONGEST_REFERENCE
        and text.isascii()
        and all(sign.isalnum() or sign in "-_/ " for sign in text)
    )


@sensitive_variables()
def _mail(addresses: Sequence[str], day: date) -> None:
    text = "\n".join(
        [
            f"Datum: {day.isoformat()}",
            f"Aantal webadressen: {len(addresses)}",
            "",
            *addresses,
            "",
            "Doorgegeven door een hulplijn. Wij bewaren deze adressen niet.",
            "Stuur uw kenmerk van deze melding terug, zonder de adressen.",
        ]
    )
    message = EmailMessage(
        subject="Melding van webadressen",
        body=text,
        to=[settings.HOTLINE_MAIL],
        connection=get_connection(timeout=PATIENCE, fail_silently=False),
    )
    try:
        sent = message.send()
    except Exception:
        raise NotDelivered(permanent=False) from None
    if not sent:
        raise NotDelivered(permanent=False)
