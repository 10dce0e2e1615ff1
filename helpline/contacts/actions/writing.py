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
    from_visitor: bool = False,
) -> Answer:
    """Write the next version of a field's answer. The contact is locked and the codes are checked.

    from_visitor: it is what the visitor told; whoever saves something else later makes it their own.
    """
    given = current or Answer(contact=contact, field=field, version=0)
    given.codes, given.saved_by, given.from_visitor = list(codes), by, from_visitor
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
