"""The list of contacts, and entering one that was elsewhere."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.contacts import actions, listing, policies, queries
from helpline.contacts.errors import NotWithinTerm
from helpline.contacts.forms import AfterwardsForm
from helpline.contacts.states import ContactState

_staff = staff_required()


@_staff
@never_cache
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Contacts of every channel: what still has to be registered first, then the newest; narrowed by its filters."""
    user = user_of(request)
    may_all = user.can(policies.CORRECT)
    if not (user.can(policies.REGISTER) or may_all):
        raise PermissionDenied
    today = timezone.localdate()
    filters = listing.Filters.read(request.GET.dict(), user)
    context = {
        "filters": filters,
        "page": listing.page(user, filters),
        "choices": listing.choices(user, today),
        "may_all": may_all,
        "may_enter": user.can(policies.REGISTER),
        "waiting": queries.unfinished(user).count(),
        "links": [
            (_("All"), listing.Filters(whose=filters.whose).query(), not filters.is_narrow),
            (
                _("To register"),
                listing.Filters(whose=filters.whose, state=ContactState.TO_REGISTER).query(),
                filters.state == ContactState.TO_REGISTER,
            ),
            (_("Today"), listing.Filters(whose=filters.whose, since=today).query(), filters.since == today),
            (
                _("Last seven days"),
                listing.Filters(whose=filters.whose, since=today - timedelta(days=6)).query(),
                filters.since == today - timedelta(days=6),
            ),
        ],
    }
    page = context["page"]
    assert isinstance(page, listing.Page)
    context["next"] = filters.query(behind=page.next) if page.next else ""
    context["first"] = filters.query() if filters.behind else ""
    return render(request, "contacts/list.html", context)


@_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: HttpRequest) -> HttpResponse:
    """Enter a contact that was elsewhere: where, when, and for whom; then its registration."""
    user = user_of(request)
    if not user.can(policies.REGISTER):
        raise PermissionDenied
    form = AfterwardsForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            contact = actions.enter_afterwards(by=user, **form.what())
        except NotWithinTerm:
            form.add_error("day", _("That moment lies ahead, or longer ago than a contact is kept."))
        else:
            messages.success(request, _("The contact is entered. Register it now."))
            return redirect("contacts:registration", contact.pk)
    status = 422 if form.errors else 200
    return render(request, "contacts/afterwards.html", {"form": form}, status=status)
