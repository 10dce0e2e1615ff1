"""The guard with what the house knows: which numbers may be written, and that somebody kept one all the same."""

from collections.abc import Iterable

from django import forms

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.directory.queries import numbers_and_addresses
from helpline.guard.forms import Guarded, GuardedText, Judged, judge


def allowed() -> tuple[str, ...]:
    """The numbers and addresses of the directory: `GuardedText(allowed=guarding.allowed)`."""
    return numbers_and_addresses()


def judged(text: str, reason: str = "") -> Judged:
    """A text that came without a form, as it may be kept; record what it overrides with `record`."""
    return judge(text, reason=reason, allowed=allowed())


def record(texts: Iterable[Judged], *, by: User, programme: str = "") -> None:
    """Write "guard.overridden" for each kind that stays in one of the texts, with the kind and nothing else."""
    for kind in sorted({kind for text in texts for kind in text.overridden}):
        audit.record(
            by=by.audit_id,
            action="guard.overridden",
            programme=programme,
            detail={"kind": str(kind)},
            day_only=True,
        )


def record_overrides(form: forms.BaseForm, *, by: User, programme: str = "") -> None:
    """The same for a form with guarded fields that was found valid; within the transaction that saves it."""
    texts = [
        form.cleaned_data.get(name) for name, field in form.fields.items() if isinstance(field, GuardedText)
    ]
    record((text.judged for text in texts if isinstance(text, Guarded)), by=by, programme=programme)
