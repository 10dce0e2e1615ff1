"""The roads to the safe: JSON by POST, so that no place stands in an address; no cookie, nothing in the log.

    puzzle   {}                                  {"puzzle"}
    begin    {"place", "sealed", "proof"}        {"revision"}
    look     {"place"}                           {"revision", "sealed"}
    save     {"place", "revision", "sealed"}     {"revision"}
    forget   {"place"}                           {}

`place` is the lookup id and `sealed` the workbook, both in base64. Where nothing is kept, the answer is 404 and always
the same. 409 comes with what stands there now. 429: too much at once in the whole house; try again in some seconds.
507: as many are kept as the house has room for; what is kept stays, and none is begun.
"""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chat import proof
from cms.views import programme_or_404
from selfhelp.modules.safe import actions, envelope, limits

_MOST_BYTES = 4 * max(envelope.SEALED_SIZES) // 3 + 1024
_BUSY_SECONDS = 3

Asked = dict[str, Any]


class _Refused(Exception):
    def __init__(self, status: int, why: str) -> None:
        super().__init__()
        self.status, self.why = status, why


def _road(
    answer: Callable[[HttpRequest, Asked, datetime], Asked],
) -> Callable[[HttpRequest, str], JsonResponse]:
    """A view: reads what is asked, answers, and says what went wrong without repeating a word of it."""

    @csrf_exempt
    @require_POST
    def view(request: HttpRequest, slug: str) -> JsonResponse:
        programme_or_404(slug)
        now = timezone.now()
        try:
            return JsonResponse(answer(request, _asked(request), now))
        except _Refused as refused:
            response = JsonResponse({"error": refused.why}, status=refused.status)
            if refused.status == 429:
                response.headers["Retry-After"] = str(_BUSY_SECONDS)
            return response
        except envelope.BadForm:
            return JsonResponse({"error": "form"}, status=400)
        except actions.NothingKept:
            return JsonResponse({"error": "nothing"}, status=404)
        except actions.SavedElsewhere as elsewhere:
            return JsonResponse({"error": "elsewhere", **_told(elsewhere.kept)}, status=409)

    view.__doc__ = answer.__doc__
    return view


def _asked(request: HttpRequest) -> Asked:
    """The JSON of a request of our own page. A foreign page cannot send this type without asking, and is refused."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise PermissionDenied
    if request.content_type != "application/json":
        raise _Refused(415, "type")
    length = request.headers.get("Content-Length") or ""
    if not length.isdecimal() or int(length) > _MOST_BYTES:
        raise _Refused(413, "size")
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise envelope.BadForm from None
    if not isinstance(found, dict):
        raise envelope.BadForm
    return found


def _told(kept: actions.Kept) -> Asked:
    return {"revision": kept.revision, "sealed": base64.b64encode(kept.sealed).decode()}


def _take(now: datetime) -> None:
    if not limits.uses.take(now):
        raise _Refused(429, "busy")


def _revision(asked: Asked) -> int:
    found = asked.get("revision")
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 2**53:
        raise envelope.BadForm
    return found


@_road
def puzzle(request: HttpRequest, asked: Asked, now: datetime) -> Asked:
    """A puzzle for whoever wants a new workbook to be kept, or to be counted as coming back."""
    bits = limits.bits(now=now, pressure=proof.pressure(request))
    return {"puzzle": proof.puzzle(bits=bits, now=now)}


@_road
def begin(request: HttpRequest, asked: Asked, now: datetime) -> Asked:
    """Keep a new workbook."""
    place, sealed = envelope.place(asked.get("place")), envelope.sealed(asked.get("sealed"))
    if not limits.beginnings.take(now):
        raise _Refused(429, "busy")
    if not proof.accept(str(asked.get("proof", "")), now=now):
        raise _Refused(403, "proof")
    if not limits.room.take(now):
        raise _Refused(507, "room")
    limits.rush.note(now)
    return {"revision": actions.begin(place=place, sealed=sealed, today=timezone.localdate(now))}


@_road
def look(request: HttpRequest, asked: Asked, now: datetime) -> Asked:
    """What is kept at a place."""
    place = envelope.place(asked.get("place"))
    _take(now)
    return _told(actions.look(place=place, today=timezone.localdate(now)))


@_road
def save(request: HttpRequest, asked: Asked, now: datetime) -> Asked:
    """Keep this workbook instead of the one with that revision."""
    place, sealed = envelope.place(asked.get("place")), envelope.sealed(asked.get("sealed"))
    revision = _revision(asked)
    _take(now)
    today = timezone.localdate(now)
    return {"revision": actions.save(place=place, revision=revision, sealed=sealed, today=today)}


@_road
def forget(request: HttpRequest, asked: Asked, now: datetime) -> Asked:
    """Erase what is kept at a place. Never refused for the load: who wants it gone has it gone."""
    actions.forget(place=envelope.place(asked.get("place")))
    return {}
