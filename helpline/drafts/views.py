"""What drafts.js asks: one's own draft, keeping it, throwing it away; and which numbers the guard lets through."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.drafts import actions, guarding, queries
from helpline.drafts.errors import BadDraft, DraftConflict
from helpline.drafts.models import Draft

_staff = staff_required()


def _said(moment: datetime) -> str:
    at = timezone.localtime(moment)
    return date_format(at, "H:i" if at.date() == timezone.localdate() else "j F, H:i")


def _data(draft: Draft | None, **more: object) -> dict[str, object]:
    fields = actions.read(draft) if draft else None
    return {
        "version": draft.version if draft else 0,
        "saved_at": _said(draft.saved_at) if draft and fields is not None else "",
        "fields": fields,
        **more,
    }


def _wanted(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
        fields, base_version = data["fields"], data["base_version"]
        request_id = uuid.UUID(data["request_id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadDraft("not what the script sends") from error
    if not isinstance(fields, dict) or type(base_version) is not int or base_version < 0:
        raise BadDraft("not what the script sends")
    return {"fields": fields, "base_version": base_version, "request_id": request_id}


@_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, key: str) -> JsonResponse:
    """GET: my draft of this form. POST: keep it; 200 kept, 409 another window of mine saved since, 400 no draft."""
    user = user_of(request)
    try:
        if request.method != "POST":
            return JsonResponse(_data(queries.find(user, key), others=queries.writing_too(user, key)))
        kept = actions.save(key=key, by=user, **_wanted(request))
    except DraftConflict as conflict:
        return JsonResponse(_data(conflict.current), status=409)
    except BadDraft:
        return JsonResponse({"why": "not_accepted"}, status=400)
    return JsonResponse(
        {"version": kept.version, "saved_at": _said(kept.saved_at), "others": queries.writing_too(user, key)}
    )


@_staff
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw my draft of this form away."""
    try:
        actions.done(key=key, by=user_of(request))
    except BadDraft:
        return JsonResponse({"why": "not_accepted"}, status=400)
    return HttpResponse(status=204)


@_staff
@never_cache
@require_safe
def allowed(request: HttpRequest) -> JsonResponse:
    """The numbers and addresses that need no mask, for guard.js."""
    return JsonResponse({"allowed": guarding.allowed()})
