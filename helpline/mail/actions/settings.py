"""Changing what a programme promises, and its templates."""

from django.db import transaction

from helpline.audit import actions as audit
from helpline.mail.models import LetterTemplate, Postbox


@transaction.atomic
def save_box(*, box: Postbox, changed: list[str], by: str) -> None:
    """Save what a programme promises. changed: the names of the fields. by: an audit id."""
    names = [
        name
        for name in changed
        if name in ("programme", "promise", "unit", "staffed_as", "closed", "second_pair")
    ]
    is_new = box.pk is None
    if is_new:
        box.save()
    elif names:
        box.save(update_fields=names)
    audit.record(
        by=by,
        action="post.box_changed",
        programme=box.programme.slug,
        detail={
            "promise": box.promise,
            "unit": box.unit,
            "closed": box.closed,
            "second_pair": box.second_pair,
        },
    )


@transaction.atomic
def save_template(*, template: LetterTemplate, by: str) -> None:
    """Save a new or changed template. by: an audit id."""
    is_new = template.pk is None
    template.save()
    _tell(template, "added" if is_new else "changed", by=by)


@transaction.atomic
def remove_template(*, template: LetterTemplate, by: str) -> None:
    """Remove a template; what was sent with it stays where it was sent. by: an audit id."""
    _tell(template, "removed", by=by)
    template.delete()


def _tell(template: LetterTemplate, what: str, *, by: str) -> None:
    audit.record(
        by=by,
        action=f"letter_template.{what}",
        programme=template.programme.slug,
        detail={"shortcut": template.shortcut.lower().replace("_", "-")[:30]},
    )
