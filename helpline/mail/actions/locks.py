"""Locking a postbox and a correspondence, and what every action here shares. Lock the box first, then the letter."""

from datetime import datetime

from helpline.audit import actions as audit
from helpline.mail import promise, terms
from helpline.mail.errors import Gone, TooBusy
from helpline.mail.models import Correspondence, Postbox
from helpline.programmes import queries as programmes
from helpline.programmes.models import Programme


def lock_box(programme_id: int) -> Postbox:
    """The programme's postbox, locked until the transaction ends; made when there is none."""
    box, _made = Postbox.objects.select_for_update().get_or_create(programme_id=programme_id)
    return box


def box_of(programme: Programme) -> Postbox:
    """The programme's postbox to look at; one with the usual promise where none was made yet."""
    return Postbox.objects.filter(programme=programme).first() or Postbox(programme=programme)


def lock(correspondence: Correspondence, now: datetime) -> None:
    """Lock the row until the transaction ends and read it again.

    Raises Gone when it was deleted, or its term has passed and only the erasure is late.
    """
    try:
        correspondence.refresh_from_db(
            from_queryset=Correspondence.objects.select_for_update(of=("self",)).select_related("programme")
        )
    except Correspondence.DoesNotExist:
        raise Gone("the correspondence is not there any more") from None
    if correspondence.expires_at <= now:
        raise Gone("its term has passed")


def change(correspondence: Correspondence, **values: object) -> None:
    """Set and save some fields."""
    for name, value in values.items():
        setattr(correspondence, name, value)
    correspondence.save(update_fields=list(values))


def due_at(box: Postbox, programme: Programme, now: datetime) -> datetime:
    """Until when an answer to a letter of this moment is promised."""
    schedule = programmes.schedule(programme, box.staffed_as)
    return promise.due_at(promise.Promise(box.promise, box.unit), schedule, now)


def count_letter(box: Postbox, now: datetime, *, proved: bool) -> None:
    """Count a letter in the hour of a locked box. Raises TooBusy when more come than people could write."""
    check_room(box, now, proved=proved)
    box.taken += 1
    box.taken_unproved += not proved
    box.save(update_fields=["hour_at", "taken", "taken_unproved", "automatic"])


def check_room(box: Postbox, now: datetime, *, proved: bool) -> None:
    """Raise TooBusy when a letter more would be too many in this hour."""
    _begin_hour(box, now)
    full = box.taken >= terms.MOST_IN_AN_HOUR
    if full or (not proved and box.taken_unproved >= terms.MOST_UNPROVED_IN_AN_HOUR):
        raise TooBusy("this hour is full")


def may_answer_automatically(box: Postbox, now: datetime) -> bool:
    """Take one of the few automatic answers of this hour from a locked box."""
    _begin_hour(box, now)
    if box.automatic >= terms.MOST_AUTOMATIC_IN_AN_HOUR:
        return False
    box.automatic += 1
    box.save(update_fields=["hour_at", "taken", "taken_unproved", "automatic"])
    return True


def _begin_hour(box: Postbox, now: datetime) -> None:
    hour_at = now.replace(minute=0, second=0, microsecond=0)
    if box.hour_at != hour_at:
        box.hour_at, box.taken, box.taken_unproved, box.automatic = hour_at, 0, 0, 0


def note(action: str, correspondence: Correspondence, *, by: str, now: datetime) -> None:
    """The audit entry: who did what in which programme on which day, and never with which letter."""
    audit.record(by=by, action=action, programme=correspondence.programme.slug, day_only=True, now=now)
