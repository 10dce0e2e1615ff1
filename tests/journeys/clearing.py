"""Rows taken away under servers that run."""

from django.db import IntegrityError
from django.db.models import Model, QuerySet

#: A server may still be finishing what the last journey began: each time there is less of it.
TIMES = 5


def clear(*found: type[Model] | QuerySet[Model]) -> None:
    """Delete every row of these models, or what was asked for, in this order.

    Django reads what hangs on a row, deletes that, and then the row. A line that a server writes in between (a socket
    that is closed is an event of its conversation) makes the database refuse; asked again, that line goes too.
    Raises IntegrityError where the database refuses every time.
    """
    for each in found:
        rows = each if isinstance(each, QuerySet) else each._default_manager.all()
        for left in reversed(range(TIMES)):
            try:
                rows.all().delete()
                break
            except IntegrityError:
                if not left:
                    raise
