"""Changing the canned answers."""

from django.db import transaction

from chat.models import CannedAnswer
from helpline.audit import actions as audit


@transaction.atomic
def save_answer(*, answer: CannedAnswer, by: str) -> None:
    """Save a new or changed answer. by: an audit id."""
    is_new = answer.pk is None
    answer.save()
    _tell(answer, "added" if is_new else "changed", by=by)


@transaction.atomic
def remove_answer(*, answer: CannedAnswer, by: str) -> None:
    """Remove an answer; what was sent with it stays where it was sent. by: an audit id."""
    _tell(answer, "removed", by=by)
    answer.delete()


def _tell(answer: CannedAnswer, what: str, *, by: str) -> None:
    audit.record(
        by=by,
        action=f"canned_answer.{what}",
        programme=answer.programme.slug,
        detail={"shortcut": answer.shortcut.lower().replace("_", "-")[:30]},
    )
