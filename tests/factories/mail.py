"""Letters for tests. Nobody in them exists."""

from datetime import UTC, datetime
from uuid import uuid4

from helpline.accounts.models import User
from helpline.mail import actions
from helpline.mail.actions.locks import lock_box
from helpline.mail.actions.writing import Written
from helpline.mail.models import Correspondence
from helpline.programmes.models import Programme

#: a Tuesday morning in summer
MORNING = datetime(2026, 7, 7, 8, 0, tzinfo=UTC)
LETTER = "Iemand op school heeft iets van mij doorgestuurd. Wat kan ik doen?"


def write(
    programme: Programme, *, text: str = LETTER, now: datetime = MORNING, proved: bool = True
) -> Written:
    """A letter from the website."""
    return actions.write(programme=programme, text=text, form_number=uuid4(), proved=proved, now=now)


def make_letter(programme: Programme, *, text: str = LETTER, now: datetime = MORNING) -> Correspondence:
    """A correspondence that waits."""
    return Correspondence.objects.get(pk=write(programme, text=text, now=now).correspondence.pk)


def make_taken(programme: Programme, by: User, *, now: datetime = MORNING) -> Correspondence:
    """A correspondence that somebody answers."""
    correspondence = make_letter(programme, now=now)
    actions.take(correspondence=correspondence, by=by, now=now)
    return correspondence


def ask_for_second_pair(programme: Programme) -> None:
    """Have a colleague look at every answer of this programme."""
    from django.db import transaction

    with transaction.atomic():
        box = lock_box(programme.pk)
        box.second_pair = True
        box.save()
