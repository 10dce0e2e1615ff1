"""Reading cases: one of them, whose a contact is, what was written, what is to be done, and what a code opens."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import ROLE_PERMISSIONS, Permission
from helpline.cases import policies, returning, sealing, timeline
from helpline.cases.errors import CaseGone
from helpline.cases.models import Case, LineKind, LinkedContact, Note, Task, TaskKind, TimelineLine
from helpline.cases.rules import ENDS_SOON, MOST_REMINDERS, REMIND_AHEAD, TIMELINE_SIZE
from helpline.cases.searching import MINE
from helpline.cases.states import GOING_ON
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
from helpline.programmes.models import Programme
from helpline.vault import codes
from helpline.vault.errors import SealBroken

#: the codes of the registration's question which contact of this person this year it is
CONTACT_OF_YEAR = "contact_of_year"
OF_YEAR = ("first", "second", "third_or_more")

unseal = sealing.unseal


def find(case_id: UUID, *, now: datetime | None = None) -> Case | None:
    """A case by its id, with what its screens need; None when it is gone or its term has passed."""
    return (
        Case.objects.select_related("programme", "owner")
        .filter(pk=case_id, expires_at__gt=now or timezone.now())
        .exclude(data_key=None)
        .first()
    )


def by_code(text: str, *programmes: Programme, now: datetime | None = None) -> Case | None:
    """The case of one of these programmes whose return code in words or digits this is; None when there is none.

    Slow on purpose (about 0.1 s) when it could be a code: in no transaction. Raises TooManyTries.
    """
    at = now or timezone.now()
    digits = "".join(text.split())
    if returning.are_digits(digits):
        return returning.by_digits(digits, programmes, at)
    return returning.by_words(text, programmes, at)


def could_be_code(text: str) -> bool:
    """Whether this is written as a return code is: five words of the list, or ten digits."""
    return returning.are_digits("".join(text.split())) or codes.normalise(text) is not None


def case_of(contact: Contact | UUID, *, now: datetime | None = None) -> Case | None:
    """The case to which a contact belongs, if any."""
    contact_id = contact.pk if isinstance(contact, Contact) else contact
    linked = (
        LinkedContact.objects.filter(contact_id=contact_id, case__expires_at__gt=now or timezone.now())
        .select_related("case__programme", "case__owner")
        .first()
    )
    return linked.case if linked else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline as it stands on the page.

    text: of a note or task, for who may read it. note: to take its words away, for who may. hidden: there are words,
    and this person may not read them.
    """

    line: TimelineLine
    told: timeline.Told
    text: str = ""
    note: Note | None = None
    hidden: bool = False


def history(case: Case, texts: Mapping[UUID, str], *, most: int = TIMELINE_SIZE) -> list[Entry]:
    """The timeline of a case, the newest first, with the texts that were opened for this reader. `most` lines of it."""
    lines = list(case.lines.select_related("by").order_by("-at", "-pk")[:most])
    notes = {note.pk: note for note in case.notes.all()}
    return [_entry(line, told, texts, notes) for line, told in timeline.told(lines)]


def _entry(
    line: TimelineLine, told: timeline.Told, texts: Mapping[UUID, str], notes: Mapping[UUID, Note]
) -> Entry:
    if line.kind != LineKind.NOTE or line.object_id is None or line.codes.get("did") != "written":
        return Entry(line, told)
    note = notes.get(line.object_id)
    if note is None or note.removed_at is not None:
        return Entry(line, told)
    text = texts.get(note.pk, "")
    return Entry(line, told, text=text, note=note, hidden=not text)


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task as it stands on a screen. text: the words with it, for who may read them."""

    task: Task
    is_due: bool
    is_mine: bool
    text: str = ""


def tasks_of(case: Case, user: User, now: datetime) -> list[ToDo]:
    """The open tasks of a case, the one due first first. Their words: for the owner, who made it, and whose it is."""
    rows = case.tasks.filter(ended_at=None).select_related("assigned_to", "made_by").order_by("due_at", "pk")
    return [_to_do(task, case, user, now) for task in rows]


def my_tasks(user: User, now: datetime) -> QuerySet[Task]:
    """What this person has to do: what was given to them, and what their own cases have that was given to nobody."""
    mine = Q(assigned_to=user) | Q(assigned_to=None, case__owner=user)
    return (
        Task.objects.filter(mine, ended_at=None, case__expires_at__gt=now)
        .filter(case__programme__in=user.programmes_with(Permission.CASES_WORK))
        .select_related("case__programme", "case__owner", "assigned_to", "made_by")
        .order_by("due_at", "pk")
    )


def to_do_list(user: User, now: datetime) -> list[ToDo]:
    """My tasks with their words, for the page."""
    return [_to_do(task, task.case, user, now) for task in my_tasks(user, now)]


def _to_do(task: Task, case: Case, user: User, now: datetime) -> ToDo:
    reads = user.pk in (task.assigned_to_id, task.made_by_id) or policies.may_read_notes(user, case)
    text = ""
    if reads and task.sealed:
        try:
            text = unseal(case, bytes(task.sealed), kind=LineKind.TASK, row_id=task.pk)
        except (CaseGone, SealBroken):
            text = ""
    return ToDo(task, is_due=task.due_at <= now, is_mine=task.assigned_to_id == user.pk, text=text)


def colleagues(case: Case) -> list[User]:
    """Who works cases in this case's programme, by name."""
    return people_of(case.programme)


def people_of(programme: Programme) -> list[User]:
    """Who works cases in a programme, by name."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if Permission.CASES_WORK in held]
    people = User.objects.filter(
        is_active=True, memberships__programme=programme, memberships__role__in=roles
    )
    return list(people.distinct().order_by("name", "pk"))


def contacts_of(case: Case) -> list[Contact]:
    """The contacts of a case that are still within their own term, the newest first."""
    ids = case.linked.values_list("contact_id")
    return list(Contact.objects.filter(pk__in=ids).order_by("-arrived_at"))


def contact_of_year(case: Case, contact: Contact) -> str:
    """Which contact of its year this one of a case is, as the registration's code; empty when it is none of its.

    Attempts that nobody answered do not count, nor what was linked by mistake: the timeline says so, also after the
    contacts themselves are gone.
    """
    year = timezone.localdate(contact.arrived_at).year
    begins = timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001  (made aware here)
    lines = case.lines.filter(kind=LineKind.CONTACT, at__gte=begins).order_by("pk")
    linked: dict[UUID, None] = {}
    for object_id, told in lines.values_list("object_id", "codes"):
        if object_id is None:
            continue
        if told.get("did") == "linked":
            linked[object_id] = None
        else:
            linked.pop(object_id, None)
    if contact.pk not in linked:
        return ""
    unanswered = set(
        Contact.objects.filter(pk__in=linked, state=ContactState.CLOSED).values_list("pk", flat=True)
    )
    counted = [each for each in linked if each not in unanswered]
    if contact.pk not in counted:
        return ""
    return OF_YEAR[min(counted.index(contact.pk), len(OF_YEAR) - 1)]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A task on the desk: what is to be done, for which case, and when. No word of what was written."""

    id: str
    label: str
    alias: str
    due_at: str
    is_due: bool
    url: str


@dataclass(frozen=True, slots=True)
class Caseload:
    """What the desk shows of cases.

    own: cases of mine that go on. ending: those of them that end soon. later: open tasks that are not shown, because
    they are due later. tasks: those that are due, and those of the next hour.
    """

    own: int
    ending: int
    later: int
    tasks: list[Reminder]
    url: str
    tasks_url: str


def for_desk(user: User, now: datetime) -> Caseload | None:
    """My caseload and what is to be done about now, as plain data; None for who works no cases."""
    if not user.can(Permission.CASES_WORK):
        return None
    own = Case.objects.filter(owner=user, state__in=GOING_ON, expires_at__gt=now)
    counts = own.aggregate(own=Count("pk"), ending=Count("pk", filter=Q(expires_at__lte=now + ENDS_SOON)))
    tasks = my_tasks(user, now)
    total = tasks.count()
    shown = list(tasks.filter(due_at__lte=now + REMIND_AHEAD)[:MOST_REMINDERS])
    return Caseload(
        own=counts["own"],
        ending=counts["ending"],
        later=total - len(shown),
        tasks=[
            Reminder(
                id=str(task.pk),
                label=str(TaskKind(task.kind).label),
                alias=task.case.alias,
                due_at=task.due_at.isoformat(),
                is_due=task.due_at <= now,
                url=reverse("cases:show", args=[task.case_id]),
            )
            for task in shown
        ],
        url=f"{reverse('cases:list')}?owner={MINE}",
        tasks_url=reverse("cases:tasks"),
    )


@dataclass(frozen=True, slots=True)
class Belonging:
    """The case beside a contact: its alias, and where it is."""

    alias: str
    url: str


def belonging(user: User, contact_ids: Collection[UUID], now: datetime) -> dict[UUID, Belonging]:
    """To which cases these contacts belong, as far as this person may see them. One question for all of them."""
    rows = LinkedContact.objects.filter(contact__in=contact_ids, case__expires_at__gt=now)
    return {
        row.contact_id: Belonging(row.case.alias, reverse("cases:show", args=[row.case_id]))
        for row in rows.select_related("case")
        if policies.may_see(user, row.case)
    }
