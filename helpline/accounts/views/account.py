"""A person's own account: sessions, passphrase, authenticator, backup codes."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts import actions, browsers, queries, second_factor, sessions
from helpline.accounts.access import freshly_confirmed, staff_required, state_of
from helpline.accounts.errors import WrongCode
from helpline.accounts.forms import AppCodeForm, PassphraseForm
from helpline.accounts.models import StaffSession
from helpline.accounts.places import places_of
from helpline.accounts.views.parts import key_in_words, qr_picture, wrong_code


@staff_required()
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this person may open, and their roles."""
    user = state_of(request).user
    memberships = user.memberships.select_related("programme").order_by("programme__order", "role")
    return render(
        request, "accounts/landing.html", {"places": list(places_of(user)), "memberships": memberships}
    )


@staff_required()
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    state = state_of(request)
    return render(
        request,
        "accounts/account.html",
        {
            "person": state.user,
            "sessions": queries.sessions_of(state.user, timezone.now()),
            "this_session": state.session_id,
            "codes_left": second_factor.backup_codes_left(state.user),
        },
    )


@sensitive_post_parameters()
@staff_required()
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: HttpRequest) -> HttpResponseBase:
    """Change one's own passphrase."""
    state = state_of(request)
    form = PassphraseForm(request.POST if request.method == "POST" else None, user=state.user)
    if form.is_valid():
        actions.change_passphrase(
            user=state.user,
            passphrase=form.cleaned_data["passphrase"],
            keep_session=state.session_key,
            keep_browser=browsers.held_by(request),
        )
        sessions.renew_key(request, user=state.user)
        messages.success(request, _("Your passphrase is changed. You are signed out everywhere else."))
        return redirect("accounts:account")
    return render(request, "accounts/passphrase.html", {"form": form, "person": state.user})


@staff_required()
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def backup_codes(request: HttpRequest) -> HttpResponse:
    """Make ten new backup codes, shown once."""
    state = state_of(request)
    if request.method == "POST":
        codes = second_factor.new_backup_codes(user=state.user)
        return render(
            request, "accounts/backup_codes.html", {"codes": codes, "onward": reverse("accounts:account")}
        )
    left = second_factor.backup_codes_left(state.user)
    return render(request, "accounts/backup_codes_ask.html", {"codes_left": left})


@staff_required()
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def new_authenticator(request: HttpRequest) -> HttpResponseBase:
    """Prepare another authenticator. The old one works until the new one's first code."""
    state = state_of(request)
    if request.method == "POST":
        second_factor.begin(user=state.user)
        return redirect("accounts:authenticator")
    return render(request, "accounts/authenticator_ask.html")


@sensitive_post_parameters()
@staff_required()
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: HttpRequest) -> HttpResponseBase:
    """Show the prepared authenticator and take its first code."""
    state = state_of(request)
    prepared = second_factor.pending(state.user)
    if prepared is None:
        return redirect("accounts:new_authenticator")
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():  # no moment in which this session names an authenticator that is gone
                renewed = actions.renew_authenticator(
                    user=state.user, code=form.cleaned_data["code"], keep_session=state.session_key
                )
                sessions.use_authenticator(request, renewed)
        except WrongCode:
            form.add_error("code", wrong_code())
        else:
            messages.success(request, _("Your new authenticator works. The old one does not any more."))
            return redirect("accounts:account")
    return render(
        request,
        "accounts/set_up.html",
        {
            "form": form,
            "key": key_in_words(prepared),
            "qr": reverse("accounts:authenticator_qr"),
            "first": False,
        },
    )


@staff_required()
@freshly_confirmed
@require_safe
def authenticator_qr(request: HttpRequest) -> HttpResponse:
    """The QR code of the prepared authenticator."""
    state = state_of(request)
    prepared = second_factor.pending(state.user)
    if prepared is None:
        raise Http404
    return qr_picture(prepared, state.user.email)


@staff_required()
@require_POST
def end_session(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """End one of one's own sessions."""
    state = state_of(request)
    session = get_object_or_404(StaffSession, pk=session_id, user=state.user)
    sessions.end_all(StaffSession.objects.filter(pk=session.pk), by=state.user)
    if session.pk == state.session_id:
        request.session.flush()
        return redirect("accounts:sign_in")
    messages.success(request, _("That session has ended."))
    return redirect("accounts:account")


@staff_required()
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponseBase:
    """End all of one's own sessions, this one too, and forget the browsers."""
    user = state_of(request).user
    actions.sign_out_everywhere(user=user, by=user)
    request.session.flush()
    return redirect("accounts:sign_in")
