"""What counsellors write about a case."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.cases import policies, sealing
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import append, write_line
from helpline.cases.errors import NoText, WrongMove
from helpline.cases.models import Case, LineKind, Note
from helpline.cases.rules import NOTE_LIMIT


@transaction.atomic
def write_note(
    *, case: Case, text: str, by: User, note_id: UUID | None = None, now: datetime | None = None
) -> Note:
    """Add a note, sealed. note_id: of the form that was sent; the same words of the same form are one note.

    Raises NoText for nothing or more than NOTE_LIMIT characters, and CaseGone.
    """
    at = moment(now)
    text = text.strip()
    if not text or len(text) > NOTE_LIMIT:
        raise NoText("a note has words, and not too many")
    lock(case, at)
    note_id = note_id or uuid.uuid4()
    existing = Note.objects.filter(pk=note_id).first()
    if existing is not None:
        if _says(existing, case, by, text):
            return existing
        # other words under a number that was used: another note, not a lost one
        note_id = uuid.uuid4()
    note = Note.objects.create(
        id=note_id,
        case=case,
        by=by,
        written_at=at,
        sealed=sealing.seal(case, text, kind=LineKind.NOTE, row_id=note_id),
    )
    append(case=case, kind=LineKind.NOTE, by=by, object_id=note_id, codes={"did": "written"}, now=at)
    record("case.note_written", case, by, at)
    return note


def _says(note: Note, case: Case, by: User, text: str) -> bool:
    if (note.case_id, note.by_id) != (case.pk, by.pk) or note.removed_at is not None:
        return False
    return sealing.unseal(case, bytes(note.sealed), kind=LineKind.NOTE, row_id=note.pk) == text


@transaction.atomic
def remove_note(*, note: Note, by: User, now: datetime | None = None) -> None:
    """Take what a note says away, because it says something that must not be kept. That it stood there stays.

    Raises WrongMove when it is empty already, and CaseGone.
    """
    at = moment(now)
    case = note.case
    lock(case, at)
    note.refresh_from_db()
    if note.removed_at is not None:
        raise WrongMove("the note is empty already")
    note.sealed, note.removed_at = b"", at
    note.save(update_fields=["sealed", "removed_at"])
    write_line(case, LineKind.NOTE, by=by, object_id=note.pk, codes={"did": "removed"}, now=at)
    record("case.note_removed", case, by, at)


@transaction.atomic
def read_notes(*, case: Case, by: User, now: datetime | None = None) -> dict[UUID, str]:
    """The texts of the notes that `by` may read, by note.

    Whoever reads what others wrote and is not the owner leaves a line in the timeline, once a day. Raises CaseGone.
    """
    at = moment(now)
    notes = [note for note in case.notes.filter(removed_at=None) if policies.may_read_note(by, note)]
    of_others = [note for note in notes if note.by_id != by.pk]
    if of_others and not policies.is_owner(by, case) and not _read_today(case, by, at):
        lock(case, at)
        write_line(case, LineKind.STATE, by=by, codes={"did": "read"}, now=at)
        record("case.notes_read", case, by, at)
    return {
        note.pk: sealing.unseal(case, bytes(note.sealed), kind=LineKind.NOTE, row_id=note.pk)
        for note in notes
    }


def _read_today(case: Case, by: User, now: datetime) -> bool:
    lines = case.lines.filter(kind=LineKind.STATE, by=by, at__gt=now - timedelta(days=1))
    return any(
        line.codes.get("did") == "read" and timezone.localdate(line.at) == timezone.localdate(now)
        for line in lines
    )
