"""What a team reads: the talk of the day, the notes to the shift lead, and the tip sheets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from helpline.accounts.models import User
from helpline.contacts.sheets import Sheet
from helpline.programmes.models import Programme
from helpline.team import policies, sealing
from helpline.team.models import Debrief, Heard, Remark, TalkDay, TipSheet
from helpline.team.terms import day_of
from helpline.vault.errors import KeyGone


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as it is read."""

    id: UUID
    author: str
    is_own: bool
    said_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A debrief as it is read."""

    id: UUID
    author: str
    written_at: datetime
    wants_talk: bool
    seen_by: str
    seen_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class TeamNews:
    """What a desk shows of one team. unheard: remarks of others since somebody last looked."""

    programme: Programme
    unheard: int
    debriefs: int


def today(programme: Programme, now: datetime | None = None) -> TalkDay | None:
    """The talk of today; None before the first word, and once it is over."""
    now = now or timezone.now()
    return TalkDay.objects.filter(programme=programme, on_date=day_of(now), expires_at__gt=now).first()


def remarks(day: TalkDay | None, reader: User) -> list[Said]:
    """What was said today, the oldest first; nothing when its key is gone."""
    if day is None:
        return []
    try:
        return [
            Said(
                id=remark.pk,
                author=remark.author.name,
                is_own=remark.author_id == reader.pk,
                said_at=remark.said_at,
                text=sealing.unseal(
                    day.data_key_id, remark.nonce, remark.ciphertext, kind="remark", row_id=remark.pk
                ),
            )
            for remark in day.remarks.select_related("author")
        ]
    except KeyGone:
        return []


def _note(row: Debrief) -> Note:
    try:
        text = sealing.unseal(row.data_key_id, row.nonce, row.ciphertext, kind="debrief", row_id=row.pk)
    except KeyGone:
        text = ""
    return Note(
        id=row.pk,
        author=row.author.name,
        written_at=row.written_at,
        wants_talk=row.wants_talk,
        seen_by=row.seen_by.name if row.seen_by else "",
        seen_at=row.seen_at,
        text=text,
    )


def debriefs(programme: Programme, now: datetime | None = None) -> list[Note]:
    """The notes to the shift leads, those nobody has taken up first."""
    rows = Debrief.objects.filter(programme=programme, expires_at__gt=now or timezone.now())
    found = rows.select_related("author", "seen_by").order_by("-written_at")
    return [_note(row) for row in sorted(found, key=lambda row: row.seen_at is not None)]


def own_debriefs(user: User, now: datetime | None = None) -> list[Note]:
    """The notes somebody wrote, the newest first."""
    rows = Debrief.objects.filter(author=user, expires_at__gt=now or timezone.now())
    return [_note(row) for row in rows.select_related("author", "seen_by").order_by("-written_at")]


def find_debrief(note_id: UUID, now: datetime | None = None) -> Debrief | None:
    """A note that is not over."""
    rows = Debrief.objects.filter(pk=note_id, expires_at__gt=now or timezone.now())
    return rows.select_related("programme", "author").first()


def for_desk(user: User, now: datetime | None = None) -> list[TeamNews]:
    """What is new in each team of this person. debriefs: notes nobody has taken up, for those who read them."""
    now = now or timezone.now()
    teams = policies.teams_of(user)
    days = {
        day.programme_id: day
        for day in TalkDay.objects.filter(programme__in=teams, on_date=day_of(now), expires_at__gt=now)
    }
    heard = dict(Heard.objects.filter(user=user, day__in=days.values()).values_list("day_id", "until"))
    unheard = dict.fromkeys((team.pk for team in teams), 0)
    for day_id, programme_id, said_at in (
        Remark.objects.filter(day__in=days.values())
        .exclude(author=user)
        .values_list("day_id", "day__programme_id", "said_at")
    ):
        unheard[programme_id] += day_id not in heard or said_at > heard[day_id]
    leading = [team for team in teams if policies.reads_debriefs(user, team)]
    waiting = dict.fromkeys((team.pk for team in teams), 0)
    for programme_id in Debrief.objects.filter(
        programme__in=leading, seen_at=None, expires_at__gt=now
    ).values_list("programme_id", flat=True):
        waiting[programme_id] += 1
    return [TeamNews(team, unheard[team.pk], waiting[team.pk]) for team in teams]


def sheets(programme: Programme) -> list[Sheet]:
    """The tip sheets of a programme, in the active language."""
    english = get_language() == "en"
    return [
        Sheet(
            field=row.field,
            code=row.code,
            title=row.title_en if english else row.title_nl,
            parts=parts(row.text_en if english else row.text_nl),
            reviewed_on_date=row.reviewed_on_date,
        )
        for row in TipSheet.objects.filter(programme=programme).order_by("field", "title_nl")
    ]


def parts(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The paragraphs ("text") and lists ("points") of a sheet. A line that begins with "-" is a point."""
    found: list[tuple[str, list[str]]] = []
    for line in (raw.strip() for raw in text.splitlines()):
        if not line:
            found.append(("", []))
            continue
        kind = "points" if line.startswith(("-", "•")) else "text"
        words = line.lstrip("-• ")
        if found and found[-1][0] == kind == "points":
            found[-1][1].append(words)
        elif found and found[-1][0] == kind == "text":
            found[-1][1][-1] += f" {words}"
        else:
            found.append((kind, [words]))
    return tuple((kind, tuple(lines)) for kind, lines in found if kind)
