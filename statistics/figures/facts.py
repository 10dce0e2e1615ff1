"""The first of the two writing functions: facts. A fact is one registered contact as codes and a month.

A fact is written when a contact is registered, and is not linked to it here: whoever writes it keeps the id it gets
back for as long as a correction must be possible. See docs/decisions/0025 for why order tells nothing either.
"""

import logging
import random
import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from figures import fields
from figures.errors import FactUnknown, UnknownCode
from figures.models import Fact, MonthMixed
from helpline.programmes.models import Channel, Programme
from helpline.programmes.queries import code_exists, programme_by_slug

logger = logging.getLogger(__name__)
_random = random.SystemRandom()

#: seconds that the sweep waits for those who still see the old order
PATIENCE = 30.0


def _programme(slug: str) -> Programme:
    programme = programme_by_slug(slug)
    if programme is None:
        raise UnknownCode("there is no such programme")
    return programme


def _written(
    programme: Programme, codes: Mapping[str, Sequence[str]], known: set[tuple[str, str]] | None = None
) -> dict[str, str]:
    """Return every field of a fact as it is written; a field without codes is written empty.

    known: codes that were found to exist; more are added.
    """
    checked = fields.check_codes(codes)
    known = set() if known is None else known
    for field, values in checked.items():
        for value in values:
            if (field, value) not in known and not code_exists(programme, field, value):
                raise UnknownCode(f"{field} has no such code")
            known.add((field, value))
    return {field: fields.SEPARATOR.join(checked.get(field, ())) for field in fields.FIELDS}


def _disturb(programme: str, month: date) -> None:
    """Say that this month's facts are out of their random order, and lock the month until the transaction ends.

    Everybody who writes a fact, and the shuffle, take this lock first: so a shuffle never meets a half-written month.
    """
    MonthMixed.objects.bulk_create(
        [MonthMixed(programme=programme, month_date=month, mixed=False)],
        update_conflicts=True,
        unique_fields=["programme", "month_date"],
        update_fields=["mixed"],
    )


@transaction.atomic
def write_fact(*, programme: str, month: date, channel: str, codes: Mapping[str, Sequence[str]]) -> uuid.UUID:
    """Write one fact and return its random id.

    programme: a slug. month: any day of the month; only the month is kept. codes: field -> codes of the code list of
    that name; `kind` must be there. Raises UnknownField or UnknownCode, and then nothing is written.
    """
    if channel not in Channel.values:
        raise UnknownCode("there is no such channel")
    written = _written(_programme(programme), codes)
    month = fields.first_of_month(month)
    _disturb(programme, month)
    fact = Fact(id=uuid.uuid4(), programme=programme, month_date=month, channel=channel, **written)
    fact.save(force_insert=True)
    return fact.id


@transaction.atomic
def write_facts(
    *, programme: str, month: date, channel: str, many: Sequence[Mapping[str, Sequence[str]]]
) -> int:
    """Write many facts of a month and channel at once, in random order. Returns how many.

    For what was counted elsewhere; their ids are told to nobody. Raises UnknownField or UnknownCode, and then nothing
    is written.
    """
    if channel not in Channel.values:
        raise UnknownCode("there is no such channel")
    found = _programme(programme)
    month = fields.first_of_month(month)
    known: set[tuple[str, str]] = set()
    made = [
        Fact(
            id=uuid.uuid4(),
            programme=programme,
            month_date=month,
            channel=channel,
            **_written(found, codes, known),
        )
        for codes in many
    ]
    _disturb(programme, month)
    _random.shuffle(made)
    Fact.objects.bulk_create(made, batch_size=500)
    return len(made)


def _locked(fact_id: uuid.UUID) -> Fact:
    found = Fact.objects.filter(pk=fact_id).values_list("programme", "month_date").first()
    if found is None:
        raise FactUnknown("there is no such fact")
    _disturb(*found)
    fact = Fact.objects.filter(pk=fact_id).first()
    if fact is None:
        raise FactUnknown("there is no such fact")
    return fact


@transaction.atomic
def correct_fact(fact_id: uuid.UUID, *, codes: Mapping[str, Sequence[str]]) -> None:
    """Replace all codes of a fact. Its programme, month and channel stay.

    Raises FactUnknown, UnknownField or UnknownCode, and then nothing is changed.
    """
    fact = _locked(fact_id)
    for field, value in _written(_programme(fact.programme), codes).items():
        setattr(fact, field, value)
    fact.save(force_update=True)


@transaction.atomic
def withdraw_fact(fact_id: uuid.UUID) -> None:
    """Take a fact out of the figures: its contact should not have been counted. Raises FactUnknown."""
    _locked(fact_id).delete()


@dataclass(frozen=True, slots=True)
class Written:
    """What a fact says. codes: every field, several codes in order of the alphabet; empty where there are none."""

    programme: str
    month: date
    channel: str
    codes: Mapping[str, tuple[str, ...]]


def read_facts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Written]:
    """The facts of these ids; those that are gone are left out.

    For the room that wrote them and keeps their ids for a while, to compare: whoever knows no id reads no fact.
    """
    found = Fact.objects.filter(pk__in=list(ids)).values(
        "id", "programme", "month_date", "channel", *fields.FIELDS
    )
    return {
        row["id"]: Written(
            row["programme"],
            row["month_date"],
            row["channel"],
            {
                field: tuple(row[field].split(fields.SEPARATOR)) if row[field] else ()
                for field in fields.FIELDS
            },
        )
        for row in found
    }


@transaction.atomic
def shuffle_month(programme: str, month: date) -> int:
    """Write a month's facts again in random order, with the same ids, in one transaction. Return how many.

    Afterwards neither the order of the rows (SQLite's rowid, PostgreSQL's ctid) nor the transaction that wrote them
    (xmin) tells in which order contacts were registered. What the old rows leave behind is `sweep`'s work.
    """
    month = fields.first_of_month(month)
    _disturb(programme, month)
    facts = list(Fact.objects.filter(programme=programme, month_date=month))
    # From here on the order is drawn by the system's random source: nobody can draw it again.
    _random.shuffle(facts)
    Fact.objects.filter(programme=programme, month_date=month).delete()
    Fact.objects.bulk_create(facts)
    MonthMixed.objects.filter(programme=programme, month_date=month).update(mixed=True)
    return len(facts)


def unmixed_months() -> list[tuple[str, date]]:
    """The (programme, month) pairs in which a fact was written, corrected or withdrawn since they were shuffled."""
    return list(
        MonthMixed.objects.filter(mixed=False)
        .order_by("programme", "month_date")
        .values_list("programme", "month_date")
    )


def shuffle_unmixed() -> int:
    """Shuffle every month that needs it and sweep away what is left of the old order. Return how many months."""
    months = unmixed_months()
    for programme, month in months:
        shuffle_month(programme, month)
    if months and not connection.in_atomic_block:
        sweep()
    return len(months)


def sweep() -> None:
    """Remove what deleted rows leave in the database's own files. Not inside a transaction.

    PostgreSQL keeps dead rows, in their old order and with their old xmin, until they are vacuumed; a plain VACUUM
    frees the space and leaves the bytes, VACUUM FULL writes a new file. The table is small, so that takes a moment.
    It carries over what an older snapshot may still want to see (an ANALYZE that runs beside it is enough), so those
    are waited for.
    SQLite overwrites deleted rows with zeros (PRAGMA secure_delete, in the settings); the write-ahead log still has
    them until it is emptied.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _wait_for_older_snapshots(cursor)
            table = Fact._meta.db_table  # noqa: SLF001 - Django's documented interface
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
            # the new file is not known to be free of dead rows: without this a report looks up every row of an index
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(table)}")
        elif connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _wait_for_older_snapshots(cursor: CursorWrapper) -> None:
    """Wait until nobody can see rows that are dead by now, or until PATIENCE is over.

    Not only who reads in this database: VACUUM FULL keeps what its own snapshot may see, and that reaches back to the
    oldest transaction that writes anywhere on the server.
    """
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
    (now,) = cursor.fetchone()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::xid8 AND NOT EXISTS ("
            " SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_xmin IS NOT NULL AND age(backend_xmin) > age(%s::xid8::xid))",
            [now, now],
        )
        if cursor.fetchone()[0]:
            return
        time.sleep(0.1)
    logger.warning(
        "Somebody reads an old state of the database; the file of the facts may keep its old order"
    )
