"""Hearing the provider: its signature is checked, and of what it sends only what we use is read.

The number of the caller, the token that holds it, and everything else that is sent never leave `hear`: they are signed,
so they pass through the check, and are dropped there. Nothing else in the house sees a request of the provider.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from helpline.phone import addresses, signatures, tally
from helpline.phone.account import Account, account
from helpline.phone.rules import LARGEST_REQUEST

_SID = re.compile(r"CA[0-9a-f]{32}")
_MOST_FIELDS = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What we read of a request of the provider; "" where it says nothing."""

    sid: str
    digits: str = ""
    queue_result: str = ""
    queue_time: str = ""
    dequeuer: str = ""
    call_status: str = ""
    duration: str = ""
    dial_status: str = ""
    bridged: str = ""
    error_code: str = ""
    leg: str = ""


#: our names to the provider's; what stands here is all that is ever read
PARAMETERS: Mapping[str, str] = {
    "sid": "CallSid",
    "digits": "Digits",
    "queue_result": "QueueResult",
    "queue_time": "QueueTime",
    "dequeuer": "DequeingCallSid",
    "call_status": "CallStatus",
    "duration": "CallDuration",
    "dial_status": "DialCallStatus",
    "bridged": "DialBridged",
    "error_code": "ErrorCode",
    "leg": "leg",
}
#: longer values are none of the provider's
_LONGEST = 64


class Refused(Exception):
    """The request is not heard. status: what it is answered."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


def hears(answer: Callable[..., bytes | None]) -> Callable[..., HttpResponseBase]:
    """A view for the provider alone: `answer(told, ...)` gives a document, or None for "heard".

    404 the phone is off; 405; 413 too large; 400 not understood; 403 not the provider's: counted, never processed.
    """

    @csrf_exempt
    @wraps(answer)
    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            told = hear(request)
        except Refused as refused:
            tally.note(refused.why)
            return HttpResponse(status=refused.status)
        document = answer(told, *args, **kwargs)
        response = (
            HttpResponse(status=204) if document is None else HttpResponse(document, content_type="text/xml")
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    return view


def hear(request: HttpRequest) -> Told:
    """Read a request of the provider once, and keep only what we use. Raises Refused."""
    provider = account()
    if provider is None:
        raise Refused(404, "phone_off")
    if request.method != "POST":
        raise Refused(405, "not_post")
    params = _params(request)
    if not _is_genuine(request, params, provider):
        raise Refused(403, "bad_signature")
    read = {name: _value(params, theirs) for name, theirs in PARAMETERS.items()}
    if not _SID.fullmatch(read["sid"]):
        raise Refused(400, "no_call")
    return Told(**read)


def _params(request: HttpRequest) -> Mapping[str, Sequence[str]]:
    """The parameters of the body, which is read here and nowhere else: it holds the caller's number."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_REQUEST:
        raise Refused(413, "too_large")
    try:
        body = request.read(LARGEST_REQUEST + 1)
        if len(body) > LARGEST_REQUEST:
            raise Refused(413, "too_large")
        return parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (UnreadablePostError, OSError):
        raise Refused(400, "broken_off") from None
    except ValueError:
        raise Refused(400, "not_a_form") from None


def _is_genuine(request: HttpRequest, params: Mapping[str, Sequence[str]], provider: Account) -> bool:
    """Whether the provider signed this. The address is the configured one: what a proxy or a Host says is not asked."""
    return signatures.is_genuine(
        url=addresses.full(request.get_full_path()),
        params=params,
        signature=request.headers.get(signatures.HEADER, ""),
        told=request.headers.get(signatures.SETTINGS_HEADER, ""),
        auth_token=provider.auth_token,
        webhook_key=provider.webhook_key,
    )


def _value(params: Mapping[str, Sequence[str]], name: str) -> str:
    """One value of at most `_LONGEST` letters; "" for none, several, a longer one or one that cannot be printed.

    Nobody writes a control character there, and PostgreSQL refuses a text with a NUL.
    """
    values = params.get(name, [])
    return values[0] if len(values) == 1 and len(values[0]) <= _LONGEST and values[0].isprintable() else ""
