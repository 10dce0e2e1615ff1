"""Coming in: the two steps of signing in, invitations, setting up the second factor, going out."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts import access, actions, browsers, pending, second_factor, sessions, signin
from helpline.accounts.errors import InvitationGone, TooSoon, WrongCode, WrongCredentials
from helpline.accounts.forms import AppCodeForm, CodeForm, PassphraseForm, SignInForm
from helpline.accounts.models import StaffSession
from helpline.accounts.views.parts import key_in_words, qr_picture, wait_in_words, wrong_code


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The first step: e-mail address and passphrase."""
    now = timezone.now()
    state = access.session_of(request)
    if state is not None:
        return redirect(access.safe_next(request, access.home_of(state.user)))
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        email = form.cleaned_data["email"]
        browser = browsers.known(request, email=email, now=now)
        try:
            user = signin.check_passphrase(
                email=email, passphrase=form.cleaned_data["passphrase"], browser=browser, now=now
            )
        except TooSoon as refusal:
            form.add_error(None, wait_in_words(refusal.until, now))
            status = 429
        except WrongCredentials:
            form.add_error(
                None,
                _("This e-mail address and passphrase do not belong together. Check both and try again."),
            )
        else:
            pending.begin(request, user=user, purpose="sign_in", now=now)
            return _on_to("accounts:second_factor", request)
    return render(
        request, "accounts/sign_in.html", {"form": form, "next": access.safe_next(request, "")}, status=status
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_step(request: HttpRequest) -> HttpResponseBase:
    """The second step: a code of the app, or a backup code."""
    now = timezone.now()
    user = pending.waiting(request, purpose="sign_in", now=now)
    if user is None:
        return _on_to("accounts:sign_in", request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        browser = browsers.known(request, email=user.email, now=now)
        try:
            authenticator = signin.check_code(
                user=user, code=form.cleaned_data["code"], browser=browser, now=now
            )
        except TooSoon as refusal:
            form.add_error(None, wait_in_words(refusal.until, now))
            status = 429
        except WrongCode:
            form.add_error("code", wrong_code())
        else:
            sessions.start(request, user=user, authenticator=authenticator, now=now)
            response = redirect(access.safe_next(request, access.home_of(user)))
            browsers.remember(request, response, user=user, now=now)
            return response
    return render(
        request,
        "accounts/second_factor.html",
        {"form": form, "next": access.safe_next(request, "")},
        status=status,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End this session, here and in its sockets."""
    state = access.state_of(request)
    sessions.end_all(StaffSession.objects.filter(pk=state.session_id), by=state.user)
    request.session.flush()
    return redirect("accounts:sign_in")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """A person's one-time link. Opening it changes nothing; sending the form does."""
    now = timezone.now()
    try:
        user = actions.invited(token, now)
        form = PassphraseForm(request.POST if request.method == "POST" else None, user=user)
        if form.is_valid():
            user = actions.accept(token=token, passphrase=form.cleaned_data["passphrase"], now=now)
            pending.begin(request, user=user, purpose="enrol", now=now)
            return redirect("accounts:set_up")
    except InvitationGone:
        return render(request, "accounts/invitation_gone.html", status=410)
    return render(request, "accounts/invitation.html", {"form": form, "person": user})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponseBase:
    """Set up the second factor; after its first code the backup codes are shown, once."""
    now = timezone.now()
    user = pending.waiting(request, purpose="enrol", now=now)
    authenticator = second_factor.pending(user) if user else None
    if user is None or authenticator is None:
        return redirect("accounts:sign_in")
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            confirmed, codes = actions.finish_enrolment(user=user, code=form.cleaned_data["code"], now=now)
        except WrongCode:
            form.add_error("code", wrong_code())
        except InvitationGone:
            return render(request, "accounts/invitation_gone.html", status=410)
        else:
            sessions.start(request, user=user, authenticator=confirmed, now=now)
            response = render(
                request, "accounts/backup_codes.html", {"codes": codes, "onward": access.home_of(user)}
            )
            browsers.remember(request, response, user=user, now=now)
            return response
    return render(
        request,
        "accounts/set_up.html",
        {
            "form": form,
            "key": key_in_words(authenticator),
            "qr": reverse("accounts:set_up_qr"),
            "first": True,
        },
    )


@require_safe
def set_up_qr(request: HttpRequest) -> HttpResponse:
    """The QR code for the person who is setting up."""
    user = pending.waiting(request, purpose="enrol", now=timezone.now())
    authenticator = second_factor.pending(user) if user else None
    if user is None or authenticator is None:
        raise Http404
    return qr_picture(authenticator, user.email)


@sensitive_post_parameters()
@access.staff_required()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponseBase:
    """The second factor once more, before a sensitive change."""
    now = timezone.now()
    state = access.state_of(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    onward = access.safe_next(request, reverse("accounts:account"))
    status = 200
    if form.is_valid():
        browser = browsers.known(request, email=state.user.email, now=now)
        try:
            signin.check_code(user=state.user, code=form.cleaned_data["code"], browser=browser, now=now)
        except TooSoon as refusal:
            form.add_error(None, wait_in_words(refusal.until, now))
            status = 429
        except WrongCode:
            form.add_error("code", wrong_code())
        else:
            sessions.confirmed(request, now=now)
            return redirect(onward)
    return render(request, "accounts/confirm.html", {"form": form, "next": onward}, status=status)


def _on_to(name: str, request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the next page, and keep where the person wanted to go."""
    onward = access.safe_next(request, "")
    query = f"?{urlencode({'next': onward})}" if onward else ""
    return HttpResponseRedirect(reverse(name) + query)
