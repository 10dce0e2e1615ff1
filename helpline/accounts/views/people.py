"""The administrator's screens: who works here, in which role, and taking access away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts import actions, queries
from helpline.accounts.access import freshly_confirmed, staff_required, user_of
from helpline.accounts.errors import AddressTaken, LastAdministrator, NotOnOneself
from helpline.accounts.forms import InviteForm, RolesForm
from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.programmes.models import Programme

_manages_people = staff_required(Permission.PEOPLE_MANAGE)


@_manages_people
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/people.html", {"people": queries.people(timezone.now())})


@_manages_people
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Add a person; their link is shown once."""
    form = InviteForm(request.POST if request.method == "POST" else None, programmes=_programmes())
    if form.is_valid():
        try:
            person, token = actions.invite(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                roles=form.roles(),
                administrator=form.cleaned_data["administrator"],
                by=user_of(request),
            )
        except AddressTaken:
            form.add_error("email", _("Somebody with this e-mail address is on the list already."))
        else:
            return _link_page(request, person, token)
    return render(request, "accounts/invite.html", {"form": form})


@_manages_people
@require_safe
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _person_page(request, _person(public_id))


@_manages_people
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Change what a person may do."""
    who = _person(public_id)
    form = RolesForm(
        request.POST if request.method == "POST" else None,
        programmes=_programmes(),
        initial=RolesForm.held(who),
    )
    if form.is_valid():
        try:
            actions.set_roles(
                user=who,
                roles=form.roles(),
                administrator=form.cleaned_data["administrator"],
                by=user_of(request),
            )
        except (LastAdministrator, NotOnOneself) as refusal:
            form.add_error("administrator", _refusal_in_words(refusal))
        else:
            messages.success(request, _("The roles are saved."))
            return redirect("accounts:person", public_id=public_id)
    return render(request, "accounts/roles.html", {"form": form, "person": who})


@_manages_people
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Ask once, then take all access away."""
    who = _person(public_id)
    if request.method == "POST":
        try:
            actions.deactivate(user=who, by=user_of(request))
        except (LastAdministrator, NotOnOneself) as refusal:
            messages.error(request, _refusal_in_words(refusal))
        else:
            messages.success(request, _("This person cannot come in any more."))
        return redirect("accounts:person", public_id=public_id)
    return render(request, "accounts/deactivate.html", {"person": who})


@_manages_people
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then make a new link: passphrase and second factor start over. Lets a former colleague in again."""
    who = _person(public_id)
    if request.method == "POST":
        by = user_of(request)
        if who.pk == by.pk:
            messages.error(request, _refusal_in_words(NotOnOneself()))
            return _person_page(request, who)
        make = actions.start_over if who.is_active else actions.reactivate
        return _link_page(request, who, make(user=who, by=by))
    return render(request, "accounts/new_link.html", {"person": who})


@_manages_people
@require_POST
def end_sessions(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Sign a person out everywhere."""
    who = _person(public_id)
    actions.sign_out_everywhere(user=who, by=user_of(request))
    if who.pk == user_of(request).pk:
        request.session.flush()
        return redirect("accounts:sign_in")
    messages.success(request, _("This person is signed out everywhere."))
    return redirect("accounts:person", public_id=public_id)


def _programmes() -> list[Programme]:
    return list(Programme.objects.order_by("order", "pk"))


def _person(public_id: UUID) -> User:
    try:
        return queries.person(public_id, timezone.now())
    except User.DoesNotExist:
        raise Http404 from None


def _person_page(request: HttpRequest, who: User) -> HttpResponse:
    return render(
        request,
        "accounts/person.html",
        {
            "person": who,
            "sessions": queries.sessions_of(who, timezone.now()),
            "oneself": who == user_of(request),
        },
    )


def _link_page(request: HttpRequest, who: User, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    return render(request, "accounts/link.html", {"person": who, "link": link})


def _refusal_in_words(refusal: Exception) -> str:
    if isinstance(refusal, LastAdministrator):
        return _("Somebody must remain who can manage people. Make another person administrator first.")
    return _("You cannot take away your own access. Ask another administrator.")
