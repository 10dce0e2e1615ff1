"""The list of cases and its filters: over alias, state, owner and dates, never over what was written.

Aliases are compared in the folded form that stands beside them, so that both databases find the same; no second index
is kept anywhere. A return code is looked up elsewhere (`queries.by_code`) and never comes into an address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases.models import Case, Task
from helpline.cases.naming import fold
from helpline.cases.rules import ENDS_SOON, PAGE_SIZE
from helpline.cases.states import GOING_ON, CaseState
from helpline.cases.terms import days_left
from helpline.programmes.models import Programme
from helpline.programmes.queries import programmes

#: the values of the filter of owners that are nobody's number
MINE, NOBODYS = "me", "nobody"
GOES_ON, ANY = "going_on", "any"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty is everything that goes on.

    state: a state, GOES_ON or ANY. owner: MINE, NOBODYS, the number of a member of staff, or empty. soon: only what
    ends soon. opened and moved: from and until days, either may be left open.
    """

    text: str = ""
    state: str = GOES_ON
    owner: str = ""
    programme: str = ""
    opened_from: date | None = None
    opened_until: date | None = None
    moved_from: date | None = None
    moved_until: date | None = None
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list. state and left: in words, made here because thirty rows are drawn at every look.

    next_due: of the task that is due first.
    """

    case: Case
    url: str
    state: str | Promise
    left: str
    ends_soon: bool
    next_due: datetime | None
    is_due: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list. total: cases on all pages. number: from 1."""

    rows: Sequence[Row]
    total: int
    number: int

    @property
    def has_next(self) -> bool:
        return self.number * PAGE_SIZE < self.total


def programmes_of(user: User) -> list[Programme]:
    """The programmes whose cases this person sees."""
    permissions = (Permission.CASES_WORK, Permission.CASES_LEAD)
    return [each for each in programmes() if any(user.can(permission, each) for permission in permissions)]


def search(user: User, filters: Filters, *, page: int = 1, now: datetime | None = None) -> Page:
    """The cases this person sees and the filters leave, those moved last first."""
    now = now or timezone.now()
    found = narrowed(user, filters, now)
    total = found.count()
    page = max(1, min(page, -(-total // PAGE_SIZE) or 1))
    start = (page - 1) * PAGE_SIZE
    cases = list(
        found.select_related("programme", "owner").order_by("-moved_at", "-pk")[start : start + PAGE_SIZE]
    )
    due = due_first(cases)
    return Page([_row(case, due.get(case.pk), user, now) for case in cases], total, page)


def narrowed(user: User, filters: Filters, now: datetime) -> QuerySet[Case]:
    """The cases themselves, in no order."""
    places = [
        each.pk for each in programmes_of(user) if not filters.programme or each.slug == filters.programme
    ]
    found = Case.objects.filter(programme__in=places, expires_at__gt=now).filter(_states(filters.state))
    if filters.text:
        found = found.filter(alias_key__contains=fold(filters.text))
    found = found.filter(_owners(filters.owner, user))
    if filters.soon:
        found = found.filter(expires_at__lte=now + ENDS_SOON)
    return _between(found, filters)


def _states(state: str) -> Q:
    if state == ANY:
        return Q()
    return Q(state=state) if state in CaseState.values else Q(state__in=GOING_ON)


def _owners(owner: str, user: User) -> Q:
    if owner == MINE:
        return Q(owner=user)
    if owner == NOBODYS:
        return Q(owner=None)
    return Q(owner=int(owner)) if owner.isdecimal() and len(owner) < 10 else Q()


def _between(found: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if filters.opened_from:
        found = found.filter(opened_on_date__gte=filters.opened_from)
    if filters.opened_until:
        found = found.filter(opened_on_date__lte=filters.opened_until)
    if filters.moved_from:
        found = found.filter(moved_at__gte=_midnight(filters.moved_from))
    if filters.moved_until:
        found = found.filter(moved_at__lt=_midnight(filters.moved_until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  (made aware here)


def due_first(cases: Sequence[Case]) -> Mapping[object, datetime]:
    """When the first open task of each case is due, for those that have one."""
    rows = Task.objects.filter(case__in=[case.pk for case in cases], ended_at=None)
    return dict(rows.values_list("case").annotate(first=Min("due_at")).values_list("case", "first"))


_STATE_WORDS = dict(CaseState.choices)


def left_in_words(days: int) -> str:
    """How long a case is still kept."""
    if days == 0:
        return _("ends today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def _row(case: Case, due: datetime | None, user: User, now: datetime) -> Row:
    return Row(
        case=case,
        url=reverse("cases:show", args=[case.pk]),
        state=_STATE_WORDS[case.state],
        left=left_in_words(days_left(case.expires_at, now)),
        ends_soon=case.expires_at <= now + ENDS_SOON,
        next_due=due,
        is_due=due is not None and due <= now,
        is_mine=case.owner_id == user.pk,
    )
