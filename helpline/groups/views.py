"""The screens of peer groups. Thin: load, call one action, answer.

A group of a programme in which a person runs none is not there for that person.
"""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.cases.models import Case
from helpline.cases.queries import case_of
from helpline.contacts.models import Contact
from helpline.drafts import actions as drafts
from helpline.drafts import guarding
from helpline.groups import actions, queries
from helpline.groups.errors import Full, Gone, GroupError, NoAlias, TooEarly
from helpline.groups.forms import GroupForm, InterestForm, MeetingForm, ParticipantForm
from helpline.groups.models import Group, Interest, Meeting, Participant
from helpline.groups.policies import RUN, may_note_for_case, may_note_for_contact
from helpline.groups.terms import MEETINGS

_runs = staff_required(RUN)


def _load(request: HttpRequest, group_id: UUID) -> Group:
    group = queries.find(user_of(request), group_id, timezone.now())
    if group is None:
        raise Http404
    return group


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _refusal(refused: GroupError) -> str:
    if isinstance(refused, Full):
        return _("Every place is taken. Put the person on the waiting list, or wait until somebody stops.")
    if isinstance(refused, TooEarly):
        return _("The meeting has not begun yet.")
    if isinstance(refused, Gone):
        return _("This group is not there any more.")
    if isinstance(refused, NoAlias):
        return _("Fill in an alias of at most 40 characters.")
    return _("This was changed meanwhile. This is how it stands now.")


def _do(request: HttpRequest, group: Group, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except GroupError as refused:
        messages.error(request, _refusal(refused))
        if isinstance(refused, Gone):
            return redirect("groups:list")
    else:
        messages.success(request, said)
    return redirect("groups:show", group.pk)


@_runs
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_list(request: HttpRequest) -> HttpResponse:
    """What groups there are and who would like to join; and a form for a new one."""
    user, now = user_of(request), timezone.now()
    programmes = list(user.programmes_with(RUN))
    form = GroupForm(request.POST if request.method == "POST" else None, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            group = actions.open_group(
                programme=form.programme_chosen(),
                name=form.cleaned_data["name"],
                places=form.cleaned_data["places"],
                by=user,
            )
            _saved(request, form, group, "group.new:new")
        messages.success(request, _("The group is there. Plan its meetings now."))
        return redirect("groups:show", group.pk)
    context = {
        "lines": queries.lines(user, now),
        "interests": queries.open_interests(user, now),
        "several_programmes": len(programmes) > 1,
        "form": form,
    }
    return render(request, "groups/list.html", context, status=422 if form.is_bound else 200)


@_runs
@never_cache
@require_safe
def show(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group."""
    return _page(request, _load(request, group_id))


def _page(
    request: HttpRequest,
    group: Group,
    *,
    meeting_form: MeetingForm | None = None,
    participant_form: ParticipantForm | None = None,
    interest: Interest | None = None,
) -> HttpResponse:
    now = timezone.now()
    refused = meeting_form is not None or (participant_form is not None and participant_form.is_bound)
    meetings = queries.meetings(group, now)
    context = {
        "group": group,
        "people": queries.people(group),
        "meetings": meetings,
        "still_to_plan": max(0, MEETINGS - len(meetings)),
        "meeting_form": meeting_form or MeetingForm(auto_id="meeting_%s"),
        "participant_form": participant_form or ParticipantForm(auto_id="participant_%s"),
        "interest": interest,
        "goes_on": group.state != "ended",
    }
    return render(request, "groups/show.html", context, status=422 if refused else 200)


def _saved(request: HttpRequest, form: forms.Form, group: Group, draft: str) -> None:
    """The form is kept: record what the guard was told to leave, and let the draft go. In the saving's transaction."""
    by = user_of(request)
    guarding.record_overrides(form, by=by, programme=group.programme.slug)
    drafts.done(key=draft, by=by)


@_runs
@never_cache
@require_POST
def plan(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Add a meeting."""
    group, form = _load(request, group_id), MeetingForm(request.POST, auto_id="meeting_%s")
    if not form.is_valid():
        return _page(request, group, meeting_form=form)

    def act() -> None:
        actions.plan_meeting(
            group=group,
            starts_at=form.starts_at(),
            minutes=form.cleaned_data["minutes"],
            place=form.cleaned_data["place"],
            instruction=form.cleaned_data["instruction"],
            by=user_of(request),
        )
        _saved(request, form, group, f"group.meeting:{group.pk}")

    return _do(request, group, act, _("The meeting is planned."))


def _meeting(group: Group, meeting_id: UUID) -> Meeting:
    meeting = group.meetings.select_related("group__programme").filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    return meeting


@_runs
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, group_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Another time, place or way to join."""
    group = _load(request, group_id)
    meeting = _meeting(group, meeting_id)
    line = next(each for each in queries.meetings(group, timezone.now()) if each.meeting == meeting)
    at = timezone.localtime(meeting.starts_at)
    known = {
        "day": at.date(),
        "at": at.time(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "instruction": line.instruction,
    }
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method != "POST" or not form.is_valid():
        context = {"group": group, "line": line, "form": form}
        return render(request, "groups/change.html", context, status=422 if form.is_bound else 200)

    def act() -> None:
        actions.change_meeting(
            meeting=meeting,
            starts_at=form.starts_at(),
            minutes=form.cleaned_data["minutes"],
            place=form.cleaned_data["place"],
            instruction=form.cleaned_data["instruction"],
            by=user_of(request),
        )
        _saved(request, form, group, f"group.change:{meeting.pk}")

    return _do(request, group, act, _("The meeting is changed."))


@_runs
@require_POST
def drop(request: HttpRequest, group_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Take a meeting away."""
    group, by = _load(request, group_id), user_of(request)
    meeting = _meeting(group, meeting_id)
    return _do(
        request, group, lambda: actions.drop_meeting(meeting=meeting, by=by), _("The meeting is taken away.")
    )


@_runs
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, group_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Who came."""
    group, by = _load(request, group_id), user_of(request)
    meeting = _meeting(group, meeting_id)
    if request.method == "POST":
        came = {_uuid(each) for each in request.POST.getlist("came")}
        return _do(
            request,
            group,
            lambda: actions.mark_attendance(meeting=meeting, came=came, by=by),
            _("It is kept who came."),
        )
    line = next(each for each in queries.meetings(group, timezone.now()) if each.meeting == meeting)
    were_known = set(meeting.attendances.values_list("participant", flat=True))
    people = [
        person
        for person in queries.people(group)
        if person.participant.state in ("joined", "finished") or person.participant.pk in were_known
    ]
    context = {"group": group, "line": line, "people": people, "came": queries.who_came(meeting)}
    return render(request, "groups/attendance.html", context)


@_runs
@never_cache
@require_POST
def add(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Somebody joins, or waits."""
    group, user = _load(request, group_id), user_of(request)
    form = ParticipantForm(request.POST, auto_id="participant_%s")
    case = _case_called(user, group, form)
    interest = _interest(user, request.POST["interest"]) if request.POST.get("interest") else None
    if not form.is_valid():
        return _page(request, group, participant_form=form, interest=interest)

    def act() -> None:
        actions.add_participant(
            group=group,
            alias=form.cleaned_data["alias"],
            case=case,
            waits=form.cleaned_data["waits"],
            interest=interest,
            by=user,
        )
        _saved(request, form, group, f"group.person:{group.pk}")

    return _do(request, group, act, _("The person is in the group."))


def _case_called(user: User, group: Group, form: ParticipantForm) -> Case | None:
    """The case with the alias that was typed; the form says so when there is none that this person works on."""
    if not form.is_valid() or not form.cleaned_data["case"]:
        return None
    found = Case.objects.filter(
        programme=group.programme,
        alias__iexact=form.cleaned_data["case"].strip(),
        expires_at__gt=timezone.now(),
    ).first()
    if found is None or not may_note_for_case(user, found):
        form.add_error("case", _("There is no case with this alias in this programme."))
        return None
    return found


def _participant(group: Group, participant_id: UUID) -> Participant:
    found = group.participants.select_related("group__programme", "case").filter(pk=participant_id).first()
    if found is None:
        raise Http404
    return found


@_runs
@require_POST
def let_in(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """From the waiting list, or back."""
    group, by = _load(request, group_id), user_of(request)
    participant = _participant(group, participant_id)
    return _do(
        request,
        group,
        lambda: actions.let_in(participant=participant, by=by),
        _("The person takes part now."),
    )


@_runs
@require_POST
def leave(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """Somebody stops."""
    group, by = _load(request, group_id), user_of(request)
    participant = _participant(group, participant_id)
    return _do(request, group, lambda: actions.leave(participant=participant, by=by), _("It is kept."))


@_runs
@require_POST
def start(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The group runs."""
    group, by = _load(request, group_id), user_of(request)
    return _do(request, group, lambda: actions.start_group(group=group, by=by), _("The group runs."))


@_runs
@require_POST
def end(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The group is over."""
    group, by = _load(request, group_id), user_of(request)
    return _do(request, group, lambda: actions.end_group(group=group, by=by), _("The group has ended."))


@_runs
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """Note that the person of a contact or case would like to join a group."""
    user, now = user_of(request), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    contact = case = None
    if asked.get("contact"):
        contact = Contact.objects.select_related("programme").filter(pk=_uuid(asked["contact"])).first()
        if contact is None or not may_note_for_contact(user, contact):
            raise Http404
    elif asked.get("case"):
        case = Case.objects.select_related("programme").filter(pk=_uuid(asked["case"])).first()
        if case is None or case.expires_at <= now or not may_note_for_case(user, case):
            raise Http404
    else:
        raise Http404
    programme = contact.programme if contact is not None else case.programme  # type: ignore[union-attr]
    groups = [each for each in queries.groups_to_join(user, now) if each.programme_id == programme.pk]
    form = InterestForm(request.POST if request.method == "POST" else None, groups=groups)
    if request.method == "POST" and form.is_valid():
        told = case_of(contact, now=now) if contact is not None else case  # a contact may belong to a case
        actions.note_interest(
            programme=programme, group=form.group_chosen(), contact=contact, case=told, by=user, now=now
        )
        messages.success(request, _("It is noted. You find it with the groups."))
        return redirect("groups:list")
    context = {"form": form, "contact": contact, "case": case, "programme_asked": programme}
    return render(request, "groups/interest.html", context)


def _interest(user: User, number: str) -> Interest:
    found = queries.open_interests(user, timezone.now()).filter(pk=_uuid(number)).first()
    if found is None:
        raise Http404
    return found


@_runs
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """An interest: into a group, or answered without."""
    user, now = user_of(request), timezone.now()
    found = _interest(user, str(interest_id))
    if request.method == "POST":
        try:
            actions.settle_interest(interest=found, by=user)
        except GroupError as refused:
            messages.error(request, _refusal(refused))
        else:
            messages.success(request, _("It is answered. It is erased within a week."))
        return redirect("groups:list")
    wanted = request.GET.get("group", "")
    if wanted:
        group = _load(request, _uuid(wanted))
        if group.programme_id != found.programme_id:
            raise Http404
        known = {"case": found.case.alias} if found.case is not None else {}
        form = ParticipantForm(initial=known, auto_id="participant_%s")
        return _page(request, group, participant_form=form, interest=found)
    groups = [each for each in queries.groups_to_join(user, now) if each.programme_id == found.programme_id]
    return render(request, "groups/answer.html", {"interest": found, "groups": groups})
