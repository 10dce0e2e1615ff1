"""A shift lead closes the line for a while: who calls hears that it is busy, and is counted as such."""

from datetime import datetime

from django.db import transaction

from chat.wakes import wake_desk
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.phone import locks, policies
from helpline.phone.errors import WrongState
from helpline.programmes.models import Programme

#: letters of what callers hear: some fifteen seconds
LONGEST_TEXT = 200


@transaction.atomic
def set_overload(
    *,
    programme: Programme,
    by: User,
    on: bool,
    texts: tuple[str, str] | None = None,
    now: datetime | None = None,
) -> None:
    """Close the line for newcomers, or open it again. Who waits keeps waiting.

    texts: what callers hear meanwhile, in Dutch and in English; empty leaves it at the programme's own text.
    Raises NotAllowed, and WrongState for a text that is too long.
    """
    policies.check(policies.may_lead(by, programme))
    if texts is not None and max(map(len, texts)) > LONGEST_TEXT:
        raise WrongState("too long to be spoken")
    line = locks.lock_line(programme.pk)
    line.overload = on
    if texts is not None:
        line.overload_text_nl, line.overload_text_en = (text.strip() for text in texts)
    line.save(update_fields=["overload", "overload_text_nl", "overload_text_en"])
    wake_desk(programme.pk)
    audit.record(
        by=by.audit_id, action="phone.overload", programme=programme.slug, detail={"on": on}, now=now
    )
