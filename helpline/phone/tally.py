"""How often something happened on a day: requests refused, records deleted at the provider.

What strangers can cause is gathered in memory and written down by the clock: a flood of bad requests costs no writing.
"""

import logging
import threading
from collections import Counter
from datetime import date

from django.db import DatabaseError, connection
from django.utils import timezone

from helpline.phone.models import Tally

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_gathered: Counter[tuple[date, str]] = Counter()


def note(what: str, *, day: date | None = None) -> None:
    """One more; written down by the next `write`. day: today by default."""
    with _lock:
        _gathered[day or timezone.localdate(), what] += 1


def write() -> None:
    """Write down what was gathered. What cannot be written now is kept for the next time."""
    with _lock:
        gathered = dict(_gathered)
        _gathered.clear()
    for (day, what), n in gathered.items():
        try:
            add(what, day=day, n=n)
        except DatabaseError as error:
            logger.warning("phone: a tally could not be written down: %s", type(error).__name__)
            with _lock:
                _gathered[day, what] += n


def add(what: str, *, day: date, n: int = 1) -> None:
    """Count in one statement that inserts or adds, in the caller's transaction."""
    quote = connection.ops.quote_name
    table = quote(Tally._meta.db_table)  # noqa: SLF001 - Django's documented interface
    sql = (  # every name in it is the model's own; the values are parameters
        f"INSERT INTO {table} (day_date, what, n) VALUES (%s, %s, %s) "  # noqa: S608
        f"ON CONFLICT (day_date, what) DO UPDATE SET n = {table}.n + excluded.n"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [day, what, n])


def forget() -> None:
    """Drop what was gathered: a test starts with nothing."""
    with _lock:
        _gathered.clear()
