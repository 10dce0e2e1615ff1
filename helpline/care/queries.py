"""Reading risk records: what is open for whom, and one record with everything that stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from helpline.accounts.models import Membership, User
from helpline.care import levels, policies, rules
from helpline.care.actions.common import standing_of
from helpline.care.meldcode import Applies, How, Step, TextKind
from helpline.care.models import RiskRecord, RiskText
from helpline.care.rules import Lack
from helpline.care.states import RiskState
from helpline.contacts.models import Contact

#: of the closed ones, so many in a list: the newest
MOST_CLOSED = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a list or on the board: nothing of what was written.

    waits_for_me: this person was consulted and has still to sign. is_due: what was to follow is due.
    """

    record: RiskRecord
    level: str
    is_acute: bool
    is_mine: bool
    waits_for_me: bool
    is_due: bool
    url: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the desk and the shift lead's board show.

    lines: every open record this person may see, the most urgent first. acute: those of the highest level about which
    nobody was consulted yet: to be told at once. to_consult, to_sign, due: how many wait for what.
    """

    lines: tuple[Line, ...]
    acute: int
    to_consult: int
    to_sign: int
    due: int
    url: str

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self.lines)


def _with_people(records: QuerySet[RiskRecord]) -> QuerySet[RiskRecord]:
    return records.select_related("programme", "author", "consulted", "contact", "case")


def _seen_by(user: User) -> QuerySet[RiskRecord]:
    """The records that this person may read (policies.may_see, as a question to the database)."""
    leads = user.programmes_with(policies.LEAD)
    writes = user.programmes_with(policies.WRITE)
    return _with_people(
        RiskRecord.objects.filter(
            Q(programme__in=leads) | (Q(programme__in=writes) & (Q(author=user) | Q(case__owner=user)))
        )
    )


def _line(record: RiskRecord, user: User, now: datetime) -> Line:
    return Line(
        record=record,
        level=levels.label_of(record.programme, record.level),
        is_acute=levels.is_acute(record.level),
        is_mine=record.author_id == user.pk,
        waits_for_me=record.consulted_id == user.pk and record.signed_at is None,
        is_due=record.follow_up_at is not None and record.follow_up_at <= now,
        url=reverse("care:show", args=[record.pk]),
    )


def open_lines(user: User, now: datetime) -> list[Line]:
    """The open records this person may read: acute ones first, then those without a consultation, then the oldest."""
    lines = [_line(record, user, now) for record in _seen_by(user).exclude(state=RiskState.CLOSED)]
    return sorted(
        lines,
        key=lambda line: (
            not line.is_acute, line.record.state != RiskState.OPEN, not line.is_due, line.record.opened_at,
        ),
    )  # fmt: skip


def closed_lines(user: User, now: datetime) -> list[Line]:
    """The newest closed ones that are still kept."""
    records = _seen_by(user).filter(state=RiskState.CLOSED).order_by("-closed_at")[:MOST_CLOSED]
    return [_line(record, user, now) for record in records]


def for_desk(user: User, now: datetime) -> Board:
    """What the desk shows this person of the risk records. Whoever leads sees those of the programme, others theirs."""
    lines = open_lines(user, now)
    return Board(
        lines=tuple(lines),
        acute=sum(line.is_acute and line.record.state == RiskState.OPEN for line in lines),
        to_consult=sum(line.record.state == RiskState.OPEN for line in lines),
        to_sign=sum(line.waits_for_me for line in lines),
        due=sum(line.is_due for line in lines),
        url=reverse("care:list"),
    )


def find(user: User, record_id: UUID) -> RiskRecord | None:
    """A record that this person may read; None when there is none, or it is of somebody else."""
    record = _with_people(RiskRecord.objects.filter(pk=record_id)).first()
    return record if record is not None and policies.may_see(user, record) else None


def of_contact(contact: Contact) -> list[RiskRecord]:
    """The records of a contact that are open."""
    return list(RiskRecord.objects.filter(contact=contact).exclude(state=RiskState.CLOSED))


def who_can_be_consulted(record: RiskRecord) -> list[User]:
    """Everybody who leads in the record's programme, but its author; by name."""
    ids = Membership.objects.filter(programme=record.programme_id).values("user")
    people = list(
        User.objects.filter(pk__in=ids, is_active=True).exclude(pk=record.author_id).order_by("name", "pk")
    )
    User.look_up_roles(people)
    return [person for person in people if policies.may_be_consulted(person, record)]


# ---- one record on its page ----


@dataclass(frozen=True, slots=True)
class Written:
    """One text as the page shows it. is_earlier: of a round that is over, so it does not count any more."""

    kind: str
    label: str
    text: str
    by: User
    at: datetime
    consulted: User | None
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: the texts that belong there, and how its step of the Meldcode stands.

    step: its number, 0 when it is none or the Meldcode does not apply. how: one of meldcode.How, "" without a step.
    """

    key: str
    step: int
    how: str
    how_label: str
    written: tuple[Written, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do for its step."""
        return self.how in (How.DONE, How.REASON)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must be so before the record is closed, and whether it is."""

    label: str
    is_met: bool


#: the sections of the page: which texts stand there, and which step of the Meldcode it is
SECTIONS: Mapping[str, tuple[tuple[TextKind, ...], Step | None]] = {
    "signs": ((TextKind.SAID,), Step.SIGNS),
    "consultation": ((TextKind.ADVICE, TextKind.VEILIG_THUIS), Step.CONSULT),
    "talk": ((TextKind.TALKED, TextKind.NOT_TALKED), Step.TALK),
    "weighing": ((TextKind.WEIGHED,), Step.WEIGH),
    "decision": ((TextKind.DECISION, TextKind.NOT_REPORTED, TextKind.PLAN), Step.DECIDE),
    "informed": ((TextKind.INFORMED, TextKind.NOT_INFORMED), None),
    "follow_up": ((TextKind.FOLLOW_UP, TextKind.FOLLOWED_UP), None),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A record with everything that stands in it. needs: what closing asks for; may_decide: whether it can be."""

    line: Line
    sections: Mapping[str, Section]
    needs: tuple[Need, ...]
    lacks_to_decide: tuple[str, ...]
    may_close: bool
    is_readable: bool


def page_of(record: RiskRecord, user: User, texts: Mapping[UUID, str] | None, now: datetime) -> Page:
    """The page of a record. texts: what was written, by id; None when it cannot be read any more."""
    standing = standing_of(record)
    how = {each.step: each.how for each in standing.steps()} if record.applies == Applies.YES else {}
    rows = list(record.texts.select_related("by", "consulted").order_by("written_at", "pk"))
    lacks = rules.lacks_to_close(standing)
    return Page(
        line=_line(record, user, now),
        sections={
            key: _section(key, kinds, step, how, record, rows, texts or {})
            for key, (kinds, step) in SECTIONS.items()
        },
        needs=tuple(Need(str(lack.label), lack not in lacks) for lack in _asked(record)),
        lacks_to_decide=tuple(str(lack.label) for lack in rules.lacks_to_decide(standing)),
        may_close=not lacks,
        is_readable=texts is not None,
    )


def _asked(record: RiskRecord) -> Sequence[Lack]:
    """What closing this record can ask for at all."""
    hidden = set() if record.applies == Applies.YES else {Lack.TALK, Lack.WEIGHING, Lack.QUESTIONS}
    if record.follow_up_at is None:
        hidden.add(Lack.FOLLOW_UP)
    return [lack for lack in Lack if lack not in hidden]


def _section(
    key: str,
    kinds: Sequence[TextKind],
    step: Step | None,
    how: Mapping[Step, How],
    record: RiskRecord,
    rows: Sequence[RiskText],
    texts: Mapping[UUID, str],
) -> Section:
    stands = how.get(step) if step is not None else None
    return Section(
        key=key,
        step=int(step) if step is not None and stands is not None else 0,
        how=stands.value if stands is not None else "",
        how_label=str(stands.label) if stands is not None else "",
        written=tuple(
            Written(
                kind=row.kind,
                label=str(TextKind(row.kind).label),
                text=texts.get(row.pk, ""),
                by=row.by,
                at=row.written_at,
                consulted=row.consulted,
                is_earlier=row.round < record.round and row.kind != TextKind.SAID,
            )
            for row in rows
            if row.kind in kinds
        ),
    )
