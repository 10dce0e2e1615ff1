"""Reading the post: the inbox, one correspondence with its letters, and what the desk shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.mail import promise, sealing
from helpline.mail.models import Correspondence, Letter, LetterTemplate, Postbox
from helpline.mail.policies import ANSWER, LEAD
from helpline.mail.states import TO_VISITOR, Delivery, Side, State
from helpline.programmes.models import Programme
from helpline.vault.errors import SealBroken

#: lines of one page of a list
PER_PAGE = 40
#: how long what was answered stays in the list of the person who answered it
RECENT = timedelta(days=7)
#: a mailbox is emptied every minute; one that was not for so long is told
PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Line:
    """A correspondence in a list. near, late: of the promised time, while it is not answered."""

    correspondence: Correspondence
    near: bool
    late: bool
    proposed: bool
    failed: bool
    address: str

    @property
    def is_mine_of(self) -> int | None:
        return self.correspondence.owner_id


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as it is read. read: a letter of the helpline that its reader has opened."""

    letter: Letter
    text: str
    read: bool = False


@dataclass(frozen=True, slots=True)
class ForDesk:
    """The post as the desk and the shift lead's board show it: numbers, and the lines that need somebody now."""

    waiting: int
    mine: int
    near: int
    late: int
    failed: int
    oldest_due_at: datetime | None
    lines: tuple[Line, ...]
    address: str


def find(correspondence_id: UUID, now: datetime | None = None) -> Correspondence | None:
    """A correspondence within its term, with what its screens need."""
    return (
        Correspondence.objects.select_related("programme", "owner", "case", "contact", "contact__form")
        .filter(pk=correspondence_id, expires_at__gt=now or timezone.now())
        .first()
    )


def _visible(user: User, now: datetime) -> QuerySet[Correspondence]:
    """What this person may see in a list: of the programmes in which letters are answered or led."""
    answers, leads = user.programmes_with(ANSWER), user.programmes_with(LEAD)
    return Correspondence.objects.filter(
        Q(programme__in=answers) | Q(programme__in=leads), expires_at__gt=now
    ).select_related("programme", "owner")


def inbox(user: User, which: str, now: datetime, page: int = 1) -> tuple[list[Line], bool]:
    """One page of a list of the inbox, what is due first on top, and whether there is another page.

    which: "waiting", "mine", "others", "look" or "done".
    """
    rows = _visible(user, now)
    leads = user.programmes_with(LEAD)
    if which == "mine":
        rows = rows.filter(owner=user, state=State.TAKEN)
    elif which == "others":
        rows = rows.filter(state=State.TAKEN, programme__in=leads).exclude(owner=user)
    elif which == "look":
        rows = rows.filter(letters__side=Side.PROPOSAL, programme__in=user.programmes_with(ANSWER)).exclude(
            owner=user
        )
    elif which == "done":
        ended = rows.filter(state__in=(State.ANSWERED, State.CLOSED), last_letter_at__gt=now - RECENT)
        rows = ended.filter(Q(owner=user) | Q(programme__in=leads))
        return _page(rows.order_by("-last_letter_at", "pk"), now, page)
    else:
        rows = rows.filter(state=State.WAITING)
    return _page(rows.order_by("due_at", "pk"), now, page)


def _page(rows: QuerySet[Correspondence], now: datetime, page: int) -> tuple[list[Line], bool]:
    first = (page - 1) * PER_PAGE
    found = list(rows[first : first + PER_PAGE + 1])
    return lines(found[:PER_PAGE], now), len(found) > PER_PAGE


def lines(rows: Iterable[Correspondence], now: datetime) -> list[Line]:
    """Correspondences as lines; two more questions, however many there are."""
    listed = list(rows)
    ids = [each.pk for each in listed]
    proposed = set(
        Letter.objects.filter(correspondence__in=ids, side=Side.PROPOSAL).values_list(
            "correspondence_id", flat=True
        )
    )
    failed = set(
        Letter.objects.filter(correspondence__in=ids, delivery=Delivery.FAILED).values_list(
            "correspondence_id", flat=True
        )
    )
    return [line(each, now, proposed=each.pk in proposed, failed=each.pk in failed) for each in listed]


def line(
    correspondence: Correspondence, now: datetime, *, proposed: bool = False, failed: bool = False
) -> Line:
    """One correspondence as a line."""
    is_due = correspondence.state in (State.WAITING, State.TAKEN)
    return Line(
        correspondence,
        near=is_due and promise.is_near(correspondence.due_at, now),
        late=is_due and promise.is_late(correspondence.due_at, now),
        proposed=proposed,
        failed=failed,
        address=reverse("mail_staff:show", args=[correspondence.pk]),
    )


def for_desk(user: User, now: datetime) -> ForDesk:
    """What the desk and the board show of the post: counts, and the lines whose promised time is near or past."""
    rows = _visible(user, now)
    open_now = rows.filter(Q(state=State.WAITING) | Q(state=State.TAKEN))
    if not user.programmes_with(LEAD).exists():
        open_now = open_now.filter(Q(state=State.WAITING) | Q(owner=user))
    is_near, is_late = Q(due_at__lte=now + promise.NEAR), Q(due_at__lt=now)
    # every desk asks this whenever something happens: one question for all its numbers
    found = open_now.aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        mine=Count("pk", filter=Q(state=State.TAKEN, owner=user)),
        near=Count("pk", filter=is_near & ~is_late),
        late=Count("pk", filter=is_late),
        first=Min("due_at"),
    )
    near = open_now.filter(is_near).order_by("due_at", "pk")[:10] if found["near"] or found["late"] else ()
    failed = rows.filter(owner=user, letters__delivery=Delivery.FAILED).distinct()
    return ForDesk(
        waiting=found["waiting"],
        mine=found["mine"],
        near=found["near"],
        late=found["late"],
        failed=failed.count(),
        oldest_due_at=found["first"],
        lines=tuple(lines(near, now)),
        address=reverse("mail_staff:list"),
    )


@dataclass(frozen=True, slots=True)
class Stuck:
    """A mailbox that could not be emptied for a while. since: when it last could; None when it never could."""

    programme: Programme
    since: datetime | None


def stuck_mailboxes(user: User, now: datetime) -> list[Stuck]:
    """The mailboxes of this person's programmes from which no letter comes in: mails wait there, unseen."""
    bridged = list(settings.POST_BRIDGES)
    if not bridged:
        return []
    of_user = Q(programme__in=user.programmes_with(ANSWER)) | Q(programme__in=user.programmes_with(LEAD))
    still = Q(fetched_at=None) | Q(fetched_at__lt=now - PATIENCE)
    boxes = Postbox.objects.filter(of_user, still, programme__slug__in=bridged).select_related("programme")
    return [Stuck(box.programme, box.fetched_at) for box in boxes.order_by("programme_id")]


def letters(correspondence: Correspondence, sides: Iterable[str]) -> list[Shown]:
    """The letters of these sides, opened, in their order. Raises Gone; what was changed or moved shows as nothing."""
    key = sealing.key_of(correspondence)
    rows = correspondence.letters.filter(side__in=list(sides)).select_related("author").order_by("number")
    shown = []
    for letter in rows:
        try:
            text = sealing.open_letter(key, letter)
        except SealBroken:
            text = ""
        read = letter.side == Side.HELPLINE and letter.number <= correspondence.read_up_to
        shown.append(Shown(letter, text, read))
    return shown


def for_visitor(correspondence: Correspondence) -> list[Shown]:
    """What was said between the two, and nothing else. Raises Gone."""
    return letters(correspondence, TO_VISITOR)


def proposal(correspondence: Correspondence) -> Shown | None:
    """The answer that waits for a colleague's eyes. Raises Gone."""
    found = letters(correspondence, [Side.PROPOSAL])
    return found[-1] if found else None


def templates(programme: Programme) -> list[LetterTemplate]:
    """What an answer can begin with."""
    return list(LetterTemplate.objects.filter(programme=programme).order_by("order", "shortcut"))


def beginnings(correspondence: Correspondence) -> list[tuple[str, list[tuple[str, str]]]]:
    """The templates as (language, [(name, text)]), the letter's own language first: a mail's is told from its words."""
    found = templates(correspondence.programme)
    return [
        (language, [(each.shortcut, each.text(language)) for each in found])
        for language in sorted(("nl", "en"), key=lambda each: each != correspondence.language)
        if found
    ]


def colleagues(correspondence: Correspondence, user: User) -> list[User]:
    """Who else answers letters in this programme."""
    people = User.objects.filter(is_active=True, memberships__programme=correspondence.programme_id)
    listed = list(people.exclude(pk=user.pk).distinct().order_by("name", "pk"))
    User.look_up_roles(listed)
    return [
        each for each in listed
        if each.can(ANSWER, correspondence.programme_id) and each.pk != correspondence.owner_id
    ]  # fmt: skip


def box_of(programme: Programme) -> Postbox:
    """What a programme promises; the usual promise where nobody set one."""
    return Postbox.objects.filter(programme=programme).first() or Postbox(programme=programme)


def pace(box: Postbox, now: datetime) -> int:
    """Letters a minute, roughly, in the hour that runs: what the proof of work goes by."""
    runs = box.hour_at == now.replace(minute=0, second=0, microsecond=0)
    return box.taken // max(1, now.minute) if runs else 0
