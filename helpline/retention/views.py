"""What is kept and until when: the forecast of the erasure run, with what it did."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.roles import Permission
from helpline.retention import forecast, wording
from helpline.retention.terms import Term, terms

#: who answers for it: administrators, and who leads cases
MAY_SEE = (Permission.SYSTEM_MANAGE, Permission.CASES_LEAD)


def terms_here() -> Iterable[Term]:
    """The terms of this installation."""
    return terms(
        chat_days=settings.CHAT_TERM_DAYS,
        contact_days=settings.CONTACT_TERM_DAYS,
        case_days=settings.CASE_TERM_DAYS,
        closed_case_days=settings.CASE_CLOSED_TERM_DAYS,
    ).values()


@staff_required()
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Counts only: which conversation or case it is, this page does not know."""
    user = user_of(request)
    if not any(user.can(permission) for permission in MAY_SEE):
        raise PermissionDenied
    now = timezone.now()
    context = {
        "lines": [(wording.kind(line.kind), line) for line in forecast.forecast(now)],
        "terms": [
            (wording.term(each.kind), each.length.days, wording.since(each.since)) for each in terms_here()
        ],
        "look_back": forecast.LOOK_BACK,
        "now": now,
    }
    return render(request, "retention/overview.html", context)
