"""What is said in a team, and what is told the shift lead."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.programmes import news
from helpline.programmes.models import Programme
from helpline.team import policies, sealing
from helpline.team.errors import Empty, NotAllowed, TooLong
from helpline.team.models import Debrief, Heard, Remark, TalkDay
from helpline.team.terms import DEBRIEF_TERM, day_of, talk_ends
from helpline.vault.actions import new_data_key, shred, unwrap
from helpline.vault.models import TermClass

LONGEST_REMARK = 500
LONGEST_DEBRIEF = 2000


def _checked(text: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise Empty
    if len(text) > longest:
        raise TooLong
    return text


def _today(programme: Programme, now: datetime) -> TalkDay:
    """The talk of today, locked; made with its key by whoever says the first word."""
    on_date = day_of(now)
    TalkDay.objects.get_or_create(
        programme=programme, on_date=on_date, defaults={"expires_at": talk_ends(on_date)}
    )
    day = TalkDay.objects.select_for_update().get(programme=programme, on_date=on_date)
    if day.data_key_id is None:
        day.data_key, _key = new_data_key(term_class=TermClass.TEAM, expires_at=day.expires_at, now=now)
        day.save(update_fields=["data_key"])
    return day


@transaction.atomic
def say(
    *, programme: Programme, text: str, by: User, remark_id: UUID | None = None, now: datetime | None = None
) -> Remark:
    """Say something to the team of a programme; it is gone the next morning.

    text: guarded already. remark_id: made by the sender; a repeat changes nothing and returns what stands there.
    Raises NotAllowed, Empty and TooLong.
    """
    if not policies.is_of_team(by, programme):
        raise NotAllowed
    text = _checked(text, LONGEST_REMARK)
    now = now or timezone.now()
    remark_id = remark_id or uuid4()
    day = _today(programme, now)
    known = Remark.objects.filter(pk=remark_id, author=by).first()
    if known is not None:
        return known
    assert day.data_key_id is not None
    nonce, ciphertext = sealing.seal(unwrap(day.data_key_id), text, kind="remark", row_id=remark_id)
    remark = Remark.objects.create(
        pk=remark_id, day=day, author=by, said_at=now, nonce=nonce, ciphertext=ciphertext
    )
    news.tell(programme.pk)
    return remark


@transaction.atomic
def hear(*, day: TalkDay, by: User, until: datetime) -> None:
    """Remember how far somebody has read. It only grows."""
    heard, _made = Heard.objects.get_or_create(user=by, day=day, defaults={"until": until})
    if heard.until < until:
        heard.until = until
        heard.save(update_fields=["until"])


@transaction.atomic
def debrief(
    *, programme: Programme, text: str, by: User, wants_talk: bool = False, now: datetime | None = None
) -> Debrief:
    """Leave a note for the shift leads of a programme. It is sealed, and erased after two weeks.

    text: guarded already. Raises NotAllowed, Empty and TooLong.
    """
    if not policies.is_of_team(by, programme):
        raise NotAllowed
    text = _checked(text, LONGEST_DEBRIEF)
    now = now or timezone.now()
    note = Debrief(programme=programme, author=by, wants_talk=wants_talk, written_at=now)
    note.expires_at = now + DEBRIEF_TERM
    note.data_key, key = new_data_key(term_class=TermClass.TEAM, expires_at=note.expires_at, now=now)
    note.nonce, note.ciphertext = sealing.seal(key, text, kind="debrief", row_id=note.pk)
    note.save()
    audit.record(by=by.audit_id, action="debrief.written", programme=programme.slug, day_only=True, now=now)
    news.tell(programme.pk)
    return note


@transaction.atomic
def see_debrief(*, note: Debrief, by: User, now: datetime | None = None) -> None:
    """Say that a note was read, and taken up. The first who says so stands there. Raises NotAllowed."""
    if not policies.reads_debriefs(by, note.programme):
        raise NotAllowed
    note.refresh_from_db(from_queryset=Debrief.objects.select_for_update())
    if note.seen_at is not None:
        return
    note.seen_by, note.seen_at = by, now or timezone.now()
    note.save(update_fields=["seen_by", "seen_at"])
    audit.record(by=by.audit_id, action="debrief.seen", programme=note.programme.slug, day_only=True, now=now)
    news.tell(note.programme_id)


@transaction.atomic
def withdraw_debrief(*, note: Debrief, by: User) -> None:
    """Take one's own note back; nobody can read it any more. Raises NotAllowed."""
    if note.author_id != by.pk:
        raise NotAllowed
    programme = note.programme
    if note.data_key_id is not None:
        shred(note.data_key_id)
    note.delete()
    audit.record(by=by.audit_id, action="debrief.withdrawn", programme=programme.slug, day_only=True)
    news.tell(programme.pk)
