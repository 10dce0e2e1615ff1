"""The talk of the day and the notes to the shift lead. A script asks for the part; the page works without it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.drafts import actions as drafts
from helpline.drafts import guarding
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from helpline.team import actions, policies, queries
from helpline.team.errors import NotAllowed
from helpline.team.forms import DebriefForm, RemarkForm
from helpline.team.models import Debrief


def _team(request: HttpRequest, slug: str) -> tuple[Programme, User]:
    programme = programme_by_slug(slug)
    if programme is None:
        raise Http404
    user = user_of(request)
    if not policies.is_of_team(user, programme):
        raise PermissionDenied
    return programme, user


@staff_required()
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """To the talk of the own team; of the first, for who is in several."""
    teams = policies.teams_of(user_of(request))
    if not teams:
        raise PermissionDenied
    return redirect("team:talk", teams[0].slug)


@staff_required()
@never_cache
@require_safe
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """What the team of a programme said today."""
    programme, user = _team(request, slug)
    return render(request, "team/talk.html", _talk(programme, user))


@staff_required()
@never_cache
@require_safe
def part(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a part: the remarks alone."""
    programme, user = _team(request, slug)
    return render(request, "team/remarks.html", _talk(programme, user))


def _talk(programme: Programme, user: User, form: RemarkForm | None = None) -> dict[str, Any]:
    day = queries.today(programme)
    found = queries.remarks(day, user)
    if day is not None and found:
        actions.hear(day=day, by=user, until=found[-1].said_at)
    return {
        "programme": programme,
        "teams": policies.teams_of(user),
        "remarks": found,
        "form": form or RemarkForm(initial={"remark_id": uuid4()}),
        "reads_debriefs": policies.reads_debriefs(user, programme),
    }


@staff_required()
@require_POST
def say(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something. A repeat of the request changes nothing."""
    programme, user = _team(request, slug)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return render(request, "team/talk.html", _talk(programme, user, form), status=422)
    with transaction.atomic():
        actions.say(
            programme=programme,
            text=form.cleaned_data["text"],
            by=user,
            remark_id=form.cleaned_data["remark_id"],
        )
        guarding.record_overrides(form, by=user, programme=programme.slug)
    drafts.done(key=f"team.remark:{programme.slug}", by=user)
    return redirect("team:talk", slug)


@staff_required()
@never_cache
@require_safe
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    """A note to the shift lead: write one, see one's own; for a shift lead, those of the team."""
    programme, user = _team(request, slug)
    return _notes(request, programme, user, DebriefForm())


def _notes(
    request: HttpRequest, programme: Programme, user: User, form: DebriefForm, status: int = 200
) -> HttpResponse:
    leads = policies.reads_debriefs(user, programme)
    context = {
        "programme": programme,
        "teams": policies.teams_of(user),
        "form": form,
        "own": queries.own_debriefs(user),
        "reads_debriefs": leads,
        "theirs": queries.debriefs(programme) if leads else None,
    }
    return render(request, "team/notes.html", context, status=status)


@staff_required()
@require_POST
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a note."""
    programme, user = _team(request, slug)
    form = DebriefForm(request.POST)
    if not form.is_valid():
        return _notes(request, programme, user, form, status=422)
    with transaction.atomic():
        actions.debrief(
            programme=programme,
            text=form.cleaned_data["text"],
            wants_talk=form.cleaned_data["wants_talk"],
            by=user,
        )
        guarding.record_overrides(form, by=user, programme=programme.slug)
    drafts.done(key=f"team.note:{programme.slug}", by=user)
    messages.success(request, _("Your shift leads can read your note now. It is erased after two weeks."))
    return redirect("team:notes", slug)


def _note(user: User, note_id: UUID) -> Debrief:
    """The note, for who wrote it and who reads the notes of its team. For everybody else it is not there."""
    note = queries.find_debrief(note_id)
    if note is None or not (note.author_id == user.pk or policies.reads_debriefs(user, note.programme)):
        raise Http404
    return note


@staff_required()
@require_POST
def seen(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """A shift lead took a note up."""
    note = _note(user_of(request), note_id)
    try:
        actions.see_debrief(note=note, by=user_of(request))
    except NotAllowed as refused:
        raise PermissionDenied from refused
    return redirect("team:notes", note.programme.slug)


@staff_required()
@require_POST
def withdraw(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Take the own note back."""
    note = _note(user_of(request), note_id)
    slug = note.programme.slug
    try:
        actions.withdraw_debrief(note=note, by=user_of(request))
    except NotAllowed as refused:
        raise PermissionDenied from refused
    messages.success(request, _("Your note is gone."))
    return redirect("team:notes", slug)
