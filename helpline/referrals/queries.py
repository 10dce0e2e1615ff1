"""Reading referrals, and the directory as a counsellor looks through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.directory import queries as directory
from helpline.directory.models import Organisation
from helpline.directory.times import Reachable
from helpline.directory.whom import Region
from helpline.programmes.models import Programme
from helpline.programmes.queries import codes, find_code
from helpline.referrals import policies
from helpline.referrals.actions import OUTCOMES
from helpline.referrals.models import HotlineReport, Referral

#: of the older ones, so many in a list: the newest
MOST = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation in the picker. reachable: one of Reachable. is_overdue: its facts should have been looked at."""

    organisation: Organisation
    reachable: str
    is_overdue: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody answers now, as far as is known."""
        return self.reachable == Reachable.YES

    @property
    def regions(self) -> str:
        """Where it helps, in words; empty when everywhere."""
        return ", ".join(str(Region(code).label) for code in self.organisation.regions)

    @property
    def is_shut(self) -> bool:
        """Whether nobody answers now, as far as is known."""
        return self.reachable == Reachable.NO


def choices(
    programme: Programme,
    *,
    now: datetime,
    region: str = "",
    audience: str = "",
    open_now: bool = False,
    words: str = "",
) -> list[Choice]:
    """The organisations to which this programme refers, those that can be reached now first, then in their order.

    region, audience: codes, empty for all. open_now: leave out those that are shut; those of whom it is not known stay,
    and say so. words: in the name or in what they do, in either language.
    """
    today = timezone.localdate(now)
    found = [
        Choice(one, one.reachable(now), one.is_overdue(today))
        for one in directory.organisations(programme=programme)
        if (not region or one.helps_in(region))
        and (not audience or one.helps_whom(audience))
        and _has(one, words)
    ]
    if open_now:
        found = [choice for choice in found if not choice.is_shut]
    rank = {Reachable.YES: 0, Reachable.UNKNOWN: 1, Reachable.NO: 2}
    return sorted(found, key=lambda choice: rank[Reachable(choice.reachable)])


def _has(organisation: Organisation, words: str) -> bool:
    wanted = words.casefold().split()
    if not wanted:
        return True
    text = " ".join(
        str(each).casefold()
        for language in ("nl", "en")
        for each in (organisation.name(language), organisation.whom(language), organisation.what(language))
    )
    return all(word in text for word in wanted)


def choice_of(key: str, now: datetime) -> Choice | None:
    """One organisation as the picker shows it; None when the directory has none of that key."""
    one = directory.record(Organisation, key)
    return (
        Choice(one, one.reachable(now), one.is_overdue(timezone.localdate(now))) if one is not None else None
    )


def name_of(key: str) -> str:
    """What an organisation is called; its key when the directory does not know it any more."""
    found = directory.record(Organisation, key)
    return str(found.name()) if found is not None else key


def outcome_of(referral: Referral) -> str:
    """What came of it, in words; empty when it was not heard yet."""
    code = find_code(referral.programme, OUTCOMES, referral.outcome) if referral.outcome else None
    return code.label() if code is not None else referral.outcome


@dataclass(frozen=True, slots=True)
class Line:
    """A referral in a list."""

    referral: Referral
    organisation: str
    outcome: str
    is_mine: bool
    url: str


def _seen_by(user: User) -> QuerySet[Referral]:
    """The referrals that this person may read (policies.may_see, as a question to the database)."""
    leads = user.programmes_with(policies.LEAD)
    makes = user.programmes_with(policies.MAKE)
    return Referral.objects.select_related("programme", "case", "contact", "made_by").filter(
        Q(programme__in=leads) | (Q(programme__in=makes) & (Q(made_by=user) | Q(case__owner=user)))
    )


def _line(referral: Referral, user: User) -> Line:
    return Line(
        referral=referral,
        organisation=name_of(referral.organisation),
        outcome=outcome_of(referral),
        is_mine=referral.made_by_id == user.pk,
        url=reverse("referrals:show", args=[referral.pk]),
    )


def lines(user: User) -> tuple[list[Line], list[Line]]:
    """Those whose outcome was not heard yet, the oldest first; and the others, the newest first."""
    seen = _seen_by(user)
    waiting = seen.filter(outcome="").order_by("made_date", "pk")[:MOST]
    heard = seen.exclude(outcome="").order_by("-outcome_date", "-made_date", "pk")[:MOST]
    return [_line(each, user) for each in waiting], [_line(each, user) for each in heard]


def line_of(referral: Referral, user: User) -> Line:
    """One referral as a list shows it."""
    return _line(referral, user)


def find(user: User, referral_id: UUID) -> Referral | None:
    """A referral that this person may read; None when there is none, or it is somebody else's."""
    found = (
        Referral.objects.select_related("programme", "case", "contact", "made_by")
        .filter(pk=referral_id)
        .first()
    )
    return found if found is not None and policies.may_see(user, found) else None


def outcomes(programme: Programme, on_date: date) -> Sequence[tuple[str, str]]:
    """What can come of a referral, as codes and labels."""
    return [(code.code, code.label()) for code in codes(programme, OUTCOMES, on_date)]


def hotline_reports(user: User) -> list[HotlineReport]:
    """What was passed on to the hotline from the programmes in which this person refers, the newest first."""
    return list(
        HotlineReport.objects.select_related("programme")
        .filter(programme__in=user.programmes_with(policies.MAKE))
        .order_by("-reported_date", "-pk")[:MOST]
    )


def find_report(user: User, report_id: UUID) -> HotlineReport | None:
    """A report to the hotline of a programme in which this person refers."""
    return (
        HotlineReport.objects.select_related("programme")
        .filter(pk=report_id, programme__in=user.programmes_with(policies.MAKE))
        .first()
    )


def for_desk(user: User) -> int:
    """How many of this person's own referrals have no outcome yet."""
    return Referral.objects.filter(made_by=user, outcome="").count()
