"""Writing the answer to one field, with the change that led to it."""

import uuid
from collections.abc import Sequence

from helpline.accounts.models import User
from helpline.contacts.models import Answer, Change, Contact


def write_answer(
    contact: Contact,
    field: str,
    codes: Sequence[str],
    *,
    current: Answer | None,
    request_id: uuid.UUID,
    by: User,
) -> Answer:
    """Write the next version of a field's answer. The contact is locked and the codes are checked."""
    given = current or Answer(contact=contact, field=field, version=0)
    given.codes, given.saved_by = list(codes), by
    given.version += 1
    given.save()
    Change.objects.create(
        contact=contact,
        field=field,
        codes=given.codes,
        version=given.version,
        request_id=request_id,
        saved_by=by,
    )
    return given
