"""The page of promises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpline.accounts.access import staff_required
from helpline.accounts.roles import Permission
from helpline.watch import queries, wording
from helpline.watch.promises import State


@staff_required(Permission.SYSTEM_MANAGE)
@never_cache
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """How each promise stands now. It is asked anew for every look; nothing is changed."""
    now = timezone.now()
    shown = [wording.shown(judged) for judged in queries.all_promises(now)]
    context = {
        "act": [promise for promise in shown if promise.state is State.ACT],
        "kept": [promise for promise in shown if promise.state is State.KEPT],
        "off": [promise for promise in shown if promise.state is State.OFF],
        "now": now,
    }
    return render(request, "watch/promises.html", context)
