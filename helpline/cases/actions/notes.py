"""What counsellors write about a case."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.cases import sealing
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import append, write_line
from helpline.cases.errors import NoText, WrongMove
from helpline.cases.models import Case, LineKind, Note
from helpline.cases.rules import NOTE_LIMIT


@transaction.atomic
def write_note(
    *, case: Case, text: str, by: User, note_id: UUID | None = None, now: datetime | None = None
) -> Note:
    """Add a note, sealed. note_id: of the form that was sent; the same form sent twice is one note.

    Raises NoText for nothing or more than NOTE_LIMIT characters, and CaseGone.
    """
    at = moment(now)
    text = text.strip()
    if not text or len(text) > NOTE_LIMIT:
        raise NoText("a note has words, and not too many")
    lock(case, at)
    note_id = note_id or uuid.uuid4()
    existing = case.notes.filter(pk=note_id, by=by).first()
    if existing is not None:
        return existing
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
