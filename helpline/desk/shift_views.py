"""The shift lead's board as a page, its part that stays live, and the switch that closes a channel for a while."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat.actions import lead
from chat.errors import NotAllowed, TooLong
from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.desk.matters import of_person
from helpline.desk.shift import shifts
from helpline.drafts import guarding
from helpline.phone.actions.overload import set_overload as stop_phone
from helpline.phone.errors import NotAllowed as NotAllowedOnThePhone
from helpline.phone.errors import WrongState
from helpline.programmes.models import Channel
from helpline.programmes.queries import programme_by_slug


@staff_required(Permission.CHAT_LEAD)
@never_cache
@require_safe
def shift(request: HttpRequest) -> HttpResponse:
    """The board of the shifts this person leads."""
    return render(request, "desk/shift.html", _board(user_of(request)))


@staff_required(Permission.CHAT_LEAD)
@never_cache
@require_safe
def shift_part(request: HttpRequest) -> HttpResponse:
    """What of it changes by itself."""
    return render(request, "desk/shift_part.html", _board(user_of(request)))


def _board(user: User) -> dict[str, Any]:
    now = timezone.now()
    return {"shifts": shifts(user, now), "matters": of_person(user, now), "now": now}


@staff_required(Permission.CHAT_LEAD)
@require_POST
def stop(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """Close a channel for newcomers for a while, with what they read or hear meanwhile; or open it again."""
    programme = programme_by_slug(slug)
    if programme is None or channel not in (Channel.CHAT, Channel.PHONE):
        raise Http404
    user = user_of(request)
    on = request.POST.get("on") == "1"
    texts = None
    if on:
        kept = [guarding.judged(request.POST.get(name, "")) for name in ("text_nl", "text_en")]
        texts = (kept[0].text, kept[1].text)
    try:
        if channel == Channel.CHAT:
            lead.set_overload(programme=programme, by=user, on=on, texts=texts)
        else:
            stop_phone(programme=programme, by=user, on=on, texts=texts)
    except (NotAllowed, NotAllowedOnThePhone) as refused:
        raise PermissionDenied from refused
    except (TooLong, WrongState):
        messages.error(request, _("That text is too long: 200 letters at most."))
    else:
        words = _("%(channel)s is closed for newcomers.") if on else _("%(channel)s is open again.")
        messages.success(request, words % {"channel": Channel(channel).label})
    return redirect("desk:shift")
